"""The parts of each record before anyone mistypes them: which job, mailbox, number and address it holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from .companies import World
from .draw import Indices, Rates, Rng, chance
from .drift import FIRST_DAY, LAST_DAY, consent, countries, dates, drifted, lead_sources, owners, owners_typed
from .names import families
from .people import ADDRESS, jobs, titles
from .slips import Errors, Mask
from .text import join, spread
from .words import STATE_CODES

__all__ = ["BASE", "EXACT", "IMPORT", "JUNK", "KINDS", "MARRIED", "MOVED", "PERSONAL", "REENTRY", "Entries", "parts"]

KINDS = ("base", "reentry", "import", "moved", "personal", "exact", "married", "junk")
BASE, REENTRY, IMPORT, MOVED, PERSONAL, EXACT, MARRIED, JUNK = range(len(KINDS))


@dataclass(frozen=True, slots=True)
class Entries:
    """Records to be made: whose (a row of the persons), of which kind, and what goes wrong with them."""

    who: Indices
    kind: Indices
    errors: Errors

    def again(self, *kinds: int, rng: Rng, rate: float | Rates, code: str) -> Mask:
        """A part of the records of these kinds, noted under the code."""
        chosen = np.isin(self.kind, kinds) & chance(rng, len(self.kind), rate)
        self.errors.note(code, chosen)
        return chosen

    def traits(self, rng: Rng, rate: float) -> Mask:
        """A habit of the person, the same in each of their records."""
        return chance(rng, int(self.who.max(initial=0)) + 1, rate)[self.who]

    def by_chance(self, kind: int, rng: Rng, rate: float) -> Mask:
        """A part of the records of this kind."""
        return (self.kind == kind) & chance(rng, len(self.kind), rate)


def _worklife(rng: Rng, world: World, persons: pl.DataFrame, entries: Entries) -> pl.DataFrame:
    """The job behind each record: the person's, or a new one for those who moved; null for those without employer."""
    company, who = persons["company"].to_numpy(), entries.who
    movers = np.flatnonzero(entries.kind == MOVED)
    elsewhere = world.other_companies(rng, company[who[movers]])
    held = jobs(rng, world, persons, np.maximum(company, 0))
    row = who.copy()
    row[movers] = len(persons) + np.arange(len(movers))
    job = pl.concat([held, jobs(rng, world, persons[who[movers]], elsewhere)])[row]
    job = job.with_columns(first_mail=held["work_mail"].gather(who))
    return job.select(pl.when(pl.Series(company[who] >= 0)).then(pl.all()))


def _employed(job: pl.DataFrame) -> Mask:
    return job["parent"].is_not_null().to_numpy()


def _mail(rng: Rng, person: pl.DataFrame, job: pl.DataFrame, entries: Entries) -> pl.Series:
    """The mailbox in each record: at work, private, another one, or that of a job left behind."""
    employed = _employed(job)
    private = ~employed | entries.traits(rng, 0.13) | entries.by_chance(PERSONAL, rng, 0.65)
    other = entries.again(REENTRY, IMPORT, MARRIED, rng=rng, rate=0.075, code="other_email")
    left_behind = entries.by_chance(MOVED, rng, 0.36)
    usual = np.where(private, 1, 0)
    changed = np.where(private, np.where(employed, 0, 2), 1)
    mailboxes = [job["work_mail"], person["private_mail"], person["second_mail"], job["first_mail"]]
    return spread(mailboxes, np.where(left_behind, 3, np.where(other, changed, usual)))


def _phone(rng: Rng, person: pl.DataFrame, job: pl.DataFrame, entries: Entries) -> pl.DataFrame:
    """The number in each record, in parts: at work (0), at home (1), mobile (2)."""
    employed = _employed(job)
    mobile = entries.traits(rng, 0.36) | (~employed & entries.traits(rng, 0.2)) | entries.by_chance(PERSONAL, rng, 0.4)
    other = entries.again(REENTRY, IMPORT, MARRIED, PERSONAL, rng=rng, rate=0.075, code="other_phone")
    line = np.where(mobile ^ other, 2, np.where(employed, 0, 1))
    number = {
        part: spread([job[part], person[f"line_{part}"], person[f"own_{part}"]], line) for part in ("a", "b", "c")
    }
    country = np.where(line == 0, job["work_country"].fill_null(0).to_numpy(), person["country"].to_numpy())
    return pl.DataFrame(number).with_columns(
        ext=job["ext"].set(pl.Series(line != 0), None), phone_country=pl.Series(country)
    )


