"""Compare addresses as one bundle: street, city and postal code say one thing together, not three."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Coded, Codes, Levels, Rows, derive, encode, on_distinct_pairs, sharing
from crmclean.dedup.compare.base import Subject, column, similarity
from crmclean.fields import fold
from crmclean.fields.street import parts

__all__ = ["AddressComparison"]

_HOUSEHOLD = 3
"""Family names at one street address up to which it is a home or a very small office."""
_PARTS = ("street", "city", "postal_code")


@dataclass(frozen=True, slots=True)
class AddressComparison:
    """Addresses of *n* records."""

    role: ClassVar[str] = "address"
    levels: ClassVar[tuple[str, ...]] = (
        "missing", "same", "same_shared", "close", "same_street", "same_postal_code", "same_city", "differ",
    )  # fmt: skip

    street: Coded
    number: Coded
    body: Coded
    city: Coded
    postal_code: Coded
    shared: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, subject: Subject, fields: tuple[str, ...]) -> Self:
        """Parse the addresses of a table; fields are told apart by their semantic types."""
        kinds = {subject.rules.fields[name].type: name for name in reversed(fields)}
        street, city, postal_code = (column(subject, kinds.get(part)) for part in _PARTS)
        number, body = (
            derive(street, lambda value: parts(value).number),
            derive(street, lambda value: parts(value).body),
        )
        whole = pl.select(pl.concat_str(number, body, separator=" ", ignore_nulls=True).str.strip_chars()).to_series()
        streets = encode(whole)
        return cls(
            streets,
            encode(number),
            encode(body),
            encode(derive(city, fold)),
            encode(derive(postal_code, lambda value: fold(value).replace(" ", "")[:5])),
            sharing(streets, subject.identity) > _HOUSEHOLD,
        )

    def show(self, row: int) -> str | None:
        """Return the address as it was compared."""
        words = [coded.word(row) for coded in (self.street, self.city, self.postal_code)]
        return ", ".join(word for word in words if word) or None

    def judge(self, left: Rows, right: Rows) -> Levels:
        """Return the level of each pair."""
        at = {level: code for code, level in enumerate(self.levels)}
        street = self.street.equal(left, right)
        body = _alike(self.body, left, right)
        city = _alike(self.city, left, right)
        postal_code = _alike(self.postal_code, left, right)
        number = self.number.equal(left, right)
        elsewhere = (city == 2) & (postal_code != 1) | (city == 0) & (postal_code == 2)
        shared = np.append(self.shared, False)[self.street.codes[left]]
        nothing = self.street.missing(left, right) & (city == 0) & (postal_code == 0)
        no_street = self.street.missing(left, right)
        return np.select(
            [
                nothing,
                street & ~elsewhere & ~shared,
                street & ~elsewhere,
                (body == 1) & number & ~elsewhere,
                (body == 1) & ~elsewhere & self.number.missing(left, right),
                street | ((body == 1) & ~elsewhere),
                (postal_code == 1) & no_street,
                (city == 1) & no_street & (postal_code == 0),
            ],
            [
                at["missing"], at["same"], at["same_shared"], at["close"], at["close"], at["same_street"],
                at["same_postal_code"], at["same_city"],
            ],
            at["differ"],
        ).astype(np.uint8)  # fmt: skip


def _alike(coded: Coded, left: Rows, right: Rows) -> Levels:
    """1 the same but for a typo, 2 another, 0 missing."""

    def judge(first: Codes, second: Codes) -> Levels:
        near = similarity(coded.take(first), coded.take(second)) >= 0.92 - 1e-6
        return np.where((first == second) | near, 1, 2).astype(np.uint8)

    return on_distinct_pairs(coded, left, right, judge)
