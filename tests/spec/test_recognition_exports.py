"""Recognition on the exports that the CRMs write: whole, in part, and on tables that no CRM wrote."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from crmclean.errors import TableError
from crmclean.spec.headers import match_headers
from crmclean.spec.loader import load_rules
from crmclean.spec.recognition import recognise

# Headers as the CRMs write them: API names of a data loader, labels of an export or a report.
EXPORTS = {
    ("salesforce/account", "api"): (
        "Id,Name,Type,ParentId,BillingStreet,BillingCity,BillingState,BillingPostalCode,BillingCountry,"
        "ShippingStreet,ShippingCity,ShippingState,ShippingPostalCode,ShippingCountry,Phone,Fax,"
        "AccountNumber,Website,Sic,Industry,AnnualRevenue,NumberOfEmployees,Ownership,TickerSymbol,"
        "Description,Rating,Site,OwnerId,CreatedDate,LastModifiedDate,LastActivityDate,AccountSource,"
        "DunsNumber,NaicsCode,MasterRecordId,RecordTypeId"
    ),
    ("salesforce/account", "label"): (
        "Account ID,Account Name,Type,Parent Account,Billing Street,Billing City,Billing State/Province,"
        "Billing Zip/Postal Code,Billing Country,Shipping Street,Shipping City,Shipping State/Province,"
        "Shipping Zip/Postal Code,Shipping Country,Phone,Fax,Account Number,Website,Industry,"
        "Annual Revenue,Employees,Ownership,Ticker Symbol,Description,Rating,Account Site,Account Owner,"
        "Created Date,Last Modified Date,Last Activity,Account Source"
    ),
    ("salesforce/contact", "api"): (
        "Id,AccountId,Account.Name,Salutation,FirstName,LastName,Name,Title,Department,Email,Phone,"
        "MobilePhone,HomePhone,OtherPhone,Fax,AssistantName,AssistantPhone,ReportsToId,LeadSource,"
        "Birthdate,MailingStreet,MailingCity,MailingState,MailingPostalCode,MailingCountry,OtherStreet,"
        "OtherCity,OtherState,OtherPostalCode,OtherCountry,Description,OwnerId,HasOptedOutOfEmail,"
        "HasOptedOutOfFax,DoNotCall,IsEmailBounced,EmailBouncedReason,EmailBouncedDate,IndividualId,"
        "MasterRecordId,CreatedDate,LastModifiedDate"
    ),
    ("salesforce/contact", "label"): (
        "Contact ID,Account Name,Salutation,First Name,Last Name,Full Name,Title,Department,Email,"
        "Business Phone,Mobile,Home Phone,Other Phone,Fax,Assistant,Asst. Phone,Lead Source,Birthdate,"
        "Mailing Street,Mailing City,Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,"
        "Contact Owner,Email Opt Out,Fax Opt Out,Do Not Call"
    ),
    ("salesforce/lead", "api"): (
        "Id,Salutation,FirstName,LastName,Name,Title,Company,Street,City,State,PostalCode,Country,"
        "Phone,MobilePhone,Fax,Email,Website,Status,Rating,Industry,AnnualRevenue,NumberOfEmployees,"
        "IsConverted,ConvertedDate,ConvertedAccountId,ConvertedContactId,ConvertedOpportunityId,OwnerId,"
        "LeadSource,HasOptedOutOfEmail,DoNotCall,Description,CreatedDate,LastModifiedDate"
    ),
    ("salesforce/lead", "label"): (
        "Lead ID,Salutation,First Name,Last Name,Title,Company / Account,Street,City,State/Province,"
        "Zip/Postal Code,Country,Business Phone,Mobile,Fax,Email,Website,Lead Status,Rating,Industry,"
        "Annual Revenue,No. of Employees,Lead Owner,Lead Source,Email Opt Out,Fax Opt Out,Do Not Call,"
        "Converted,Converted Date,Last Activity"
    ),
    ("salesforce/opportunity", "api"): (
        "Id,Name,AccountId,StageName,Amount,CloseDate,Probability,ExpectedRevenue,Type,NextStep,"
        "LeadSource,IsClosed,IsWon,ForecastCategoryName,CampaignId,OwnerId,LastStageChangeDate,"
        "Description,CreatedDate,LastModifiedDate"
    ),
    ("salesforce/opportunity", "label"): (
        "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Probability (%),"
        "Expected Revenue,Type,Next Step,Lead Source,Closed,Won,Forecast Category,Opportunity Owner,"
        "Last Stage Change Date,Created Date"
    ),
    ("hubspot/contact", "api"): (
        "hs_object_id,firstname,lastname,email,hs_additional_emails,phone,mobilephone,jobtitle,"
        "salutation,company,associatedcompanyid,website,address,city,state,zip,country,lifecyclestage,"
        "hs_lead_status,hubspot_owner_id,createdate,lastmodifieddate,hs_email_optout,hs_legal_basis,"
        "hs_marketable_status,hs_email_bounce,hs_email_hard_bounce_reason_enum,hs_email_domain,"
        "hs_calculated_phone_number,hs_merged_object_ids,industry,annualrevenue,numemployees"
    ),
    ("hubspot/contact", "label"): (
        "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Job Title,Salutation,"
        "Company Name,Primary Associated Company ID,Website URL,Street Address,City,State/Region,"
        "Postal Code,Country/Region,Lifecycle Stage,Lead Status,Contact owner,Create Date,"
        "Last Modified Date,Unsubscribed from all email,Marketing contact status,Industry,Annual Revenue,"
        "Number of Employees"
    ),
    ("hubspot/account", "api"): (
        "hs_object_id,name,domain,hs_additional_domains,phone,address,address2,city,state,zip,country,"
        "industry,type,numberofemployees,annualrevenue,lifecyclestage,hs_parent_company_id,"
        "hubspot_owner_id,createdate,hs_lastmodifieddate,website,description"
    ),
    ("hubspot/account", "label"): (
        "Record ID,Company name,Company Domain Name,Phone Number,Street Address,Street Address 2,City,"
        "State/Region,Postal Code,Country/Region,Industry,Type,Number of Employees,Annual Revenue,"
        "Lifecycle Stage,Parent Company,Company owner,Create Date,Last Modified Date,Website URL"
    ),
    ("hubspot/opportunity", "api"): (
        "hs_object_id,dealname,amount,deal_currency_code,closedate,dealstage,pipeline,dealtype,"
        "hubspot_owner_id,closed_won_reason,closed_lost_reason,hs_priority,hs_manual_forecast_category,"
        "createdate,hs_lastmodifieddate"
    ),
    ("hubspot/opportunity", "label"): (
        "Record ID,Deal Name,Amount,Currency,Close Date,Deal Stage,Pipeline,Deal Type,Deal owner,"
        "Closed Won Reason,Closed Lost Reason,Priority,Forecast category,Create Date,Last Modified Date"
    ),
    ("dynamics/contact", "label"): (
        "(Do Not Modify) Contact,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,First Name,"
        "Last Name,Full Name,Job Title,Company Name,Email,Email Address 2,Email Address 3,Business Phone,"
        "Home Phone,Mobile Phone,Fax,Address 1: Street 1,Address 1: City,Address 1: State/Province,"
        "Address 1: ZIP/Postal Code,Address 1: Country/Region,Status,Status Reason,Do not allow Emails,"
        "Do not allow Bulk Emails,Do not allow Phone Calls,Do not allow Faxes,Do not allow Mails,"
        "Send Marketing Materials,Owner,Created On"
    ),
    ("dynamics/contact", "api"): (
        "contactid,firstname,lastname,fullname,jobtitle,parentcustomerid,emailaddress1,emailaddress2,"
        "emailaddress3,telephone1,telephone2,mobilephone,fax,address1_line1,address1_city,"
        "address1_stateorprovince,address1_postalcode,address1_country,statecode,statuscode,donotemail,"
        "donotbulkemail,donotphone,donotfax,donotpostalmail,donotsendmm,ownerid,createdon,modifiedon"
    ),
    ("dynamics/account", "label"): (
        "(Do Not Modify) Account,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Account Name,"
        "Account Number,Main Phone,Fax,Website,Primary Contact,Parent Account,Relationship Type,Industry,"
        "Annual Revenue,Number of Employees,Ownership,Address 1: Street 1,Address 1: City,"
        "Address 1: State/Province,Address 1: ZIP/Postal Code,Address 1: Country/Region,Status,Status Reason,"
        "Owner,Created On"
    ),
    ("dynamics/lead", "label"): (
        "(Do Not Modify) Lead,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Topic,First Name,"
        "Last Name,Name,Job Title,Company Name,Email,Business Phone,Mobile Phone,Website,Lead Source,"
        "Rating,Status,Status Reason,Street 1,City,State/Province,ZIP/Postal Code,Country/Region,"
        "Industry,Annual Revenue,No. of Employees,Do not allow Emails,Do not allow Phone Calls,Owner,"
        "Created On"
    ),
    ("dynamics/opportunity", "label"): (
        "(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Topic,"
        "Potential Customer,Account,Contact,Est. Close Date,Est. Revenue,Probability,Rating,Sales Stage,"
        "Status,Status Reason,Owner,Currency,Actual Revenue,Actual Close Date,Created On"
    ),
    ("pipedrive/contact", "label"): (
        "Person - ID,Person - Name,Person - First name,Person - Last name,Person - Email - Work,"
        "Person - Email - Home,Person - Email - Other,Person - Phone - Work,Person - Phone - Home,"
        "Person - Phone - Mobile,Person - Phone - Other,Person - Organization,Person - Labels,Person - Owner,"
        "Person - Person created,Person - Marketing status,Person - Double opt-in"
    ),
    ("pipedrive/contact", "with organization"): (
        "Person - Name,Person - First name,Person - Last name,Person - Email - Work,Person - Phone - Mobile,"
        "Person - Organization,Person - Labels,Person - Owner,Person - Marketing status,Organization - Name,"
        "Organization - Address,Organization - City,Organization - State,Organization - Country,"
        "Organization - Postal code,Organization - Owner"
    ),
    ("pipedrive/account", "label"): (
        "Organization - ID,Organization - Name,Organization - Address,Organization - City,"
        "Organization - State,Organization - Country,Organization - Postal code,Organization - Owner,"
        "Organization - Labels,Organization - Organization created"
    ),
    ("pipedrive/account", "parts"): (
        "Organization - ID,Organization - Name,Organization - Labels,Organization - Address,"
        "Organization - House number of Address,Organization - Street/road name of Address,"
        "Organization - City/town/village/locality of Address,Organization - State/county of Address,"
        "Organization - Country of Address,Organization - ZIP/Postal code of Address,Organization - Owner,"
        "Organization - Website,Organization - Industry,Organization - Number of employees,"
        "Organization - Annual revenue,Organization - Open deals,Organization - Update time"
    ),
    ("pipedrive/opportunity", "label"): (
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,"
        "Deal - Pipeline,Deal - Owner,Deal - Organization,Deal - Contact person,Deal - Expected close date,"
        "Deal - Won time,Deal - Lost time,Deal - Lost reason,Deal - Deal created,Deal - Probability,"
        "Deal - Source"
    ),
    ("pipedrive/opportunity", "with person"): (
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,"
        "Deal - Owner,Deal - Expected close date,Deal - Lost reason,Person - Name,Person - Email - Work,"
        "Person - Phone - Work,Organization - Name"
    ),
    ("zoho/contact", "label"): (
        "Record Id,Contact Owner.id,Contact Owner,Lead Source,First Name,Last Name,Account Name.id,"
        "Account Name,Vendor Name,Email,Secondary Email,Title,Department,Phone,Home Phone,Other Phone,"
        "Mobile,Fax,Asst Phone,Assistant,Date of Birth,Reports To,Email Opt Out,Skype ID,Mailing Street,"
        "Mailing City,Mailing State,Mailing Zip,Mailing Country,Other Street,Other City,Other State,"
        "Other Zip,Other Country,Salutation,Created Time,Modified Time,Description"
    ),
    ("zoho/contact", "facts"): (
        "Contact Owner,Lead Source,First Name,Last Name,Account Name,Vendor Name,Email,Secondary Email,"
        "Title,Department,Phone,Home Phone,Other Phone,Mobile,Fax,Asst Phone,Assistant,Date of Birth,"
        "Reports To,Email Opt Out,Skype ID,Mailing Street,Mailing City,Mailing State,Mailing Zip,"
        "Mailing Country,Other Street,Other City,Other State,Other Zip,Other Country"
    ),
    ("zoho/account", "label"): (
        "Record Id,Account Name,Account Owner,Phone,Fax,Website,Account Site,Parent Account,"
        "Account Number,Account Type,Industry,Annual Revenue,Rating,Ownership,Employees,SIC Code,"
        "Ticker Symbol,Billing Street,Billing City,Billing State,Billing Code,Billing Country,"
        "Shipping Street,Shipping City,Shipping State,Shipping Code,Shipping Country,Description,"
        "Created Time,Modified Time"
    ),
    ("zoho/lead", "label"): (
        "Record Id,Lead Owner,Company,First Name,Last Name,Title,Email,Phone,Fax,Mobile,Website,"
        "Lead Source,Lead Status,Industry,No. of Employees,Annual Revenue,Rating,Email Opt Out,Skype ID,"
        "Secondary Email,Unsubscribed Mode,Unsubscribed Time,Street,City,State,Zip Code,Country,"
        "Created Time,Modified Time,Description"
    ),
    ("zoho/lead", "facts"): (
        "Lead Owner,Lead Source,First Name,Last Name,Company,Email,Title,Phone,Mobile,Lead Status,"
        "Annual Revenue,No. of Employees,Rating,Unsubscribed Mode,Street,City,State,Zip Code,Country"
    ),
    ("zoho/opportunity", "label"): (
        "Record Id,Deal Owner,Deal Name,Account Name,Account Name.id,Contact Name,Contact Name.id,Amount,"
        "Closing Date,Stage,Type,Next Step,Probability (%),Expected Revenue,Lead Source,Campaign Source,"
        "Pipeline,Created Time,Modified Time,Description"
    ),
    ("zoho/opportunity", "facts"): (
        "Deal Owner,Deal Name,Account Name,Contact Name,Amount,Closing Date,Stage,Type,Next Step"
    ),
}
JOINED = {
    ("pipedrive/opportunity", "with person and organization"): (
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,Deal - Owner,"
        "Person - ID,Person - Name,Person - First name,Person - Last name,Person - Email - Work,Person - Phone - Work,"
        "Person - Phone - Mobile,Person - Labels,Person - Marketing status,Organization - Name,Organization - Address,"
        "Organization - City,Organization - Country,Organization - Owner"
    ),
    ("salesforce/contact", "with account"): (
        "Contact ID,First Name,Last Name,Title,Email,Phone,Mobile,Mailing State/Province,Account Name,Billing Street,"
        "Billing City,Billing State/Province,Billing Zip/Postal Code,Billing Country,Industry,Annual Revenue,Employees,"
        "Website,Account Owner,Account Site,Ticker Symbol,Contact Owner"
    ),
    ("salesforce/contact", "with its account"): (
        "First Name,Last Name,Account Name,Email,Phone,Mailing Street,Mailing City,Mailing State/Province,"
        "Mailing Zip/Postal Code,Mailing Country,Account Owner,Type,Industry,Rating,Annual Revenue,"
        "Billing City,Billing State/Province,Last Activity,Account ID,Contact ID"
    ),
    ("salesforce/contact", "and account, a report"): (
        "Account Name,Account Owner,Billing Street,Billing City,Billing State/Province,"
        "Billing Zip/Postal Code,Billing Country,Website,Employees,Salutation,First Name,Last Name,Title,"
        "Department,Mailing Street,Mailing City,Mailing State/Province,Mailing Zip/Postal Code,"
        "Mailing Country,Phone,Fax,Mobile,Email,Contact Owner"
    ),
    ("salesforce/opportunity", "with account"): (
        "Opportunity Name,Stage,Amount,Close Date,Probability (%),Opportunity Owner,Next Step,Account Name,"
        "Billing Street,Billing City,Billing State/Province,Billing Country,Industry,Annual Revenue,"
        "Employees,Account Owner,Account Site,Rating"
    ),
    ("hubspot/contact", "with company"): (
        "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Lifecycle Stage,Lead Status,"
        "Contact owner,Unsubscribed from all email,Company name,Company Domain Name,Industry,"
        "Number of Employees,Annual Revenue,Company owner,City,State/Region,Country/Region"
    ),
    ("hubspot/opportunity", "with associations"): (
        "Record ID,Deal Name,Deal Stage,Pipeline,Close Date,Deal owner,Amount,Create Date,Deal Type,Priority,"
        "Associated Contact,Associated Contact IDs,Associated Company,Associated Company IDs,Company name,"
        "Email"
    ),
    ("zoho/opportunity", "with contact"): (
        "Record Id,Deal Owner,Deal Name,Account Name,Contact Name,Amount,Closing Date,Stage,Pipeline,"
        "Campaign Source,Expected Revenue,Probability (%),Lead Source,Created Time,Email,Phone,Mailing City"
    ),
    ("dynamics/contact", "with account"): (
        "(Do Not Modify) Contact,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Full Name,Email,"
        "Business Phone,Job Title,Company Name,Account Name,Main Phone (Company Name) (Account),"
        "Address 1: City (Company Name) (Account),Industry (Company Name) (Account),Status"
    ),
}
"""Exports with columns of other objects, more of them than of the record's own."""


