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
from itertools import chain
from types import MappingProxyType
from typing import ClassVar, NamedTuple, Self, final

import numpy as np
import polars as pl
from anyascii import anyascii
from pydantic import BaseModel, ConfigDict, Field

from crmclean import resources
from crmclean.fields.column import STANDARD, Column, distinct

__all__ = [
    "MISSING",
    "STANDARD",
    "FieldType",
    "Key",
    "KeyColumn",
    "Standard",
    "State",
    "fold",
    "is_placeholder",
    "listed_placeholders",
    "placeholder_texts",
    "tidied",
    "tidy",
]

Key = Callable[[str], Iterable[str]]
"""A blocking key: standard value in, none, one or several short keys out."""
KeyColumn = Callable[[pl.Series], pl.Series]
"""A blocking key over a column: standard values in, the only key of each out; empty for none, null where the key has to
be asked."""


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

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_UNTIDY = r"^\s|\s$|\s\s|[\s&&[^ ]]|[\x1c-\x1f]|" + _INVISIBLE.pattern
"""What ``tidy`` changes; Rust does not take the separators from 1c to 1f for white space, Python does."""
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


def tidied(texts: pl.Series) -> pl.Series:
    """Tidy a column, null to the empty string: the twin of ``tidy``."""
    texts = texts.fill_null("")
    untidy = texts.str.contains(_UNTIDY).arg_true()
    return texts.scatter(untidy, [tidy(text) for text in texts.gather(untidy)]) if len(untidy) else texts


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


@cache
def placeholder_texts(kind: str) -> list[str]:
    """Return the listed placeholders of a semantic type, in lower case."""
    listed = _placeholders()
    return sorted((listed["*"] - listed.get(f"not {kind}", frozenset())) | listed.get(kind, frozenset()))


def listed_placeholders(texts: pl.Series, kind: str) -> pl.Series:
    """Say for each tidied text whether it is a listed placeholder: the twin of ``is_placeholder``."""
    return texts.str.to_lowercase().is_in(placeholder_texts(kind))


