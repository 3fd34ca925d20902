from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean import resources
from crmclean.fields.base import State, fold
from crmclean.fields.boolean import Boolean

TRUE = ["true", "TRUE", "Yes", "y", "1", "1.0", "t", "ja", "Oui", "si", "Sí", "sim", "x", "on", "✓"]
FALSE = ["false", "No", "n", "0", "0.0", "f", "nein", "non", "não", "off", "FALSCH", "☐"]
UNREADABLE = ["maybe", "2", "yes and no", "opted", "n/a", "-", "unknown", "?"]


@pytest.mark.parametrize(("text", "value"), [(text, "true") for text in TRUE] + [(text, "false") for text in FALSE])
@pytest.mark.parametrize("consent", [None, "opt_in", "opt_out"])
def test_yes_and_no_are_read(text, value, consent):
    assert Boolean(consent=consent).standardize(text) == (value, State.OK, None)


@pytest.mark.parametrize("text", UNREADABLE)
def test_consent_that_cannot_be_read_counts_as_opted_out(text):
    note = "Neither yes nor no; counts as opted out."
    assert Boolean(consent="opt_out").standardize(text) == ("true", State.UNKNOWN, note)
    assert Boolean(consent="opt_in").standardize(text) == ("false", State.UNKNOWN, note)


@pytest.mark.parametrize("consent", [None, "opt_in", "opt_out"])
def test_a_blank_stays_empty(consent):
    assert Boolean(consent=consent).standardize("  ").state is State.EMPTY


def test_without_consent_the_text_is_kept():
    assert Boolean().standardize("maybe") == ("maybe", State.UNKNOWN, "Neither yes nor no.")
    assert Boolean().standardize("n/a").state is State.PLACEHOLDER


def test_table_is_sorted_and_folded():
    rows = resources.read_table("booleans")
    assert list(rows) == sorted(rows)
    assert all(value in ("true", "false") for _, value in rows)
    assert all(text == fold(text) for text, _ in rows if text.isalpha() and text.isascii())


@given(st.text(max_size=6) | st.sampled_from(TRUE + FALSE), st.sampled_from([None, "opt_in", "opt_out"]))
def test_standardizing_twice_keeps_the_value(text, consent):
    field = Boolean(consent=consent)
    once = field.standardize(text)
    twice = field.standardize(once.value)
    assert twice.value == once.value
    assert once.state is not State.OK or twice == once
