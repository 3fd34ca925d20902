from __future__ import annotations

import pytest

from crmclean import resources
from crmclean.fields.email_domain import _one_off, is_disposable, is_free, meant
from crmclean.fields.url_host import is_host


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("gmial.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmailcom", "gmail.com"),
        ("gmailc.om", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.cm", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("hotmai.con", "hotmail.com"),
        ("otmail.com", "hotmail.com"),
        ("yaho.co.uk", "yahoo.co.uk"),
        ("tonline.de", "t-online.de"),
        ("acme.cmo", "acme.com"),
    ],
)
def test_slips_are_seen(typed, right):
    assert meant(typed) == right


@pytest.mark.parametrize(
    "host",
    [
        *("acme.com", "acme.co", "acme.cm", "ymail.com", "cmail.com", "mail.com", "email.com", "cloud.com"),
        *("gmail.de", "yahoo.cn", "hotmail.ch", "outlook.at", "orange.de", "yahoo.co.id", "yahoo.com.ar", ""),
    ],
)
def test_real_domains_stay(host):
    assert meant(host) == host


def test_no_free_mail_domain_is_a_slip():
    free = [row[0] for row in resources.read_table("free_mail_domains")]
    assert [host for host in free if meant(host) != host] == []


def test_what_is_meant_is_meant_for_good():
    known = [domain for domain, _ in resources.read_table("mistyped_domains")]
    assert [host for host in known if meant(host) != host] == []
    assert all(map(is_host, known))


def test_the_four_slips():
    assert {"ba", "a", "b", "abb", "aab", "ac"} <= _one_off("ab")
    assert not _one_off("ab") & {"ab", "cb", "abcd"}


def test_domains_of_nobody_in_particular():
    assert all(map(is_free, ["gmail.com", "gmx.de", "comcast.net"]))
    assert all(map(is_disposable, ["mailinator.com", "x.mailinator.com"]))
    assert not any(map(is_free, ["acme.com", ""]))
    assert not any(map(is_disposable, ["acme.com", "gmail.com", ""]))
