"""Semantic types: one file and one table entry each.

``TYPES`` is the table. A type owns everything about its kind of value: how one value and a column become standard, what
counts as missing, which blocking keys it offers and in which form two values are compared.
"""

from __future__ import annotations

from typing import Annotated, Union

from pydantic import Field

from crmclean.fields.address import Address
from crmclean.fields.base import MISSING, FieldType, Standard, State, fold, tidy
from crmclean.fields.boolean import Boolean
from crmclean.fields.city import City
from crmclean.fields.company import Company
from crmclean.fields.country import Country
from crmclean.fields.date import Date
from crmclean.fields.email import Email
from crmclean.fields.identifier import Identifier
from crmclean.fields.number import Number
from crmclean.fields.person_name import PersonName
from crmclean.fields.phone import Phone
from crmclean.fields.picklist import Picklist, PicklistValue
from crmclean.fields.postal_code import PostalCode
from crmclean.fields.raw import Raw
from crmclean.fields.street import Street
from crmclean.fields.subdivision import Subdivision
from crmclean.fields.text import Text
from crmclean.fields.url import Url

__all__ = ["MISSING", "TYPES", "AnyField", "FieldType", "PicklistValue", "Standard", "State", "fold", "tidy"]

TYPES: tuple[type[FieldType], ...] = (
    Text,
    Raw,
    PersonName,
    Company,
    Email,
    Phone,
    Url,
    Street,
    Address,
    City,
    Subdivision,
    PostalCode,
    Country,
    Date,
    Number,
    Boolean,
    Picklist,
    Identifier,
)
"""Every semantic type, in the order of the docs."""

AnyField = Annotated[Union[*TYPES], Field(discriminator="type")]  # type: ignore[valid-type]
"""A field of any semantic type, told apart by its ``type``."""
