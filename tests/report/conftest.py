"""A report with every part filled, in which a text can stand in every place that holds text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest
from tables import held

from crmclean.quality.completeness import completeness
from crmclean.report.document import (
    ChangeExample,
    Counts,
    DuplicateGroup,
    Equation,
    FieldChanges,
    FindingGroup,
    Report,
    RuleResult,
    Thresholds,
)
from crmclean.spec.model import Rules


@pytest.fixture
def scored() -> Callable:
    """Score records of five fields named after ``text``, with segments named after it too."""

    def build(text: str, records: int):
        names = [f"{text}{letter}" for letter in "abcde"]
        rules = Rules.model_validate(
            {
                "crmclean": "1",
                "object": "contact",
                "fields": {name: {"type": "text"} for name in (*names, "sure")},
                "completeness": {
                    "weights": {
                        **dict.fromkeys((*names[:3], f"{text}absent"), 3),
                        f"{text}group": {"weight": 1, "any_of": names[:2], "when": "sure == 'ok'"},
                    },
                    "targets": {"overall": 0.83, names[0]: 0.47, names[1]: 0.99},
                    "by": names[3:],
                },
            }
        )
        ways = ["ok", "empty", "placeholder", "impossible", "invalid", "ok", "ok"]
        states = pl.DataFrame(
            {name: [ways[row % (3 + at)] for row in range(records)] for at, name in enumerate(names)},
            schema=dict.fromkeys(names, pl.String),
        ).with_columns(sure=pl.Series(["ok", "empty", "ok"] * records, dtype=pl.String).head(records))
        values = states.with_columns(
            pl.Series(name, [f"{text}{'x' * (row % 17)}" for row in range(records)], dtype=pl.String) for name in names
        )
        return completeness(held(values, states), rules, today=dt.date(2026, 1, 31))

    return build


@pytest.fixture
def full(scored) -> Callable:
    """Build a report with ``text`` in every place."""

    def build(text: str) -> Report:
        return Report(
            title=text,
            input_name=text,
            object="contact",
            pack=text,
            fingerprint=text,
            version=text,
            counts=Counts(
                rows_read=20_029,
                records=20_011,
                quarantined=13,
                blank_lines=5,
                changed_values=7_001,
                errors=613,
                warnings=617,
                notes=619,
                candidate_pairs=31_013,
                review_pairs=4_127,
                match_pairs=4_051,
                clusters=2_711,
                merged_away=3_023,
                asks=41,
            ),
            before=scored(text, 1_009),
            after=scored(text, 811),
            changes=(
                FieldChanges(text, 6_007, (ChangeExample(text, text, 3_001), ChangeExample(text, None, 2_003))),
                FieldChanges(text, 997, (ChangeExample(text, text, 991),)),
            ),
            findings=(
                FindingGroup(text, "error", text, 601, messages=3),
                FindingGroup(text, "warning", text, 607),
                FindingGroup(text, "note", text, 619),
            ),
            rules=(
                RuleResult(text, "error", text, text, 19_013, 601, 18_412 / 19_013, 0.98, met=False, messages=3),
                RuleResult(text, "warning", text, None, 19_001, 607, 18_394 / 19_001, 0.91, met=True),
                RuleResult(text, "note", "", text, 0, 0, None, None, None, in_force=False, messages=0),
            ),
            thresholds=Thresholds(0.31, 0.53, 0.93),
            groups=(
                DuplicateGroup((text, text), ((text, (text, None)), (text, (text, text))), 0.977, text, kept=text),
                DuplicateGroup((text, text, text), ((text, (text, text, text)),), 0.571, text),
            ),
            probabilities=(0, 0, 23, 29, 4_075),
            relations=((text, 3_049), (text, 1_151)),
            blocking=((text, 17_011), (text, 14_009)),
            plan=((text, 2_663), (text, 41)),
            conservation=(
                Equation(text, 20_029, ((text, 20_011), (text, 13), (text, 5))),
                Equation(text, 20_011, ((text, 16_988), (text, 3_021))),
            ),
            warnings=(text, text),
        )

    return build
