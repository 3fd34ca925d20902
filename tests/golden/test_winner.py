import polars as pl
import pytest

from crmclean.golden.winner import LAST, chain, filled, rank, standing
from crmclean.spec.model import Survivorship


def test_the_lowest_id_always_decides_last():
    assert chain(Survivorship(winner=("most_recent",))) == ("most_recent", "lowest_id")
    assert chain(Survivorship(winner=("lowest_id", "oldest"))) == ("lowest_id", "oldest")


def test_ranks_compare_by_code_point():
    assert rank(pl.Series(["b", "B", "é", "10", "9", "\U0001f600", "\uffff"])).to_list() == [4, 3, 5, 1, 2, 7, 6]
    assert rank(pl.Series([None, "a", "a", "b"]), descending=True).to_list() == [LAST, 2, 2, 1]


@pytest.mark.parametrize(
    ("cell", "expected"), [("x", True), (" x ", True), ("", False), ("\u00a0 \t", False), (None, False)]
)
def test_white_space_is_not_filled(cell, expected):
    assert filled(pl.Series([cell], dtype=pl.String)).to_list() == [expected]


def test_standing_under_every_rule():
    values = pl.DataFrame(
        {
            "phone": ["1", "n/a", None],
            "created": ["2024-01-02", "2024-01-01", "01/02/03"],
            "modified": ["2024-05-01", "2024-05-01T08:00", None],
        }
    )
    states = pl.DataFrame(
        {
            "phone": ["ok", "placeholder", "empty"],
            "created": ["ok", "ok", "ambiguous"],
            "modified": ["ok", "ok", "empty"],
        }
    )
    stands = standing(pl.Series(["b", "c", "a"]), values, states, Survivorship(created="created", modified="modified"))
    assert stands.to_dict(as_series=False) == {
        "most_complete": [0, 1, 2],
        "most_recent": [2, 1, LAST],
        "oldest": [2, 1, LAST],
        "lowest_id": [2, 3, 1],
    }


@pytest.mark.parametrize("field", [None, "not in the table"])
def test_a_date_that_the_table_lacks_is_a_tie(field):
    table = pl.DataFrame({"phone": ["ok", "ok"]})
    stands = standing(pl.Series(["a", "b"]), table, table, Survivorship(created=field, modified=field))
    assert stands["oldest"].to_list() == stands["most_recent"].to_list() == [LAST, LAST]
