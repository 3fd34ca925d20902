"""Standardize every field of a table or of one record, in the order in which fields depend on each other.

Both forms run the same semantic types; nothing here judges: states and notes become findings in ``wording``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from crmclean.fields import MISSING, FieldType, Standard, State
from crmclean.fields.base import EMPTY
from crmclean.fields.date import Date
from crmclean.spec.model import Rules

__all__ = [
    "UNREADABLE",
    "Standardized",
    "compared_record",
    "in_order",
    "standardize",
    "standardize_record",
]

UNREADABLE = (*MISSING, State.INVALID.value, State.AMBIGUOUS.value)
"""States that a check cannot judge."""
_DAY = len("2025-01-31")


@dataclass(frozen=True, slots=True)
class Standardized:
    """A standardized table: three frames of *n* records with one column for each field that the table has.

    ``values`` are standard values (tidied text where the state is not ``ok``), ``states`` the ``State`` of each value,
    ``notes`` a sentence where there is something to say.
    """

    values: pl.DataFrame
    states: pl.DataFrame
    notes: pl.DataFrame

    def present(self) -> pl.DataFrame:
        """Return ``values`` with everything that counts as missing as null."""
        return self.values.select(
            pl.when(self.states[name].is_in(MISSING)).then(None).otherwise(pl.col(name)).alias(name)
            for name in self.values.columns
        )

    def compared(self, rules: Rules, *, readable: bool) -> pl.DataFrame:
        """Return the values as conditions see them: null where missing, and dates by the day.

        With ``readable`` invalid and ambiguous values are null too: nobody can say whether ``03/04/2024`` is too late.
        """
        hidden = UNREADABLE if readable else MISSING
        return self.values.select(
            pl.when(~self.states[name].is_in(hidden)).then(
                pl.col(name).str.slice(0, _DAY) if isinstance(rules.fields[name], Date) else pl.col(name)
            )
            for name in self.values.columns
        )

    def settled(self, rules: Rules) -> Standardized:
        """Return how the cleaned records standardize: as these, but that an emptied value is empty."""
        emptied = [name for name in self.states.columns if getattr(rules.fields[name], "unknown", None) == "null"]
        state = pl.when(pl.col(emptied) == State.UNKNOWN).then(pl.lit(State.EMPTY.value)).otherwise(pl.col(emptied))
        return replace(self, states=self.states.with_columns(state.name.keep()))


def compared_record(standard: Mapping[str, Standard], rules: Rules, *, readable: bool) -> dict[str, str | None]:
    """Return one record as conditions see it; the twin of ``Standardized.compared``."""
    hidden = UNREADABLE if readable else MISSING
    return {
        name: None
        if result.state in hidden or result.value is None
        else result.value[:_DAY]
        if isinstance(rules.fields[name], Date)
        else result.value
        for name, result in standard.items()
    }


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
        Three frames of *n* rows, in row order. Cost: one ``parse`` for each distinct value of a field.
    """
    columns: dict[str, pl.DataFrame] = {}
    for name, kind in in_order(rules):
        if name in raw.columns:
            given = columns.get(kind.depends_on or "")
            columns[name] = kind.standardize_column(raw[name], None if given is None else given["value"])
    names = [name for name in rules.fields if name in columns]

    def part(which: str) -> pl.DataFrame:
        return pl.DataFrame({name: columns[name][which] for name in names})

    return Standardized(part("value"), part("state"), part("note"))


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
