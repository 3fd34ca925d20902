from __future__ import annotations

import pytest


def site(website, family=None):
    return {"website": website, "family": family}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("acme.com", "acme.com", "same"),
        ("https://www.Acme.com/about?x=1", "acme.com", "same"),
        ("http://shop.acme.co.uk", "acme.co.uk", "same"),
        ("acme.com", "acme.de", "same_name"),
        ("acme.com", "shop.acme.co.uk", "same_name"),
        ("ab.com", "ab.de", "differ"),
        ("acme.com", "beta.com", "differ"),
        ("acme.com", None, "missing"),
        (None, None, "missing"),
        ("", "", "missing"),
        ("n/a", "n/a", "missing"),
        ("no website", "no website", "missing"),
    ],
)
def test_two_websites(ask, one, other, level):
    assert ask("url", site(one), site(other), fields=["website"]) == level


@pytest.mark.parametrize(("names", "level"), [(4, "same"), (5, "same_shared")])
def test_a_domain_of_many_is_a_portal(ask, names, level):
    crowd = [site("portal.com", family) for family in ("Doe", "Roe", "Poe", "Lee", "Kim")[:names]]
    assert ask("url", *crowd, fields=["website"]) == level


def test_the_domain_is_shown(asked):
    comparison = asked("url", [site("https://www.acme.com/x"), site(None)], ["website"]).comparison
    assert (comparison.show(0), comparison.show(1)) == ("acme.com", None)


def test_pages_on_a_known_portal_are_not_one_site(ask):
    one, other = site("linkedin.com/company/acme"), site("linkedin.com/company/beta")
    assert ask("url", one, other, fields=["website"]) != "same"
