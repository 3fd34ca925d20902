"""Explain a pair: what each comparison saw, what it added in bits, and one sentence in CRM words.

The bits of a comparison are what it adds to those before it, so that they sum exactly to the pair's match weight even
where comparisons depend on each other (a shared street says little once the shared company is known).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import polars as pl

from crmclean.dedup.compare import Comparison
from crmclean.dedup.model import Model, Table
from crmclean.dedup.reasons import Patterns
from crmclean.dedup.score import log_odds, prior_odds

__all__ = ["Evidence", "Explanation", "evidence", "phrases"]

_PHRASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "name": {
            "same": "same name",
            "nickname": "nickname of the same name",
            "initial": "initial matches, same family name",
            "typo": "same name, mistyped",
            "close": "nearly the same name",
            "family": "same family name",
            "swapped": "given and family name swapped",
            "part": "one family name contains the other",
            "both": "similar name",
            "near": "similar name",
            "given": "same given name",
            "other": "other given or family name",
            "acronym": "acronym of the name",
            "other_form": "same name, other legal form",
            "alike": "name alike",
            "branch": "same name, other number",
            "differ": "other name",
        },
        "email": {
            "same": "same e-mail",
            "same_shared": "same shared mailbox",
            "close": "e-mail one letter apart",
            "same_local": "same mailbox name at another domain",
            "numbered": "one mailbox is the other with a number",
            "same_company": "another mailbox at the same domain",
            "other_kind": "one private and one business e-mail",
            "differ": "other e-mail",
        },
        "phone": {
            "same": "same phone",
            "same_few": "same phone, shared by a few",
            "same_shared": "same switchboard",
            "close": "phone one digit apart",
            "near": "phone of the same exchange",
            "differ": "other phone",
        },
        "employer": {
            "same": "same company",
            "close": "nearly the same company name",
            "acronym": "company is an acronym of the other",
            "part": "company name contains the other",
            "differ": "other company",
        },
        "website": {
            "same": "same website",
            "same_shared": "same website, shared by many",
            "same_name": "same domain name, other ending",
            "differ": "other website",
        },
        "account": {"same": "same company", "close": "nearly the same company name", "differ": "other company"},
        "title": {"same": "same title", "close": "similar title", "differ": "other title"},
        "amount": {"same": "same amount", "differ": "other amount"},
        "close_date": {"same": "same close date", "differ": "other close date"},
        "address": {
            "same": "same address",
            "same_shared": "same office address",
            "close": "nearly the same address",
            "other_city": "same street and house number, other city",
            "same_number": "same house number in one town",
            "same_street": "same street",
            "same_postal_code": "same postal code",
            "same_city": "same city",
            "differ": "other address",
        },
        "industry": {"same": "same industry", "differ": "other industry"},
        "employees": {"same": "same number of employees", "differ": "other number of employees"},
        "filled": {
            "both": "address filled in on both",
            "most": "address nearly filled in",
            "some": "address partly filled in",
            "stub": "one without address",
        },
    }
)

_PLAIN: Mapping[str, str] = MappingProxyType(
    {
        "same": "same {}",
        "same_common": "same {}, as many have",
        "close": "nearly the same {}",
        "near": "similar {}",
        "most": "most words of {} the same",
        "many": "many words of {} the same",
        "half": "half the words of {} the same",
        "few": "few words of {} the same",
        "two_parts": "{} with two of day, month and year the same",
        "within_month": "{} about a month apart",
        "year_off": "{} a year or ten years off",
        "within_year": "{} within a year",
        "differ": "other {}",
    }
)
"""What is said of a comparison that has no phrases of its own, by the name that the rule file gives it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One comparison of a pair: the values on both sides, how common they are, the level, the bits that it added."""

    comparison: str
    left: str | None
    right: str | None
    level: str
    bits: float
    words: str = ""
    """The level in CRM words."""
    left_count: int = 0
    """Records that have the left value, that record among them; 0 where there is none."""
    right_count: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two records are, or are not, taken as one.

    ``prior`` plus the bits of all evidence is the log odds of the match probability; ``relation`` is the likeliest
    reason for the resemblance and ``sentence`` says it all in CRM words.
    """

    left: str
    right: str
    match_probability: float
    prior: float
    evidence: tuple[Evidence, ...]
    relation: str
    sentence: str

    @property
    def match_weight(self) -> float:
        """The sum of the evidence in bits."""
        return sum(each.bits for each in self.evidence)

    def to_frame(self) -> pl.DataFrame:
        """Return one row for each comparison."""
        return pl.DataFrame(
            [
                (*sides, each.left_count, each.right_count, each.level, each.words, each.bits)
                for each in self.evidence
                for sides in [(each.comparison, each.left, each.right)]
            ],
            schema={
                "comparison": pl.String,
                "left": pl.String,
                "right": pl.String,
                "left_count": pl.Int64,
                "right_count": pl.Int64,
                "level": pl.String,
                "words": pl.String,
                "bits": pl.Float64,
            },
            orient="row",
        )


def evidence(  # noqa: PLR0913, PLR0917 - a pair, and all that judges it
    patterns: Patterns,
    comparisons: Mapping[str, Comparison],
    model: Model,
    left: int,
    right: int,
    counts: Callable[[str, int], int] = lambda *_: 0,
) -> tuple[Evidence, ...]:
    """Return the evidence of one pair, comparison by comparison.

    Args:
        patterns: The pattern of this pair alone.
        comparisons: The prepared comparisons.
        model: The model that scored the pair.
        left: Row of one record.
        right: Row of the other.
        counts: How many records have what a comparison (by name) sees in a row.
    """
    codes = np.array([int(patterns.levels[name][0]) for name in comparisons])
    joint = np.log2(model.prior)
    odds = [_odds(joint, model)]
    for name, code in zip(comparisons, codes, strict=True):
        joint = joint + np.log2(model.tables[name][:, code])
        odds.append(_odds(joint, model))
    bits = np.diff(odds)
    # what cannot be follows from who the records are: the first comparison that saw something, or else the first
    whole = _odds(model.joint(patterns)[0], model) - prior_odds(model)
    bits[np.argmax(codes > 0)] += whole - bits.sum()
    return tuple(
        Evidence(
            name,
            comparison.show(left),
            comparison.show(right),
            comparison.levels[code],
            float(added),
            _phrase(patterns.role(name), comparison.levels[code]) or "nothing to compare",
            counts(name, left),
            counts(name, right),
        )
        for (name, comparison), code, added in zip(comparisons.items(), codes, bits, strict=True)
    )


def _odds(joint: Table, model: Model) -> float:
    return float(log_odds(joint[None, :], model.reasons.match)[0])


def phrases(patterns: Patterns) -> list[str]:
    """Return for each pattern what it saw in CRM words, the telling comparisons first."""
    return [
        ", ".join(
            phrase
            for name, levels in patterns.levels.items()
            if (phrase := _phrase(patterns.role(name), patterns.names[name][int(levels[at])]))
        )
        for at in range(patterns.size)
    ]


def _phrase(name: str, level: str) -> str | None:
    if level == "missing":
        return None
    known, kind = _PHRASES.get(name, {}), level.partition("_")[0]
    plain = _PLAIN.get(level) or _PLAIN.get(kind) or f"{{}}: {level}"
    return known.get(level) or known.get(kind) or plain.format(name).replace("_", " ")