@pytest.mark.parametrize(("pack", "headers"), [(pack, text) for (pack, _), text in JOINED.items()], ids=str)
def test_a_record_is_the_finest_of_the_objects_that_its_export_joins(pack, headers):
    assert recognise(headers.split(",")) == pack


TABLES = [(pack, headers.split(",")) for (pack, _), headers in EXPORTS.items()]
NAMES = [f"{pack}, {how}" for pack, how in EXPORTS]

# How much of random subsets of 60 % of the columns must be recognised; what is missed must be an honest "generic" or a
# tie. Zoho's shortest lists hold next to nothing that only Zoho writes.
FLOORS = {"zoho/lead, facts": 0.5, "zoho/opportunity, facts": 0.25}
FLOOR = 0.95
DRAWS = 200


@pytest.mark.parametrize(("pack", "headers"), TABLES, ids=NAMES)
def test_an_export_is_recognised_whichever_way_its_columns_lie(pack, headers):
    assert recognise(headers) == pack
    assert recognise(headers[::-1]) == pack


@pytest.mark.parametrize(("pack", "headers"), TABLES, ids=NAMES)
def test_a_recognised_table_is_understood(pack, headers):
    found = match_headers(headers, load_rules(pack))
    assert len(found) >= 0.9 * len(headers), set(headers) - set(found.values())


