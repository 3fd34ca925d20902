"""Companies and their sites: names, domains, how many people of theirs are in the CRM, head office and branches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from .draw import Indices, Pool, Rng, chance, per_group, pick, zipf
from .names import families
from .phones import landlines
from .places import addresses
from .text import join, repeats, slug, spread
from .words import COUNTRIES, SHARES, options, table

__all__ = ["MAIL_PATTERNS", "World", "build"]

# Contacts per company as (weight, fewest, most): half the companies have at most 3, one in a thousand hundreds.
_SIZES = (
    (190, 0, 0), (160, 1, 1), (110, 2, 2), (90, 3, 3), (75, 4, 4), (100, 5, 6), (90, 7, 9), (75, 10, 14), (40, 15, 20),
    (35, 21, 31), (20, 32, 50), (10, 51, 77), (5, 78, 130), (2, 131, 250), (1, 251, 420),
)  # fmt: skip
# first.last, flast, first, f.last, firstl: one pattern a company.
MAIL_PATTERNS = (50, 20, 12, 8, 10)
_STEMS = (30, 12, 30, 14, 8, 6)


@dataclass(frozen=True, slots=True)
class World:
    """Companies (one row each) and their sites: row k is company k's head office, branches follow.

    `last_contact[k]` is the number of contacts of companies 0 to k.
    """

    companies: pl.DataFrame
    sites: pl.DataFrame
    last_contact: Indices

    def other_companies(self, rng: Rng, company: Indices) -> Indices:
        """Another company for each, three times in four one of the same country."""
        country = self.companies["country"].to_numpy()
        order = np.argsort(country, kind="stable")
        here = country[company]
        first, after = (np.searchsorted(country[order], here, side) for side in ("left", "right"))
        near = order[first + rng.integers(0, after - first)]
        far = (company + rng.integers(1, max(len(country), 2), len(company))) % len(country)
        return np.where((near != company) & chance(rng, len(company), 0.75), near, far)

    def workplaces(self, rng: Rng, company: Indices) -> Indices:
        """A site for each contact of these companies: four in five work at the head office."""
        heads = len(self.companies)
        branches = self.sites["company"].to_numpy()[heads:]
        first, after = (np.searchsorted(branches, company, side) for side in ("left", "right"))
        branch = heads + first + rng.integers(0, np.maximum(after - first, 1))
        return np.where((after > first) & chance(rng, len(company), 0.2), branch, company)


def _sizes(rng: Rng, count: int) -> Indices:
    weights, low, high = (np.array(column, dtype=np.int64) for column in zip(*_SIZES, strict=True))
    band = np.searchsorted(np.cumsum(weights), rng.integers(0, weights.sum(), count), side="right")
    return rng.integers(low[band], high[band] + 1)


def _shared_out(sizes: Indices, contacts: int) -> Indices:
    """Running totals of the contacts, in proportion to the sizes, in whole numbers; the last one is `contacts`."""
    total = np.cumsum(sizes)
    if total[-1] == 0:
        return np.full(len(sizes), contacts, np.int64)
    return total * contacts // total[-1]


@cache
def _brands() -> tuple[Pool, Pool]:
    words = table("companies")["brand"]
    first, last = words["first"].split(), words["last"].split()
    return Pool.of(first, zipf(len(first), 30)), Pool.of(last, zipf(len(last), 30))


def _stems(rng: Rng, country: str, family: list[pl.Series], city: pl.Series) -> pl.Series:
    """Names without legal form: Carter Foods, Carter & Weber, Novagrid, Blue Titan Oil, Austin Dental, KLR Media."""
    size = len(city)
    words = table("companies")[country]
    line = pick(rng, size, options(words["lines"]))
    ending = pick(rng, size, options(words["partner"]))
    short = ending.is_in(["&", "and", "und", "et", "e"])
    partner = spread([join(" ", ending), join(" ", ending, " ", family[1])], short.to_numpy().astype(np.int8))
    first, last = _brands()
    brand = join(first.pick(rng, size), last.pick(rng, size))
    some = spread([join(" ", line), pl.Series([""]).new_from_index(0, size)], chance(rng, size, 0.25).astype(np.int8))
    letters = join(*(pick(rng, size, list("ABCDEFGHIKLMNPRSTVWXZ")) for _ in range(3)))
    kinds = [
        join(family[0], " ", line),
        join(family[0], partner),
        join(brand, some),
        join(first.pick(rng, size), " ", first.pick(rng, size), " ", line),
        join(city, " ", line),
        join(letters, " ", line),
    ]
    weights = np.cumsum(_STEMS)
    return spread(kinds, np.searchsorted(weights, rng.integers(0, weights[-1], size), side="right"))


def _labels(rng: Rng, stem: pl.Series) -> pl.Series:
    """The name in a domain: the whole name run together, with hyphens, or its first word and an initial."""
    words = stem.str.replace_all(r" (&|and|und|et|e) ", " ").str.replace_all(r"[^\p{L}\d ]", "")
    together = slug(words, german=True).str.head(24)
    hyphens = slug(words.str.replace_all(" ", "-"), german=True).str.head(28).str.strip_chars("-")
    first = slug(words.str.extract(r"^(\S+)"), german=True)
    initial = slug(words.str.extract(r" (\S)\S*$").fill_null(""))
    kind = np.searchsorted(np.array([68, 80]), rng.integers(0, 100, len(stem)), side="right")
    return spread([together, hyphens, join(first, initial)], kind)


def _domains(label: pl.Series, tld: pl.Series, city: pl.Series) -> pl.Series:
    """No domain twice: the second company of a name adds its city, the next ones a number."""
    plain = join(label, ".", tld)
    in_city = spread([plain, join(label, "-", slug(city), ".", tld)], np.minimum(repeats(plain), 1))
    again = repeats(in_city)
    return spread(
        [in_city, join(label, pl.Series(again).cast(pl.String), "-", slug(city), ".", tld)], np.minimum(again, 1)
    )


def _companies(rng: Rng, country: Indices, city: pl.Series) -> pl.DataFrame:
    size = len(country)
    family = [families(rng, country)["family"] for _ in range(2)]

    def named(group: int, rows: Indices) -> pl.DataFrame:
        code = COUNTRIES[group]
        stem = _stems(rng, code, [names.gather(rows) for names in family], city.gather(rows))
        legal = pick(rng, len(rows), options(table("companies")[code]["legal"]))
        tld = pick(rng, len(rows), table("picklists")["company_tld"][code].split())
        return pl.DataFrame({"stem": stem, "legal": legal, "tld": tld})

    frame = per_group(country, named)
    patterns = np.cumsum(MAIL_PATTERNS)
    industries = table("picklists")["industry"]
    staff = rng.integers(1, 10 ** rng.integers(1, 4, size)) + rng.integers(0, 30, size)
    return frame.with_columns(
        country=pl.Series(country),
        domain=_domains(_labels(rng, frame["stem"]), frame["tld"], city),
        pattern=pl.Series(np.searchsorted(patterns, rng.integers(0, patterns[-1], size), side="right")),
        industry=Pool.of(list(industries), zipf(len(industries), 12)).pick(rng, size),
        employees=pl.Series(staff),
        revenue=pl.Series(staff * rng.integers(20, 260, size) * 1000),
    ).drop("tld")


def _branch_owners(rng: Rng, companies: int, branches: int) -> Indices:
    """Companies with one, two or three branches, so many that there are `branches` in all."""
    counts = np.resize(np.array([1, 2, 3]), companies)
    return np.sort(np.resize(np.repeat(rng.permutation(companies), counts), branches))


def _sites(rng: Rng, companies: pl.DataFrame, heads: pl.DataFrame, branches: int) -> pl.DataFrame:
    owners = _branch_owners(rng, len(companies), branches)
    country = companies["country"].to_numpy()
    company = np.concatenate([np.arange(len(companies)), owners])
    places = pl.concat([heads, addresses(rng, country[owners])]) if branches else heads
    lines = landlines(rng, country[company], places["area"])
    return pl.concat([pl.DataFrame({"company": company}), places, lines], how="horizontal")


def build(rng: Rng, companies: int, branches: int, contacts: int) -> World:
    """Companies with their sites, `contacts` contacts shared out among them."""
    country = np.searchsorted(np.cumsum(SHARES), rng.integers(0, sum(SHARES), companies), side="right")
    heads = addresses(rng, country)
    frame = _companies(rng, country, heads["city"])
    return World(frame, _sites(rng, frame, heads, branches), _shared_out(_sizes(rng, companies), contacts))
