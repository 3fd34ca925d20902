"""Compare two people by e-mail: one mailbox, a mailbox that many use, or two mailboxes that tell them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Coded, Codes, Levels, Rows, encode, on_distinct_pairs, sharing
from crmclean.dedup.compare.base import HOST, MAILBOX, Subject, column, edits, shorter
from crmclean.fields.email import is_free, match_addresses, roles

__all__ = ["EmailComparison"]

_NO_DIGIT = re.compile("[^0-9]")
_SHARED_BY = 2
"""Family names on one mailbox beyond which it is nobody's own; two may be a maiden and a married name."""

_LONG = 10
"""Letters of a domain from which two edits are still a typo."""


@dataclass(frozen=True, slots=True)
class EmailComparison:
    """Mailboxes of *n* records."""

    role: ClassVar[str] = "email"
    levels: ClassVar[tuple[str, ...]] = (
        "missing", "same", "same_shared", "close", "same_local", "same_company", "other_kind", "differ",
    )  # fmt: skip

    address: Coded
    local: Coded
    domain: Coded
    shared: npt.NDArray[np.bool_]
    shared_local: npt.NDArray[np.bool_]
    free: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the mailboxes of a table."""
        addresses = match_addresses(column(subject, fields[0]))
        addresses = pl.select(pl.when(addresses.str.contains("@", literal=True)).then(addresses)).to_series()
        address, locals_ = encode(addresses), encode(addresses.str.extract(MAILBOX))
        domains = encode(addresses.str.extract(HOST))
        return cls(
            address,
            locals_,
            domains,
            (sharing(address, subject.identity) > _SHARED_BY) | roles(address.texts).to_numpy(),
            (sharing(locals_, subject.identity) > _SHARED_BY) | ~locals_.texts.str.contains(r"\d").to_numpy(),
            np.array([is_free(word) for word in domains.words], dtype=bool),
        )

    def show(self, row: int) -> str | None:
        """Return the address as it was compared."""
        return self.address.word(row)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        at = {level: code for code, level in enumerate(self.levels)}
        same = self.address.equal(left, right)
        shared = np.append(self.shared, False)[self.address.codes[left]]
        domains = self.domain.equal(left, right)
        free = np.append(self.free, False)
        one_free, other_free = free[self.domain.codes[left]], free[self.domain.codes[right]]
        locals_ = on_distinct_pairs(self.local, left, right, self._judge_local)
        one_host = on_distinct_pairs(self.domain, left, right, self._judge_domain) == 2
        one_host &= (locals_ < 3) | self.local.equal(left, right)
        return np.select(
            [
                self.address.missing(left, right),
                same & ~shared,
                same,
                ((locals_ == 2) & domains) | (one_host & ~domains),
                (locals_ == 1) & ~np.append(self.shared_local, True)[self.local.codes[left]],
                domains & ~one_free,
                one_free != other_free,
            ],
            [
                at["missing"],
                at["same"],
                at["same_shared"],
                at["close"],
                at["same_local"],
                at["same_company"],
                at["other_kind"],
            ],
            at["differ"],
        ).astype(np.uint8)

    def _judge_local(self, first: Codes, second: Codes) -> Levels:
        """1 the same (five letters or more), 2 one edit apart (six letters or more, digits the same), else 3."""
        level = np.full(len(first), 3, dtype=np.uint8)
        same = first == second
        level[same] = np.where(np.array(list(map(len, self.local.take(first[same])))) >= 5, 1, 3)
        other = np.flatnonzero(~same)
        ours, theirs = self.local.take(first[other]), self.local.take(second[other])
        near = np.flatnonzero(edits(ours, theirs, most=1) == 1)
        level[other[near]] = [2 if _is_slip(ours[at], theirs[at]) else 3 for at in near.tolist()]
        return level

    def _judge_domain(self, first: Codes, second: Codes) -> Levels:
        """1 the same, 2 mistyped (one edit, two in ten letters; the same digits) and no two mail providers, else 3."""
        ours, theirs = self.domain.take(first), self.domain.take(second)
        near = edits(ours, theirs, most=2) <= np.where(shorter(ours, theirs) >= _LONG, 2, 1)
        near[near] = [_NO_DIGIT.sub("", ours[at]) == _NO_DIGIT.sub("", theirs[at]) for at in np.flatnonzero(near)]
        return np.select([first == second, near & ~(self.free[first] & self.free[second])], [1, 2], 3).astype(np.uint8)


def _is_slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 6 and _NO_DIGIT.sub("", one) == _NO_DIGIT.sub("", other)
