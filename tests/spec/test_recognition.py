from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import TableError
from crmclean.spec.packs import list_packs
from crmclean.spec.recognition import recognise


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        ("id,Name,Website,Phone,Industry", "generic/account"),
        ("first_name,last_name,email,home_phone", "generic/contact"),
        ("FirstName,LastName,Email,Phone", "generic/contact"),
        ("id,last_name,email,home_phone,last_activity_date", "generic/contact"),
        ("Name,E-Mail,Tel", "generic/contact"),
        ("Deal Name,Amount", "generic/opportunity"),
        ("Surname,Company,E-mail,Lead Status", "generic/lead"),
        (
            "Deal ID,Deal,Company,Amount,Currency,Stage,Expected close date,Probability,Next step,Owner",
            "generic/opportunity",
        ),
        ("id,account_name,website,phone,billing_street,billing_city,industry,employees,type", "generic/account"),
        ("id,first_name,last_name,company,email,phone,status,rating,employees,annual_revenue", "generic/lead"),
    ],
)
def test_without_evidence_for_a_crm_it_is_the_generic_pack(headers, pack):
    assert recognise(headers.split(",")) == pack


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        ("First Name,Last Name,Email,Mailing Zip,Other Zip", "zoho/contact"),
        ("First Name,Last Name,Email,Twitter", "generic/contact"),  # a plain word alone
        ("Deal Name,Amount,Deal Owner,Closing Date", "zoho/opportunity"),  # written exactly so by Zoho alone
        ("Deal Name,Amount,deal owner,closing date", "generic/opportunity"),
        ("First Name,Last Name,Business Street,Mailing Zip,Other Zip,Skype ID", "zoho/contact"),
        (
            "First Name,Last Name,Business Street,Business City,Mailing Zip,Other Zip",
            "generic/contact",
        ),  # as much against
    ],
)
def test_evidence_is_weighed_for_and_against(headers, pack):
    assert recognise(headers.split(",")) == pack


def test_columns_of_the_organization_do_not_make_people_organizations():
    organization = [f"Organization - {part}" for part in ("Name", "Address", "City", "Country", "Owner", "Labels")]
    assert recognise([*organization, "Person - Name"]) == "pipedrive/contact"
    assert recognise(organization) == "pipedrive/account"
    assert recognise(
        [*organization, "Deal - Title", "Deal - Value", "Deal - Stage", "Deal - Status", "Person - Name"]
    ) == ("pipedrive/opportunity")


@pytest.mark.parametrize("headers", [[], ["a", "b"], ["id"], ["1", "2024-01-31"]])
def test_headers_that_nothing_knows_are_an_error_that_says_how_to_go_on(headers):
    with pytest.raises(TableError, match=r"no pack knows any of the headers.*--rules"):
        recognise(headers)


def test_a_table_of_which_next_to_nothing_is_known_is_refused_and_the_nearest_pack_named():
    with pytest.raises(
        TableError, match=r"generic/\w+ is the nearest and knows 2 of 9 headers\. If .* say --rules generic/"
    ):
        recognise(["owner", "description", *"abcdefg"])


def test_headers_that_speak_of_orders_are_named():
    headers = ["order_id", "customer name", "sku", "quantity", "city", "country", "owner"]
    with pytest.raises(TableError, match="order_id, sku, quantity speak of another kind of record"):
        recognise(headers)


@pytest.mark.parametrize("column", ["Total Orders", "Product interest", "Invoice e-mail"])
def test_one_such_header_among_many_known_ones_is_no_harm(column):
    assert recognise(["First Name", "Last Name", "Email", "Phone", column]) == "generic/contact"


@pytest.mark.parametrize(
    ("headers", "nearest"),
    [
        ("Name", "generic/account, generic/contact, generic/lead, generic/opportunity"),
        ("Date,Description,Amount", "generic/opportunity"),
        ("City,Country", "generic/account, generic/contact, generic/lead"),
        ("Topic,Company Name,Website,Industry,Status,Business Phone,Do not allow Emails", "dynamics/lead"),
    ],
)
def test_headers_that_tell_of_no_object_are_refused_and_the_nearest_packs_named(headers, nearest):
    with pytest.raises(TableError, match=rf"do not tell what the records are.*; the nearest: {nearest}\. If .*--rules"):
        recognise(headers.split(","))


def test_accounts_beside_much_of_a_person_are_a_tie():
    headers = ["Account Name", "Billing State/Province", "Billing Zip/Postal Code", "Ticker Symbol", "Contact Owner"]
    assert recognise(headers[:-1]) == "salesforce/account"
    with pytest.raises(TableError, match=r"fit salesforce/account and .*/contact equally well"):
        recognise(headers)


def test_a_tie_is_an_error_that_names_both():
    with pytest.raises(TableError, match=r"fit generic/\w+ and generic/\w+.* equally well; say which with --rules"):
        recognise(["owner", "description"])
    with pytest.raises(TableError, match="fit salesforce/contact and zoho/contact equally well"):
        recognise(["First Name", "Last Name", "Mailing Street", "Mailing City", "Mailing Country"])


def test_the_order_of_the_headers_makes_no_difference():
    headers = ["Record Id", "Last Name", "Mailing Zip", "MailingStreet", "Business Phone"]
    assert len({recognise(list(order)) for order in permutations(headers)}) == 1


WORDS = [
    "Id",
    "Name",
    "Email",
    "Phone",
    "Deal - Title",
    "hs_object_id",
    "Mailing Zip",
    "StageName",
    "sku",
    "x",
    "",
    "Topic",
]


@given(st.lists(st.sampled_from(WORDS)))
def test_any_headers_get_an_answer_or_a_reason(headers):
    try:
        answer = recognise(headers)
    except TableError as error:
        answer = str(error)
    assert answer in list_packs() or "--rules" in answer
