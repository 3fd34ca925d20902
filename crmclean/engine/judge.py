"""Judge a table: what its fields' own types say of each value, and each rule of each record; and how often each held.

Whatever looks at one field is asked once for each distinct value; only what compares fields is asked of every record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from crmclean.engine import wording
from crmclean.engine.compiled import Compiled, compiled
from crmclean.engine.standardize import Standardized
from crmclean.engine.told import Told
from crmclean.engine.view import View, seen
from crmclean.fields import MISSING, State
from crmclean.fields.column import Column
from crmclean.findings import OUTCOMES, Severity
from crmclean.spec.model import Rules

__all__ = ["judge"]


class _Answer(NamedTuple):
    """How many records a rule judges, and the rows of those that break it."""

    judged: int
    broken: pl.Series


_NOTHING = _Answer(0, pl.Series(dtype=pl.UInt32))


class _Outcome(NamedTuple):
    """A row of outcomes, less what follows from the others."""

    rule: str
    field: str
    severity: Severity
    owner: str | None
    in_force: bool
    judged: int
    broken: int
    at_least: float | None


def judge(
    standardized: Standardized, rules: Rules, columns: Mapping[str, str], today: dt.date, told: Told
) -> pl.DataFrame:
    """Judge every record of a table.

    Args:
        standardized: *n* records.
        rules: The rule set.
        columns: Canonical field to the input's column name.
        today: The day on which the records are judged.
        told: Where findings are gathered.

    Returns:
        A row for each rule, schema ``OUTCOMES``: the rules as they stand in the file, then what fields found.
    """
    bench = _Bench(standardized, rules, columns, told)
    every = compiled(rules, today)
    outcomes = [bench.rule(rule, answer) for rule, answer in zip(every, bench.answers(every), strict=True)]
    for name, column in standardized.columns.items():
        outcomes += bench.field(name, column)
    return _table(outcomes, standardized.height)


def _table(outcomes: list[_Outcome], records: int) -> pl.DataFrame:
    rows = pl.DataFrame(outcomes, schema={name: OUTCOMES[name] for name in _Outcome._fields}, orient="row")
    passed = pl.col("judged") - pl.col("broken")
    share = pl.when(pl.col("judged") > 0).then(passed / pl.col("judged"))
    return (
        rows.with_columns(share=share, not_judged=records - pl.col("judged"))
        .with_columns(met=pl.col("share") >= pl.col("at_least"))
        .select(OUTCOMES.names())
    )


@dataclass(frozen=True, slots=True)
class _Bench:
    standardized: Standardized
    rules: Rules
    columns: Mapping[str, str]
    told: Told

    def field(self, name: str, column: Column) -> list[_Outcome]:
        """Tell what the field's type found, and count it by rule."""
        if self.rules.fields[name].untouched:
            return []
        noted = _noted(column)
        if noted.is_empty():
            return []
        reasons = noted.select("state", "note").unique(maintain_order=True)
        judged = [
            wording.judge(name, self.rules.fields[name], State(state), note, self.rules)
            for state, note in reasons.iter_rows()
        ]
        wanted = [said if said and said.rule not in self.rules.disable else None for said in judged]
        sayings = list(dict.fromkeys(said for said in wanted if said))
        places = {said: place for place, said in enumerate(sayings)}
        which = pl.Series([places[said] if said else None for said in wanted], dtype=pl.UInt32)
        found = noted.join(reasons.with_columns(which=which), on=["state", "note"], nulls_equal=True)
        found = found.filter(pl.col("which").is_not_null())
        return self._found(name, column, found, sayings)

    def _found(
        self, name: str, column: Column, found: pl.DataFrame, sayings: list[wording.Judgement]
    ) -> list[_Outcome]:
        told = column.spread(_scattered(found["at"], found["which"], column.standard.height))
        rows = told.is_not_null().arg_true()
        which, header = told.gather(rows), self.columns.get(name, name)
        values = column.raw.gather(column.values_of(rows))
        self.told.add(rows, [(header, *said) for said in sayings], {"value": values}, which)
        filled = self.standardized.height - int(column.derived(pl.col("state") == State.EMPTY.value).sum())
        rules = {said.rule: said.severity for said in sayings}
        broken = _counts(which, [said.rule for said in sayings])
        return [
            _Outcome(rule, header, severity, None, True, filled, broken[rule], None)
            for rule, severity in sorted(rules.items())  # the order of distinct values has no meaning
        ]

    def answers(self, every: Sequence[Compiled]) -> list[_Answer]:
        """Ask every rule that is in force: one field's rules of each distinct value, the others all at once."""
        found = [self._of_values(rule) if rule.in_force else _NOTHING for rule in every]
        for view in dict.fromkeys(rule.view for rule in every):
            places = [at for at, rule in enumerate(every) if rule.view == view and found[at] is None]
            of_records = self._of_records(view, [every[at] for at in places])
            for at, answer in zip(places, of_records, strict=True):
                found[at] = answer
        return [answer or _NOTHING for answer in found]

    def _of_values(self, rule: Compiled) -> _Answer | None:
        one = seen(self.standardized, rule.reads[0], rule.view, self.rules) if len(rule.reads) == 1 else None
        if one is None or one[0].at is None or not rule.alone:
            return None
        column, values = one
        answers = pl.DataFrame({rule.reads[0]: values}).select(judged=rule.judged, broken=rule.broken)
        judged, broken = map(column.spread, answers)
        return _Answer(int(judged.sum()), broken.arg_true())

    def _of_records(self, view: View, rules: Sequence[Compiled]) -> Iterator[_Answer]:
        names = dict.fromkeys(name for rule in rules for name in rule.reads)
        records = pl.DataFrame({name: self._column(name, view) for name in names})
        judged = [rule.judged.alias(f"judged {at}") for at, rule in enumerate(rules)]
        broken = [rule.broken.alias(f"broken {at}") for at, rule in enumerate(rules)]
        answers = records.select(*judged, *broken).get_columns()
        of_all, ones = answers[: len(rules)], answers[len(rules) :]
        return (_Answer(int(every.sum()), one.arg_true()) for every, one in zip(of_all, ones, strict=True))

    def rule(self, rule: Compiled, answer: _Answer) -> _Outcome:
        """Tell which records break a rule, and count them."""
        header = self.columns.get(rule.field or "", rule.field or "")
        judged, broken = answer
        if len(broken):
            sayings, which = self._sayings(rule, header, broken)
            self.told.add(broken, sayings, {"value": self._shown(rule, broken)}, which)
        name, severity, _ = rule.judgement
        return _Outcome(name, header, severity, rule.owner, rule.in_force, judged, len(broken), rule.at_least)

    def _column(self, name: str, view: View) -> pl.Series:
        found = seen(self.standardized, name, view, self.rules)
        if found is None:
            return pl.repeat(None, self.standardized.height, dtype=pl.String, eager=True)
        column, values = found
        return column.spread(values)

    def _sayings(self, rule: Compiled, header: str, rows: pl.Series) -> tuple[list[tuple[str, ...]], pl.Series | None]:
        if rule.counted is None:
            return [(header, *rule.judgement)], None
        sizes = self._column(rule.counted, rule.view).gather(rows).str.len_chars()
        counts = sizes.unique(maintain_order=True)
        sayings: list[tuple[str, ...]] = [(header, *rule.judgement.counting(count)) for count in counts]
        return sayings, sizes.replace_strict(counts, range(len(counts)), return_dtype=pl.UInt32)

    def _shown(self, rule: Compiled, rows: pl.Series) -> pl.Series:
        column = self.standardized.columns.get(rule.field or "")
        if column is None:
            return pl.repeat(None, len(rows), dtype=pl.String, eager=True)
        if self.rules.fields[rule.field or ""].untouched:
            return column.standard["value"].gather(column.values_of(rows))
        shown = column.standard.select("value", "state")[column.values_of(rows)]
        return shown.select(pl.when(~pl.col("state").is_in(MISSING)).then("value")).to_series()


def _noted(column: Column) -> pl.DataFrame:
    """Return the distinct values that there is something to say about, with their place."""
    state = pl.col("state")
    said = (state != State.EMPTY.value) & ((state != State.OK.value) | pl.col("note").is_not_null())
    return column.standard.select("state", "note").with_row_index("at").filter(said)


def _scattered(at: pl.Series, values: pl.Series, size: int) -> pl.Series:
    return pl.repeat(None, size, dtype=pl.UInt32, eager=True).scatter(at, values)


def _counts(which: pl.Series, rules: list[str]) -> dict[str, int]:
    counts = dict.fromkeys(rules, 0)
    for saying, count in which.value_counts().iter_rows():
        counts[rules[saying]] += count
    return counts
