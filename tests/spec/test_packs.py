from __future__ import annotations

import pytest

from crmclean import resources
from crmclean.spec.packs import list_packs, pack_path, unknown_pack


def test_packs_are_listed_in_order_and_without_their_test_cases():
    packs = list_packs()
    assert list(packs) == sorted(packs)
    assert {"generic/account", "generic/contact", "generic/lead", "generic/opportunity"} <= set(packs)
    assert not any("cases" in pack or pack.startswith(("picklists/", "tables/")) for pack in packs)


def test_a_pack_has_a_file():
    assert pack_path("generic/contact") == resources.folder() / "generic" / "contact.yaml"


@pytest.mark.parametrize(
    "name", ["generic", "generic/contact.cases", "picklists/industry", "../x", "generic//contact", ""]
)
def test_a_name_is_looked_up_and_never_joined_to_a_path(name):
    assert pack_path(name) is None


def test_an_unknown_pack_is_told_with_what_is_near():
    assert "generic/account, generic/contact, " in unknown_pack("x")
    assert unknown_pack("salesforce/contcat").endswith("Did you mean 'salesforce/contact'?")
