from __future__ import annotations

import polars as pl
import pytest

from crmclean.dedup.compare.branches import places, without_place

CITIES = pl.Series(["Munich", "New York", "Boston", None])


@pytest.mark.parametrize(
    ("name", "bare", "place"),
    [
        ("Acme Tools - Munich", "acme tools", "munich"),
        ("Acme Tools Munich", "acme tools", "munich"),
        ("Acme Tools New York", "acme tools", "new york"),
        ("Acme Tools - Sales Dept", "acme tools", None),
        ("Acme Tools Nwe York", "acme tools", "new york"),
        ("Acme Tools Munch", "acme tools munch", None),  # too short for a typo
        ("Acme Tools Berlin", "acme tools berlin", None),  # no city of this file
        ("Bank of Boston", "bank of boston", None),  # nobody is called "Bank of"
        ("Munich", "munich", None),
        (None, None, None),
    ],
)
def test_a_place_behind_a_name(name, bare, place):
    names = pl.Series([name, "Acme Tools GmbH", None, None], dtype=pl.String)
    assert without_place(names, CITIES)[0] == bare
    assert places(names, CITIES)[0] == place
