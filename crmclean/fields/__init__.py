"""Semantic types: one file and one table entry each.

``TYPES`` is the table. A type owns everything about its kind of value: how one value and a column become standard, what
counts as missing, which blocking keys it offers and how two values compare.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from crmclean.fields.base import FieldType, Standard, State, fold, tidy
from crmclean.fields.text import Text

__all__ = ["TYPES", "AnyField", "FieldType", "Standard", "State", "fold", "tidy"]

TYPES: tuple[type[FieldType], ...] = (Text,)
"""Every semantic type, in the order of the docs."""

AnyField = Annotated[Text, Field(discriminator="type")]
"""A field of any semantic type, told apart by its ``type``."""
