"""Identifiers: kept to the letter; Salesforce ids brought to their 18 case-safe characters."""

from __future__ import annotations

import re
from typing import Literal

from crmclean.fields.base import FieldType, Standard, State

__all__ = ["Identifier", "salesforce_suffix"]

_CHECK_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_SALESFORCE = re.compile(r"([A-Za-z0-9]{15})([A-Za-z0-9]{3})?")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")


def salesforce_suffix(identifier: str) -> str:
    """Return the three check signs of a 15-character Salesforce id: one for every five, a bit for each capital.

    Source: the id format as documented by Salesforce ("What are record IDs comprised of?").

    Example:
        >>> salesforce_suffix("001000000000001"), salesforce_suffix("0015g00000Xgxd8")
        ('AAA', 'AAB')
    """
    chunks = (identifier[start : start + 5] for start in (0, 5, 10))
    bits = (sum(1 << place for place, sign in enumerate(chunk) if "A" <= sign <= "Z") for chunk in chunks)
    return "".join(_CHECK_SIGNS[bit] for bit in bits)


class Identifier(FieldType):
    """A key of some system: case, zeros and signs are kept. Digits that a spreadsheet cut off are INVALID."""

    type: Literal["identifier"] = "identifier"
    format: Literal["none", "salesforce"] = "none"
    """``salesforce``: 15 characters get their three check signs, 18 are checked by theirs."""

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Keep the text; check and complete a Salesforce id."""
        if _SCIENTIFIC.fullmatch(text):
            return Standard(text, State.INVALID, "A spreadsheet has cut off the last digits; they cannot be restored.")
        if self.format == "none":
            return Standard(text, State.OK)
        match = _SALESFORCE.fullmatch(text)
        if match is None:
            return Standard(text, State.INVALID, "A Salesforce id has 15 or 18 letters and digits.")
        suffix = salesforce_suffix(match[1])
        if match[2] is not None and match[2].upper() != suffix:
            return Standard(text, State.INVALID, "The check signs do not fit: letters were changed.")
        return Standard(match[1] + suffix, State.OK)

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; Salesforce's own null id does."""
        null = self.format == "salesforce" and text[:15] == "0" * 15
        return null or super().is_placeholder(text)
