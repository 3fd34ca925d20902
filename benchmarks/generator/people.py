"""Persons as they truly are: names, homes, mailboxes, telephones, and the jobs they hold."""

from __future__ import annotations

import numpy as np
import polars as pl

from .companies import World
from .draw import Indices, Pool, Rng, chance, per_group, pick, whole, zipf
from .names import persons
from .phones import landlines, lines_beside, mobiles
from .places import addresses
from .text import join, repeats, spread
from .words import COUNTRIES, SHARES, table

__all__ = ["ADDRESS", "NUMBER", "jobs", "people", "titles"]

ADDRESS = ("street", "city", "state_code", "state_name", "postal_code")
NUMBER = ("a", "b", "c", "ext")

# Persons in a household whose members are all in the CRM, in percent of the households: 1, 2, 3, 4.
_HOUSEHOLDS = (56, 28, 11, 5)
_ROLE_MAILBOX = 0.017
_SWITCHBOARD, _EXTENSION = 0.72, 0.14


def _households(rng: Rng, count: int) -> Indices:
    """For each of `count` persons, the first member of their household."""
    sizes = 1 + Pool.of(["1", "2", "3", "4"], np.array(_HOUSEHOLDS)).draw(rng, count)
    starts = np.cumsum(sizes) - sizes
    return np.repeat(starts, sizes)[:count]


def _private_mail(rng: Rng, frame: pl.DataFrame) -> pl.Series:
    size = len(frame)
    given, family = frame["given_slug"], frame["family_slug"].str.replace_all("-", "")
    initial = given.str.head(1)
    locals_ = [
        join(given, ".", family),
        join(initial, family),
        join(given, "_", family),
        join(given, family),
        join(family, initial),
        given,
    ]
    number = spread(
        [whole(rng, size, 1, 99), whole(rng, size, 1950, 2004), whole(rng, size, 100, 9999)], rng.integers(0, 3, size)
    )
    kind = rng.integers(0, 6, size)
    plain = chance(rng, size, 0.45) & (kind != 5)
    local = join(spread(locals_, kind), number.set(pl.Series(plain), ""))

    def domains(group: int, rows: Indices) -> pl.DataFrame:
        return pick(rng, len(rows), table("picklists")["free_mail"][COUNTRIES[group]].split()).to_frame("domain")

    domain = per_group(frame["country"].to_numpy(), domains)["domain"]
    return _unique_mail(local, domain)


def _unique_mail(local: pl.Series, domain: pl.Series) -> pl.Series:
    """A mailbox belongs to one person: the next one of a name gets a number."""
    turn = repeats(join(local, "@", domain))
    number = pl.Series(turn + 1).cast(pl.String).set(pl.Series(turn == 0), "")
    return join(local, number, "@", domain)


def _homes(rng: Rng, country: Indices, head: Indices) -> pl.DataFrame:
    """Address, landline and mobile; members of a household share the first two."""
    shared = addresses(rng, country)
    line = landlines(rng, country, shared["area"])
    home = pl.concat(
        [shared.select(ADDRESS), line.rename({"a": "line_a", "b": "line_b", "c": "line_c"})], how="horizontal"
    )[head]
    own = mobiles(rng, country, shared["area"]).rename({"a": "own_a", "b": "own_b", "c": "own_c"})
    return pl.concat([home, own], how="horizontal")


def people(rng: Rng, world: World, company: Indices, consumers: int) -> pl.DataFrame:
    """One person per entry of `company`, then `consumers` who are there for themselves (company -1)."""
    households = _households(rng, consumers)
    head = np.concatenate([np.arange(len(company)), len(company) + households])
    at_work = world.companies["country"].to_numpy()[company]
    country = np.concatenate(
        [at_work, np.searchsorted(np.cumsum(SHARES), rng.integers(0, sum(SHARES), consumers), side="right")]
    )[head]
    named = persons(rng, country).with_columns(country=pl.Series(country))
    of_head = (head != np.arange(len(head))) & chance(rng, len(head), 0.9)
    bearer = np.where(of_head, head, np.arange(len(head)))
    frame = named.with_columns(named["family"].gather(bearer), named["family_slug"].gather(bearer))
    return pl.concat([frame, _homes(rng, country, head)], how="horizontal").with_columns(
        company=pl.Series(np.concatenate([company, np.full(consumers, -1)])),
        private_mail=_private_mail(rng, frame),
        second_mail=_private_mail(rng, frame),
    )


def titles(rng: Rng, size: int) -> pl.Series:
    """Job titles, the commoner ones more often."""
    names = list(table("picklists")["title"])
    return Pool.of(names, zipf(len(names), 8)).pick(rng, size)


def _work_mail(rng: Rng, frame: pl.DataFrame, firm: pl.DataFrame) -> pl.Series:
    given, family = frame["given_slug"], frame["family_slug"]
    initial = given.str.head(1)
    patterns = [
        join(given, ".", family),
        join(initial, family),
        given,
        join(initial, ".", family),
        join(given, family.str.head(1)),
    ]
    own = _unique_mail(spread(patterns, firm["pattern"].to_numpy()), firm["domain"])
    role = join(pick(rng, len(frame), table("picklists")["roles"].split()), "@", firm["domain"])
    return spread([own, role], chance(rng, len(frame), _ROLE_MAILBOX).astype(np.int8))


def jobs(rng: Rng, world: World, frame: pl.DataFrame, company: Indices) -> pl.DataFrame:
    """The job of each person at that company: name of the firm, title, mailbox, telephone, address of the workplace."""
    size = len(frame)
    firm = world.companies[company]
    site = world.sites[world.workplaces(rng, company)]
    direct = chance(rng, size, 1 - _SWITCHBOARD).astype(np.int8)
    extension = whole(rng, size, 11, 9899).set(pl.Series(~chance(rng, size, _EXTENSION) | (direct == 1)), None)
    return pl.concat(
        [
            firm.select("stem", pl.col("legal").replace("", None), "industry", pl.col("country").alias("work_country")),
            site.select(*ADDRESS, "a", "b"),
        ],
        how="horizontal",
    ).with_columns(
        c=spread([site["c"], lines_beside(rng, site["c"])], direct),
        ext=extension,
        title=titles(rng, size),
        work_mail=_work_mail(rng, frame, firm),
        parent=pl.Series(company),
    )