def answer(headers, pack):
    """What recognition says of a table that is the pack's: right, generic, tie, refused or wrong."""
    try:
        found = recognise(headers)
    except TableError as error:
        return "tie" if "equally well" in str(error) else "refused"
    # Without a single column that only leads have, a list of leads is one of people.
    honest = {f"generic/{pack.partition('/')[2]}", *(["generic/contact"] if pack.endswith("/lead") else [])}
    return "right" if found == pack else "generic" if found in honest else "wrong"


@pytest.mark.parametrize(
    ("pack", "headers", "name"), [(*table, name) for table, name in zip(TABLES, NAMES, strict=True)], ids=NAMES
)
def test_three_fifths_of_the_columns_are_mostly_enough_and_never_misread(pack, headers, name):
    draw = random.Random(name)  # noqa: S311 - a seeded draw, no secret
    size = round(len(headers) * 0.6)
    answers = Counter(answer(draw.sample(headers, size), pack) for _ in range(DRAWS))
    assert answers["wrong"] == 0, answers
    assert answers["right"] >= FLOORS.get(name, FLOOR) * DRAWS, answers


MISREAD = 0.015
"""How much of a joined export may be taken for another object: what is left of the record can be a column or two."""


@pytest.mark.parametrize(("key", "headers"), JOINED.items(), ids=str)
def test_three_fifths_of_a_joined_export_are_hardly_ever_misread(key, headers):
    draw, columns = random.Random(", ".join(key)), headers.split(",")  # noqa: S311 - a seeded draw, no secret
    size = round(len(columns) * 0.6)
    answers = Counter(answer(draw.sample(columns, size), key[0]) for _ in range(DRAWS))
    assert answers["wrong"] <= MISREAD * DRAWS, answers
    assert answers["right"] >= 0.5 * DRAWS, answers


