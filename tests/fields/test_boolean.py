from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crmclean import resources
from crmclean.fields.base import State, fold
from crmclean.fields.boolean import Boolean, Labels

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


MAIL = Boolean(consent="opt_out", labels=Labels(true="Do Not Allow", false="Allow"))
HOLD = Boolean(labels=Labels(true="Gesperrt", false="None"))


def test_labels_are_read_and_written_in_true_and_false_where_nothing_says_otherwise():
    texts = ["Allow", "DO NOT ALLOW", "no", "perhaps"]
    assert [MAIL.standardize(text).value for text in texts] == ["false", "true", "false", "true"]
    assert HOLD.standardize("gesperrt").value == "true"
    assert HOLD.standardize("none") == ("false", State.OK, None)  # a label is no placeholder


@pytest.mark.parametrize(
    ("column", "labelled"),
    [
        (["Allow", "Do Not Allow", "yes"], True),
        ([" allow", "ALLOW", None, ""], True),
        (["Allow", "false", "true"], None),  # one is a slip
        (["true", "false"], None),
        ([None, ""], None),
        ([], None),
    ],
)
def test_a_column_of_labels_is_written_in_labels(column, labelled):
    learned = MAIL.learned(pl.Series(column, dtype=pl.String))
    assert learned == MAIL.model_copy(update={"labelled": labelled})
    assert MAIL.model_copy(update={"labelled": False}).learned(pl.Series(column, dtype=pl.String)).labelled is False
    assert Boolean(consent="opt_out").learned(pl.Series(column, dtype=pl.String)) == Boolean(consent="opt_out")


@pytest.mark.parametrize(
    ("text", "value"), [("allow", "Allow"), ("true", "Do Not Allow"), ("No", "Allow"), ("perhaps", "Do Not Allow")]
)
def test_labels_are_written_as_the_crm_has_them(text, value):
    assert MAIL.model_copy(update={"labelled": True}).standardize(text).value == value


def test_either_form_of_a_refusal_goes_before_either_form_of_a_permission():
    assert MAIL.restrictive == ("true", "Do Not Allow", "false", "Allow")
    send = Boolean(consent="opt_in", labels=Labels(true="Send", false="Do Not Send"))
    assert send.restrictive == ("false", "Do Not Send", "true", "Send")
    assert HOLD.restrictive == ()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"labels": {"true": "No", "false": "Yes"}}, "the label 'No' of true is read as false"),
        ({"labels": {"true": "Allow", "false": "Refused"}, "consent": "opt_out"}, "the label 'Allow' of true is read"),
        ({"labels": {"true": " ", "false": "No"}}, "of true is read as nothing"),
        ({"labels": {"true": "On hold", "false": "on-hold"}}, "are the same"),
        ({"labelled": True}, "needs 'labels'"),
    ],
)
def test_labels_that_say_the_opposite_are_refused(options, said):
    with pytest.raises(ValidationError, match=said):
        Boolean(**options)


FLAGS = st.sampled_from(TRUE + FALSE + ALLOWED + REFUSED + UNREADABLE + DATES + ["Gesperrt", "None", ""])


@given(st.lists(FLAGS | st.none(), max_size=6), st.sampled_from([MAIL, HOLD]))
def test_a_cleaned_column_of_labels_stays(texts, kind):
    column = pl.Series(texts, dtype=pl.String)
    learned = kind.learned(column)
    cleaned = learned.standardize_column(column)
    assert cleaned.rows() == [learned.standardize(text) for text in texts]
    assert kind.learned(cleaned["value"]).standardize_column(cleaned["value"])["value"].equals(cleaned["value"])
