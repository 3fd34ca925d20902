from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean import resources
from crmclean.fields.base import State, fold
from crmclean.fields.boolean import Boolean

TRUE = [
    "true",
    "TRUE",
    "Yes",
    "y",
    "1",
    "1.0",
    "t",
    "ja",
    "Oui",
    "si",
    "Sí",
    "sim",
    "x",
    "on",
    "✓",
    "checked",
    "Enabled",
    "ano",
]
FALSE = ["false", "No", "n", "0", "0.0", "f", "nein", "non", "não", "off", "FALSCH", "☐", "unchecked", "nej", "Nie"]
ALLOWED = ["Allow", "allowed", "Send", "Opted in", "opt-in", "Subscribed", "erlaubt", "Abonné"]
REFUSED = ["Do Not Allow", "do not send", "Opted out", "OPT-OUT", "Unsubscribed", "No consent", "DNC", "Désabonné"]
DATES = ["2024-03-01", "03/04/2024", "1 Mar 2024", "2024-03-01T09:30:00Z"]
UNREADABLE = ["maybe", "2", "yes and no", "opted", "n/a", "-", "unknown", "?", "0000-00-00", "2024", "allow?not"]


@pytest.mark.parametrize(("text", "value"), [(text, "true") for text in TRUE] + [(text, "false") for text in FALSE])
@pytest.mark.parametrize("consent", [None, "opt_in", "opt_out"])
def test_yes_and_no_are_read(text, value, consent):
    assert Boolean(consent=consent).standardize(text) == (value, State.OK, None)


@pytest.mark.parametrize("text", UNREADABLE)
def test_consent_that_cannot_be_read_counts_as_opted_out(text):
    note = "Neither yes nor no; counts as opted out."
    assert Boolean(consent="opt_out").standardize(text) == ("true", State.UNKNOWN, note)
    assert Boolean(consent="opt_in").standardize(text) == ("false", State.UNKNOWN, note)


@pytest.mark.parametrize(("text", "refused"), [(text, False) for text in ALLOWED] + [(text, True) for text in REFUSED])
def test_words_of_consent_are_read_in_the_direction_of_the_field(text, refused):
    flags = ("true", "false") if refused else ("false", "true")
    assert Boolean(consent="opt_out").standardize(text) == (flags[0], State.OK, None)
    assert Boolean(consent="opt_in").standardize(text) == (flags[1], State.OK, None)
    assert Boolean().standardize(text)[:2] == (text, State.UNKNOWN)


@pytest.mark.parametrize("text", DATES)
def test_a_date_says_since_when_a_person_is_out_and_never_that_one_is_in(text):
    assert Boolean(consent="opt_out").standardize(text) == ("true", State.OK, None)
    assert Boolean(consent="opt_in").standardize(text)[:2] == ("false", State.UNKNOWN)


@pytest.mark.parametrize("consent", [None, "opt_in", "opt_out"])
def test_a_blank_stays_empty(consent):
    assert Boolean(consent=consent).standardize("  ").state is State.EMPTY


def test_without_consent_the_text_is_kept():
    assert Boolean().standardize("maybe") == ("maybe", State.UNKNOWN, "Neither yes nor no.")
    assert Boolean().standardize("n/a").state is State.PLACEHOLDER


@pytest.mark.parametrize(
    ("table", "meanings"), [("booleans", {"true", "false"}), ("consent_words", {"allowed", "refused"})]
)
def test_tables_are_sorted_and_folded(table, meanings):
    rows = resources.read_table(table)
    assert list(rows) == sorted(rows)
    assert {meaning for _, meaning in rows} == meanings
    assert all(text == fold(text) for text, _ in rows if text.replace(" ", "").isalpha() and text.isascii())


def test_no_word_of_consent_is_a_plain_yes_or_no():
    flags, consents = ({text for text, _ in resources.read_table(name)} for name in ("booleans", "consent_words"))
    assert not flags & consents


@given(
    st.text(max_size=6) | st.sampled_from(TRUE + FALSE + ALLOWED + REFUSED + DATES),
    st.sampled_from([None, "opt_in", "opt_out"]),
)
def test_standardizing_twice_keeps_the_value(text, consent):
    field = Boolean(consent=consent)
    once = field.standardize(text)
    twice = field.standardize(once.value)
    assert twice.value == once.value
    assert once.state is not State.OK or twice == once
