"""dedupe 3: trained as its examples are, by active learning; the truth answers in place of a person.

It asks for the pairs that it is least sure of; its documentation wants at least ten of either answer. ``LABELS``
answers are given. What it makes of them differs a little from run to run; the seed is fixed.
"""

from __future__ import annotations

import random

import dedupe
import numpy as np
from dedupe.variables import Exact, ShortString, String
from task import Record, Task, components, task

LABELS = 100
"""Answers given; about ten minutes of a person's work."""
THRESHOLD = 0.5
BATCH = 15_000
"""Sample for learning, as its documentation suggests for larger files; all of a small one."""

FIELDS = {
    "contacts": {"first_name": ShortString, "last_name": ShortString, "company": String, "title": ShortString,
                 "email": String, "phone": ShortString, "street": String, "city": ShortString,
                 "postal_code": ShortString},
    "accounts": {"account_name": String, "domain": ShortString, "phone": ShortString, "billing_street": String,
                 "billing_city": ShortString, "billing_postal_code": ShortString},
    "register": {"first_name": ShortString, "last_name": ShortString, "address_1": String, "city": ShortString,
                 "postal_code": ShortString, "date_of_birth": ShortString, "soc_sec_id": ShortString},
    "mailing": {"first_name": ShortString, "last_name": ShortString, "dob": ShortString, "city": ShortString,
                "email": String},
    "births": {"first_name": ShortString, "last_name": ShortString, "by": ShortString, "bm": Exact, "bd": Exact},
    "sites": {"account_name": String, "street": String, "postal_code": ShortString, "phone": ShortString},
    "restaurants": {"account_name": String, "street": String, "city": ShortString, "phone": ShortString},
}  # fmt: skip


def variables(rows: list[Record], kind: str) -> list[object]:
    """Return the variables, those with gaps marked so."""
    return [type_(name, has_missing=any(row[name] is None for row in rows)) for name, type_ in FIELDS[kind].items()]


def teach(learner: dedupe.Dedupe | dedupe.RecordLink, truth: dict[str, str]) -> None:
    """Answer what the learner asks, from the truth."""
    for _ in range(LABELS):
        (pair,) = learner.uncertain_pairs()
        same = truth[pair[0]["id"]] == truth[pair[1]["id"]]
        learner.mark_pairs({"match": [pair] if same else [], "distinct": [] if same else [pair]})
    learner.train()


def deduplicated(asked: Task, rows: list[Record]) -> dict[str, str]:
    data = {row["id"]: row for row in rows}
    learner = dedupe.Dedupe(variables(rows, asked.kind))
    learner.prepare_training(data, sample_size=BATCH)
    teach(learner, asked.truth())
    clusters = learner.partition(data, THRESHOLD)
    return {each: members[0] for members, _ in clusters for each in members}


def linked(asked: Task, rows: list[Record]) -> dict[str, str]:
    sides = [{row["id"]: row for row in rows if row["source"] == side} for side in ("left", "right")]
    learner = dedupe.RecordLink(variables(rows, asked.kind))
    learner.prepare_training(*sides, sample_size=BATCH)
    teach(learner, asked.truth())
    links = [tuple(pair) for pair, _ in learner.join(*sides, THRESHOLD, "one-to-one")]
    return components((row["id"] for row in rows), links)


def main() -> None:
    asked = task()
    random.seed(1)
    np.random.seed(1)  # noqa: NPY002 - it draws from numpy's old generator
    rows = asked.rows()
    asked.answer(linked(asked, rows) if asked.link else deduplicated(asked, rows))


if __name__ == "__main__":
    main()
