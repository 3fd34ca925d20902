from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from crmclean.dedup.keys import Keyed, Keys, spread
from crmclean.spec import Rules

FIELDS = {
    "first_name": {"type": "person_name", "part": "given"},
    "last_name": {"type": "person_name", "part": "family"},
}

keyed = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), unique=True, max_size=12)


def of(entries):
    rows, codes = zip(*sorted(entries), strict=True) if entries else ((), ())
    return Keyed(np.array(rows, dtype=np.int64), np.array(codes, dtype=np.int64), 4)


def table_keys(**columns):
    rules = Rules.model_validate({"crmclean": "1", "object": "contact", "fields": FIELDS})
    return Keys(pl.DataFrame(columns, schema_overrides=dict.fromkeys(columns, pl.String)), rules)


@given(keyed, keyed)
def test_joined_keys_are_every_combination_within_a_record(ours, theirs):
    joined = of(ours).joined(of(theirs))
    expected = {(row, 4 * one + other) for row, one in ours for its, other in theirs if its == row}
    assert sorted(zip(joined.rows.tolist(), joined.codes.tolist(), strict=True)) == sorted(expected)
    assert np.all(np.diff(joined.rows) >= 0)


def test_keys_whose_codes_would_not_fit_are_numbered_anew():
    rows = np.arange(3)
    wide = Keyed(rows, np.array([0, 2**61, 2**61]), 2**62 - 1)
    joined = wide.joined(Keyed(rows, np.array([1, 1, 1]), 2))
    assert len(set(joined.codes.tolist())) == 2
    assert joined.codes[1] == joined.codes[2]


@given(st.lists(st.integers(0, 6)), st.lists(st.integers(0, 6)))
def test_spreading_joins_rows_with_rows(wanted, rows):
    rows = sorted(rows)
    at, there = spread(np.array(wanted, dtype=np.int64), np.array(rows, dtype=np.int64))
    expected = [(one, other) for one, row in enumerate(wanted) for other, its in enumerate(rows) if its == row]
    assert list(zip(at.tolist(), there.tolist(), strict=True)) == expected


def test_a_record_has_one_key_for_each_combination_of_its_parts():
    keys = table_keys(first_name=["Liz", "Elizabeth", None], last_name=["de la Cruz", "Diaz", "Diaz"])
    both = keys.of(("first_name.nickname", "last_name.initial"))
    assert len(np.unique(both.codes)) > 1
    assert set(both.codes[both.rows == 0]) & set(both.codes[both.rows == 1])
    assert not np.any(both.rows == 2)
