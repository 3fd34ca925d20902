"""Explain a pair: what each comparison saw, what it added in bits, and one sentence in CRM words.

The bits of a comparison are what it adds to those before it, so that they sum exactly to the pair's match weight even
where comparisons depend on each other (a shared street says little once the shared company is known).
"""

from __future__ import annotations

from collections.abc import Mapping
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
            "close": "nearly the same name",
            "family": "same family name",
            "swapped": "given and family name swapped",
            "part": "one family name contains the other",
            "both": "similar name",
            "given": "same given name",
            "other": "other given or family name",
            "acronym": "acronym of the name",
            "differ": "other name",
        },
        "email": {
            "same": "same e-mail",
            "same_shared": "same shared mailbox",
            "close": "e-mail one letter apart",
            "same_local": "same mailbox name at another domain",
            "same_company": "another mailbox at the same domain",
            "other_kind": "one private and one business e-mail",
            "differ": "other e-mail",
        },
        "phone": {
            "same": "same phone",
            "same_few": "same phone, shared by a few",
            "same_shared": "same switchboard",
            "close": "phone one digit apart",
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
            "same_street": "same street",
            "same_postal_code": "same postal code",
            "same_city": "same city",
            "differ": "other address",
        },
    }
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One comparison of a pair: the values on both sides, the level, and the bits that it added."""

    comparison: str
    left: str | None
    right: str | None
    level: str
    bits: float


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
            [(each.comparison, each.left, each.right, each.level, each.bits) for each in self.evidence],
            schema={
                "comparison": pl.String,
                "left": pl.String,
                "right": pl.String,
                "level": pl.String,
                "bits": pl.Float64,
            },
            orient="row",
        )


def evidence(
    patterns: Patterns, comparisons: Mapping[str, Comparison], model: Model, left: int, right: int
) -> tuple[Evidence, ...]:
    """Return the evidence of one pair, comparison by comparison.

    Args:
        patterns: The pattern of this pair alone.
        comparisons: The prepared comparisons.
        model: The model that scored the pair.
        left: Row of one record.
        right: Row of the other.
    """
    codes = np.array([int(patterns.levels[name][0]) for name in comparisons])
    joint = np.log2(model.prior)
    odds = [_odds(joint, model)]
    for name, code in zip(comparisons, codes, strict=True):
        joint = joint + np.log2(model.tables[name][:, code])
        odds.append(_odds(joint, model))
    bits = np.diff(odds)
    if codes.any():  # what cannot be follows from who the records are: the first comparison that saw something
        whole = _odds(model.joint(patterns)[0], model) - prior_odds(comparisons, model)
        bits[np.argmax(codes > 0)] += whole - bits.sum()
    return tuple(
        Evidence(name, comparison.show(left), comparison.show(right), comparison.levels[code], float(added))
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
    known = _PHRASES.get(name, {})
    plain = f"{name}: {level}".replace("_", " ")
    return known.get(level) or known.get(level.partition("_")[0]) or plain
