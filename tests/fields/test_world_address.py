from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.us_address import PARTS
from crmclean.fields.world_address import label_abroad

LINES = [
    ("DE", "Hauptstr. 5, 10115 Berlin", "street Hauptstr.|number 5|postal_code 10115|city Berlin"),
    ("DE", "Hauptstr. 5 10115 Berlin", "street Hauptstr.|number 5|postal_code 10115|city Berlin"),
    (
        "DE",
        "Stra\u00dfe des 17. Juni 135, D-10623 Berlin",
        "street Stra\u00dfe des 17. Juni|number 135|postal_code 10623|city Berlin",
    ),
    (
        "DE",
        "Acme GmbH, Hauptstr. 5a, 2. OG, 10115 Berlin",
        "other Acme GmbH|street Hauptstr.|number 5a|unit 2. OG|postal_code 10115|city Berlin",
    ),
    ("DE", "Hauptstr. 5 - 7, 10115 Berlin", "street Hauptstr.|number 5 - 7|postal_code 10115|city Berlin"),
    ("DE", "Postfach 1234, 10115 Berlin", "box Postfach 1234|postal_code 10115|city Berlin"),
    ("AT", "Am Hof, 1010 Wien", "street Am Hof|postal_code 1010|city Wien"),
    ("CH", "Bahnhofstrasse 1, 8001 Z\u00fcrich", "street Bahnhofstrasse|number 1|postal_code 8001|city Z\u00fcrich"),
    ("FR", "12 rue de la Paix, 75002 Paris", "number 12|street rue de la Paix|postal_code 75002|city Paris"),
    ("FR", "56 bis rue du Stade 69001 Lyon", "number 56 bis|street rue du Stade|postal_code 69001|city Lyon"),
    ("FR", "5 Rue X apt 4, 75001 Paris", "number 5|street Rue X|unit apt 4|postal_code 75001|city Paris"),
    ("BE", "Kerkstraat 5 bus 3, 1000 Brussel", "street Kerkstraat|number 5|unit bus 3|postal_code 1000|city Brussel"),
    ("NL", "Damrak 1, 1012LG Amsterdam", "street Damrak|number 1|postal_code 1012LG|city Amsterdam"),
    ("ES", "Calle Mayor, 12, 28013 Madrid", "street Calle Mayor|number 12|postal_code 28013|city Madrid"),
    ("IT", "Via Roma 12, 00184 Roma (RM)", "street Via Roma|number 12|postal_code 00184|city Roma|state RM"),
    ("GB", "10 Downing St, London SW1A 2AA", "number 10|street Downing St|city London|postal_code SW1A 2AA"),
    (
        "GB",
        "Flat 3, 12 High Street, Leeds, LS1 4AP",
        "unit Flat 3|number 12|street High Street|city Leeds|postal_code LS1 4AP",
    ),
    ("GB", "10 Downing St London SW1A 2AA", "number 10|street Downing St|city London|postal_code SW1A 2AA"),
    ("GB", "12 Broadway London SW1A 2AA", "other 12 Broadway London|postal_code SW1A 2AA"),
    (
        "CA",
        "123 King St W, Toronto ON M5V 2T6",
        "number 123|street King St W|city Toronto|state ON|postal_code M5V 2T6",
    ),
    (
        "AU",
        "Unit 4, 10 Smith St, Melbourne VIC 3000",
        "unit Unit 4|number 10|street Smith St|city Melbourne|state VIC|postal_code 3000",
    ),
    (
        "BR",
        "Rua Augusta, 123 - Apto 45, S\u00e3o Paulo - SP, 01310-100",
        "street Rua Augusta|number 123|unit Apto 45|city S\u00e3o Paulo|state SP|postal_code 01310-100",
    ),
    ("JP", "2-1-1 Nihonbashi, Tokyo 103-0022", "number 2-1-1|street Nihonbashi|other Tokyo|postal_code 103-0022"),
    ("DE", "Hauptstr. 5", "street Hauptstr.|number 5"),
    ("DE", "Friedrichstr. 123, Berlin", "street Friedrichstr.|number 123|other Berlin"),
    ("DE", "Berlin", "other Berlin"),
    ("DE", "10115", "postal_code 10115"),
    ("AE", "Sheikh Zayed Rd 12, Dubai", "street Sheikh Zayed Rd|number 12|other Dubai"),
    ("DE", "", ""),
]


@pytest.mark.parametrize(("country", "text", "expected"), LINES)
def test_clear_lines_come_apart_and_unclear_pieces_stay_unread(country, text, expected):
    assert "|".join(f"{part} {piece}" for piece, part in label_abroad(text, country)) == expected


@given(
    st.text(max_size=40) | st.text(alphabet="Hauptstr. 5a,10115 Berlin-SW1A 2AA;\n", max_size=40),
    st.sampled_from(["DE", "FR", "GB", "BR", "IT", "JP", "AE"]),
)
def test_no_line_raises_and_nothing_is_invented(text, country):
    found = label_abroad(text, country)
    assert {part for _, part in found} <= set(PARTS)
    assert all(piece in text for piece, _ in found)
