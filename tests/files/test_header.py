"""Which row is the header; what makes its names unfit is tested through `read`."""

from __future__ import annotations

import pytest

from crmclean.errors import TableError
from crmclean.files.header import check_header, find_header
from crmclean.files.records import Row


@pytest.mark.parametrize(
    ("cells", "width", "expected"),
    [
        ([["a", "b"], ["1", "2"]], 2, 0),
        ([["note"], ["a", "b"], ["1", "2"]], 2, 1),
        ([["note", "", ""], ["a", "b", "c"]], 3, 1),
        ([["by", "Ann"], ["a", "b", "c", "d", "e"]], 5, 1),
        ([["a", ""], ["1", "2"]], 2, 0),
        ([["a", "b"], ["1", "2", "3"]], 3, None),
        ([["note"], ["1", "2"]], 2, None),
        ([["note"], ["Rome", " IT"]], 2, None),
        ([["note"], ["a", "A"]], 2, None),
        ([["note"], ["more"]], 2, None),
        ([], 2, None),
    ],
)
def test_find_header(cells, width, expected):
    assert find_header([Row(at, at + 1, row) for at, row in enumerate(cells)], width) == expected


def test_a_row_with_a_problem_is_no_header():
    assert find_header([Row(0, 1, ["a", "b"], "a stray quote")], 2) is None


@pytest.mark.parametrize("header", [["id"], ["id", "2024"], ["Stra\u00dfe", "Ort"], ["a b", "a  b"]])
def test_fit_names(header):
    check_header(header)


@pytest.mark.parametrize(
    ("header", "match"),
    [
        (["a", "b", " A "], "'a' and ' A '"),
        (["a", " "], "column 2"),
        (["1", "2"], "looks like data"),
        (["name", "ann@x.org"], "looks like data"),
        (["STRASSE", "Stra\u00dfe"], "duplicate"),
    ],
)
def test_unfit_names(header, match):
    with pytest.raises(TableError, match=match):
        check_header(header)
