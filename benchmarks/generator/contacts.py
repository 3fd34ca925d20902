"""Contact records: first records of persons, later records of the same, and rows that are nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from .companies import World
from .draw import Indices, Rng, chance, pick
from .drift import FIRST_DAY, LAST_DAY, blank_out, dates, noise, owners
from .people import people
from .phones import written
from .rows import BASE, EXACT, IMPORT, KINDS, MARRIED, MOVED, PERSONAL, REENTRY, Entries, parts
from .slips import PARTS, WHOLE, Errors, Mask
from .text import join
from .words import options, table

__all__ = ["CONTACT_COLUMNS", "Plan", "contacts"]

CONTACT_COLUMNS = (
    "id",
    "first_name",
    "last_name",
    "company",
    "title",
    "email",
    "phone",
    "street",
    "city",
    "state",
    "postal_code",
    "country",
    "industry",
    "lead_source",
    "owner",
    "created_date",
    "last_modified_date",
    "opt_out",
)
# Shares per thousand: of the records that are first ones or junk; of the further records, each kind; of the persons,
# those with 1 to 5 further records (cluster sizes 2 to 6).
_PERSONS, _JUNK, _EMPLOYED = 798, 2, 830
_AGAIN = {REENTRY: 467, IMPORT: 246, MOVED: 113, PERSONAL: 105, EXACT: 55, MARRIED: 14}
_FURTHER = (120, 30, 13, 5, 2)

# Missing values, per thousand: on first records, later ones, at a new employer, with a private address.
_MISSING = {
    "given": (16, 22, 25, 18),
    "family": (4, 3, 5, 3),
    "stem": (30, 110, 90, 650),
    "title": (220, 370, 340, 710),
    "email": (120, 220, 235, 210),
    "c": (200, 262, 270, 262),
    "street": (325, 440, 445, 450),
    "city": (220, 330, 325, 330),
    "state": (425, 510, 505, 520),
    "postal_code": (300, 400, 405, 410),
    "country_written": (78, 138, 122, 130),
    "industry": (355, 530, 500, 510),
    "lead_source": (118, 195, 190, 195),
    "owner": (12, 18, 20, 20),
    "opt_out": (40, 45, 42, 45),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What one chunk holds: records, persons behind them, how many of those are employed, and rows that are nobody."""

    records: int
    persons: int
    employed: int
    junk: int

    @classmethod
    def of(cls, records: int) -> Plan:
        """The usual shares."""
        persons = max(records * _PERSONS // 1000, 1)
        return cls(records, persons, persons * _EMPLOYED // 1000, records * _JUNK // 1000)

    @property
    def further(self) -> int:
        """Records beyond the first of a person."""
        return self.records - self.persons - self.junk


def _who_again(rng: Rng, plan: Plan) -> Indices:
    """The person of each further record: most have none, a few have five."""
    drawn = rng.integers(0, 1000, plan.persons)
    bounds = 1000 - np.cumsum(_FURTHER[::-1])
    count = np.searchsorted(bounds[::-1], drawn, side="right")
    several = np.repeat(np.arange(plan.persons), count)
    once = rng.permutation(np.flatnonzero(count == 0))
    return np.resize(np.concatenate([rng.permutation(several), once]), plan.further)


def _kinds(rng: Rng, plan: Plan, employed: Mask, companies: int) -> Indices:
    """The kind of each further record; who has no employer cannot move to another, nor can anyone from the only one."""
    kinds, weights = np.array(list(_AGAIN)), np.cumsum(list(_AGAIN.values()))
    kind = kinds[np.searchsorted(weights, rng.integers(0, weights[-1], plan.further), side="right")]
    impossible = (~employed & np.isin(kind, [MOVED, PERSONAL])) | ((kind == MOVED) & (companies < 2))
    return np.where(impossible, REENTRY, kind)


def _rates(kind: Indices) -> Mapping[str, Indices]:
    """For each column, the rate at which it is missing in each record."""
    group = np.select([kind == BASE, kind == MOVED, kind == PERSONAL], [0, 2, 3], 1)
    return {name: np.array(rates)[group] for name, rates in _MISSING.items()}


def _only_with(values: pl.Series, needed: pl.Series) -> pl.Series:
    return values.set(needed.is_null(), None)


def _finished(rng: Rng, frame: pl.DataFrame) -> pl.DataFrame:
    """The parts put together into the fields of a record."""
    size = len(frame)
    middle = join(frame["middle"], pick(rng, size, [".", ".", ""]))
    first = join(frame["given"], _only_with(middle, frame["middle"]), separator=" ")
    phone = written(rng, frame["phone_country"].to_numpy(), frame)
    return frame.with_columns(
        first_name=_only_with(first, frame["given"]),
        last_name=frame["family"],
        company=_only_with(join(frame["stem"], frame["legal"], separator=" "), frame["stem"]),
        phone=_only_with(phone, frame["c"]),
    )


def _imported(rng: Rng, frame: pl.DataFrame, kind: Indices) -> pl.DataFrame:
    """Half of the imported records come in capitals or in small letters throughout."""
    style = pl.Series(np.where(kind == IMPORT, rng.integers(0, 4, len(kind)), 0))
    shouted, whispered = style == 1, style == 2
    return frame.with_columns(
        pl.when(shouted)
        .then(pl.col(name).str.to_uppercase())
        .when(whispered)
        .then(pl.col(name).str.to_lowercase())
        .otherwise(pl.col(name))
        for name in ("first_name", "last_name", "company", "street", "city")
    )


def _junk(rng: Rng, size: int) -> pl.DataFrame:
    """Rows typed to get past a form, or to try it out."""
    lines = [[part or None for part in options(line)] for line in table("picklists")["junk"]]
    named = pl.DataFrame(lines, schema=["first_name", "last_name", "company", "email"], orient="row")[
        rng.integers(0, len(lines), size)
    ]
    phone = pick(rng, size, options(table("picklists")["placeholders"]["phone"])).set(
        pl.Series(chance(rng, size, 0.3)), None
    )
    day = dates(rng, rng.integers(FIRST_DAY, LAST_DAY, size))
    country = pick(rng, size, ["Afghanistan", "United States", "Germany"]).set(pl.Series(chance(rng, size, 0.3)), None)
    return named.with_columns(
        phone=phone,
        country=country,
        lead_source=pl.lit("Web"),
        owner=owners(rng, size),
        created_date=day,
        last_modified_date=day,
        opt_out=pl.lit("false"),
        kind=pl.lit("junk"),
    )


def _records(rng: Rng, world: World, persons: pl.DataFrame, who: Indices, kind: Indices) -> pl.DataFrame:
    """The records of persons with their truth: `cluster` (the person), `kind`, `errors`, `parent`."""
    errors = Errors(kind != BASE)
    frame = parts(rng, world, persons, Entries(who, kind, errors))
    frame = blank_out(frame, rng, _rates(kind))
    legal, middle = _only_with(frame["legal"], frame["stem"]), _only_with(frame["middle"], frame["given"])
    frame = errors.slip(frame.with_columns(legal=legal, middle=middle), rng, PARTS)
    frame = errors.slip(_imported(rng, _finished(rng, frame), kind), rng, WHOLE)
    frame = noise(frame, rng, ("title", "industry", "lead_source", "state", "city"), 0.001)
    return (
        frame.drop("country")
        .rename({"country_written": "country"})
        .with_columns(
            cluster=pl.Series(who), kind=pl.Series(KINDS, dtype=pl.String).gather(kind), errors=errors.codes()
        )
    )


def _copied(frame: pl.DataFrame, who: Indices, kind: Indices) -> pl.DataFrame:
    """Records of kind `exact` are the first record of their person once more."""
    copies = pl.lit(pl.Series(kind == EXACT))
    truth = frame.select("kind", pl.when(copies).then(pl.lit("exact")).otherwise("errors").alias("errors"))
    return frame[np.where(kind == EXACT, who, np.arange(len(who)))].with_columns(truth)


def contacts(rng: Rng, world: World, plan: Plan, first_employee: int) -> pl.DataFrame:
    """The records of one chunk in random order, with `cluster`, `kind`, `errors` and `parent` behind their own columns.

    Its employed persons are those from `first_employee` on in the order of the companies; clusters count from 0.
    """
    company = np.searchsorted(world.last_contact, first_employee + np.arange(plan.employed), side="right")
    persons = people(rng, world, company, plan.persons - plan.employed)
    again = _who_again(rng, plan)
    who = np.concatenate([np.arange(plan.persons), again])
    kind = np.concatenate([np.full(plan.persons, BASE), _kinds(rng, plan, again < plan.employed, len(world.companies))])
    nobody = _junk(rng, plan.junk).with_columns(cluster=plan.persons + pl.int_range(plan.junk))
    frame = pl.concat([_copied(_records(rng, world, persons, who, kind), who, kind), nobody], how="diagonal")
    return frame.select(*CONTACT_COLUMNS[1:], "cluster", "kind", "errors", "parent")[rng.permutation(plan.records)]
