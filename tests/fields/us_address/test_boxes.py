from __future__ import annotations

import pytest

from crmclean.fields.us_address.boxes import read_boxes
from crmclean.fields.us_address.line import Line

BOXES = {
    "PO Box 12": "PO Box 12",
    "P. O. Box 388-317": "P. O. Box 388-317",
    "P.O.Box 460, Western Springs": "P.O.Box 460",
    "POST OFFICE BOX X": "POST OFFICE BOX X",
    "Post Office 20387": "Post Office 20387",
    "POB 477 Patterson": "POB 477",
    "613 S. Main, PO 123": "PO 123",
    "Box # 63": "Box # 63",
    "rr # 4 box 42 d Duquoin": "rr # 4 box 42 d",
    "RR2 Box 348": "RR2 Box 348",
    "Rural Route 1 Box 1": "Rural Route 1 Box 1",
    "HWY CONTRACT route # 15B BOX # 1A": "HWY CONTRACT route # 15B BOX # 1A",
    "cmr 411 box 3568": "cmr 411 box 3568",
    "Unit 2050 Box 4190 APO": "Unit 2050 Box 4190",
    "Unit 2050 Main St Box Elder": "",
    "drawer cs 198422 Atlanta": "drawer cs 198422",
    "lock box 427 Jamison": "lock box 427",
    "16510 strong box, San Antonio": "",
    "Box Elder St": "",
    "12 Main St": "",
    "": "",
}


def read(text, part):
    line = Line(text)
    read_boxes(line)
    return " ".join(word.text for word, name in zip(line.words, line.parts, strict=True) if name == part)


@pytest.mark.parametrize(("text", "box"), BOXES.items())
def test_boxes_are_found_wherever_they_stand(text, box):
    assert read(text, "box") == box


@pytest.mark.parametrize(
    ("text", "box", "building"),
    [
        ("drawer 1256 PO Box 5935", "PO Box 5935", "drawer 1256"),
        ("PO Box 8500 box # 0123", "PO Box 8500", "box # 0123"),
        ("PO Box 902 Attn Lock Box Teller", "PO Box 902", ""),
    ],
)
def test_a_drawer_beside_a_post_box_is_a_part_of_the_building(text, box, building):
    assert (read(text, "box"), read(text, "building")) == (box, building)
