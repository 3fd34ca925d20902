from __future__ import annotations

import pytest

from crmclean.spec.objects import identified, plain, points
from crmclean.spec.signature import signatures

PACKS = {pack.pack: pack for pack in signatures()}
NOT_DEALS = ("account", "contact", "lead")


@pytest.mark.parametrize(
    ("headers", "pack", "others", "counted"),
    [
        ("Stage,Close Date", "generic/opportunity", NOT_DEALS, 2),
        ("Deal Name", "generic/opportunity", NOT_DEALS, 2),  # it names the object
        ("Owner,Company,Nonsense", "generic/opportunity", NOT_DEALS, 0),  # others know them, or nobody does
        ("Stage,stage,STAGE", "generic/opportunity", NOT_DEALS, 1),
        ("First Name,Mobile,Email", "generic/contact", ("account",), 2),
        ("Contact Owner", "salesforce/contact", ("account",), 2),
        ("Status,Annual Revenue", "generic/lead", ("contact",), 2),
        ("Status,Annual Revenue", "generic/lead", ("contact", "account"), 1),
        ("Lead Status", "generic/lead", ("contact",), 2),  # contacts of some CRM have it, generic ones do not
    ],
)
def test_headers_that_are_an_object_s_alone_are_counted(headers, pack, others, counted):
    assert points(headers.split(","), [PACKS[pack]], others) == counted


def test_plain_words_are_what_deals_share_with_the_rest():
    assert {"name", "owner", "company", "description", "status"} <= plain()
    assert plain().isdisjoint({"firstname", "email", "website", "stage", "amount"})


@pytest.mark.parametrize(
    ("headers", "pack", "others", "told"),
    [
        ("Name", "generic/account", ("contact", "lead"), False),
        ("Name,Website", "generic/account", ("contact", "lead"), True),
        ("Website,City", "generic/account", ("contact", "lead"), False),
        ("Email", "generic/contact", ("account",), True),
        ("City,Country", "generic/contact", ("account",), False),
        ("Date,Name,Amount", "generic/opportunity", NOT_DEALS, False),
        ("Deal Name,Amount", "generic/opportunity", NOT_DEALS, True),
        ("Billing Street,Billing City,Billing Country,Ownership", "generic/account", ("contact", "lead"), True),
        ("Ticker Symbol,Account Site,Parent Account", "salesforce/account", ("contact", "lead"), True),
    ],
)
def test_records_have_what_names_them_or_much_that_is_theirs_alone(headers, pack, others, told):
    assert identified(headers.split(","), PACKS[pack], others) is told