class FieldType(BaseModel):
    """Base of the semantic types; see the module docstring for what a type implements."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    keys: ClassVar[Mapping[str, Key]] = MappingProxyType({"": lambda value: [value]})
    """Blocking keys by suffix: ``last_name.sound`` is ``keys["sound"]``; the plain field is ``keys[""]``."""

    key_columns: ClassVar[Mapping[str, KeyColumn]] = MappingProxyType({})
    """Faster twins of ``keys`` by suffix, over whole columns."""

    untouched: ClassVar[bool] = False
    """Whether values stay as they are, to the letter: not tidied, no placeholders, nothing to parse."""
    by_value: ClassVar[bool] = True
    """Whether a column is read once for each distinct value: right, unless reading is cheaper than finding those."""

    type: str
    label: str | None = None
    """What people call the field, in messages and reports; its name with blanks where it is not given."""
    max_length: int | None = Field(default=None, ge=1)
    """How many characters the CRM stores; a longer standard value is an error, because a load refuses it."""

    @property
    def depends_on(self) -> str | None:
        """The field whose standard value ``parse`` is given as ``given``; None for most types."""
        return None

    @property
    def engine_version(self) -> str:
        """The version of an engine that a rule asked for in place of the usual one; empty where there is none."""
        return ""

    @property
    def restrictive(self) -> tuple[str, ...]:
        """The values of a consent, the most restrictive first; empty where the field is no consent."""
        return ()

    def learned(self, values: pl.Series) -> Self:  # noqa: ARG002 - one shape for every type
        """Return the type with what a whole column tells about how to read it; most types learn nothing.

        The answer does not depend on the order of the values. The pass that learned says so in its result, so that one
        record alone is read the same.

        Args:
            values: *n* texts, nulls allowed.
        """
        return self

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

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:
        """Standardize many distinct texts at once, the twin of ``parse``: a row for each with the schema ``STANDARD``.

        A type with many distinct values overrides it with work on whole columns; the default asks ``parse_many``.
        """
        columns = zip(*self.parse_many(texts.to_list(), given.to_list()), strict=True) if len(texts) else ((), (), ())
        return pl.DataFrame(dict(zip(STANDARD, columns, strict=True)), schema=STANDARD)

    def is_placeholder(self, text: str) -> bool:
        """Whether a tidied text stands for "nothing" in this field."""
        return is_placeholder(text, self.type)

    def placeholders(self, texts: pl.Series) -> pl.Series:
        """Say for each tidied text whether it stands for "nothing": the twin of ``is_placeholder``."""
        if type(self).is_placeholder is FieldType.is_placeholder:
            return listed_placeholders(texts, self.type)
        return pl.Series([self.is_placeholder(text) for text in texts], dtype=pl.Boolean)

    @final
    def keys_of(self, suffix: str, values: pl.Series) -> tuple[pl.Series, pl.Series]:
        """Return the blocking keys of many values: for each key the position of its value (ascending), and the key.

        Args:
            suffix: Which key; empty for the plain one.
            values: *n* standard values, none null.
        """
        twin, key = self.key_columns.get(suffix), self.keys[suffix]
        made = twin(values) if twin else pl.repeat(None, len(values), dtype=pl.String, eager=True)
        asked, at = made.is_null().arg_true(), (made != "").arg_true()
        if asked.is_empty():
            return at.cast(pl.Int64), made.gather(at)
        lists = [list(dict.fromkeys(filter(None, key(value)))) for value in values.gather(asked).to_list()]
        rest = np.repeat(asked.to_numpy(), np.fromiter(map(len, lists), dtype=np.int64, count=len(lists)))
        keys = pl.concat([made.gather(at), pl.Series(chain.from_iterable(lists), dtype=pl.String)])
        places = pl.concat([at.cast(pl.Int64), pl.Series(rest, dtype=pl.Int64)])
        order = places.arg_sort()
        return places.gather(order), keys.gather(order)

    @final
    def standardize(self, value: str | None, given: str | None = None) -> Standard:
        """Standardize one value: None or white space is EMPTY, a placeholder keeps its text and says so."""
        if self.untouched:
            return Standard(value, State.OK) if value else EMPTY
        text = tidy(value) if value else ""
        if not text:
            return EMPTY
        if self.is_placeholder(text):
            return Standard(text, State.PLACEHOLDER)
        return self.parse(text, given)

    @final
    def standardize_column(self, values: pl.Series, given: pl.Series | None = None) -> pl.DataFrame:
        """Standardize a column; the twin of ``standardize``.

        Args:
            values: *n* texts, nulls allowed.
            given: *n* standard values of the field that this one depends on.

        Returns:
            *n* rows with the schema ``STANDARD``, in row order.
        """
        return self.column(values, given).to_frame()

    @final
    def column(self, values: pl.Series, given: pl.Series | None = None) -> Column:
        """Standardize a column: as a rule once for each distinct (value, given)."""
        if self.untouched:
            return Column(values, _untouched(values), None)
        pairs, at = pl.DataFrame({"raw": values} if given is None else {"raw": values, "given": given}), None
        if self.by_value:
            pairs, at = distinct(pairs)
        if given is None:
            pairs = pairs.with_columns(given=pl.lit(None, pl.String))
        texts = tidied(pairs["raw"])
        there = (texts != "") & ~self.placeholders(texts)
        if there.all():
            return Column(pairs["raw"], self.parse_column(texts, pairs["given"]), at)
        if at is None:
            return Column(pairs["raw"], _missing_over(self.parse_column(texts, pairs["given"]), texts, there), at)
        parsed = self.parse_column(texts.filter(there), pairs["given"].filter(there))
        raw = pl.concat([pairs["raw"].filter(there), pairs["raw"].filter(~there)])
        place = pl.when(there).then(there.cum_sum()).otherwise(parsed.height + (~there).cum_sum()) - 1
        return Column(raw, pl.concat([parsed, _missing(texts.filter(~there))]), pl.select(place).to_series().gather(at))


def _untouched(values: pl.Series) -> pl.DataFrame:
    if (values == "").any():
        values = pl.select(pl.when(values != "").then(values)).to_series()
    ok, empty = pl.lit(State.OK.value), pl.lit(State.EMPTY.value)
    state = pl.when(values.is_null()).then(empty).otherwise(ok) if values.null_count() else ok
    return pl.select(value=values, state=state, note=pl.lit(None, pl.String))


def _missing(texts: pl.Series) -> pl.DataFrame:
    """Return what becomes of empty texts and placeholders."""
    empty = texts == ""
    return pl.select(
        value=pl.when(~empty).then(texts),
        state=pl.when(empty).then(pl.lit(State.EMPTY.value)).otherwise(pl.lit(State.PLACEHOLDER.value)),
        note=pl.lit(None, pl.String),
    )


def _missing_over(parsed: pl.DataFrame, texts: pl.Series, there: pl.Series) -> pl.DataFrame:
    """Lay what is missing over what was parsed: cheaper than taking it out where parsing costs little."""
    state = pl.when(texts == "").then(pl.lit(State.EMPTY.value)).otherwise(pl.lit(State.PLACEHOLDER.value))
    return parsed.select(
        pl.when(there).then("value").when(texts != "").then(texts).alias("value"),
        pl.when(there).then("state").otherwise(state).alias("state"),
        pl.when(there).then("note").alias("note"),
    )
