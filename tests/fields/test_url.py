from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.url import Url, domain, is_shared

pieces = st.sampled_from(
    [
        *("http://", "HTTPS:/", "http//", "//", "www.", "Acme", "müller", "İ", ".com", ".co.uk", ".", "/", "/Path"),
        *("?q=1", ":80", "@", ",", " ", "#x", "\\", "xn--p1ai", "1", "-"),
        *("utm_source=x", "&", "?", "; ", "acme.com", "acme.de", "linkedin.com", ".con", "http:", "<"),
    ]
)
addresses = st.one_of(st.text(max_size=15), st.lists(pieces, min_size=1, max_size=6).map("".join))


@given(addresses)
def test_standardizing_twice_changes_nothing(text):
    for kind in (Url(), Url(output="domain")):
        once = kind.standardize(text)
        assert kind.standardize(once.value) == once


@given(st.lists(addresses))
def test_a_column_is_its_values_one_by_one(texts):
    rows = Url().standardize_column(pl.Series(texts, dtype=pl.String)).rows()
    assert rows == [tuple(Url().standardize(text)) for text in texts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.x.com", "https://www.x.com"),
        ("HTTP://WWW.Acme.COM/", "http://www.acme.com"),
        ("www.Acme.com", "www.acme.com"),
        ("acme.com", "acme.com"),
        ("https:/acme.com", "https://acme.com"),
        ("http//acme.com", "http://acme.com"),
        ("http://http://acme.com", "http://acme.com"),
        ("http:\\\\acme.com", "http://acme.com"),
        ("//acme.com", "acme.com"),
        ("acme.com/About/Us/", "acme.com/About/Us/"),
        ("acme.com?q=1", "acme.com?q=1"),
        ("acme.com:8080", "acme.com:8080"),
        ("acme.com.", "acme.com"),
        ("müller.de", "müller.de"),
        ("http.com", "http.com"),
        ("https:acme.com", "https://acme.com"),
        ("htpp://acme.com", "http://acme.com"),
        ("hhttps://acme.com", "https://acme.com"),
        ("https;//acme.com", "https://acme.com"),
        ("<https://acme.com>", "https://acme.com"),
        ("https://acme.com/?utm_source=x&utm_medium=y", "https://acme.com"),
        ("https://acme.com/p?id=3&gclid=x#top", "https://acme.com/p?id=3#top"),
        ("https://acme.com/#/p?utm_source=x", "https://acme.com/#/p?utm_source=x"),
        ("acme.com, acme.com", "acme.com"),
    ],
)
def test_the_standard_form(text, expected):
    assert Url().standardize(text) == (expected, State.OK, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("acme", "no dot"),
        ("jane@acme.com", "an e-mail address"),
        ("www,acme,com", "a comma"),
        ("acme .com", "a blank"),
        ("192.168.1.1", "not possible"),
        ("acme..com", "not possible"),
        ("ftp://acme.com", "none of the web"),
        ("https://acme.com/a b", "a blank"),
    ],
)
def test_what_is_no_address_stays_and_says_why(text, reason):
    result = Url().standardize(text)
    assert (result.value, result.state) == (text, State.INVALID)
    assert reason in result.note
    assert "acme" not in result.note


@pytest.mark.parametrize("text", ["n/a", "http://", "www.", "www.example.com", "none.com"])
def test_placeholders_are_missing(text):
    assert Url().standardize(text).state is State.PLACEHOLDER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.acme.com/x", "acme.com"),
        ("shop.acme.co.uk", "acme.co.uk"),
        ("acme.com.br:80", "acme.com.br"),
        ("www.acme.or.jp", "acme.or.jp"),
        ("co.uk", "co.uk"),
        ("n/a", ""),
        ("", ""),
    ],
)
def test_domain(text, expected):
    assert domain(text) == expected


@pytest.mark.parametrize("text", ["acme.com; acme.de", "www.acme.com www.acme.de", "acme.com or https://acme.de"])
def test_two_addresses_stay_as_they_are(text):
    assert Url().standardize(text) == (text, State.AMBIGUOUS, "Holds 2 addresses; a field takes one.")
    assert domain(text) == "acme.com"


def test_a_mistyped_ending_is_kept_and_asked_about():
    assert Url().standardize("www.acme.con/x") == ("www.acme.con/x", State.OK, "Did you mean www.acme.com?")


@pytest.mark.parametrize(
    ("text", "expected", "state"),
    [
        ("https://www.Acme.com/about?x=1", "acme.com", State.OK),
        ("shop.acme.com:8080", "shop.acme.com", State.OK),
        ("acme.wordpress.com", "acme.wordpress.com", State.OK),
        ("linkedin.com", "linkedin.com", State.OK),
        ("https://www.linkedin.com/company/acme", "https://www.linkedin.com/company/acme", State.INVALID),
    ],
)
def test_the_domain_alone(text, expected, state):
    assert Url(output="domain").standardize(text)[:2] == (expected, state)


def test_the_key_is_the_domain_unless_many_share_it():
    assert list(Url.keys[""]("https://www.acme.com/x")) == ["acme.com"]
    assert list(Url.keys[""]("https://www.linkedin.com/company/acme")) == []
    assert list(Url.keys[""]("https://acme.wordpress.com/about")) == ["acme.wordpress.com"]
    assert list(Url.keys[""]("n/a")) == []
    assert is_shared("facebook.com")
