"""Standardize every field of a table or of one record, in the order in which fields depend on each other.

Both forms run the same semantic types; nothing here judges: states and notes become findings in ``wording``.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import polars as pl

from crmclean.fields import MISSING, FieldType, Standard, State
from crmclean.fields.base import EMPTY
from crmclean.fields.column import Column
from crmclean.fields.damage import LOST_DIGITS
from crmclean.parallel import mapped
from crmclean.spec.model import Rules

__all__ = [
    "UNREADABLE",
    "Standardized",
    "in_order",
    "learned",
    "standardize",
    "standardize_record",
]

UNREADABLE = (*MISSING, State.INVALID.value, State.AMBIGUOUS.value)
"""States that a check cannot judge."""


@dataclass(frozen=True)
class Standardized:
    """A standardized table of ``height`` records: a column for each field that the table has."""

    columns: Mapping[str, Column]
    height: int

    @cached_property
    def values(self) -> pl.DataFrame:
        """Standard values, *n* rows; tidied text where the state is not ``ok``."""
        return self._frame("value")

    @cached_property
    def states(self) -> pl.DataFrame:
        """The ``State`` of each value, *n* rows."""
        return self._frame("state")

    @cached_property
    def notes(self) -> pl.DataFrame:
        """A sentence where there is something to say about a value, *n* rows."""
        return self._frame("note")

    def _frame(self, part: str) -> pl.DataFrame:
        return pl.DataFrame({name: column.spread(column.standard[part]) for name, column in self.columns.items()})

    def present(self) -> pl.DataFrame:
        """Return ``values`` as evidence: null where they count as missing, and where digits are lost."""
        lost = pl.col("value").str.contains(LOST_DIGITS)
        there = pl.when(~pl.col("state").is_in(MISSING) & ~lost).then("value")
        made = mapped(lambda column: column.derived(there), self.columns.values())
        return pl.DataFrame(dict(zip(self.columns, made, strict=True)))

    def settled(self, rules: Rules) -> Standardized:
        """Return how the cleaned records standardize: as these, but that an emptied value is empty."""
        emptied = pl.when(pl.col("state") == State.UNKNOWN).then(pl.lit(State.EMPTY.value)).otherwise("state")
        columns = {
            name: replace(column, standard=column.standard.with_columns(state=emptied))
            if getattr(rules.fields[name], "unknown", None) == "null"
            else column
            for name, column in self.columns.items()
        }
        return replace(self, columns=columns)

    def filter(self, keep: pl.Series) -> Standardized:
        """Return the records for which ``keep`` is true."""
        columns = {name: column.filter(keep) for name, column in self.columns.items()}
        return Standardized(columns, int(keep.sum()))

    def followed_by(self, other: Standardized) -> Standardized:
        """Return these records and then those of another table with the same columns."""
        columns = {name: column.followed_by(other.columns[name]) for name, column in self.columns.items()}
        return Standardized(columns, self.height + other.height)


def learned(raw: pl.DataFrame, rules: Rules) -> Rules:
    """Return the rules as used: with what whole columns tell about how to read them, and done with learning.

    Args:
        raw: A table whose columns are canonical field names and whose cells are text.
        rules: The rule set.
    """
    if not rules.learn:
        return rules
    fields = {name: kind.learned(raw[name]) if name in raw.columns else kind for name, kind in rules.fields.items()}
    return rules.model_copy(update={"fields": fields, "learn": False})


@lru_cache(maxsize=64)
def in_order(rules: Rules) -> tuple[tuple[str, FieldType], ...]:
    """Return the fields so that each comes after the field that it depends on (a phone after its country)."""
    todo, done = dict(rules.fields), {}
    while todo:
        ready = {name: kind for name, kind in todo.items() if kind.depends_on not in todo}
        done.update(ready)
        todo = {name: kind for name, kind in todo.items() if name not in ready}
    return tuple(done.items())


def standardize(raw: pl.DataFrame, rules: Rules) -> Standardized:
    """Standardize a table whose columns are canonical field names and whose cells are text.

    Args:
        raw: *n* records; columns that the rules do not know are left out.
        rules: The rule set.

    Returns:
        A column for each field, its records in row order. Cost: one ``parse`` for each distinct value of a field.
    """
    fields = [(name, kind) for name, kind in in_order(rules) if name in raw.columns]
    found = {name: Future[Column]() for name, _ in fields}

    def standardized(field: tuple[str, FieldType]) -> None:
        name, kind = field
        try:
            given = found[kind.depends_on].result() if kind.depends_on in found else None
            found[name].set_result(kind.column(raw[name], given.spread(given.standard["value"]) if given else None))
        except BaseException as error:
            found[name].set_exception(error)
            raise

    for _ in mapped(standardized, fields):
        pass
    columns = {name: each.result() for name, each in found.items()}
    return Standardized({name: columns[name] for name in rules.fields if name in columns}, raw.height)


def standardize_record(raw: Mapping[str, str | None], rules: Rules) -> dict[str, Standard]:
    """Standardize one record given by canonical field names; the twin of ``standardize``.

    Fields that the record does not have are EMPTY.
    """
    done: dict[str, Standard] = {}
    for name, kind in in_order(rules):
        value = raw.get(name)
        if value is None:
            done[name] = EMPTY
            continue
        given = done.get(kind.depends_on or "")
        done[name] = kind.standardize(value, given.value if given else None)
    return done
