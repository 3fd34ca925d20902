"""Comparisons: one file a question, prepared on a table and asked of candidate pairs.

``KINDS`` names every kind that a rule file may ask for, and ``FITS`` the semantic types that a kind looks at where the
rule file names no fields. The first comparison of a rule set says who a record is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import polars as pl

from crmclean.dedup.coded import MISSING, Codes
from crmclean.dedup.compare.address import AddressComparison
from crmclean.dedup.compare.base import Comparison, Naming, Subject
from crmclean.dedup.compare.company import CompanyComparison
from crmclean.dedup.compare.date import DateComparison
from crmclean.dedup.compare.email import EmailComparison
from crmclean.dedup.compare.employer import EmployerComparison
from crmclean.dedup.compare.filled import FilledComparison
from crmclean.dedup.compare.person import PersonComparison
from crmclean.dedup.compare.phone import LineComparison, PhoneComparison
from crmclean.dedup.compare.text import WordsComparison
from crmclean.dedup.compare.value import CodeComparison, ExactComparison, TextComparison
from crmclean.dedup.compare.website import WebsiteComparison
from crmclean.dedup.known import Frequencies
from crmclean.spec.model import Rules

__all__ = ["KINDS", "Comparison", "Naming", "compared_fields", "fields_of", "identity_fields", "prepare"]

KINDS: Mapping[str, Callable[[Subject, tuple[str, ...]], Comparison]] = MappingProxyType(
    {
        "person": PersonComparison.of,
        "company": CompanyComparison.of,
        "employer": EmployerComparison.of,
        "email": EmailComparison.of,
        "phone": PhoneComparison.of,
        "line": LineComparison.of,
        "address": AddressComparison.of,
        "filled": FilledComparison.of,
        "url": WebsiteComparison.of,
        "exact": ExactComparison.of,
        "text": TextComparison.of,
        "date": DateComparison.of,
        "code": CodeComparison.of,
        "words": WordsComparison.of,
    }
)
"""Kinds of comparison."""

_FITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "person": ("person_name",),
        "company": ("company",),
        "employer": ("company", "email"),
        "email": ("email",),
        "phone": ("phone",),
        "line": ("phone",),
        "url": ("url",),
        "address": ("street", "city", "postal_code"),
    }
)


def prepare(
    present: pl.DataFrame, rules: Rules, names: pl.DataFrame | None = None, frequencies: Frequencies | None = None
) -> dict[str, Comparison]:
    """Prepare the comparisons of a rule set on a table; those whose fields the table has not are left out.

    Args:
        present: *n* records of standard values, canonical columns, null where missing.
        rules: The rule set.
        names: The names that the first comparison asks for, where they are read already (``names.straightened``).
        frequencies: Tells how common values are; the table does where it is not given.
    """
    frequencies = frequencies or Frequencies()
    identity: Codes = np.full(present.height, MISSING, dtype=np.int64)
    prepared: dict[str, Comparison] = {}
    for name, asked in rules.duplicates.compare.items():
        fields = tuple(field for field in _fields(name, asked.kind, asked.fields, rules) if field in present.columns)
        if not fields:
            continue
        subject = Subject(present, rules, identity, None if prepared else names, frequencies.named(name))
        comparison = KINDS[asked.kind](subject, fields)
        if not prepared and isinstance(comparison, Naming):
            identity = comparison.identity
        prepared[name] = comparison
    return prepared


def compared_fields(rules: Rules) -> frozenset[str]:
    """Return every field that a comparison of the rule set looks at."""
    asked = rules.duplicates.compare.items()
    return frozenset(field for name, each in asked for field in _fields(name, each.kind, each.fields, rules))


def identity_fields(rules: Rules) -> frozenset[str]:
    """Return the fields of the first comparison: they tell who a record is."""
    first = next(iter(rules.duplicates.compare.items()), None)
    return frozenset(_fields(first[0], first[1].kind, first[1].fields, rules)) if first else frozenset()


def fields_of(name: str, rules: Rules) -> tuple[str, ...]:
    """Return the fields that a comparison looks at, by its name."""
    asked = rules.duplicates.compare[name]
    return _fields(name, asked.kind, asked.fields, rules)


def _fields(name: str, kind: str, named: tuple[str, ...], rules: Rules) -> tuple[str, ...]:
    if named:
        return named
    if name in rules.fields and kind not in _FITS:
        return (name,)
    return tuple(field for field, each in rules.fields.items() if each.type in _FITS.get(kind, ()))
