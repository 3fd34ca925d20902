"""Compare where two people work: by the names of their companies and the domains of their mailboxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import MISSING, Coded, Levels, Rows, encode_column, encode_made
from crmclean.dedup.compare.base import MAILBOX, Subject, column
from crmclean.dedup.compare.company_names import DIFFER, SAME, CompanyNames
from crmclean.fields.company import Company, cores
from crmclean.fields.email import Email
from crmclean.fields.email_address import STANDARD_ADDRESS

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

    names: CompanyNames
    domain: Coded

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the employers of a table."""
        kinds = subject.rules.fields
        company = next((name for name in fields if isinstance(kinds[name], Company)), None)
        email = next((name for name in fields if isinstance(kinds[name], Email)), None)
        names = encode_column(column(subject, company), cores)
        domains = encode_made(_without_mailboxes(column(subject, email)), _own)
        recount = subject.frequencies.recount
        return cls(CompanyNames.of(recount("names", names, _SIZES[0] + 1)), recount("domains", domains, _SIZES[0] + 1))

    @property
    def core(self) -> Coded:
        """The company names as they are compared."""
        return self.names.coded

    def show(self, row: int) -> str | None:
        """Return the company name, or the domain where there is none."""
        return self.core.word(row) or self.domain.word(row)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair: the better of name and domain."""
        name = np.minimum(self.names.judge(left, right), DIFFER)
        ours, theirs = self.domain.codes[left], self.domain.codes[right]
        both = (ours != MISSING) & (theirs != MISSING)
        level = np.where(name > SAME, name + 3, np.where(both, len(self.levels) - 1, 0)).astype(np.uint8)
        same = np.flatnonzero((name == SAME) | (both & (ours == theirs)))
        level[same] = np.digitize(self._people(left[same], right[same]), _SIZES, right=True) + 1
        return level

    def _people(self, left: Rows, right: Rows) -> npt.NDArray[np.int64]:
        """Return how many records have the company or the domain of either side, whichever has most."""
        counts = [coded.counted(coded.codes[rows]) for coded in (self.core, self.domain) for rows in (left, right)]
        return np.asarray(np.maximum.reduce(counts))


def _without_mailboxes(addresses: pl.Series) -> pl.Series:
    """Put one mailbox in place of all: there are fewer domains than addresses."""
    plain = addresses.str.contains(STANDARD_ADDRESS)
    return pl.select(pl.when(plain).then(addresses.str.replace(MAILBOX, "box@")).otherwise(addresses)).to_series()


def _own(address: str) -> str | None:
    """Return the domain of an employer: registrable, neither free mail nor throw-away; None where there is none."""
    return next(iter(Email.keys["domain"](address)), None)
