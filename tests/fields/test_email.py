from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import State
from crmclean.fields.email import Email, domain, is_disposable, is_free, is_role, local, match_address

EVERY_KIND = Email(ask_about=("disposable", "free", "role"))

pieces = st.sampled_from(
    [
        *("jane", "Jane.Doe", "test", "ß", "İ", "é", "noemail", "a" * 65, "o'neil", "+tag", "..", ".", "-", "_", "--"),
        *("info", "no-reply", "a@b.com", "www.", "mailinator.com", "gmail.com", "test.com", "(x)", "email:", "%40"),
        *("@", "@", "@", "@@", " at ", "(at)", " ", ",", ";", "<", ">", "mailto:", "[dot]", "\uff20", '"'),
        *(
            "acme",
            "gmail",
            "gmial",
            "müller",
            "example",
            "xn--mller-kva",
            "localhost",
            ".com",
            ".con",
            ".test",
            ".c",
            ".de",
        ),
    ]
)
addresses = st.one_of(st.text(max_size=15), st.emails(), st.lists(pieces, min_size=1, max_size=6).map("".join))


@given(addresses)
def test_standardizing_twice_changes_nothing(text):
    once = Email().standardize(text)
    assert Email().standardize(once.value) == once


@given(st.lists(addresses))
def test_many_at_once_are_the_same_one_by_one(texts):
    column = EVERY_KIND.parse_column(pl.Series(texts, dtype=pl.String), pl.repeat(None, len(texts), eager=True))
    assert column.rows() == [EVERY_KIND.parse(text) for text in texts]


@given(st.lists(addresses))
def test_a_column_is_its_values_one_by_one(texts):
    rows = Email().standardize_column(pl.Series(texts, dtype=pl.String)).rows()
    assert rows == [tuple(Email().standardize(text)) for text in texts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jane.doe@acme.com", "jane.doe@acme.com"),
        (" Jane.Doe@ACME.Com\t", "jane.doe@acme.com"),
        ("jane@acme.com\u200b", "jane@acme.com"),
        ("<jane@acme.com>", "jane@acme.com"),
        ("Jane Doe <Jane@acme.com>", "jane@acme.com"),
        ("mailto:jane@acme.com?subject=Hi", "jane@acme.com"),
        ("MAILTO:jane@acme.com", "jane@acme.com"),
        ("jane@acme.com (work)", "jane@acme.com"),
        ("(Jane) jane@acme.com,", "jane@acme.com"),
        ("E-mail: jane@acme.com", "jane@acme.com"),
        ("jane@acme.com<mailto:jane@acme.com>", "jane@acme.com"),
        ("[jane@acme.com](mailto:jane@acme.com)", "jane@acme.com"),
        ("jane@acme.com; Jane@acme.com", "jane@acme.com"),
        ("\u201cjane@acme.com\u201d", "jane@acme.com"),
        ("'jane@acme.com", "jane@acme.com"),
        ("jane@acme.com?", "jane@acme.com"),
        ("jane%40acme.com", "jane@acme.com"),
        ("jane AT acme DOT com", "jane@acme.com"),
        ("jane (\u00e4t) acme.de", "jane@acme.de"),
        ("jane at acme.com", "jane@acme.com"),
        ("jane(at)acme[dot]com", "jane@acme.com"),
        ("jane @ acme.com", "jane@acme.com"),
        ("jane@acme.com,", "jane@acme.com"),
        ("jane@acme.com;", "jane@acme.com"),
        ("jane@acme.com.", "jane@acme.com"),
        ('"jane@acme.com"', "jane@acme.com"),
        ("o'neil+news@mail.acme.co.uk", "o'neil+news@mail.acme.co.uk"),
        ("jane\uff20acme.com", "jane@acme.com"),
        ("jane@müller.de", "jane@müller.de"),
        ("jane!x@acme.com", "jane!x@acme.com"),
    ],
)
def test_the_standard_form(text, expected):
    assert Email().standardize(text) == (expected, State.OK, None)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("jane@gmial.com", "gmail.com"),
        ("jane@gmail.con", "gmail.com"),
        ("jane@hotmial.com", "hotmail.com"),
        ("jane@acme.con", "acme.com"),
        ("jane@gmial.con", "gmail.com"),
        ("jane@gmail.cm", "gmail.com"),
        ("jane@www.acme.com", "acme.com"),
        ("jane@yaho.co.uk", "yahoo.co.uk"),
    ],
)
def test_a_mistyped_domain_is_kept_and_asked_about(text, meant):
    assert Email().standardize(text) == (text, State.OK, f"Did you mean {meant}?")


@pytest.mark.parametrize("host", ["mail.com", "ymail.com", "cloud.com", "gmx.at", "web.de", "acme.co", "yahoo.fr"])
def test_real_domains_are_not_asked_about(host):
    assert Email().standardize(f"jane@{host}").note is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("doris.acme.com", "no @ sign"),
        ("jane@@acme.com", "two @ signs"),
        ("jane@doe@acme.com", "two @ signs"),
        ("jane@acme,com", "a comma where a dot belongs"),
        ("jane,doe@acme.com", "a comma where a dot belongs"),
        ("@acme.com", "nothing stands before"),
        ("jane@", "nothing stands after"),
        ("jane doe@acme.com", "a blank"),
        ("jane@acme", "its ending is missing"),
        ("jane..doe@acme.com", "a dot stands in the wrong place"),
        ("jane@acme-.com", "a sign stands in the wrong place"),
        ("jane@-acme.com", "a sign stands in the wrong place"),
        ("jane@acme.local", "its ending is reserved"),
        ("jane@acme.c", "its ending is none of a domain"),
        ("jane@10.0.0.1", "its ending is none of a domain"),
        ("jane@[10.0.0.1]", "it names a computer"),
        ('"jane"doe@acme.com', "it has quotation marks"),
        ("a" * 65 + "@acme.com", "too long"),
        ("jane@ac_me.com", "a sign that no address has"),
    ],
)
def test_what_is_no_address_stays_and_says_why(text, reason):
    result = Email().standardize(text)
    assert (result.value, result.state) == (text, State.INVALID)
    assert result.note.startswith("This is not an e-mail address: ")
    assert reason in result.note
    assert "acme" not in result.note


