"""Yes and no, in the words and signs that CRM exports use; consent that cannot be read counts as refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State, fold
from crmclean.fields.date import Date

__all__ = ["Boolean"]

Consent = Literal["opt_in", "opt_out"]
_DAY = Date(time="drop")


@cache
def _words(table: str) -> Mapping[str, str]:
    """Return what each word of a table means. Source: tables ``booleans`` and ``consent_words`` (by hand)."""
    return MappingProxyType({row[0]: row[1] for row in resources.read_table(table)})


def _read(text: str, table: str) -> str | None:
    words = _words(table)
    return words.get(text) or words.get(text.lower()) or words.get(fold(text))


def _read_consent(text: str, consent: Consent) -> str | None:
    """Read what only a consent says: that something is allowed or refused, or since which day a person is out."""
    if meaning := _read(text, "consent_words"):
        return _flag(consent, refused=meaning == "refused")
    since = consent == "opt_out" and _DAY.standardize(text).state in (State.OK, State.AMBIGUOUS)
    return _flag(consent, refused=True) if since else None


def _flag(consent: Consent, *, refused: bool) -> str:
    return "true" if refused == (consent == "opt_out") else "false"


class Boolean(FieldType):
    """A flag: ``true`` or ``false``.

    With ``consent`` set, the words of consent are read in the direction of the field (``Do Not Allow`` and
    ``unsubscribed`` are ``true`` for ``opt_out``, ``false`` for ``opt_in``), and a date in an ``opt_out`` field says
    since when a person is out. A filled value that cannot be read, a placeholder too, counts as opted out and is
    UNKNOWN; an empty one stays EMPTY.
    """

    type: Literal["boolean"] = "boolean"
    consent: Consent | None = None
    """The direction of a consent flag; none where the field is no consent."""

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Read a yes or a no."""
        value = _read(text, "booleans")
        if value is not None:
            return Standard(value, State.OK)
        if self.consent is None:
            return Standard(text, State.UNKNOWN, "Neither yes nor no.")
        value = _read_consent(text, self.consent)
        if value is not None:
            return Standard(value, State.OK)
        return Standard(_flag(self.consent, refused=True), State.UNKNOWN, "Neither yes nor no; counts as opted out.")

    @property
    def restrictive(self) -> tuple[str, ...]:
        """``true`` goes before ``false`` in an opt-out, the other way round in an opt-in."""
        return {None: (), "opt_out": ("true", "false"), "opt_in": ("false", "true")}[self.consent]

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; a readable flag never does, and nothing does in a consent."""
        return self.consent is None and _read(text, "booleans") is None and super().is_placeholder(text)
