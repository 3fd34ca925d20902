from __future__ import annotations

import importlib.util
import random
import re
from pathlib import Path

import phonenumbers
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields import phone_column
from crmclean.fields.base import Standard, State
from crmclean.fields.phone_column import read_column
from crmclean.fields.phone_engine import reader
from crmclean.fields.phone_reading import Home, standard

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
COMMON = ["US", "CA", "GB", "GG", "DE", "FR", "IT", "IN", "BR", "MX", "AR", "AU", "JP", "CN", "RU", "KZ"]


@pytest.fixture(autouse=True)
def small_groups(monkeypatch):
    """Read even single numbers by column, so that every region is tried."""
    monkeypatch.setattr(phone_column, "_FEWEST", 1)


Row = tuple[str | None, str | None, str | None]
NOTHING: Row = (None, None, None)


def read(texts: list[str], regions: list[str | None], *, certain: bool = True) -> list[Row]:
    columns = pl.Series(texts, dtype=pl.String), pl.Series(regions, dtype=pl.String)
    return read_column(*columns, pl.repeat(certain, len(texts), dtype=pl.Boolean, eager=True)).rows()


def alone(text: str, region: str, *, certain: bool = True) -> Standard:
    return standard(text, Home(region, sure=certain, otherwise=None), reader("reference"))


@pytest.mark.parametrize(
    ("text", "region", "value"),
    [
        ("(415) 555-2671", "US", "+14155552671"),
        ("tel. 1-415-555-2671 x12", "US", "+14155552671 ext. 12"),
        ("4155552671.0", "US", "+14155552671"),
        ("0044 20 7946 0958", "US", "+442079460958"),
        ("+44 (0)20 7946 0958 ext. 3", None, "+442079460958 ext. 3"),
        ("0711/9883088", "DE", "+497119883088"),
        ("+39 06 1234 5670", "IT", "+390612345670"),
        ("913742831990", "IN", "+913742831990"),
        ("030 901820", None, None),
        ("030 901820", "AQ", None),
        ("555-2671/555-2672", "DE", None),
        ("123456 ext 7890", "DE", None),
        ("1-800-FLOWERS", "US", None),
        ("+999 123456", "US", None),
        ("", "US", None),
    ],
)
def test_plain_valid_numbers_are_read(text, region, value):
    assert read([text], [region]) == [(value, State.OK if value else None, None)]


def test_a_number_that_is_not_in_use_is_read_where_its_country_is_certain():
    unused = ("+11115552671", State.INVALID, "No such number in the numbering plan of +1.")
    assert read(["(111) 555-2671"], ["US"]) == [unused]
    assert read(["(111) 555-2671"], ["US"], certain=False) == [NOTHING]
    assert read(["+1 (111) 555-2671"], ["DE"], certain=False) == [unused]


def test_rows_keep_their_order_and_nothing_is_nothing():
    abroad, at_home = ("+442079460958", State.OK, None), ("+14155552671", State.OK, None)
    assert read(["x", "+44 20 7946 0958", "", "(415) 555-2671"], ["US"] * 4) == [NOTHING, abroad, NOTHING, at_home]
    assert read([], []) == []


@pytest.fixture(scope="module")
def broken_number():
    """The spellings of the numbering plans' own test."""
    path = Path(__file__).with_name("test_numbering_plan.py")
    spec = importlib.util.spec_from_file_location("numbers_to_break", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.broken_number


def test_it_never_answers_otherwise_than_one_by_one(broken_number):
    draw = random.Random(411)  # noqa: S311 - a seeded sample, no secret
    pairs = [broken_number(draw) for _ in range(5000)]
    # Many examples end in a run of digits, which may be a filler: other digits in its place.
    texts = [re.sub("23 ?45", f"{draw.randrange(10**4):04}", text) for text, _ in pairs]
    regions = [region for _, region in pairs]
    for certain in (True, False):
        found = read(texts, regions, certain=certain)
        wrong = [
            (text, region, row)
            for text, region, row in zip(texts, regions, found, strict=True)
            if row not in (NOTHING, alone(text, region, certain=certain))
        ]
        assert wrong == []
        assert sum(row != NOTHING for row in found) > 700


@given(
    st.lists(
        st.tuples(st.text(alphabet="0123456789 +()-./xtel", max_size=22), st.sampled_from([*COMMON, *REGIONS])),
        max_size=8,
    ),
    st.booleans(),
)
def test_it_never_answers_otherwise_on_any_text(pairs, certain):
    texts = [" ".join(text.split()) for text, _ in pairs]
    regions = [region for _, region in pairs]
    for text, region, row in zip(texts, regions, read(texts, regions, certain=certain), strict=True):
        assert row in (NOTHING, alone(text, region, certain=certain))
