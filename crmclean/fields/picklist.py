"""Picklists: any spelling of a value to the value the CRM stores. A near miss is a suggestion, never a change."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from crmclean.fields.base import FieldType, Standard, State
from crmclean.fields.picklist_lookup import Lookup, PicklistValue

__all__ = ["Picklist", "PicklistValue"]

_SEPARATOR = ";"
_SEPARATORS = (_SEPARATOR, "|", ",")
_MOST_LISTED = 8


class Picklist(FieldType):
    """A value out of a list; UNKNOWN where the list has none such, with a suggestion where one is near.

    A value of a dependent list that does not go with the record's controlling value is UNKNOWN too; where the
    controlling field is empty nothing is held against it. An inactive value is OK, with a note. Without values
    everything is OK: there is nothing to hold it against.
    """

    type: Literal["picklist"] = "picklist"
    picklist: str | None = None
    """The name of a picklist of the rule set, which then fills ``values``."""
    values: tuple[PicklistValue, ...] = ()
    """The allowed values."""
    unknown: Literal["keep", "null", "review", "reject"] = "review"
    """What becomes of an unknown value: kept with a note, emptied, a warning, or an error. The engine acts on it."""
    multiple: bool = False
    """Whether a field holds several values, separated by ``;`` (``|`` and ``,`` are understood)."""
    controlled_by: str | None = None
    """The field whose value decides which values may be chosen: each value's ``for`` names those it goes with."""
    consent: tuple[str, ...] = ()
    """Where the list is a consent: its values, the most restrictive first. A merge then keeps the most restrictive of
    all, whatever survivorship says; what cannot be read counts as restrictive, what is not named as next to it."""
    crosswalk: str | None = None
    """Another picklist whose values may arrive: they are mapped through ``crosswalks/<other>-<this>.yaml``, or a file
    of one's own that ends in ``.yaml``."""

    @property
    def depends_on(self) -> str | None:
        """The controlling field."""
        return self.controlled_by

    @property
    def restrictive(self) -> tuple[str, ...]:
        """The values that ``consent`` names."""
        return self.consent

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self.values, self.picklist or "")

    def parse(self, text: str, given: str | None = None) -> Standard:
        """Look the value up, or each of several."""
        if not self.values:
            return Standard(text, State.OK)
        one = self._one(text, given)
        if not self.multiple or (one.state is State.OK and _SEPARATOR not in text):
            return one
        for separator in _SEPARATORS:
            if separator in text and (several := self._several(text, separator, given)):
                return several
        return one

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; a value that the list itself has does not."""
        if self.multiple and not text.strip(f"{_SEPARATOR} "):
            return True
        return super().is_placeholder(text) and not self._index().direct(text)

    def _index(self) -> Lookup:
        if self._lookup.values is not self.values:
            del self.__dict__["_lookup"]  # a copy with other values has inherited it
        return self._lookup

    def _several(self, text: str, separator: str, given: str | None) -> Standard | None:
        """Look each part up, in the order given; None where a separator other than ``;`` leads to nothing."""
        parts = [part.strip() for part in text.split(separator) if part.strip()]
        each = [self._one(part, given) for part in parts]
        unknown = [part for part, one in zip(parts, each, strict=True) if one.state is State.UNKNOWN]
        if unknown and separator != _SEPARATOR:
            return None
        notes = [
            one.note or f"'{part}' is not in the picklist."
            for part, one in zip(parts, each, strict=True)
            if one.note or one.state is State.UNKNOWN
        ]
        note = " ".join(dict.fromkeys(notes)) or None
        if unknown:
            return Standard(text, State.UNKNOWN, note)
        return Standard(_SEPARATOR.join(dict.fromkeys(one.value or "" for one in each)), State.OK, note)

    def _one(self, text: str, given: str | None) -> Standard:
        found, certain = self._index().find(text)
        fitting = [value for value in found if _fits(value, given)]
        names = list(dict.fromkeys(value.value for value in fitting))
        if certain and len(names) == 1:
            inactive = not any(value.active for value in fitting)
            return Standard(names[0], State.OK, f"'{names[0]}' is no longer in use." if inactive else None)
        if certain and not fitting:
            return Standard(text, State.UNKNOWN, self._going_with(given))
        return Standard(text, State.UNKNOWN, _suggestion([value.value for value in fitting if value.active]))

    def _going_with(self, given: str | None) -> str:
        fitting = [value.value for value in self.values if value.active and _fits(value, given)]
        if not fitting:
            return f"No value goes with '{given}'."
        return f"With '{given}' go: {', '.join(fitting[:_MOST_LISTED])}{', …' if len(fitting) > _MOST_LISTED else '.'}"


def _fits(value: PicklistValue, given: str | None) -> bool:
    return not value.goes_with or given is None or given.lower() in map(str.lower, value.goes_with)


def _suggestion(names: list[str]) -> str | None:
    quoted = [f"'{name}'" for name in dict.fromkeys(names)]
    if len(quoted) < 2:
        return f"Did you mean {quoted[0]}?" if quoted else None
    return f"Could be {', '.join(quoted[:-1])} or {quoted[-1]}."
