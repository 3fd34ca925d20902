from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.spec.headers import match_headers
from crmclean.spec.model import Rules

RULES = Rules(
    crmclean="1",
    object="contact",
    columns={
        "id": ("Record ID",),
        "email": ("E-mail Address", "Mail"),
        "mail2": ("Mail",),
        "zip": ("Zip/Postal Code",),
    },
    fields={name: {"type": "text"} for name in ("first_name", "email", "mail2", "zip")},
)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (["id", "email"], {"id": "id", "email": "email"}),
        (["RECORD-ID", "First  Name"], {"id": "RECORD-ID", "first_name": "First  Name"}),
        (["FIRSTNAME", "First.Name", "first_name"], {"first_name": "first_name"}),
        (["FIRSTNAME", "First.Name"], {"first_name": "FIRSTNAME"}),
        (["zip postal code"], {"zip": "zip postal code"}),
        (["ZIP (postal code)"], {"zip": "ZIP (postal code)"}),
        (["Mail"], {"email": "Mail"}),
        (["Mail", "E-Mail-Address"], {"email": "Mail"}),
        (["mail", "Email"], {"email": "Email", "mail2": "mail"}),
        (["Mail", "e-mail"], {"email": "Mail"}),
        (["first name x", "", "()"], {}),
        ([], {}),
    ],
)
def test_a_header_is_found_under_any_of_its_names(headers, found):
    assert match_headers(headers, RULES) == found


NAMES = [
    "id",
    "Id",
    "Record ID",
    "email",
    "E-Mail",
    "Mail",
    "mail",
    "mail2",
    "First Name",
    "first_name",
    "zip",
    "x",
    "y y",
]


@given(st.lists(st.sampled_from(NAMES), unique=True))
def test_a_header_is_used_once_and_order_is_that_of_the_rules(headers):
    found = match_headers(headers, RULES)
    assert len(set(found.values())) == len(found)
    assert set(found.values()) <= set(headers)
    assert list(found) == [name for name in ("id", *RULES.fields) if name in found]
