"""Picklists: a value or one of its aliases to the value the CRM stores. Exact look-up; a near miss is a suggestion."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from crmclean.fields.base import FieldType, Standard, State, fold
from crmclean.fields.options import Shorthand

__all__ = ["Picklist", "PicklistValue"]

_NEAR = 80
_SEPARATOR = ";"


class PicklistValue(Shorthand):
    """One allowed value of a picklist, with the other spellings that mean it."""

    short_for = "value"

    value: str
    """The value as the CRM stores it, and as standardizing writes it."""
    aliases: tuple[str, ...] = ()
    """Other spellings that mean this value; compared without case, accents and punctuation."""
    active: bool = True
    """An inactive value is understood but flagged: it stays on old records and fails on a load."""


class _Lookup(NamedTuple):
    """The values of a picklist by spelling: as written, in lower case, and folded."""

    values: tuple[PicklistValue, ...]
    written: dict[str, PicklistValue]
    folded: dict[str, PicklistValue]

    def find(self, text: str) -> PicklistValue | None:
        return self.written.get(text) or self.written.get(text.lower()) or self.folded.get(fold(text))


def _lookup(values: tuple[PicklistValue, ...]) -> _Lookup:
    """Index the values; a folding that two of them share (``A+`` and ``A-``) finds neither."""
    written: dict[str, PicklistValue] = {}
    folded: dict[str, set[PicklistValue]] = {}
    for value in values:
        for text in (value.value, *value.aliases):
            folded.setdefault(fold(text), set()).add(value)
    for spelled in (str, str.lower):
        for value in values:
            written.setdefault(spelled(value.value), value)
        for value in values:
            for alias in value.aliases:
                written.setdefault(spelled(alias), value)
    return _Lookup(values, written, {text: found.pop() for text, found in folded.items() if text and len(found) == 1})


class Picklist(FieldType):
    """A value out of a list; UNKNOWN where the list has none such, with a suggestion where one is near.

    An inactive value is OK, with a note. Without values everything is OK: there is nothing to hold it against.
    """

    type: Literal["picklist"] = "picklist"
    picklist: str | None = None
    """The name of a picklist of the rule set, which then fills ``values``."""
    values: tuple[PicklistValue, ...] = ()
    """The allowed values."""
    unknown: Literal["keep", "null", "review", "reject"] = "review"
    """What becomes of an unknown value: kept with a note, emptied, a warning, or an error. The engine acts on it."""
    multiple: bool = False
    """Whether a field holds several values, separated by ``;``."""

    @cached_property
    def _lookup(self) -> _Lookup:
        return _lookup(self.values)

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Look the value up, or each of several."""
        if not self.values:
            return Standard(text, State.OK)
        if not self.multiple or _SEPARATOR not in text:
            return self._one(text)
        each = [self._one(part.strip()) for part in text.split(_SEPARATOR) if part.strip()]
        note = " ".join(dict.fromkeys(one.note for one in each if one.note)) or None
        if not each or any(one.state is State.UNKNOWN for one in each):
            return Standard(text, State.UNKNOWN, note or "Not in the picklist.")
        return Standard(_SEPARATOR.join(dict.fromkeys(one.value or "" for one in each)), State.OK, note)

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; a value that the list itself has does not."""
        return super().is_placeholder(text) and self._index().find(text) is None

    def _index(self) -> _Lookup:
        if self._lookup.values is not self.values:
            del self.__dict__["_lookup"]  # a copy with other values has inherited it
        return self._lookup

    def _one(self, text: str) -> Standard:
        found = self._index().find(text)
        if found is None:
            return Standard(text, State.UNKNOWN, self._suggestion(text))
        return Standard(found.value, State.OK, None if found.active else f"'{found.value}' is no longer in use.")

    def _suggestion(self, text: str) -> str:
        index = self._index().folded
        near = process.extract(fold(text), list(index), scorer=fuzz.ratio, score_cutoff=_NEAR - 1e-4, limit=5)
        best = {index[spelling].value for spelling, score, _ in near if score == near[0][1]}
        return f"Did you mean '{best.pop()}'?" if len(best) == 1 else f"'{text}' is not in the picklist."
