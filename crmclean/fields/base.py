"""The shape of a semantic type: what one kind of CRM value is, and how it becomes standard.

A semantic type is a frozen pydantic model: its attributes are the options a rule file may set, its methods do the
work. A type implements ``parse`` (one value, never empty, never a placeholder); it may override ``parse_many`` with
a faster twin over distinct values, which a property test holds equal. Everything else is shared and final: nulls,
placeholders, the column over distinct values.

Null policy: no value is ``State.EMPTY``; a placeholder (``n/a``, ``test@test.com``) is ``State.PLACEHOLDER`` and keeps
its raw text. Nothing raises on dirty data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import ClassVar, NamedTuple, final

import polars as pl
from anyascii import anyascii
from pydantic import BaseModel, ConfigDict

from crmclean import resources

__all__ = ["MISSING", "STANDARD", "FieldType", "Key", "Standard", "State", "fold", "is_placeholder", "tidy"]

Key = Callable[[str], Iterable[str]]
"""A blocking key: standard value in, none, one or several short keys out."""


class State(StrEnum):
    """What a value turned out to be."""

    OK = "ok"
    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    IMPOSSIBLE = "impossible"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"

    @property
    def missing(self) -> bool:
        """Whether completeness, required rules and matching treat the value as not there."""
        return self in (State.EMPTY, State.PLACEHOLDER, State.IMPOSSIBLE)


MISSING = tuple(state.value for state in State if state.missing)
"""States that count as "not there", as they stand in a table of states."""


class Standard(NamedTuple):
    """One standardized value: the standard form (the tidied input where ``state`` is not OK), its state, and a note.

    The note is a plain sentence for the finding, or a suggestion (``Did you mean 'Technology'?``); None where all is
    well.
    """

    value: str | None
    state: State
    note: str | None = None


EMPTY = Standard(None, State.EMPTY)
STANDARD = pl.Schema({"value": pl.String, "state": pl.String, "note": pl.String})
"""Columns of a standardized column."""

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def tidy(text: str) -> str:
    r"""Strip invisible characters and outer white space, and fold inner runs of white space to one blank.

    Example:
        >>> tidy("  Jane\u00a0 Doe\u200b ")
        'Jane Doe'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def fold(text: str) -> str:
    """Fold to lower-case ASCII words separated by single blanks: the form in which values are looked up.

    Example:
        >>> fold("  Müller & Söhne, GmbH ")
        'muller sohne gmbh'
    """
    ascii_text = text if text.isascii() else anyascii(text)
    return _NOT_WORD.sub(" ", ascii_text.lower()).strip()


@cache
def _placeholders() -> Mapping[str, frozenset[str]]:
    by_type: dict[str, set[str]] = {}
    for text, kind in resources.read_table("placeholders"):
        by_type.setdefault(kind, set()).add(text)
    return MappingProxyType({kind: frozenset(texts) for kind, texts in by_type.items()})


def is_placeholder(text: str, kind: str) -> bool:
    """Whether tidied text stands for "nothing" in a field of the semantic type ``kind``.

    The table ``placeholders`` lists texts for any type (``*``) and for one type only; a text is compared in lower case,
    as it stands, so that ``-`` and ``n/a`` are found.

    Example:
        >>> is_placeholder("N/A", "text"), is_placeholder("None", "person_name")
        (True, False)
    """
    texts, low = _placeholders(), text.lower()
    return low in texts.get(kind, ()) or (low in texts["*"] and low not in texts.get(f"not {kind}", ()))


class FieldType(BaseModel):
    """Base of the semantic types; see the module docstring for what a type implements."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    keys: ClassVar[Mapping[str, Key]] = MappingProxyType({"": lambda value: [value]})
    """Blocking keys by suffix: ``last_name.sound`` is ``keys["sound"]``; the plain field is ``keys[""]``."""

    type: str
    label: str | None = None
    """What people call the field, in messages and reports; its name with blanks where it is not given."""

    @property
    def depends_on(self) -> str | None:
        """The field whose standard value ``parse`` is given as ``given``; None for most types."""
        return None

    def parse(self, text: str, given: str | None = None) -> Standard:
        """Standardize one tidied text that is neither empty nor a placeholder.

        Args:
            text: The value, tidied.
            given: The standard value of the field named by ``depends_on``, or None.
        """
        raise NotImplementedError

    def parse_many(self, texts: Sequence[str], given: Sequence[str | None]) -> list[Standard]:
        """Standardize many texts at once; the default calls ``parse`` on each."""
        return [self.parse(text, other) for text, other in zip(texts, given, strict=True)]

    def is_placeholder(self, text: str) -> bool:
        """Whether a tidied text stands for "nothing" in this field."""
        return is_placeholder(text, self.type)

    @final
    def standardize(self, value: str | None, given: str | None = None) -> Standard:
        """Standardize one value: None or white space is EMPTY, a placeholder keeps its text and says so."""
        text = tidy(value) if value else ""
        if not text:
            return EMPTY
        if self.is_placeholder(text):
            return Standard(text, State.PLACEHOLDER)
        return self.parse(text, given)

    @final
    def standardize_column(self, values: pl.Series, given: pl.Series | None = None) -> pl.DataFrame:
        """Standardize a column over its distinct values; the twin of ``standardize``, in row order.

        Args:
            values: *n* texts, nulls allowed.
            given: *n* standard values of the field that this one depends on.

        Returns:
            *n* rows with the schema ``STANDARD``. Cost: one ``parse`` for each distinct (value, given).
        """
        frame = pl.DataFrame(
            {
                "raw": values,
                "given": given if given is not None else pl.repeat(None, len(values), dtype=pl.String, eager=True),
            }
        )
        distinct = frame.unique(maintain_order=True)
        texts = [tidy(raw) if raw else "" for raw in distinct["raw"]]
        results = [EMPTY] * len(texts)
        todo = []
        for position, text in enumerate(texts):
            if text and self.is_placeholder(text):
                results[position] = Standard(text, State.PLACEHOLDER)
            elif text:
                todo.append(position)
        others = distinct["given"].to_list()
        parsed = self.parse_many([texts[at] for at in todo], [others[at] for at in todo])
        for position, result in zip(todo, parsed, strict=True):
            results[position] = result
        columns = zip(*results, strict=True) if results else ([], [], [])
        standard = pl.DataFrame(dict(zip(STANDARD, columns, strict=True)), schema=STANDARD)
        return frame.join(
            distinct.hstack(standard), on=["raw", "given"], how="left", nulls_equal=True, maintain_order="left"
        ).select(*STANDARD)
