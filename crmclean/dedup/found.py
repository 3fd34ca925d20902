"""The pairs of records that may be one, scored: what finding duplicates gives back, and can be asked about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.blocking import Blocking, Keys
from crmclean.dedup.certain import Certain
from crmclean.dedup.coded import Rows
from crmclean.dedup.compare import Comparison, fields_of
from crmclean.dedup.explain import Explanation, evidence, phrases
from crmclean.dedup.model import Model
from crmclean.dedup.score import distinct_patterns, judge, prior_odds, score
from crmclean.dedup.threshold import expected
from crmclean.dedup.train import Trained
from crmclean.errors import TableError, did_you_mean
from crmclean.notebook import card
from crmclean.spec.model import Rules

__all__ = ["PAIRS", "Pairs"]

PAIRS = pl.Schema(
    {
        "left": pl.String,
        "right": pl.String,
        "match_probability": pl.Float64,
        "match_weight": pl.Float64,
        "relation": pl.String,
        "reason": pl.String,
    }
)
"""Columns of a pairs table; sorted by ``left`` and ``right``, the smaller id first, or the left table's."""


_SURE = 0.95
_WHOLE = ("person", "address")
"""Kinds of comparison that take their fields together."""
RULED_OUT = -40.0
"""Bits below which evidence is no weight but a verdict: what cannot be is held at 2 to the power of -60."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Scored candidate pairs of *n* records, kept from the ``review`` threshold up.

    ``relations`` counts all candidates by the likeliest reason for their resemblance, ``matches`` how many of them are
    matches by their probabilities. Where records are the same in
    every value, only the first is searched for; each copy is paired with it (``copied``). Where two tables were linked,
    the first ``lefts`` records are of the left one: ``left`` holds its ids, ``right`` those of the other.
    """

    rules: Rules
    ids: tuple[str, ...]
    lefts: int | None
    table: pl.DataFrame
    left: Rows
    right: Rows
    copied: npt.NDArray[np.bool_]
    blocking: Blocking
    certain: Certain
    trained: Trained
    relations: Mapping[str, int]
    matches: float
    comparisons: Mapping[str, Comparison] = field(repr=False)
    present: pl.DataFrame = field(repr=False)

    @property
    def model(self) -> Model:
        """The model that scored the pairs."""
        return self.trained.model

    def _repr_html_(self) -> str:
        return card("Pairs of records that may be one", self.counts(), {"pairs": self.table})

    def released(self) -> Self:
        """Return the pairs without what explains them: the records and their comparisons, most of the memory."""
        return replace(self, comparisons={}, present=self.present.clear())

    def to_frame(self) -> pl.DataFrame:
        """Return the pairs table."""
        return self.table

    def counts(self) -> dict[str, int]:
        """Return how many candidate pairs there were, and how many reach each threshold."""
        thresholds = self.rules.duplicates
        probability = self.table["match_probability"]
        return {
            "candidates": sum(self.relations.values()),
            "review": int((probability >= thresholds.review).sum()),
            "match": int((probability >= thresholds.match).sum()),
            "merge": int((probability >= thresholds.merge).sum()),
        }

    def warnings(self) -> tuple[str, ...]:
        """Return what a user should know of: blocks that stayed too large, training that did not settle."""
        told = list(self.blocking.warnings())
        if self.certain.unknown:
            one_table = "" if self.lefts is None else ", or both of one table"
            told.append(f"{self.certain.unknown:,} decisions are about records that are not there{one_table}")
        if contradictions := self.certain.contradictions(self.left, self.right):
            told.append(
                f"{contradictions:,} pairs are certain both ways; a person's decision stands, else *different* does"
            )
        if self.trained.doubt:
            told.append(f"what was learned from these records is not used: {self.trained.doubt}")
        if not self.trained.converged:
            told.append(f"training did not settle in {len(self.trained.history)} rounds")
        return tuple(told)

    def above(self, probability: float) -> pl.DataFrame:
        """Return the pairs whose match probability (0-1) is at least ``probability``.

        Raises:
            ValueError: The threshold lies below ``review``, under which pairs are not kept.
        """
        kept = self.rules.duplicates.review
        if probability < kept:
            raise ValueError(f"pairs below {kept} (the rule set's `review`) are not kept; got {probability}")
        return self.table.filter(pl.col("match_probability") >= probability)

    def thresholds(self) -> pl.DataFrame:
        """Return what to expect of each threshold from ``review`` up, without labels; see ``threshold.expected``."""
        probability = self.table["match_probability"].to_numpy()
        return expected(probability, self.matches, least=self.rules.duplicates.review)

    def explain(self, left: str, right: str) -> Explanation:
        """Explain any two records, whether blocking brought them together or not.

        Raises:
            TableError: A record id that the table does not have.
        """
        one, other = self._rows(left, right)
        packed = judge(self.comparisons, np.array([one]), np.array([other]))
        patterns, scores = distinct_patterns(packed, self.comparisons), score(packed, self.comparisons, self.model)
        told = evidence(patterns, self.comparisons, self.model, one, other, self._common)
        reason = self.model.reasons.reasons[int(scores.reason[0])]
        prior = prior_odds(self.model)
        probability = float(scores.probability[0])
        sure = "Almost surely" if probability >= _SURE else "Probably"
        sentence = f"{sure} {reason.sentence}: {phrases(patterns)[0] or 'nothing to compare'}."
        if certain := float(self.certain.bits(np.array([one]), np.array([other]))[0]):
            probability = float(certain > 0)
            judged = "the same" if certain > 0 else "not the same"
            sentence = (
                f"Certainly {judged}: {self.certain.words(one, other)}. By the evidence alone: {sentence.lower()}"
            )
        return Explanation(self.ids[one], self.ids[other], probability, prior, told, reason.name, sentence)

    def why_not(self, left: str, right: str) -> str:
        """Say why two records are not taken as one: no shared blocking key, or which evidence fell short."""
        told, shared = self.explain(left, right), self.shared_keys(left, right)
        if told.match_probability == 0 and self.certain.words(*self._rows(left, right)):
            return told.sentence
        if told.match_probability >= self.rules.duplicates.match:
            match = f"match, with probability {told.match_probability:.2f}. {told.sentence}"
            missed = "They share no blocking key, so nobody compared them; compared, they would"
            return f"They {match}" if shared else f"{missed} {match}"
        keys = f"They share the key {', '.join(shared)}." if shared else "They share no blocking key."
        against = sorted((each for each in told.evidence if each.bits < 0), key=lambda each: each.bits)
        fell = ", ".join(
            f"{each.comparison} ({each.level.replace('_', ' ')}, "
            + (f"{each.bits:+.1f} bits)" if each.bits > RULED_OUT else "which rules it out)")
            for each in against
        )
        so_far = f"{keys} Match probability {told.match_probability:.2f}. {told.sentence}"
        return f"{so_far} Against it: {fell or 'too little evidence'}."

    def shared_keys(self, left: str, right: str) -> list[str]:
        """Return the blocking rules whose keys both records share."""
        rows = list(self._rows(left, right))
        keys = Keys(self.present[rows], self.rules)
        return [
            "+".join(rule)
            for rule in self.rules.duplicates.block_on
            if (made := keys.of(rule)) is not None and len(np.unique(made.codes)) < len(made.codes)
        ]

    def _common(self, comparison: str, row: int) -> int:
        """Count the records with the same value: of names and addresses the whole, else the first that is there."""
        fields = [name for name in fields_of(comparison, self.rules) if name in self.present.columns]
        there = {name: value for name in fields if (value := self.present[name][row]) is not None}
        if self.rules.duplicates.compare[comparison].kind not in _WHOLE:
            there = dict(list(there.items())[:1])
        return self.present.filter(**there).height if there else 0

    def _rows(self, left: str, right: str) -> tuple[int, int]:
        if self.lefts is None:
            one, other = sorted((self._row(left, 0, len(self.ids)), self._row(right, 0, len(self.ids))))
            return one, other
        return self._row(left, 0, self.lefts), self._row(right, self.lefts, len(self.ids))

    def _row(self, record_id: str, start: int, end: int) -> int:
        at = bisect_left(self.ids, str(record_id), start, end)
        if at == end or self.ids[at] != str(record_id):
            near = did_you_mean(str(record_id), self.ids[start : min(end, start + 10_000)])
            raise TableError(f"no record with the id '{record_id}'.{near}")
        return at
