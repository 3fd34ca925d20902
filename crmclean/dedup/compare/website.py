"""Compare websites: one domain, a domain that many companies use, or two domains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Coded, Levels, Rows, derive, encode
from crmclean.dedup.compare.base import Subject, column
from crmclean.fields.email import is_free
from crmclean.fields.url import domain, is_shared

__all__ = ["WebsiteComparison"]

_SHARED_BY = 4
"""Company names on one domain beyond which it is a portal or a group's."""
_TELLING = 4
"""Letters from which the same name under another ending (``acme.com``, ``acme.de``) is no chance."""


@dataclass(frozen=True, slots=True)
class WebsiteComparison:
    """Domains of *n* records."""

    role: ClassVar[str] = "website"
    levels: ClassVar[tuple[str, ...]] = ("missing", "same", "same_shared", "same_name", "differ")

    domain: Coded
    name: Coded
    shared: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the websites of a table."""
        sites = derive(column(subject, fields[0]), domain)
        domains = encode(sites)
        portal = np.array([is_shared(word) or is_free(word) for word in domains.words], dtype=bool)
        name = encode(derive(sites, _name))
        return cls(domains, name, portal | subject.shared("domain", domains, _SHARED_BY))

    def show(self, row: int) -> str | None:
        """Return the domain."""
        return self.domain.word(row)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        same = self.domain.equal(left, right)
        shared = np.append(self.shared, False)[self.domain.codes[left]]
        return np.select(
            [self.domain.missing(left, right), same & ~shared, same, self.name.equal(left, right)],
            [0, 1, 2, 3],
            len(self.levels) - 1,
        ).astype(np.uint8)


def _name(domain: str) -> str | None:
    """Return what a company chose of its domain, without the ending; two letters are anybody's."""
    name = domain.partition(".")[0]
    return name if len(name) >= _TELLING else None
