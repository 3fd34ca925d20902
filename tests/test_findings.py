from __future__ import annotations

from dataclasses import fields
from typing import get_args

from crmclean.findings import CHANGES, FINDINGS, SEVERITIES, Change, Finding, Severity


def test_a_row_of_a_table_is_the_record_and_what_was_found():
    assert set(FINDINGS) == {"record_id", *(field.name for field in fields(Finding))}
    assert set(CHANGES) == {"record_id", *(field.name for field in fields(Change))}


def test_the_most_severe_comes_first():
    assert SEVERITIES == get_args(Severity) == ("error", "warning", "note")
