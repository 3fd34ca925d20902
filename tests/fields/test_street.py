from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean import resources
from crmclean.fields.base import State, fold
from crmclean.fields.street import Street, StreetParts, Way, parts, way

WRITTEN = {
    "223 E PROSPECT DR": "223 E Prospect Dr",
    "215 oak st apt 37": "215 Oak St Apt 37",
    "4230 E 21ST COURT": "4230 E 21st Court",
    "42 RUE DE L'ÉGLISE": "42 Rue de l'Église",
    "BIRKENSTRASSE\u00a0139": "Birkenstrasse 139",
    "RUA XV DE NOVEMBRO, 12": "Rua XV de Novembro, 12",
    "#76, mg rd.": "#76, MG Rd.",
    "po box 12": "PO Box 12",
    "WIESENPLATZ 176A": "Wiesenplatz 176A",
    "144 r. de l'Église": "144 r. de l'Église",
}

PARTS = {
    "3452 Oak St": ("3452", "oak st", ""),
    "5860 Bridge Court, Apt. 23D": ("5860", "brg ct", "23d"),
    "9003 Lincoln Street, # 191": ("9003", "lincoln st", "191"),
    "7227 Grandview St, Fl 39": ("7227", "grandview st", "fl 39"),
    "12 Fifth Avenue, 2nd Floor": ("12", "5th ave", "fl 2"),
    "4230 East 21ST COURT": ("4230", "e 21st ct", ""),
    "Unit 21, 92 Wellington Rd": ("92", "wellington rd", "21"),
    "Flat 1, 48 Green St.": ("48", "grn st", "1"),
    "PO Box 7384": ("7384", "pobox", ""),
    "P.O. Box 2286": ("2286", "pobox", ""),
    "Postfach 1045": ("1045", "pobox", ""),
    "Birkenstr. 41 a": ("41a", "birken st", ""),
    "Birkenstraße 41a": ("41a", "birken st", ""),
    "FRANKFURTER STRASSE 144": ("144", "frankfurter st", ""),
    "Rosenplatz162": ("162", "rosenplatz", ""),
    "55Elm St": ("55", "elm st", ""),
    "144 r. de l'Église": ("144", "r de l eglise", ""),
    "56 bis rue du Stade": ("56bis", "r du stade", ""),
    "12 ter bd St-Michel": ("12ter", "blvd st michel", ""),
    "R. João Pessoa, 112 - Apto 66": ("112", "r joao pessoa", "66"),
    "Av. 9 de Julho, 100": ("100", "ave 9 de julho", ""),
    "c/ Mayor 12": ("12", "c mayor", ""),
    "Calle Mayor, 12": ("12", "c mayor", ""),
    "Via Roma 12/A": ("12a", "via roma", ""),
    "Plot No. 41, Church Cross": ("41", "church crs", ""),
    "1/14, Airport Road": ("1/14", "airport rd", ""),
    "#68, Fort Road": ("68", "ft rd", ""),
    "H.No. 12-3-4, Gandhi Nagar": ("12-3-4", "gandhi ngr", ""),
    "c/o Reception, 11 Oak Rd, Suite 2374": ("11", "oak rd", "2374"),
    "12 Alameda Bnd": ("12", "al bnd", ""),
    "12 Brdge Rd": ("12", "brg rd", ""),
    "12 Oak St Rear": ("12", "oak st", "rear"),
    "12 Oak St, Bsmt": ("12", "oak st", "bsmt"),
    "12 Rear Rd": ("12", "rear rd", ""),
    "7 Elm St Trlr 4": ("7", "elm st", "4"),
    "12 Elm St, Level 3": ("12", "elm st", "fl 3"),
    "Kerkstraat 5 bus 3": ("5", "kerk st", "3"),
    "Calle Mayor 5, 2a planta": ("5", "c mayor", "fl 2"),
    "Pje. San Luis 4": ("4", "psje san luis", ""),
    "Piazzale Roma 3": ("3", "ple roma", ""),
    "Hauptweg 13, Gera": ("13", "hauptweg gera", ""),
    "Broadway": ("", "broadway", ""),
    "": ("", "", ""),
}


@pytest.mark.parametrize(("text", "value"), WRITTEN.items())
def test_case_is_repaired_where_it_says_nothing(text, value):
    assert Street().standardize(text) == (value, State.OK, None)


@pytest.mark.parametrize(("text", "expected"), PARTS.items())
def test_number_body_and_unit_come_apart(text, expected):
    assert parts(text) == StreetParts(*expected)


def test_the_key_is_number_and_street_without_unit():
    assert list(Street.keys[""]("5860 Bridge Court, Apt. 23D")) == ["5860 brg ct"]
    assert list(Street.keys[""]("Broadway")) == ["broadway"]


def test_table_is_folded_sorted_and_plain():
    rows = resources.read_table("street_words")
    assert list(rows) == sorted(rows, key=lambda row: (row[2], row[0]))
    assert len({(row[0], row[2]) for row in rows}) == len(rows)
    assert all(fold(row[0]) == row[0] for row in rows)
    standards = {row[1] for row in rows if row[2] == "word"}
    standards |= {row[1] for row in resources.read_table("street_types")}
    assert not standards & {row[0] for row in resources.read_table("street_types") if row[0] != row[1]}
    assert not standards & {row[0] for row in rows if row[2] == "word" and row[0] != row[1]}


@given(st.text(max_size=25) | st.text(alphabet="ABCdeR0123456789#,/-. STRstrnoNO'", max_size=25))
def test_standardizing_twice_changes_nothing(text):
    once = Street().standardize(text)
    assert Street().standardize(once.value) == once


@given(st.text(max_size=25) | st.text(alphabet="abcde 0123456789#,/-.", max_size=25))
def test_parts_ignore_case_and_are_folded(text):
    found = parts(text)
    assert all(set(part) <= set("abcdefghijklmnopqrstuvwxyz0123456789 -/#") for part in found)
    if text.isascii():
        assert parts(text.upper()) == found


@pytest.mark.parametrize(
    ("body", "name", "numbers", "directions", "kinds"),
    [
        ("n 5th ave", "", {"5"}, {"n"}, {"ave"}),
        ("main st n", "main", set(), {"n"}, {"st"}),
        ("w n ave", "n", set(), {"w"}, {"ave"}),
        ("w n", "n", set(), {"w"}, set()),
        ("s pr", "pr", set(), {"s"}, set()),
        ("r du moulin", "r du moulin", set(), set(), set()),
        ("ave", "ave", set(), set(), set()),
        ("", "", set(), set(), set()),
    ],
)
def test_a_street_is_taken_apart(body, name, numbers, directions, kinds):
    assert way(body) == Way(name, frozenset(numbers), frozenset(directions), frozenset(kinds))


@pytest.mark.parametrize("tail", ["between 60th and 61st Sts.", "near 79th St.", "at Mulberry"])
def test_a_crossing_is_no_part_of_a_street(tail):
    assert parts(f"385 Broome St. {tail}") == parts("385 Broome St.")


def test_near_is_the_number_and_how_the_name_begins():
    near = [list(Street.keys["near"](text)) for text in ("5522 S Racine Ave", "5522 Racine", "12 5th Ave", "Broadway")]
    assert near == [["5522 raci"], ["5522 raci"], ["12 5"], []]


@given(st.text(max_size=40))
def test_any_text_has_a_way(text):
    way(parts(text).body)