@pytest.mark.parametrize(
    "text",
    [
        *("n/a", "#N/A", "kein mail", "sin correo", "unknown", "-", "test@test.com", "TEST@TEST.COM", "none@none.com"),
        *("noreply@example.com", "no-email@acme.com", "noemail@noemail.com", "mickey@mouse.com", "x@x.xx", "zz@zz.org"),
        *("<test@test.com>", "asdf@asdf.com", "mailto:a@a.com"),
    ],
)
def test_placeholders_are_missing(text):
    assert Email().standardize(text) == (text, State.PLACEHOLDER, None)


@pytest.mark.parametrize("text", ["test@acme.com", "info@acme.com", "acme@acme.com", "none.smith@acme.com"])
def test_addresses_that_only_look_like_placeholders_count(text):
    assert Email().standardize(text).state is State.OK


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane.Doe+news@GMail.com", "janedoe@gmail.com"),
        ("jane.doe@googlemail.com", "janedoe@gmail.com"),
        ("jane.doe+news@acme.com", "jane.doe@acme.com"),
        ("jane@@gmail.com", "jane@gmail.com"),
        ("jane,doe@acme,com", "jane.doe@acme.com"),
        ("jane@hotmial.com", "jane@hotmail.com"),
        ("+only@acme.com", "+only@acme.com"),
        ("no address", "no address"),
    ],
)
def test_match_address(text, expected):
    assert match_address(text) == expected


@given(addresses)
def test_match_address_is_the_same_for_raw_and_standard(text):
    result = Email().standardize(text)
    if result.state is State.OK:
        assert match_address(result.value) == match_address(text)


def test_the_parts_of_an_address():
    assert (local("Jane.Doe@Acme.com"), domain("Jane.Doe@Acme.com")) == ("jane.doe", "acme.com")
    assert (local("n/a"), domain("n/a")) == ("", "")


@pytest.mark.parametrize("name", ["info", "Sales", "no-reply", "noreply", "sales2", "kontakt", "customer.service"])
def test_role_mailboxes(name):
    assert is_role(f"{name}@acme.com")


@pytest.mark.parametrize("name", ["jane", "jane.doe", "j.info", "n", "sales.smith"])
def test_mailboxes_of_persons(name):
    assert not is_role(f"{name}@acme.com")


def test_domains_of_nobody_in_particular():
    assert all(map(is_free, ["gmail.com", "gmx.de", "comcast.net", "btinternet.com", "yahoo.co.in", "qq.com"]))
    assert not any(map(is_free, ["acme.com", "", "com"]))
    assert is_disposable("mailinator.com")


def test_keys():
    keys = {suffix: list(key("Jane.Doe87+x@mail.acme.co.uk")) for suffix, key in Email.keys.items()}
    assert keys == {"": ["jane.doe87@mail.acme.co.uk"], "local": ["janedoe"], "domain": ["acme.co.uk"]}
    assert list(Email.keys["domain"]("jane@gmail.com")) == list(Email.keys["domain"]("jane@gmial.com")) == []
    assert list(Email.keys["local"]("info@acme.com")) == list(Email.keys["local"]("jd@acme.com")) == []


@given(addresses)
def test_keys_never_fail_and_are_never_empty(text):
    for key in Email.keys.values():
        assert all(found for found in key(text))


@pytest.mark.parametrize(
    "text",
    [
        "jane@acme.com; joe@acme.com",
        "Jane <jane@acme.com>, Joe <joe@acme.com>",
        "jane@acme.com/joe@acme.com",
        "jane@acme.com or joe@acme.com",
    ],
)
def test_two_addresses_stay_as_they_are(text):
    assert Email().standardize(text) == (text, State.AMBIGUOUS, "Holds 2 addresses; a field takes one.")
    assert match_address(text) == "jane@acme.com"


@pytest.mark.parametrize(
    ("text", "meant"),
    [("jane@gmail", "gmail.com"), ("jane@gmail,com", "gmail.com"), ("jane@gmailcom", "gmail.com"), ("jane@acme", None)],
)
def test_a_well_known_domain_without_its_ending_is_asked_about(text, meant):
    note = Email().standardize(text).note
    assert note.endswith(f"Did you mean {meant}?" if meant else "(.com, for example).")


@pytest.mark.parametrize(
    ("text", "kind", "note"),
    [
        ("jane@mailinator.com", "disposable", "A throw-away mailbox."),
        ("jane@eu.mailinator.com", "disposable", "A throw-away mailbox."),
        ("jane@gmail.com", "free", "A private mailbox, not one of a company."),
        ("no-reply2@acme.com", "role", "A mailbox of a function, not of a person."),
    ],
)
def test_kinds_of_mailboxes_are_asked_about_where_a_rule_says_so(text, kind, note):
    assert Email(ask_about=(kind,)).standardize(text) == (text, State.OK, note)
    assert Email(ask_about=()).standardize(text) == (text, State.OK, None)
