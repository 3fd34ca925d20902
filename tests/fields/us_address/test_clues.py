from __future__ import annotations

import pytest

from crmclean.fields.us_address import read
from crmclean.fields.us_address.clues import clues, names

KNOWN = frozenset({"main"})


def seen(text, at):
    """All names of the clues of one word."""
    return {name for clue in list(clues(read(text), KNOWN))[at] for name in names(clue)}


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("12 Main St", 1, {"0 word main", "-1 word 2 9", "+1 word st", "+1 kind street", "+2 word "}),
        ("12 Farwell St", 1, {"0 word any word"}),
        ("12 W Farwell 1A, Chicago IL", 3, {"0 word 9a", "line right,", "near |9a|,|any word"}),
        ("12 Main St #210", 3, {"0 word #9", "near street||#9|"}),
        ("12 5th Ave", 1, {"0 word 9th", "number behind"}),
        ("12 Main St, Austin, TX 78701", 3, {"place here", "end 1", "line located", "street <located"}),
        ("12 Main St, Austin, TX 78701", 4, {"place in the end", "end state"}),
        ("Acme, 12 Main St", 0, {"number before", "begin 0", "line lost"}),
        ("Main St", 0, {"number no number"}),
        ("12 Main St (rear)", 3, {"line aside"}),
        ("IL", 0, {"0 kind state"}),
    ],
)
def test_a_word_is_seen_with_its_neighbours_and_its_place(text, at, expected):
    assert expected <= seen(text, at)


def test_every_word_has_the_same_number_of_clues():
    found = list(clues(read("Acme Inc, PO Box 12, Austin TX"), KNOWN))
    assert [len(of_word) for of_word in found] == [7] * 7


def test_numbers_and_names_that_are_not_known_are_told_apart_by_shape_only():
    one, other = (list(clues(read(text), KNOWN)) for text in ("12 Farwell St, Xyzzy", "47 Ashland St, Plugh"))
    assert one == other
