"""Which value survives: for every column of a golden record, the member that it comes from.

The answers are *positions*, not values: a golden value is a member's cell, copied as it stands. The one exception is
``union``, which joins cells. Ties fall to the order of the members, which is total, so no answer depends on the order
of the input.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.fields import MISSING, State
from crmclean.golden.winner import LAST, rank
from crmclean.spec.model import Rules

__all__ = ["Array", "Choice", "Members", "choose"]

Array = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Members:
    """The *m* records of all *g* merge groups of two or more: group by group, the best record of each first.

    The frames have *m* rows; cells, values and states have every column of the input, under its own name.
    """

    group: Array
    """Group of each record, 0 to *g* - 1, ascending."""
    first: Array
    """Position of each group's best record, the survivor."""
    cells: pl.DataFrame
    """The cleaned records."""
    values: pl.DataFrame
    """Standard values; null where a value is missing."""
    states: pl.DataFrame
    """States of the values."""
    standing: pl.DataFrame
    """How the records stand under the record rules."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a column of the golden records comes from: the rule, and for each of *g* groups the member's position."""

    rule: str
    source: Array
    joined: pl.DataFrame | None = None
    """For ``union``: ``group``, ``text`` and ``sources`` (positions) of groups to which several records contribute."""


def choose(members: Members, rules: Rules, columns: Mapping[str, str]) -> dict[str, Choice]:
    """Choose the source of every column.

    By default the best record's value, or where it has none that of the next best record that has one. A placeholder or
    an impossible value survives only where nobody has a real one: then the best record's cell stays as it is. Fields in
    a group come from one record, blanks included. A consent field takes the most restrictive value of all members,
    whatever rule names it: no rule can loosen a consent.

    Args:
        members: The records, in order.
        rules: The rule set.
        columns: Canonical field to input column.

    Returns:
        A choice for every input column, in their order.
    """
    assigned = _assigned(rules, columns)
    consents = {columns[name]: kind.restrictive for name, kind in rules.fields.items() if name in columns}
    choices = {}
    for column in members.cells.columns:
        if order := consents.get(column):
            choices[column] = Choice("consent", _best(members, _consent(members, column, order)))
            continue
        take, together = assigned.get(column, ("winner", [column]))
        source = _best(members, _keys(members, take, together))
        choices[column] = _union(members, column, source) if take == "union" else Choice(take, source)
    return choices


def _assigned(rules: Rules, columns: Mapping[str, str]) -> dict[str, tuple[str, list[str]]]:
    """The rule of each input column and the columns that it looks at: a group goes before a field's own rule."""
    own: dict[str, tuple[str, list[str]]] = {}
    grouped: dict[str, tuple[str, list[str]]] = {}
    for name, rule in rules.survivorship.fields.items():
        together = [columns[field] for field in rule.group or (name,) if field in columns]
        (grouped if rule.group else own).update(dict.fromkeys(together, (rule.take, together)))
    record_id = columns[rules.record_id]
    return own | grouped | {record_id: ("winner", [record_id])}


def _best(members: Members, keys: list[Array]) -> Array:
    """The position of each group's best record: the lowest keys, in order; ties fall to the order of the members."""
    return np.lexsort((*reversed(keys), members.group))[members.first]


def _keys(members: Members, take: str, columns: list[str]) -> list[Array]:
    empty = members.values[columns].select(pl.all_horizontal(pl.all().is_null())).to_series().to_numpy()
    return [empty.astype(np.int64), *(np.where(empty, LAST, key.to_numpy()) for key in _KEYS[take](members, columns))]


def _column(members: Members, column: str) -> pl.DataFrame:
    """One column under names of our own: to polars, a header such as ``*`` is a pattern."""
    return pl.DataFrame({"value": members.values[column], "state": members.states[column]})


