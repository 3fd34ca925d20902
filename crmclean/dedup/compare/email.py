"""Compare two people by e-mail: one mailbox, a mailbox that many use, or two mailboxes that tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Coded, Codes, Levels, Rows, derive, encode, on_distinct_pairs, sharing
from crmclean.dedup.compare.base import HOST, MAILBOX, Subject, column, edits, shorter
from crmclean.fields.email import is_free, is_role, match_address

__all__ = ["EmailComparison"]

_SHARED_BY = 2
"""Family names on one mailbox beyond which it is nobody's own; two may be a maiden and a married name."""


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
        addresses = derive(column(subject, fields[0]), _mailbox)
        address, locals_ = encode(addresses), encode(addresses.str.extract(MAILBOX))
        domains = encode(addresses.str.extract(HOST))
        return cls(
            address,
            locals_,
            domains,
            (sharing(address, subject.identity) > _SHARED_BY)
            | np.array([is_role(word) for word in address.words], bool),
            sharing(locals_, subject.identity) > _SHARED_BY,
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
        return np.select(
            [
                self.address.missing(left, right),
                same & ~shared,
                same,
                (locals_ == 2) & domains,
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
        ours, theirs = self.local.take(first), self.local.take(second)
        short, near = shorter(ours, theirs), edits(ours, theirs) == 1
        numbers = encode(pl.Series(self.local.words, dtype=pl.String).str.replace_all("[^0-9]", "")).codes
        digits = numbers[first] == numbers[second]
        return np.select([(first == second) & (short >= 5), near & (short >= 6) & digits], [1, 2], 3).astype(np.uint8)


def _mailbox(value: str) -> str | None:
    """Return the mailbox that a value names; None where it names none ("ask the office")."""
    address = match_address(value)
    return address if "@" in address else None
