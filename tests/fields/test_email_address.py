from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.email_address import domain, is_plain, local, match_address, several, unwrapped

texts = st.one_of(
    st.emails(), st.text(alphabet="ja@.<>()[]:;,' \"at%40mailto", max_size=24), st.text(alphabet="a@. ", max_size=8)
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Jane Doe <Jane@acme.com>", "Jane@acme.com"),
        ("<mailto:jane@acme.com>", "jane@acme.com"),
        ("mailto:mailto:jane@acme.com", "jane@acme.com"),
        ("jane[at]acme[punkt]de", "jane@acme.de"),
        ("jane<at>acme.com", "jane@acme.com"),
        ("jane(@)acme.com", "jane@acme.com"),
        ("jane&#64;acme.com", "jane@acme.com"),
        ("(a) (b) jane@acme.com (c)", "jane@acme.com"),
        (".jane@acme.com", ".jane@acme.com"),
        ("jane@acme.com.", "jane@acme.com"),
        ("ask the office", "ask the office"),
    ],
)
def test_wrappers_and_disguises(text, address):
    assert unwrapped(text) == address


@given(texts)
def test_unwrapping_twice_changes_nothing(text):
    assert unwrapped(unwrapped(text)) == unwrapped(text)


@given(st.emails())
def test_a_plain_address_is_left_alone(text):
    if is_plain(text):
        assert unwrapped(text) == text


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Jane@acme.com; joe@acme.com", ["jane@acme.com", "joe@acme.com"]),
        ("jane@acme.com <Jane@acme.com>", ["jane@acme.com"]),
        ("jane@acme.com", []),
        ("jane@@acme.com", []),
        ("jane@doe@acme.com", []),
        ("ask", []),
    ],
)
def test_several_addresses(text, addresses):
    assert several(text) == addresses


def test_parts_and_the_mailbox():
    assert (local("<Jane.Doe@Acme.com>"), domain("<Jane.Doe@Acme.com>")) == ("jane.doe", "acme.com")
    assert match_address("J.Doe+news@GoogleMail.com") == "jdoe@gmail.com"
    assert match_address("jane@acme.co.uk.") == match_address("jane@acme.co.uk")