def _consent(members: Members, column: str, order: tuple[str, ...]) -> list[Array]:
    """The most restrictive first; whatever is filled and not plainly permitted comes next to it, what is read first."""
    ranks = {value: place + 1 if place else 0 for place, value in enumerate(order)}
    read = pl.col("state") == State.OK.value
    how = pl.col("value").replace_strict(ranks, default=1, return_dtype=pl.Int64)
    keys = pl.when(pl.col("value").is_null()).then(LAST).otherwise(how), (~read).cast(pl.Int64)
    return [_column(members, column).select(key).to_series().to_numpy() for key in keys]


def _doubtful(members: Members, columns: list[str]) -> pl.Series:
    sure = pl.all().is_in([State.OK.value, *MISSING])
    return members.states[columns].select((~pl.all_horizontal(sure)).cast(pl.Int64)).to_series()


def _rarity(members: Members, columns: list[str]) -> pl.Series:
    table = pl.DataFrame({"group": members.group, "value": members.values[columns].to_struct()})
    return table.select(-pl.len().over("group", "value").cast(pl.Int64)).to_series()


def _gaps(members: Members, columns: list[str]) -> pl.Series:
    return members.values[columns].select(pl.sum_horizontal(pl.all().is_null().cast(pl.Int64))).to_series()


def _shortness(members: Members, columns: list[str]) -> pl.Series:
    return members.values[columns].select(-pl.sum_horizontal(pl.all().str.len_chars().cast(pl.Int64))).to_series()


def _extreme(members: Members, column: str, *, descending: bool) -> list[pl.Series]:
    """Numbers by size, before words by code point, before what could not be read."""
    sure = pl.when(pl.col("state") == State.OK.value).then("value")
    number = sure.cast(pl.Float64, strict=False).fill_nan(None)
    sizes = _column(members, column).select(number=number, word=pl.when(number.is_null()).then(sure))
    return [rank(key, descending=descending) for key in sizes]


_KEYS: Mapping[str, Callable[[Members, list[str]], list[pl.Series]]] = MappingProxyType(
    {
        "winner": lambda _members, _columns: [],
        "union": lambda _members, _columns: [],
        "most_recent": lambda members, _: [members.standing["most_recent"]],
        "most_recent_valid": lambda members, columns: [_doubtful(members, columns), members.standing["most_recent"]],
        "oldest": lambda members, _: [members.standing["oldest"]],
        "most_common": lambda members, columns: [_rarity(members, columns)],
        "most_complete": lambda members, columns: [_gaps(members, columns)],
        "longest": lambda members, columns: [_shortness(members, columns)],
        "max": lambda members, columns: _extreme(members, columns[0], descending=True),
        "min": lambda members, columns: _extreme(members, columns[0], descending=False),
    }
)
"""What each value rule prefers among filled values, as ranks, lower is better. Of a group, the first field counts for
``max`` and ``min``: an amount brings its currency along."""


def _union(members: Members, column: str, source: Array) -> Choice:
    """Join the parts of the members' cells (``A;B``), each part once, in the order of the members.

    Parts are told apart exactly, white space around them aside: ids may differ in case alone. Where one record holds
    all there is, its cell is taken as it stands.
    """
    parts = (
        pl.DataFrame({"group": members.group, "part": members.cells[column], "value": members.values[column]})
        .with_row_index("at")
        .filter(pl.col("value").is_not_null())
        .with_columns(pl.col("at").cast(pl.Int64), pl.col("part").cast(pl.String).str.split(";"))
        .explode("part")
        .with_columns(pl.col("part").str.strip_chars())
        .filter(pl.col("part") != "")
        .unique(["group", "part"], keep="first", maintain_order=True)
        .group_by("group", maintain_order=True)
        .agg(text=pl.col("part").str.join(";"), sources=pl.col("at").unique(maintain_order=True))
    )
    source = source.copy()
    source[parts["group"].to_numpy()] = parts["sources"].list.first().to_numpy()
    return Choice("union", source, parts.filter(pl.col("sources").list.len() > 1))
