"""Recognition is honest: tables that no CRM of ours wrote are never taken for one of a CRM's.

What each table may be called was decided by hand, from what its records are. Headers are those that the programs write
in their exports, or what people put at the head of a sheet.
"""

from __future__ import annotations

import random

import pytest

from crmclean.errors import TableError
from crmclean.spec.recognition import recognise

CONTACT, ACCOUNT, LEAD, DEAL = (f"generic/{name}" for name in ("contact", "account", "lead", "opportunity"))
TIE, REFUSED = "tie", "refused"


def answer(headers: list[str]) -> str:
    """What recognition says: the pack, a tie, or a refusal."""
    try:
        return recognise(headers)
    except TableError as error:
        return TIE if "equally well" in str(error) else REFUSED


TABLES = {
    "lone name": (
        {TIE, REFUSED},
        "Name",
    ),
    "lone name, id": (
        {TIE, REFUSED},
        "id,Name",
    ),
    "lone email": (
        {CONTACT, TIE, REFUSED},
        "Email",
    ),
    "lone company": (
        {ACCOUNT, TIE, REFUSED},
        "Company",
    ),
    "name and phone": (
        {CONTACT, TIE, REFUSED},
        "Name,Phone",
    ),
    "lone description": (
        {TIE, REFUSED},
        "Description",
    ),
    "city and country": (
        {TIE, REFUSED},
        "City,Country",
    ),
    "bank": (
        {REFUSED},
        "Date,Description,Amount",
    ),
    "bank balance": (
        {REFUSED},
        "Date,Description,Amount,Balance",
    ),
    "bank debit credit": (
        {REFUSED},
        "Date,Description,Debit,Credit,Balance",
    ),
    "bank currency": (
        {REFUSED},
        "Booking Date,Value Date,Payee,Description,Amount,Currency",
    ),
    "chase checking": (
        {REFUSED},
        "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #",
    ),
    "chase card": (
        {REFUSED},
        "Transaction Date,Post Date,Description,Category,Type,Amount,Memo",
    ),
    "n26": (
        {REFUSED},
        (
            "Booking Date,Value Date,Partner Name,Partner Iban,Type,Payment Reference,Account Name,Amount (EUR),"
            "Original Amount,Original Currency,Exchange Rate"
        ),
    ),
    "revolut": (
        {REFUSED},
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance",
    ),
    "paypal": (
        {REFUSED},
        (
            "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,"
            "Transaction ID,Shipping Address,Address Status,Item Title,Item ID,Shipping and Handling Amount,"
            "Sales Tax,Invoice Number,Quantity,Receipt ID,Balance,Address Line 1,Town/City,State/Province,"
            "Zip/Postal Code,Country,Contact Phone Number,Subject,Note,Country Code"
        ),
    ),
    "mint": (
        {REFUSED},
        "Date,Description,Original Description,Amount,Transaction Type,Category,Account Name,Labels,Notes",
    ),
    "quickbooks transactions": (
        {REFUSED},
        "Date,Transaction Type,Num,Name,Memo/Description,Account,Split,Amount,Balance",
    ),
    "expenses": (
        {REFUSED},
        "Date,Merchant,Category,Amount,Currency,Employee,Status,Notes",
    ),
    "invoices": (
        {REFUSED},
        "Invoice Number,Customer,Invoice Date,Due Date,Amount,Currency,Status",
    ),
    "xero invoices": (
        {REFUSED},
        (
            "*ContactName,EmailAddress,POAddressLine1,POCity,PORegion,POPostalCode,POCountry,*InvoiceNumber,"
            "Reference,*InvoiceDate,*DueDate,Total,InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,"
            "*AccountCode,*TaxType,TaxAmount,TrackingName1,Currency"
        ),
    ),
    "stripe subscriptions": (
        {REFUSED},
        (
            "id,Customer ID,Customer Description,Customer Email,Plan,Quantity,Currency,Interval,Amount,Status,"
            "Created (UTC),Start (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),"
            "Canceled At (UTC)"
        ),
    ),
    "payroll": (
        {REFUSED},
        "Employee ID,Employee Name,Pay Period,Gross Pay,Tax,Net Pay,Currency",
    ),
    "budget": (
        {REFUSED},
        "Department,Owner,Amount,Currency,Description",
    ),
    "donations": (
        {REFUSED},
        "Donor,Amount,Currency,Date,Campaign,Notes",
    ),
    "fundraising gifts": (
        {REFUSED},
        "Gift ID,Constituent,Gift Amount,Gift Date,Fund,Type",
    ),
    "quickbooks online customers": (
        {CONTACT, ACCOUNT, TIE},
        "Name,Company name,Street Address,City,State,Country,Zip,Phone,Email,Attachments,Open Balance",
    ),
    "quickbooks contact list": (
        {CONTACT, ACCOUNT, TIE, REFUSED},
        "Customer,Phone Numbers,Email,Full Name,Billing Address,Shipping Address",
    ),
    "quickbooks desktop customers": (
        {CONTACT, TIE, REFUSED},
        (
            "Active Status,Customer,Balance,Balance Total,Company,Mr./Ms./...,First Name,M.I.,Last Name,"
            "Primary Contact,Main Phone,Fax,Alt. Phone,Secondary Contact,Job Title,Main Email,Bill to 1,"
            "Bill to 2,Bill to 3,Bill to 4,Bill to 5,Ship to 1,Ship to 2,Ship to 3,Ship to 4,Ship to 5,"
            "Customer Type,Terms,Rep,Sales Tax Code,Tax item,Resale Num,Account No.,Credit Limit,Job Status,"
            "Job Type,Job Description,Start Date,Projected End,End Date"
        ),
    ),
    "xero contacts": (
        {CONTACT, REFUSED},
        (
            "*ContactName,AccountNumber,EmailAddress,FirstName,LastName,POAttentionTo,POAddressLine1,"
            "POAddressLine2,POAddressLine3,POAddressLine4,POCity,PORegion,POPostalCode,POCountry,SAAttentionTo,"
            "SAAddressLine1,SAAddressLine2,SAAddressLine3,SAAddressLine4,SACity,SARegion,SAPostalCode,SACountry,"
            "PhoneNumber,FaxNumber,MobileNumber,DDINumber,SkypeName,BankAccountName,BankAccountNumber,"
            "BankAccountParticulars,TaxNumberType,TaxNumber,AccountsReceivableTaxCodeName,"
            "AccountsPayableTaxCodeName,Website,LegalName,Discount,CompanyNumber,DueDateBillDay,DueDateBillTerm,"
            "DueDateSalesDay,DueDateSalesTerm,SalesAccount,PurchasesAccount"
        ),
    ),
    "stripe customers": (
        {CONTACT, REFUSED},
        (
            "id,Description,Email,Name,Created (UTC),Delinquent,Card ID,Card Last4,Card Brand,Card Funding,"
            "Card Exp Month,Card Exp Year,Currency,Account Balance,Plan,Status,Total Spend,Payment Count,"
            "Average Order,Refunded Volume,Dispute Losses"
        ),
    ),
    "woocommerce customers": (
        {CONTACT, REFUSED},
        "Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Country / Region,City,Region,Postal Code",
    ),
    "vendors": (
        {CONTACT, ACCOUNT, TIE},
        "Vendor,Company,Street,City,State,Zip,Phone,Fax,Email,Terms,Balance",
    ),
    "wave customers": (
        {CONTACT, ACCOUNT, TIE, REFUSED},
        (
            "customer_name,email,contact_first_name,contact_last_name,customer_currency,account_number,phone,fax,"
            "mobile,toll_free,website,country,province/state,address_line_1,address_line_2,city,"
            "postal_code/zip_code,shipping_address"
        ),
    ),
    "freshbooks clients": (
        {CONTACT},
        (
            "Organization,First Name,Last Name,Email,Phone,Fax,Address Line 1,Address Line 2,City,Province/State,"
            "Country,Postal Code,Notes"
        ),
    ),
    "square customers": (
        {CONTACT},
        (
            "Reference ID,First Name,Last Name,Email Address,Phone Number,Nickname,Company Name,Street Address 1,"
            "Street Address 2,City,State,Postal Code,Birthday,Memo,Square Customer ID,Creation Source,"
            "First Visit,Last Visit,Transaction Count,Lifetime Spend,Email Subscription Status,Instant Profile"
        ),
    ),
    "klaviyo": (
        {CONTACT},
        (
            "Email,Klaviyo ID,First Name,Last Name,Organization,Title,Phone Number,Address,Address 2,City,"
            "State / Region,Country,Zip Code,Latitude,Longitude,Source,IP Address,Last Active,"
            "Email Marketing Consent,Profile Created On"
        ),
    ),
    "zoom registrants": (
        {CONTACT},
        "First Name,Last Name,Email,Registration Time,Approval Status",
    ),
    "calendly": (
        {CONTACT, REFUSED},
        (
            "Team,User Name,User Email,Invitee Name,Invitee First Name,Invitee Last Name,Invitee Email,"
            "Invitee Time Zone,Invitee accepted marketing emails,Text Reminder Number,Event Type Name,"
            "Start Date & Time,End Date & Time,Location,Event Created Date & Time,Canceled,Canceled By,"
            "Cancellation reason"
        ),
    ),
    "surveymonkey": (
        {CONTACT},
        (
            "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,"
            "Custom Data 1,How likely are you to recommend us?,Why?"
        ),
    ),
    "meetup": (
        {CONTACT, TIE, REFUSED},
        "Name,User ID,Title,Event Host,RSVP,Guests,RSVPed on,Joined Group on,URL of Member Profile",
    ),
    "newsletter": (
        {CONTACT, TIE, REFUSED},
        "Email,Subscribed,Signup Date,Source",
    ),
    "zendesk users": (
        {CONTACT},
        "ID,Name,Email,External ID,Details,Notes,Phone,Role,Restriction,Organization,Tags,Brand",
    ),
    "zendesk organizations": (
        {ACCOUNT, TIE, REFUSED},
        "Id,Name,Domain Names,Details,Notes,Group,Shared,Tags",
    ),
    "intercom users": (
        {CONTACT},
        (
            "User ID,Name,Email,Phone,Owner,Type,First Seen,Signed up,Last seen,Web sessions,City,Country,"
            "Company name,Browser,OS,Unsubscribed from Emails"
        ),
    ),
    "bamboo employees": (
        {CONTACT},
        (
            "Employee #,Last Name,First Name,Job Title,Department,Division,Location,Supervisor,Hire Date,"
            "Work Email,Work Phone,Mobile Phone,Status"
        ),
    ),
    "directory users": (
        {CONTACT},
        ("DisplayName,GivenName,Surname,SamAccountName,UserPrincipalName,EmailAddress,Department,Title,Office,Enabled"),
    ),
    "office users": (
        {CONTACT},
        (
            "Block credential,City,Country/Region,Department,Display name,Fax,First name,Last name,Licenses,"
            "Mobile Phone,Office,Phone number,Postal code,State,Street address,Title,Usage location,"
            "User principal name,When created"
        ),
    ),
    "workspace users": (
        {CONTACT, REFUSED},
        (
            "First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY],"
            "Last Sign In [READ ONLY],Recovery Email,Home Secondary Email,Work Phone,Home Phone,Mobile Phone,"
            "Work Address,Employee ID,Employee Title,Manager Email,Department,Cost Center"
        ),
    ),
    "students": (
        {CONTACT},
        "Student ID,First Name,Last Name,Grade,Date of Birth,Email,Guardian",
    ),
    "slack members": (
        {CONTACT, REFUSED},
        "username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname",
    ),
    "icloud": (
        {CONTACT},
        (
            "First Name,Last Name,Display Name,Nickname,E-mail Address,Home Phone,Business Phone,Home Street,"
            "Home City,Home Postal Code,Birthday,Notes"
        ),
    ),
    "thunderbird": (
        {CONTACT},
        (
            "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,"
            "Home Phone,Fax Number,Pager Number,Mobile Number,Home Address,Home Address 2,Home City,Home State,"
            "Home ZipCode,Home Country,Work Address,Work Address 2,Work City,Work State,Work ZipCode,"
            "Work Country,Job Title,Department,Organization,Web Page 1,Web Page 2,Birth Year,Birth Month,"
            "Birth Day,Custom 1,Custom 2,Custom 3,Custom 4,Notes"
        ),
    ),
    "sugar contacts": (
        {CONTACT},
        (
            "ID,Salutation,First Name,Last Name,Account Name,Title,Department,Email Address,Office Phone,Mobile,"
            "Home,Fax,Primary Address Street,Primary Address City,Primary Address State,"
            "Primary Address Postal Code,Primary Address Country,Lead Source,Date Created,Date Modified,"
            "Assigned To,Teams,Description"
        ),
    ),
    "sugar accounts": (
        {ACCOUNT},
        (
            "ID,Name,Website,Email Address,Office Phone,Fax,Billing Street,Billing City,Billing State,"
            "Billing Postal Code,Billing Country,Description,Type,Industry,Annual Revenue,Employees,SIC Code,"
            "Ticker Symbol,Ownership,Rating,Assigned User,Date Created,Date Modified"
        ),
    ),
    "freshsales contacts": (
        {CONTACT, LEAD, TIE},
        (
            "Id,First name,Last name,Job title,Emails,Work,Mobile,Address,City,State,Zipcode,Country,"
            "Sales account,Sales owner,Lifecycle stage,Status,Source,Created at,Updated at,Last contacted time"
        ),
    ),
    "copper people": (
        {CONTACT},
        (
            "Prefix,First Name,Middle Name,Last Name,Suffix,Title,Company,Contact Type,Street,City,State,"
            "Postal Code,Country,Details,Owned By,Work Phone,Mobile Phone,Work Email,Personal Email,Website,Tags"
        ),
    ),
    "copper opportunities": (
        {DEAL},
        (
            "Name,Company,Primary Contact,Value,Pipeline,Stage,Status,Loss Reason,Priority,Close Date,"
            "Win Probability,Owned By,Source,Details,Tags"
        ),
    ),
    "close leads": (
        {CONTACT, ACCOUNT, LEAD, TIE, REFUSED},
        (
            "id,display_name,description,url,status_label,created_by_name,date_created,primary_contact_name,"
            "primary_contact_email,primary_contact_primary_phone,opportunity_value"
        ),
    ),
    "insightly contacts": (
        {CONTACT},
        (
            "Record Id,Salutation,First Name,Last Name,Title,Organization,Email Address,Phone,Mobile Phone,"
            "Mailing Address Street,Mailing Address City,Mailing Address State,Mailing Address Postal Code,"
            "Mailing Address Country,Background,Date Created"
        ),
    ),
    "monday deals": (
        {DEAL},
        "Name,Stage,Owner,Deal Value,Contacts,Accounts,Expected Close Date,Close Probability,Last Interaction",
    ),
    "woocommerce orders": (
        {REFUSED},
        (
            "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),"
            "Company (Billing),Address 1&2 (Billing),City (Billing),State Code (Billing),Postcode (Billing),"
            "Country Code (Billing),Email (Billing),Phone (Billing),Payment Method Title,Cart Discount Amount,"
            "Order Subtotal Amount,Shipping Method Title,Order Shipping Amount,Order Refund Amount,"
            "Order Total Amount,Order Total Tax Amount,SKU,Item #,Item Name,Quantity,Item Cost,Coupon Code,"
            "Discount Amount"
        ),
    ),
    "etsy orders": (
        {REFUSED},
        (
            "Sale Date,Order ID,Buyer User ID,Full Name,First Name,Last Name,Number of Items,Payment Method,"
            "Date Shipped,Street 1,Street 2,Ship City,Ship State,Ship Zipcode,Ship Country,Currency,Order Value,"
            "Coupon Code,Coupon Details,Discount Amount,Shipping,Sales Tax,Order Total,Status,"
            "Card Processing Fees,Order Net,Buyer,SKU"
        ),
    ),
    "inventory": (
        {REFUSED},
        "SKU,Product Name,Warehouse,On Hand,Reorder Point,Unit Cost,Supplier",
    ),
    "inventory, plain": (
        {TIE, REFUSED},
        "Name,Description,Category,Quantity,Location,Owner",
    ),
    "assets": (
        {REFUSED},
        (
            "Asset Tag,Asset Name,Serial Number,Model,Category,Status,Assigned To,Purchase Date,Purchase Cost,"
            "Location,Notes"
        ),
    ),
    "vehicles": (
        {REFUSED},
        "Make,Model,Year,VIN,Mileage,Color,Owner",
    ),
    "listings": (
        {REFUSED},
        "Address,City,State,Zip,Price,Beds,Baths,Sq Ft,Status,URL",
    ),
    "stores": (
        {CONTACT, ACCOUNT, TIE},
        "Name,Address,City,State,Zip,Phone,Website,Latitude,Longitude",
    ),
    "tickets": (
        {REFUSED},
        "Ticket ID,Subject,Status,Priority,Requester,Assignee,Created,Updated",
    ),
    "calendar": (
        {REFUSED},
        "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location,Private",
    ),
    "asana": (
        {TIE, REFUSED},
        (
            "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,"
            "Start Date,Due Date,Tags,Notes,Projects,Parent task"
        ),
    ),
    "trello": (
        {REFUSED},
        "Card ID,Card Name,Card URL,Card Description,Labels,Members,Due Date,Board Name,List Name,Archived",
    ),
    "issues": (
        {TIE, REFUSED},
        "Title,State,Assignee,Labels,Created At,Updated At,URL",
    ),
    "projects": (
        {TIE, REFUSED},
        "Name,Owner,Status,Start Date,Due Date,Created At,Description",
    ),
    "web analytics": (
        {TIE, REFUSED},
        "Source,Medium,Sessions,Users,Bounce Rate,Revenue",
    ),
    "ads": (
        {REFUSED},
        "Campaign,Ad group,Currency,Clicks,Impressions,Cost,Conversions",
    ),
    "calls": (
        {TIE, REFUSED},
        "Date,Time,From,To,Duration,Direction,Owner,Notes",
    ),
    "emails": (
        {REFUSED},
        "From,To,Cc,Subject,Date,Body",
    ),
    "files": (
        {TIE, REFUSED},
        "Name,Type,Size,Owner,Created,Modified",
    ),
    "movies": (
        {TIE, REFUSED},
        "Title,Year,Country,Rating,Description",
    ),
    "jobs": (
        {CONTACT, ACCOUNT, TIE, REFUSED},
        "Job Title,Company,City,Country,Salary,Description,URL",
    ),
    "domains": (
        {ACCOUNT, TIE, REFUSED},
        "Domain,Registrar,Created,Expires,Owner",
    ),
    "stocks": (
        {REFUSED},
        "Date,Open,High,Low,Close,Volume",
    ),
    "sales by region": (
        {REFUSED},
        (
            "Region,Country,Item Type,Sales Channel,Order Priority,Order Date,Order ID,Ship Date,Units Sold,"
            "Unit Price,Unit Cost,Total Revenue,Total Cost,Total Profit"
        ),
    ),
    "sf campaign": (
        {TIE, REFUSED},
        (
            "Id,Name,Type,Status,StartDate,EndDate,ExpectedRevenue,BudgetedCost,ActualCost,IsActive,OwnerId,"
            "ParentId,Description,CreatedDate,LastModifiedDate"
        ),
    ),
    "sf user": (
        {CONTACT, "salesforce/contact", TIE, REFUSED},
        (
            "Id,Username,LastName,FirstName,Name,CompanyName,Division,Department,Title,Street,City,State,"
            "PostalCode,Country,Email,Phone,MobilePhone,Alias,TimeZoneSidKey,UserRoleId,LocaleSidKey,ProfileId,"
            "UserType,IsActive,LastLoginDate,CreatedDate"
        ),
    ),
    "hubspot tickets": (
        {REFUSED},
        "Ticket ID,Ticket name,Pipeline,Ticket status,Create date,Priority,Ticket owner,Source",
    ),
    "hubspot products": (
        {REFUSED},
        "Record ID,Name,SKU,Product description,Unit price,Unit cost,Create Date,Last Modified Date,Term",
    ),
    "dynamics case": (
        {REFUSED},
        (
            "(Do Not Modify) Case,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Case Title,"
            "Case Number,Priority,Origin,Customer,Owner,Status Reason,Created On"
        ),
    ),
    "pipedrive products": (
        {REFUSED},
        "Product - Name,Product - Product code,Product - Unit,Product - Unit price,Product - Tax,Product - Owner",
    ),
    "zoho invoices": (
        {REFUSED},
        (
            "Record Id,Invoice Owner,Subject,Invoice Number,Sales Order,Invoice Date,Due Date,Status,"
            "Account Name,Contact Name,Sub Total,Tax,Adjustment,Grand Total,Billing Street,Billing City,"
            "Billing State,Billing Code,Billing Country"
        ),
    ),
    "zoho tasks": (
        {REFUSED},
        (
            "Record Id,Task Owner,Subject,Due Date,Contact Name,Account Name,Status,Priority,Created Time,"
            "Modified Time,Description"
        ),
    ),
}


@pytest.mark.parametrize(("honest", "headers"), TABLES.values(), ids=TABLES)
def test_the_answer_is_honest(honest, headers):
    assert answer(headers.split(",")) in honest


@pytest.mark.parametrize(("honest", "headers"), TABLES.values(), ids=TABLES)
def test_the_order_of_the_columns_makes_no_difference(honest, headers):
    assert answer(headers.split(",")[::-1]) in honest


DRAWS = 50
MOST = 0.03


def test_in_part_they_are_hardly_ever_misread():
    misread = drawn = 0
    for name, (honest, headers) in TABLES.items():
        columns = headers.split(",")
        draw = random.Random(name)  # noqa: S311 - a seeded draw, no secret
        answers = [answer(draw.sample(columns, round(len(columns) * 0.6))) for _ in range(DRAWS if columns[4:] else 0)]
        misread += sum(said not in {*honest, TIE, REFUSED} for said in answers)
        drawn += len(answers)
    assert misread <= MOST * drawn
