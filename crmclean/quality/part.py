"""What a score is made of: fields and groups of fields, each with its weight and perhaps a condition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from crmclean.engine.compiled import kinds
from crmclean.engine.question import Question, of
from crmclean.engine.standardize import Standardized
from crmclean.engine.view import seen, seen_of_record
from crmclean.fields import Standard
from crmclean.quality.hole import Way, of_record, of_values
from crmclean.spec.completeness import Weighed
from crmclean.spec.condition import parse
from crmclean.spec.model import Rules
from crmclean.spec.node import on_day

__all__ = ["Part", "Weighing", "parts", "weigh", "weigh_record"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score: a field, or fields of which one is enough; ``when`` says in which records it counts."""

    name: str
    weight: float
    fields: tuple[str, ...]
    when: Question | None = None
    asks: tuple[str, ...] = ()
    """The fields that ``when`` looks at."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """A table of *n* records as the score sees it.

    ``ways`` holds the ``Way`` of each part (UInt8), ``applies`` whether it counts, for parts with a condition only.
    """

    parts: tuple[Part, ...]
    records: int
    ways: Mapping[str, pl.Series]
    applies: Mapping[str, pl.Series]

    def counted(self, part: Part) -> pl.Series:
        """Return the ways of a part in the records in which it counts."""
        ways = self.ways[part.name]
        return ways.filter(self.applies[part.name]) if part.when else ways

    def there(self, part: Part) -> pl.Series:
        """Return for each record whether a part is there; null where it does not count."""
        there = self.ways[part.name] <= Way.INVALID
        if part.when is None:
            return there
        return pl.select(pl.when(self.applies[part.name]).then(there)).to_series()


def parts(rules: Rules, columns: Collection[str], today: dt.date) -> tuple[Part, ...]:
    """Return what is weighed, in the order of the rules; each field of the table where the rules say nothing."""
    if not rules.completeness.weights:
        return tuple(Part(name, 1.0, (name,)) for name in rules.fields if name in columns)
    return _weighed(rules, today)


@lru_cache(maxsize=64)
def _weighed(rules: Rules, today: dt.date) -> tuple[Part, ...]:
    return tuple(_part(name, part, rules, today) for name, part in rules.completeness.weights.items())


def _part(name: str, part: Weighed, rules: Rules, today: dt.date) -> Part:
    fields = part.any_of or (name,)
    if part.when is None:
        return Part(name, part.weight, fields)
    condition = on_day(parse(part.when), today)
    return Part(name, part.weight, fields, of(condition, kinds(rules)), tuple(sorted(condition.fields())))


def weigh(standardized: Standardized, asked: Sequence[Part], rules: Rules) -> Weighing:
    """Find out for each of *n* records which parts are there, in which way not, and which count."""
    nothing = pl.repeat(Way.NULL, standardized.height, dtype=pl.UInt8, eager=True)
    fields = dict.fromkeys(field for part in asked for field in part.fields)
    ways = {field: _ways(standardized, field, rules, nothing) for field in fields}
    names = dict.fromkeys(name for part in asked for name in part.asks)
    visible = pl.DataFrame({name: _seen(standardized, name, rules) for name in names})
    return Weighing(
        tuple(asked),
        standardized.height,
        {part.name: _closest([ways[field] for field in part.fields]) for part in asked},
        {part.name: visible.select(part.when.column).to_series() for part in asked if part.when},
    )


def _ways(standardized: Standardized, field: str, rules: Rules, nothing: pl.Series) -> pl.Series:
    column = standardized.columns.get(field)
    if column is None:
        return nothing
    return column.spread(of_values(column, rules.fields[field], rules.completeness.defaults.get(field, ())))


def _closest(ways: Sequence[pl.Series]) -> pl.Series:
    return ways[0] if len(ways) == 1 else pl.select(pl.min_horizontal(*ways)).to_series()


def _seen(standardized: Standardized, name: str, rules: Rules) -> pl.Series:
    found = seen(standardized, name, "present", rules)
    if found is None:
        return pl.repeat(None, standardized.height, dtype=pl.String, eager=True)
    column, values = found
    return column.spread(values)


def weigh_record(
    raw: Mapping[str, str | None], standard: Mapping[str, Standard], asked: Sequence[Part], rules: Rules
) -> tuple[tuple[Part, bool], ...]:
    """Return the parts that count in one record, and whether each is there; the twin of ``weigh``."""
    found = []
    for part in asked:
        if part.when:
            visible = seen_of_record(raw, standard, part.asks, "present", rules)
            if not part.when.one(visible):
                continue
        ways = (
            of_record(standard[field], rules.fields[field], rules.completeness.defaults.get(field, ()))
            for field in part.fields
        )
        found.append((part, min(ways) <= Way.INVALID))
    return tuple(found)
