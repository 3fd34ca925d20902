"""An input is a value: it never changes."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from crmclean.files import Input


def test_an_input_is_frozen():
    found = Input(pl.DataFrame(), pl.DataFrame(), 0, 0, (), "x.csv", "")
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.rows_read = 1
