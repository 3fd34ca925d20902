"""Texts that no cell may hold."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.files.cell import cell_problem, csv_line


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("", ""),
        ("Zoë \U0001f600", ""),
        ("a\0", "a NUL character"),
        ("\ud83d", "bytes that are no text, or half a character"),
        ("x" * (1 << 20), ""),
        ("x" * ((1 << 20) + 1), "a cell of more than 1,048,576 characters"),
    ],
    ids=range(6),
)
def test_cell_problem(cell, problem):
    assert cell_problem(cell) == problem


def test_csv_line_of_half_a_character():
    assert csv_line(["\ud83d", None]) == "?,"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0")), min_size=2))
def test_a_line_is_read_back(cells):
    assert next(csv.reader([csv_line(cells)])) == cells
