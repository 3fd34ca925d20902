"""Compare websites: one domain, a domain that many companies use, or two domains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Coded, Levels, Rows, derive, encode, sharing
from crmclean.dedup.compare.base import Subject, column
from crmclean.fields.url import domain, is_shared

__all__ = ["WebsiteComparison"]

_SHARED_BY = 4
"""Company names on one domain beyond which it is a portal or a group's."""


@dataclass(frozen=True, slots=True)
class WebsiteComparison:
    """Domains of *n* records."""

    role: ClassVar[str] = "website"
    levels: ClassVar[tuple[str, ...]] = ("missing", "same", "same_shared", "differ")

    domain: Coded
    shared: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the websites of a table."""
        domains = encode(derive(column(subject, fields[0]), domain))
        portal = np.array([is_shared(word) for word in domains.words], dtype=bool)
        return cls(domains, portal | (sharing(domains, subject.identity) > _SHARED_BY))

    def show(self, row: int) -> str | None:
        """Return the domain."""
        return self.domain.word(row)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        same = self.domain.equal(left, right)
        shared = np.append(self.shared, False)[self.domain.codes[left]]
        return np.select(
            [self.domain.missing(left, right), same & ~shared, same], [0, 1, 2], len(self.levels) - 1
        ).astype(np.uint8)