OTHERS = {
    "Outlook": (
        "generic/contact",
        (
            "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,"
            "E-mail 2 Address,E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,"
            "Mobile Phone,Car Phone,Other Phone,Primary Phone,Pager,Business Fax,Home Fax,Other Fax,"
            "Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,Job Title,Department,"
            "Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,Company Yomi,"
            "Business Street,Business City,Business State,Business Postal Code,Business Country/Region,"
            "Home Street,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other City,"
            "Other State,Other Postal Code,Other Country/Region,Personal Web Page,Spouse,Schools,Hobby,"
            "Location,Web Page,Birthday,Anniversary,Notes"
        ),
    ),
    "Google Contacts": (
        "generic/contact",
        (
            "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,"
            "Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,"
            "Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
            "E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,"
            "Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,"
            "Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,"
            "Website 1 - Label,Website 1 - Value"
        ),
    ),
    "Google Contacts, before 2023": (
        "generic/contact",
        (
            "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Name Prefix,Name Suffix,"
            "Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,"
            "Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,"
            "Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,"
            "Organization 1 - Type,Organization 1 - Name,Organization 1 - Title"
        ),
    ),
    "plain": (
        "generic/contact",
        "Name,Company,Phone,Email,Notes",
    ),
    "plain2": (
        "generic/contact",
        "First name,Surname,E-mail,Mobile,Street,Postcode,Town",
    ),
    "linkedin": (
        "generic/contact",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    ),
    "mailchimp": (
        "generic/contact",
        (
            "Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,"
            "OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,"
            "LAST_CHANGED,LEID,EUID,NOTES,TAGS"
        ),
    ),
    "shopify customers": (
        "generic/contact",
        (
            "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
            "Default Address Address1,Default Address City,Default Address Zip,Phone,Accepts SMS Marketing,"
            "Total Spent,Total Orders,Note,Tax Exempt,Tags"
        ),
    ),
    "survey": (
        "generic/contact",
        "First Name,Last Name,Email,Q0,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,Q9,Q10,Q11,Q12,Q13,Q14,Q15,Q16,Q17,Q18,Q19",
    ),
    "employees": (
        "generic/contact",
        "Employee ID,First Name,Last Name,Department,Job Title,Hire Date,Salary,Manager,Email",
    ),
    "sheet1": (
        "generic/contact",
        "First Name,Last Name,Company,Title,Email,Phone,Mobile,Address,City,State,Zip Code,Country,Notes",
    ),
    "sheet1b": (
        "generic/contact",
        (
            "First Name,Last Name,Company,Title,Email,Phone,Mobile,Address,City,State,Zip Code,Country,"
            "Lead Source,Twitter,Notes"
        ),
    ),
    "sheet2": (
        "generic/account",
        "Company Name,Website,Industry,Employees,Revenue,Phone,City,Country,Owner",
    ),
    "sheet2b": (
        "generic/account",
        "Account Name,Website,Industry,Employees,Annual Revenue,Phone,Billing City,Billing Country,Account Owner",
    ),
    "sheet3": (
        "generic/lead",
        "Lead Name,Company,Email,Phone,Lead Status,Lead Source,Owner",
    ),
    "sheet4": (
        "generic/opportunity",
        "Deal,Customer,Value,Stage,Close Date,Owner",
    ),
    "sheet5": (
        "generic/opportunity",
        "Opportunity,Account,Amount,Stage,Close Date,Sales Rep,Probability,Next Step",
    ),
    "sheet6": (
        "generic/contact",
        "id,name,email,phone,created_at,updated_at",
    ),
    "sheet8": (
        "generic/contact",
        "Full Name,Job Title,Company,Business Phone,Mobile Phone,Email Address,City,Country",
    ),
    "sheet9": (
        "generic/account",
        "Company,Domain,Phone,Street,City,Postcode,Country,Pipeline,Tag",
    ),
    "sheet10": (
        "generic/contact",
        (
            "contact_id,first_name,last_name,email_address,phone_number,job_title,company_name,city,country,"
            "lead_source,birthday"
        ),
    ),
    "apollo": (
        "generic/contact",
        (
            "First Name,Last Name,Title,Company,Email,Email Status,Seniority,Departments,Contact Owner,"
            "Work Direct Phone,Home Phone,Mobile Phone,Corporate Phone,Other Phone,Stage,# Employees,Industry,"
            "Person Linkedin Url,Website,Company Linkedin Url,City,State,Country,Company City,Company State,"
            "Company Country,Annual Revenue,Technologies,Lists"
        ),
    ),
    "constant contact": (
        "generic/contact",
        (
            "Email address,First name,Last name,Company,Job title,Phone - mobile,Street address line 1 - Home,"
            "City - Home,State/Province - Home,Zip/Postal Code - Home,Country - Home,Email Lists,Tags,"
            "Source Name,Created At,Updated At"
        ),
    ),
    "frappe leads": (
        "generic/lead",
        (
            "ID,Full Name,First Name,Last Name,Email,Mobile No,Organization,Status,Lead Owner,Source,"
            "Industry,Annual Revenue,No of Employees"
        ),
    ),
}
"""Tables of people and companies that no CRM wrote."""


