"""Yes and no, in the words and signs that CRM exports use; consent that cannot be read counts as refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal, Self

import polars as pl
from pydantic import Field, model_validator

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State, fold, tidied
from crmclean.fields.date import Date
from crmclean.fields.options import Option

__all__ = ["Boolean", "Labels"]

Consent = Literal["opt_in", "opt_out"]
_COLUMN = 2
"""How many labels make a column one of labels: a single one in a column of flags is a slip."""


@cache
def _words(table: str) -> Mapping[str, str]:
    """Return what each word of a table means. Source: tables ``booleans`` and ``consent_words`` (by hand)."""
    return MappingProxyType({row[0]: row[1] for row in resources.read_table(table)})


def _read(text: str, table: str) -> str | None:
    words = _words(table)
    return words.get(text) or words.get(text.lower()) or words.get(fold(text))


@cache
def _day() -> Date:
    return Date(time="drop")


def _read_consent(text: str, consent: Consent) -> str | None:
    """Read what only a consent says: that something is allowed or refused, or since which day a person is out."""
    if meaning := _read(text, "consent_words"):
        return _flag(consent, refused=meaning == "refused")
    since = consent == "opt_out" and _day().standardize(text).state in (State.OK, State.AMBIGUOUS)
    return _flag(consent, refused=True) if since else None


def _flag(consent: Consent, *, refused: bool) -> str:
    return "true" if refused == (consent == "opt_out") else "false"


class Labels(Option):
    """What a CRM shows, exports and takes back in place of true and false."""

    true: str = Field(description="The word for true.")
    false: str = Field(description="The word for false.")


class Boolean(FieldType):
    """A flag: ``true`` or ``false``, or a CRM's own labels for them.

    With ``consent`` set, the words of consent are read in the direction of the field (``Do Not Allow`` and
    ``unsubscribed`` are ``true`` for ``opt_out``, ``false`` for ``opt_in``), and a date in an ``opt_out`` field says
    since when a person is out. A filled value that cannot be read, a placeholder too, counts as opted out and is
    UNKNOWN; an empty one stays EMPTY.

    ``labels`` are for CRMs that export words and expect them back (Dynamics 365: ``Allow``, ``Do Not Allow``). A
    column that holds them is written in them throughout, so that the cleaned file can be loaded again; any other, and a
    single record without what a table has learned, in ``true`` and ``false``. Rules compare with either.

    Example:
        >>> labels = Labels(true="Do Not Allow", false="Allow")
        >>> flag = Boolean(consent="opt_out", labels=labels, labelled=True)
        >>> [flag.standardize(text).value for text in ("do not allow", "yes", "Allow")]
        ['Do Not Allow', 'Do Not Allow', 'Allow']
    """

    type: Literal["boolean"] = "boolean"
    consent: Consent | None = None
    """The direction of a consent flag; none where the field is no consent."""
    labels: Labels | None = None
    """The CRM's words for true and false (``{"true": Do Not Allow, "false": Allow}``)."""
    labelled: bool | None = None
    """Whether values are written as the labels; where it is not given, in columns that hold two of them or more."""

    @model_validator(mode="after")
    def _plain_labels(self) -> Self:
        for value, label in self.labels or ():
            meant = _read(label, "booleans") or (_read_consent(label, self.consent) if self.consent else None)
            if not label.strip() or meant not in (None, value):
                msg = f"the label '{label}' of {value} is read as {meant or 'nothing'}"
                raise ValueError(msg)
        if self.labels and fold(self.labels.true) == fold(self.labels.false):
            raise ValueError("the labels of true and false are the same")
        if self.labelled and not self.labels:
            raise ValueError("'labelled' needs 'labels'")
        return self

    def learned(self, values: pl.Series) -> Self:
        """Return the type with labels to be written where the column is written in them."""
        if self.labels is None or self.labelled is not None:
            return self
        known = [label.lower() for _, label in self.labels]
        labelled = tidied(values.drop_nulls()).str.to_lowercase().is_in(known).sum() >= _COLUMN
        return self.model_copy(update={"labelled": True}) if labelled else self

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Read a yes or a no."""
        value = self._meaning(text)
        if value is not None:
            return Standard(self._written(value), State.OK)
        if self.consent is None:
            return Standard(text, State.UNKNOWN, "Neither yes nor no.")
        refused = self._written(_flag(self.consent, refused=True))
        return Standard(refused, State.UNKNOWN, "Neither yes nor no; counts as opted out.")

    def _meaning(self, text: str) -> str | None:
        """Read ``true`` or ``false``: a label, a word for yes or no, a word of consent."""
        for value, label in self.labels or ():
            if text.lower() == label.lower():
                return value
        return _read(text, "booleans") or (_read_consent(text, self.consent) if self.consent else None)

    def _written(self, value: str) -> str:
        return str(getattr(self.labels, value)) if self.labelled else value

    @property
    def restrictive(self) -> tuple[str, ...]:
        """``true`` goes before ``false`` in an opt-out, the other way round in an opt-in; each with its label."""
        flags = {None: (), "opt_out": ("true", "false"), "opt_in": ("false", "true")}[self.consent]
        if self.labels is None:
            return flags
        return tuple(word for flag in flags for word in (flag, str(getattr(self.labels, flag))))

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; a readable flag never does, and nothing does in a consent."""
        return self.consent is None and self._meaning(text) is None and super().is_placeholder(text)
