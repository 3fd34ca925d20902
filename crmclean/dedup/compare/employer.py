"""Compare where two people work: by the names of their companies and the domains of their mailboxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Coded, Levels, Rows, derive, encode
from crmclean.dedup.compare.base import Subject, column
from crmclean.dedup.compare.company_names import DIFFER, SAME, judge_names
from crmclean.fields.company import Company, core
from crmclean.fields.email import Email

__all__ = ["EmployerComparison"]

_SIZES = (3, 12, 50)
"""Records of one company: a handful, a team, a department, a corporation."""
_SHARES = ("tiny", "small", "large", "huge")


@dataclass(frozen=True, slots=True)
class EmployerComparison:
    """Employers of *n* people: company names, and the domains of their mailboxes that are not free mail."""

    role: ClassVar[str] = "employer"
    levels: ClassVar[tuple[str, ...]] = (
        "missing", *(f"same_{share}" for share in _SHARES), "close", "acronym", "part", "differ",
    )  # fmt: skip

    core: Coded
    domain: Coded

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the employers of a table."""
        kinds = subject.rules.fields
        company = next((name for name in fields if isinstance(kinds[name], Company)), None)
        email = next((name for name in fields if isinstance(kinds[name], Email)), None)
        return cls(
            encode(derive(column(subject, company), core)),
            encode(derive(column(subject, email), _own)),
        )

    def show(self, row: int) -> str | None:
        """Return the company name, or the domain where there is none."""
        return self.core.word(row) or self.domain.word(row)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair: the better of name and domain."""
        name = np.minimum(judge_names(self.core, left, right), DIFFER)
        one_domain = self.domain.equal(left, right)
        other_domain = ~self.domain.missing(left, right) & ~one_domain
        people = np.maximum(_counts(self.core, left), _counts(self.domain, left))
        people = np.maximum(people, np.maximum(_counts(self.core, right), _counts(self.domain, right)))
        same = (name == SAME) | one_domain
        size = np.digitize(people, _SIZES, right=True) + 1
        return np.select([same, name > SAME, other_domain], [size, name + 3, len(self.levels) - 1], 0).astype(np.uint8)


def _counts(coded: Coded, rows: Rows) -> npt.NDArray[np.int64]:
    return np.append(coded.counts, 0)[coded.codes[rows]]


def _own(address: str) -> str | None:
    """Return the domain of an employer: registrable, neither free mail nor throw-away; None where there is none."""
    return next(iter(Email.keys["domain"](address)), None)
