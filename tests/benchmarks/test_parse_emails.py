from __future__ import annotations

import importlib
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def figure():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).parents[2] / "benchmarks")
        yield importlib.import_module("parse_emails")


@pytest.fixture(scope="module")
def judged(figure, shared):
    return figure.judge(shared / "parse" / "email_isemail_tests.csv")


def test_every_difference_from_isemail_has_a_reason(figure, judged):
    assert [one for one in figure.differences(judged) if not one.reason] == []


def test_every_reason_is_needed(figure, judged):
    assert set(figure.REASONS) == {one.diagnosis for one in figure.differences(judged)}


def test_nothing_faulty_is_taken_as_it_stands(judged):
    assert len(judged) == 164
    assert [one.address for one in judged if one.kept and not one.valid and not one.mended] == []


def test_a_faulty_address_that_is_kept_unmended_has_no_reason(figure):
    kept = figure.Judged("1", "a@b.com", "ERR_DOT_END", False, figure.Standard("a@b.com", figure.State.OK))
    assert kept.reason is None
