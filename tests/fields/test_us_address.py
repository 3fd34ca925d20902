from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.us_address import PARTS, label

LINES = {
    "350 Fifth Avenue, 34th Floor, New York, NY 10118-3299": (
        "number street street unit unit city city state postal_code"
    ),
    "One Microsoft Way Redmond WA 98052": "number street street city state postal_code",
    "Acme Inc, Attn: Jane Doe, 500 Oracle Pkwy, Redwood Shores, CA 94065": (
        "other other other other other number street street city city state postal_code"
    ),
    "PO Box 1234, Fargo ND 58102": "box box box city state postal_code",
    "Bldg 4 Ste 200 12 Main St\nAustin, TX": "building building unit unit number street street city state",
    "12 Main St, Austin, TX 78701, USA": "number street street city state postal_code country",
    "100 Camino del Rio N #210 San Diego CA": "number street street street street unit city city state",
    "Calle Luna 254 Apt 2B San Juan PR 00901": "street street street unit unit city city state postal_code",
    "906 Cedar St Basement Duluth MN": "number street street unit city state",
    "12 Upper Oak Rd, Front Royal VA": "number street street street city city state",
    "": "",
}

WORDS = st.text("\n,", min_size=1, max_size=1) | st.sampled_from(
    [
        *(
            "12",
            "4th",
            "1/2",
            "#",
            "2134",
            "78701",
            "63103-1234",
            "b",
            "N.",
            "south",
            "main",
            "oak",
            "St,",
            "Ave",
            "rd",
        ),
        *(
            "apt",
            "ste",
            "5",
            "tower",
            "floor",
            "PO",
            "box",
            "highway",
            "route",
            "county",
            "attn:",
            "c/o",
            "(rear)",
            "&",
        ),
        *("new", "york,", "St.", "Louis", "MO", "TX", "USA", "One", "and"),
    ]
)


@pytest.mark.parametrize(("text", "parts"), LINES.items())
def test_every_word_has_its_part(text, parts):
    assert [part for _, part in label(text)] == parts.split()


@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=40))
def test_no_line_raises_and_no_word_is_lost(text):
    found = label(text)
    assert {part for _, part in found} <= set(PARTS)
    bare = [sign for sign in text if sign.isascii() and sign.isalnum()]
    assert [sign for word, _ in found for sign in word if sign.isascii() and sign.isalnum()] == bare
