from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import FieldType
from crmclean.fields.company import Company
from crmclean.fields.email import Email
from crmclean.fields.person_name import PersonName
from crmclean.fields.phone import Phone

NAMES = "Jane Smith Smith-Jones Bob Bob Dr. V Jr MD Müller Mueller O'Brien de la Cruz Mc Donald J. X Li Ng MARY ann Esq"
ADDRESSES = "jane.doe87 info sales2 j.d+news +x a_b @gmail.com @googlemail.com @gmial.com @acme.com @ , <> ä 7 - ."
NUMBERS = "+ 1 49 415 5552671 7 ext. 12 0 +44 2079460958 / ; 00 +1"


def texts(pieces):
    joined = st.lists(st.sampled_from(pieces.split()), min_size=1, max_size=4)
    return st.builds(lambda found, between: between.join(found), joined, st.sampled_from(["", " ", "-"]))


CASES = [(PersonName(), texts(NAMES)), (Email(), texts(ADDRESSES)), (Phone(), texts(NUMBERS))]


@pytest.mark.parametrize(("kind", "values"), CASES, ids=["person_name", "email", "phone"])
def test_keys_of_a_column_are_those_of_each_value(kind, values):
    @given(st.lists(values, unique=True))
    def check(column):
        for suffix, key in kind.keys.items():
            at, found = kind.keys_of(suffix, pl.Series(column, dtype=pl.String))
            expected = [(row, made) for row, value in enumerate(column) for made in dict.fromkeys(key(value)) if made]
            assert list(zip(at.to_list(), found.to_list(), strict=True)) == expected

    check()


@pytest.mark.parametrize("kind", [PersonName, Email, Phone])
def test_every_column_twin_belongs_to_a_key(kind):
    assert set(kind.key_columns) <= set(kind.keys)


def test_a_type_without_twins_is_asked_value_by_value():
    at, keys = Company().keys_of("compact", pl.Series(["Acme Inc", "...", "Bolt & Co"]))
    assert list(zip(at, keys, strict=True)) == [(0, "acme"), (2, "bolt")]


def test_no_values_have_no_keys():
    at, keys = FieldType(type="text").keys_of("", pl.Series([], dtype=pl.String))
    assert (len(at), len(keys)) == (0, 0)
