"""Compare two people by e-mail: one mailbox, a mailbox that many use, or two mailboxes that tell them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Apart, Coded, Codes, Levels, Rows, encode, encode_column, on_distinct_pairs
from crmclean.dedup.compare.base import HOST, MAILBOX, Spelled, Subject, column, edits, mistyped
from crmclean.fields.email import is_free, match_addresses, roles

__all__ = ["EmailComparison"]

_NO_DIGIT = re.compile("[^0-9]")
_FIRSTS = re.compile(r"(?:^|[._-])([^._-])")
_SHARED_BY = 2
"""Family names on one mailbox beyond which it is nobody's own; two may be a maiden and a married name."""

_TELLING = 5
"""Letters of a local part from which the same one at another host says something."""
_LONG = 10
"""Letters of a domain from which two edits are still a typo."""
_DIGITS = re.compile("[0-9]")
_HOUSEHOLD = r"family|famil(?:ie|je|le|ia)|famiglia|household|(?:^|[._-])fam(?:[._-]|$)"
"""What a local part says that a whole family uses. Source: "family" in the languages of the packs, by hand."""


@dataclass(frozen=True, slots=True)
class EmailComparison:
    """Mailboxes of *n* records."""

    role: ClassVar[str] = "email"
    levels: ClassVar[tuple[str, ...]] = (
        "missing", "same", "same_shared", "close", "same_local", "near", "numbered", "same_company",
        "other_kind", "differ",
    )  # fmt: skip

    address: Coded
    local: Spelled
    domain: Spelled
    shared: npt.NDArray[np.bool_]
    shared_local: npt.NDArray[np.bool_]
    free: npt.NDArray[np.bool_]
    stem: Codes
    """For each distinct local part the code of what is left without digits."""
    numbered: npt.NDArray[np.bool_]
    """Whether it has digits."""

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the mailboxes of a table."""
        address = encode_column(column(subject, fields[0]), _mailboxes)
        mailboxes = address.words.str.extract(MAILBOX)
        locals_, domains = address.derived(mailboxes), address.derived(address.words.str.extract(HOST))
        households = mailboxes.str.contains(_HOUSEHOLD)
        numbered = locals_.words.str.contains(r"\d").to_numpy()
        return cls(
            address,
            Spelled.of(locals_),
            Spelled.of(domains),
            subject.shared("address", address, _SHARED_BY) | (roles(address.words) | households).to_numpy(),
            subject.shared("local", locals_, _SHARED_BY) | ~numbered | (locals_.lengths < _TELLING),
            np.array([is_free(word) for word in domains.words], dtype=bool),
            encode(locals_.words.str.replace_all(r"\d", "")).codes,
            numbered,
        )

    def show(self, row: int) -> str | None:
        """Return the address as it was compared."""
        return self.address.word(row)

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        at = {level: code for code, level in enumerate(self.levels)}
        same = self.address.equal(left, right)
        shared = np.append(self.shared, False)[self.address.codes[left]]
        domains = self.domain.coded.equal(left, right)
        free = np.append(self.free, False)
        one_free, other_free = free[self.domain.coded.codes[left]], free[self.domain.coded.codes[right]]
        locals_ = on_distinct_pairs(
            self.local.coded, left, right, self._judge_local, Apart(partial(self.local.may_be_near, most=1), 3)
        )
        hosts = on_distinct_pairs(
            self.domain.coded, left, right, self._judge_domain, Apart(partial(self.domain.may_be_near, most=3), 4)
        )
        one_host = (hosts == 2) & ((locals_ < 3) | self.local.coded.equal(left, right))
        return np.select(
            [
                self.address.missing(left, right),
                same & ~shared,
                same,
                ((locals_ == 2) & domains) | (one_host & ~domains),
                (locals_ == 1) & ~np.append(self.shared_local, True)[self.local.coded.codes[left]],
                self._near(left, right, (hosts == 2) | (hosts == 3)),
                domains & ~one_free & self._beside(left, right),
                domains & ~one_free,
                one_free != other_free,
            ],
            [
                at["missing"],
                at["same"],
                at["same_shared"],
                at["close"],
                at["same_local"],
                at["near"],
                at["numbered"],
                at["same_company"],
                at["other_kind"],
            ],
            at["differ"],
        ).astype(np.uint8)

    def _beside(self, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Whether one mailbox is the other with a number, as the second of a name gets one: ``jane.doe2``."""
        stem, numbered = np.append(self.stem, -1), np.append(self.numbered, False)
        one, other = self.local.coded.codes[left], self.local.coded.codes[right]
        return np.asarray((stem[one] == stem[other]) & (numbered[one] != numbered[other]))

    def _near(self, left: Rows, right: Rows, asked: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Whether mailboxes at hosts that are nearly the same are so as a whole; another number is another mailbox."""
        at, near = np.flatnonzero(asked), asked.copy()
        first, second = (self.address.codes[rows[at]] for rows in (left, right))
        ours, theirs = self.address.take(first), self.address.take(second)
        numbered = [_DIGITS.sub("", one) == _DIGITS.sub("", other) for one, other in zip(ours, theirs, strict=True)]
        near[at] = mistyped(self.address, first, second) & ~np.array(numbered, dtype=bool)
        return near

    def _judge_local(self, first: Codes, second: Codes) -> Levels:
        """1 the same, 2 one edit apart (six letters or more, digits the same), else 3."""
        level = np.full(len(first), 3, dtype=np.uint8)
        ours, theirs = self.local.coded.take(first), self.local.coded.take(second)
        near = np.flatnonzero(edits(ours, theirs, most=1) == 1)
        level[near] = [2 if _is_slip(ours[at], theirs[at]) else 3 for at in near.tolist()]
        return level

    def _judge_domain(self, first: Codes, second: Codes) -> Levels:
        """1 the same, 2 mistyped (one edit, two in ten letters; the same digits), 3 three edits apart at most, else 4.

        Two mail providers are not mistyped.
        """
        ours, theirs = self.domain.coded.take(first), self.domain.coded.take(second)
        apart = edits(ours, theirs, most=3)
        near = apart <= np.where(self.domain.coded.shorter(first, second) >= _LONG, 2, 1)
        near[near] = [_NO_DIGIT.sub("", ours[at]) == _NO_DIGIT.sub("", theirs[at]) for at in np.flatnonzero(near)]
        known = self.free[first] & self.free[second]
        return np.select([near & ~known, (apart <= 3) & ~known], [2, 3], 4).astype(np.uint8)


def _mailboxes(values: pl.Series) -> pl.Series:
    """Return the mailboxes that values reach; null for what is no address."""
    reached = match_addresses(values)
    return pl.select(pl.when(reached.str.contains("@", literal=True)).then(reached)).to_series()


def _is_slip(one: str, other: str) -> bool:
    """Whether one is the other mistyped: long enough, not in a first letter, which is hardly ever mistyped, or a digit.

    ``erik.hansen`` and ``erik.jansen`` are two people.
    """
    firsts = (_FIRSTS.findall(one), _FIRSTS.findall(other))
    return (
        min(len(one), len(other)) >= 6 and firsts[0] == firsts[1] and _NO_DIGIT.sub("", one) == _NO_DIGIT.sub("", other)
    )
