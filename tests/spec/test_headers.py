from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import TableError
from crmclean.spec.headers import match_headers, recognise
from crmclean.spec.loader import load_rules
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


# The columns of exports: API names of a data loader, and labels of a report.
EXPORTS = {
    "generic/contact": "id,first_name,last_name,company,title,email,phone,street,city,state,postal_code,country,"
    "industry,lead_source,owner,created_date,last_modified_date,opt_out",
    "generic/account": "id,account_name,website,phone,billing_street,billing_city,billing_state,"
    "billing_postal_code,billing_country,industry,employees,annual_revenue,type",
    "generic/opportunity": "Deal ID,Deal,Company,Amount,Currency,Stage,Expected close date,Probability,Next step,Owner",
    "generic/lead": "id,first_name,last_name,company,title,email,phone,status,rating,employees,annual_revenue,source",
    "salesforce/account": "Id,Name,Type,ParentId,BillingStreet,BillingCity,BillingState,BillingPostalCode,"
    "BillingCountry,Phone,Fax,AccountNumber,Website,Sic,Industry,AnnualRevenue,NumberOfEmployees,Ownership,"
    "TickerSymbol,Description,Rating,Site,OwnerId,CreatedDate,LastModifiedDate,LastActivityDate,AccountSource,"
    "DunsNumber,NaicsCode,RecordTypeId",
    "salesforce/contact": "Id,AccountId,Account.Name,Salutation,FirstName,LastName,Name,Title,Department,Email,"
    "Phone,MobilePhone,HomePhone,OtherPhone,Fax,AssistantName,AssistantPhone,ReportsToId,LeadSource,Birthdate,"
    "MailingStreet,MailingCity,MailingState,MailingPostalCode,MailingCountry,Description,OwnerId,"
    "HasOptedOutOfEmail,DoNotCall,IsEmailBounced,EmailBouncedReason,IndividualId,MasterRecordId",
    "salesforce/lead": "Id,Salutation,FirstName,LastName,Name,Title,Company,Street,City,State,PostalCode,"
    "Country,Phone,MobilePhone,Email,Website,Status,Rating,Industry,AnnualRevenue,NumberOfEmployees,IsConverted,"
    "ConvertedDate,ConvertedAccountId,ConvertedContactId,OwnerId,LeadSource,HasOptedOutOfEmail",
    "salesforce/opportunity": "Id,Name,AccountId,StageName,Amount,CloseDate,Probability,ExpectedRevenue,Type,"
    "NextStep,LeadSource,IsClosed,IsWon,ForecastCategoryName,CampaignId,OwnerId,LastStageChangeDate",
}
REPORTS = {
    "salesforce/account": "Account ID,Account Name,Type,Parent Account,Billing Street,Billing City,"
    "Billing State/Province,Billing Zip/Postal Code,Billing Country,Phone,Fax,Account Number,Website,Industry,"
    "Annual Revenue,Employees,Ownership,Ticker Symbol,Rating,Account Site,Account Owner,Created Date,"
    "Last Activity",
    "salesforce/contact": "Contact ID,Account Name,Salutation,First Name,Last Name,Title,Department,Email,"
    "Business Phone,Mobile,Home Phone,Other Phone,Fax,Assistant,Asst. Phone,Lead Source,Birthdate,"
    "Mailing Street,Mailing City,Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,Contact Owner,"
    "Email Opt Out,Fax Opt Out,Do Not Call",
    "salesforce/lead": "Lead ID,Salutation,First Name,Last Name,Title,Company / Account,Street,City,"
    "State/Province,Zip/Postal Code,Country,Phone,Mobile,Email,Website,Lead Status,Rating,Industry,"
    "Annual Revenue,No. of Employees,Lead Owner,Lead Source,Email Opt Out,Converted,Converted Date",
    "salesforce/opportunity": "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,"
    "Probability (%),Expected Revenue,Type,Next Step,Lead Source,Closed,Won,Forecast Category,Opportunity Owner,"
    "Last Stage Change Date",
}
TABLES = [(pack, headers.split(",")) for tables in (EXPORTS, REPORTS) for pack, headers in tables.items()]


@pytest.mark.parametrize(("pack", "headers"), TABLES)
def test_a_pack_is_recognised_from_its_headers(pack, headers):
    assert recognise(headers) == pack
    assert recognise(headers[::-1]) == pack


@pytest.mark.parametrize("start", range(5))
@pytest.mark.parametrize(("pack", "headers"), [table for table in TABLES if table[0] in EXPORTS])
def test_three_fifths_of_the_columns_are_enough(pack, headers, start):
    kept = [header for index, header in enumerate(headers) if (index + start) % 5 not in (1, 3)]
    assert recognise(kept) == pack


@pytest.mark.parametrize(("pack", "headers"), TABLES)
def test_a_recognised_table_is_understood_whole(pack, headers):
    found = match_headers(headers, load_rules(pack))
    assert set(headers) - set(found.values()) == set()


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
    ],
)
def test_without_evidence_for_a_crm_it_is_the_generic_pack(headers, pack):
    assert recognise(headers.split(",")) == pack


@pytest.mark.parametrize("headers", [[], ["a", "b"], ["id"], ["1", "2024-01-31"]])
def test_headers_that_nothing_knows_are_an_error_that_says_how_to_go_on(headers):
    with pytest.raises(TableError, match=r"no pack knows any of the headers.*--rules"):
        recognise(headers)


def test_a_tie_is_an_error_that_names_both():
    with pytest.raises(TableError, match=r"fit generic/\w+ and generic/\w+.* equally well; say which with --rules"):
        recognise(["owner", "description"])
