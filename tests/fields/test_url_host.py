from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean import resources
from crmclean.fields.url_host import is_host, is_shared, registrable, right_ending


@pytest.mark.parametrize(
    "name", ["acme.com", "www.acme.co.uk", "acme.com:8080", "müller.de", "xn--mller-kva.de", "a.io"]
)
def test_possible_hosts(name):
    assert is_host(name)


@pytest.mark.parametrize("name", ["acme", "acme.c", "acme..com", "-acme.com", "ac me.com", "10.0.0.1", "acme.123", ""])
def test_impossible_hosts(name):
    assert not is_host(name)


@pytest.mark.parametrize(
    ("host", "registered"),
    [
        ("a.b.acme.com", "acme.com"),
        ("acme.com", "acme.com"),
        ("www.com", "www.com"),
        ("com", "com"),
        ("", ""),
        ("shop.acme.co.uk", "acme.co.uk"),
        ("www.acme.com.br", "acme.com.br"),
        ("silva.adv.br", "silva.adv.br"),
        ("www.bmf.gv.at", "bmf.gv.at"),
        ("mail.web.de", "web.de"),
        ("mail.com.de", "com.de"),
        ("www.acme.wordpress.com", "acme.wordpress.com"),
        ("acme.myshopify.com", "acme.myshopify.com"),
        ("www.wordpress.com", "wordpress.com"),
        ("de.linkedin.com", "linkedin.com"),
    ],
)
def test_what_someone_registers(host, registered):
    assert registrable(host) == registered


@given(st.text(alphabet="abw.-", max_size=20))
def test_what_is_registered_is_an_end_of_the_host_and_stands(host):
    assert host.endswith(registrable(host))
    assert registrable(registrable(host)) == registrable(host)


def test_sites_that_many_share():
    assert all(map(is_shared, ["facebook.com", "linkedin.com", "wordpress.com"]))
    assert not any(map(is_shared, ["acme.com", "acme.wordpress.com", ""]))


@pytest.mark.parametrize(
    ("host", "right"),
    [("acme.con", "acme.com"), ("acme.nte", "acme.net"), ("acme.co", "acme.co"), ("con", "con"), ("acme", "acme")],
)
def test_mistyped_endings(host, right):
    assert right_ending(host) == right if "." in host else right_ending(host) in (host, ".com")


def test_the_table_names_registered_domains_once():
    table = resources.read_table("shared_domains")
    assert {kind for _, kind in table} == {"pages", "hosts"}
    assert len({name for name, _ in table}) == len(table)
    assert all(registrable(name) == name and is_host(name) for name, _ in table)