def _address(rng: Rng, person: pl.DataFrame, job: pl.DataFrame, entries: Entries) -> pl.DataFrame:
    """The address in each record: the workplace, or home for those without employer and a few others."""
    at_home = ~_employed(job) | entries.traits(rng, 0.05) | entries.by_chance(PERSONAL, rng, 0.6)
    frame = pl.DataFrame({name: spread([job[name], person[name]], at_home.astype(np.int8)) for name in ADDRESS})
    country = np.where(at_home, person["country"].to_numpy(), job["work_country"].fill_null(0).to_numpy())
    by_code = np.isin(country, STATE_CODES).astype(np.int8)
    return frame.with_columns(
        country=pl.Series(country), state=spread([frame["state_name"], frame["state_code"]], by_code)
    )


def _family(rng: Rng, person: pl.DataFrame, kind: Indices) -> pl.Series:
    """Who married has another family name, or a second one before or behind."""
    new = families(rng, person["country"].to_numpy())["family"]
    old = person["family"]
    forms = [old, new, join(new, "-", old), join(old, "-", new)]
    return spread(forms, np.where(kind == MARRIED, np.minimum(rng.integers(1, 8, len(kind)), 3) % 4, 0))


def _history(rng: Rng, who: Indices, kind: Indices) -> tuple[Indices, Indices]:
    """Days of creation and of the last change: later records come days to years after the first."""
    persons = int(who.max()) + 1
    first = rng.integers(FIRST_DAY, LAST_DAY - 60, persons)[who]
    lag = rng.integers(1, 10 ** rng.integers(1, 4, len(who)))
    created = np.minimum(np.where(kind == BASE, first, first + lag), LAST_DAY - 50)
    return created, np.minimum(created + rng.integers(0, 10 ** rng.integers(1, 4, len(who))), LAST_DAY)


def _same_or(rng: Rng, of_person: pl.Series, other: pl.Series, again: Mask, rate: float) -> pl.Series:
    return spread([of_person, other], (again & chance(rng, len(again), rate)).astype(np.int8))


def _system(rng: Rng, who: Indices, kind: Indices) -> dict[str, pl.Series]:
    """Lead source, owner, dates and consent."""
    size, persons, again = len(who), int(who.max()) + 1, kind != BASE
    source = _same_or(rng, lead_sources(rng, persons).gather(who), lead_sources(rng, size), again, 0.5)
    owner = _same_or(rng, owners(rng, persons).gather(who), owners(rng, size), again, 0.5)
    created, changed = _history(rng, who, kind)
    opted_out = chance(rng, persons, 0.155)[who] ^ (again & chance(rng, size, 0.1))
    return {
        "lead_source": drifted(source, rng, "lead_source", 0.16),
        "owner": owners_typed(owner, rng),
        "created_date": dates(rng, created),
        "last_modified_date": dates(rng, changed),
        "opt_out": consent(rng, opted_out),
    }


def _title(rng: Rng, job: pl.DataFrame, entries: Entries) -> pl.Series:
    rate = np.where(_employed(job), 0.06, 0)
    changed = entries.again(REENTRY, IMPORT, PERSONAL, MARRIED, rng=rng, rate=rate, code="title_changed")
    return spread([job["title"], titles(rng, len(changed))], changed.astype(np.int8))


def parts(rng: Rng, world: World, persons: pl.DataFrame, entries: Entries) -> pl.DataFrame:
    """The entries in parts; what their kind changes is noted."""
    who, kind = entries.who, entries.kind
    for changed in (IMPORT, MOVED, PERSONAL, MARRIED):
        entries.errors.note(KINDS[changed], kind == changed)
    job, person = _worklife(rng, world, persons, entries), persons[who]
    address = _address(rng, person, job, entries)
    return pl.concat([address, _phone(rng, person, job, entries)], how="horizontal").with_columns(
        person["given"],
        person["middle"],
        person["female"],
        job["stem"],
        job["legal"],
        job["parent"],
        family=_family(rng, person, kind),
        title=_title(rng, job, entries),
        email=_mail(rng, person, job, entries),
        industry=drifted(job["industry"], rng, "industry", 0.13),
        country_written=countries(rng, address["country"].to_numpy()),
        **_system(rng, who, kind),
    )
