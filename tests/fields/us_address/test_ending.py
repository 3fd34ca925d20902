from __future__ import annotations

import pytest

from crmclean.fields.us_address.ending import read_ending
from crmclean.fields.us_address.line import Line

ENDINGS = {
    "12 Main St, Austin, TX 78701": ("", "TX", "78701"),
    "12 Main St Austin Texas 78701-1234": ("", "Texas", "78701-1234"),
    "12 Main St, Austin, TX 78701 USA": ("USA", "TX", "78701"),
    "12 Main St, Austin, Texas 78701 United States of America": ("United States of America", "Texas", "78701"),
    "12 Main St, Portland, OR 97212 4321": ("", "OR", "97212 4321"),
    "12 Main St, Boston MA 2134": ("", "MA", "2134"),
    "12 Main St, Los Angeles CA 9151-2100": ("", "CA", "9151-2100"),
    "12 Main St, San Francisco CA 94103\u20141612.": ("", "CA", "94103-1612."),
    "388 Greenwich Street, New York, NY 10013": ("", "NY", "10013"),
    "388 Greenwich Street, New York 10013": ("", "", "10013"),
    "5 Palisades Dr, Albany, New York 12205": ("", "New York", "12205"),
    "45 Woodstock Street, Roswell, Georgia, GA 30075": ("", "Georgia GA", "30075"),
    "100 N 17th St, Philadelphia District of Columbia 19103": ("", "District of Columbia", "19103"),
    "465 Peck Lane Cheshire CT": ("", "CT", ""),
    "42 Cedar Crest Ct": ("", "", ""),
    "1180 Peachtree Street, NE": ("", "", ""),
    "707 E Main St 20th FL": ("", "", ""),
    "12 Main St, Omaha NE": ("", "NE", ""),
    "610 East Main Marion Kansas": ("", "Kansas", ""),
    "2 Ocean Dr Chicko Cal": ("", "Cal", ""),
    "212 W. Washington": ("", "", ""),
    "12 Marshall Rd CA Garden Valley 95633": ("", "CA", "95633"),
    "PO Box 19060": ("", "", ""),
    "12 Main St # 50430": ("", "", ""),
    "3389 Anderson County Rd, Highway 45202": ("", "", ""),
    "Sanford 27332": ("", "", "27332"),
    "78701": ("", "", "78701"),
    "Texas": ("", "Texas", ""),
    "USA": ("USA", "", ""),
    "850 US Highway 12": ("", "", ""),
    "": ("", "", ""),
}


@pytest.mark.parametrize(("text", "expected"), ENDINGS.items())
def test_country_state_and_zip_are_read_from_the_right(text, expected):
    line = Line(text)
    read_ending(line)
    found = tuple(
        " ".join(word.text for word, part in zip(line.words, line.parts, strict=True) if part == name)
        for name in ("country", "state", "postal_code")
    )
    assert found == expected


def test_the_states_of_a_line_come_from_its_state_or_its_zip():
    lines = [Line(text) for text in ("Austin TX 10001", "Austin 78701", "Austin")]
    for line in lines:
        read_ending(line)
    assert [set(line.states) for line in lines] == [{"TX"}, {"TX"}, set()]