@pytest.mark.parametrize(("pack", "headers"), OTHERS.values(), ids=OTHERS)
def test_a_table_that_no_crm_wrote_is_generic(pack, headers):
    assert recognise(headers.split(",")) == pack


STRANGERS = {
    "orders": (
        "order_id,customer_id,order_date,sku,quantity,unit_price,total,currency,status,shipping_city,shipping_country"
    ),
    "orders2": (
        "Order Number,Date,Customer Name,Customer Email,Product,Qty,Price,Total,Payment Status,"
        "Shipping Address,Shipping City,Shipping Zip,Shipping Country"
    ),
    "shopify orders": (
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,"
        "Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,"
        "Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,"
        "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,"
        "Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,"
        "Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,"
        "Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,"
        "Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,"
        "Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,"
        "Tax 1 Name,Tax 1 Value,Phone,Receipt Number,Duties"
    ),
    "products": ("id,name,sku,description,price,category,stock,brand"),
    "products2": ("Product ID,Product Name,Category,Brand,Color,Weight,Price"),
    "shopify products": (
        "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,"
        "Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Image Src,Status"
    ),
    "stripe": (
        "id,Description,Seller Message,Created date (UTC),Amount,Amount Refunded,Currency,"
        "Converted Amount,Fee,Taxes On Fee,Status,Customer ID,Customer Email,Invoice ID"
    ),
    "jira": (
        "Issue key,Issue id,Summary,Status,Priority,Assignee,Reporter,Created,Updated,Description,Resolution,Due date"
    ),
    "sf case": (
        "Id,CaseNumber,ContactId,AccountId,SuppliedName,SuppliedEmail,Type,RecordTypeId,Status,Reason,"
        "Origin,Subject,Priority,Description,IsClosed,ClosedDate,OwnerId,CreatedDate,LastModifiedDate"
    ),
    "sf task": (
        "Id,WhoId,WhatId,Subject,ActivityDate,Status,Priority,OwnerId,Description,Type,IsClosed,"
        "CreatedDate,LastModifiedDate,CallType,CallDurationInSeconds"
    ),
    "pipedrive activities": (
        "Activity - Subject,Activity - Due date,Activity - Assigned to user,Activity - Type,Activity - Done,"
        "Activity - Deal,Activity - Organization,Activity - Contact person"
    ),
    "sensor": ("timestamp,sensor_id,temperature,humidity,value"),
    "iris": ("sepal_length,sepal_width,petal_length,petal_width,species"),
    "countries": ("country,code,population,area,region"),
    "eventbrite": (
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,"
        "Order Type,Currency,Total Paid,Fees Paid,Attendee Status"
    ),
}
"""Tables of something else."""


@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS)
def test_a_table_of_something_else_is_refused(headers):
    with pytest.raises(TableError, match=r"^no pack knows .*--rules"):
        recognise(headers.split(","))
