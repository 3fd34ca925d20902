"""Account records: companies, their branches, and later records of the same site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from .companies import World
from .draw import Indices, Rng, chance, pick
from .drift import blank_out, countries, drifted
from .phones import landlines, written
from .slips import COMPANY_SLIPS, LEGAL_SLIPS, STREET_SLIPS, Errors, Mask, Slip
from .text import join, spread
from .words import STATE_CODES

__all__ = ["ACCOUNT_COLUMNS", "AccountPlan", "account_records", "accounts"]

ACCOUNT_COLUMNS = (
    "id",
    "account_name",
    "website",
    "phone",
    "billing_street",
    "billing_city",
    "billing_state",
    "billing_postal_code",
    "billing_country",
    "industry",
    "employees",
    "annual_revenue",
    "type",
)
_BASE, _DUP, _BRANCH = range(3)
_KINDS = ("base", "dup", "branch")
# Shares per thousand of the accounts: companies, branches; the rest are later records. Sites with 1 to 5 of these.
_COMPANIES, _BRANCHES = 649, 151
_FURTHER = (125, 26, 13, 5, 2)
_TYPES = ["Prospect", "Prospect", "Customer", "Customer", "Partner", "Former Customer"]
_MISSING = {
    "website": 260,
    "c": 170,
    "street": 110,
    "city": 72,
    "state": 140,
    "postal_code": 118,
    "billing_country": 58,
    "industry": 215,
    "employees": 330,
    "annual_revenue": 535,
    "type": 127,
}


def _case(frame: pl.DataFrame, rng: Rng) -> Mapping[str, pl.Series]:
    name = frame["company"]
    return {"company": spread([name.str.to_uppercase(), name.str.to_lowercase()], rng.integers(0, 2, len(name)))}


_CASE = Slip("case", 18, 100, ("company",), _case)


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """How many accounts there are, and how many of them are companies and branches."""

    records: int
    companies: int
    branches: int

    @classmethod
    def of(cls, records: int) -> AccountPlan:
        """The usual shares; at least one company."""
        companies = max(records * _COMPANIES // 1000, 1)
        return cls(records, companies, min(records * _BRANCHES // 1000, records - companies))


def _again(rng: Rng, plan: AccountPlan) -> Indices:
    """The site of each later record."""
    sites = plan.companies + plan.branches
    bounds = 1000 - np.cumsum(_FURTHER[::-1])
    count = np.searchsorted(bounds[::-1], rng.integers(0, 1000, sites), side="right")
    several = rng.permutation(np.repeat(np.arange(sites), count))
    once = rng.permutation(np.flatnonzero(count == 0))
    return np.resize(np.concatenate([several, once]), plan.records - sites)


def _website(rng: Rng, domain: pl.Series) -> pl.Series:
    size = len(domain)
    before = pick(rng, size, ["www.", "http://www.", "https://www.", "https://", "http://", ""])
    return join(before, domain, pick(rng, size, ["", "", "/"]))


def _headcount(rng: Rng, staff: pl.Series, later: Mask) -> pl.Series:
    """A later record often has another guess."""
    guess = staff.to_numpy() * rng.integers(70, 131, len(staff)) // 100 + 1
    return pl.Series(np.where(later & chance(rng, len(staff), 0.6), guess, staff.to_numpy())).cast(pl.String)


def _parts(rng: Rng, world: World, site: Indices, later: Mask, errors: Errors) -> pl.DataFrame:
    """One record per site given, right but for another number, another domain or a lost address on later records."""
    place, size = world.sites[site], len(site)
    firm = world.companies[place["company"].to_numpy()]
    country = firm["country"].to_numpy()
    other_line, other_domain, no_address = (later & chance(rng, size, rate) for rate in (0.125, 0.045, 0.14))
    errors.note("other_phone", other_line)
    errors.note("other_domain", other_domain)
    errors.note("no_address", no_address)
    line = landlines(rng, country, place["area"])
    domain = spread(
        [firm["domain"], join(firm["domain"].str.extract(r"^([^.]+)"), ".info")], other_domain.astype(np.int8)
    )
    return place.with_columns(
        *(place[name].set(pl.Series(no_address), None) for name in ("street", "city", "postal_code")),
        **{part: spread([place[part], line[part]], other_line.astype(np.int8)) for part in ("a", "b", "c")},
        ext=pl.lit(None, dtype=pl.String),
        stem=firm["stem"],
        legal=firm["legal"].replace("", None),
        country=firm["country"],
        state=spread([place["state_name"], place["state_code"]], np.isin(country, STATE_CODES).astype(np.int8)),
        website=_website(rng, domain),
        billing_country=countries(rng, country),
        industry=drifted(firm["industry"], rng, "industry", 0.13),
        employees=_headcount(rng, firm["employees"], later),
        annual_revenue=firm["revenue"].cast(pl.String),
        type=drifted(pick(rng, size, _TYPES), rng, "type", 0.1),
    )


def _names(rng: Rng, frame: pl.DataFrame, site: Indices, companies: int) -> pl.Series:
    """The name of the company; half of the branches add their city."""
    plain = join(frame["stem"], frame["legal"], separator=" ")
    forms = [plain, join(frame["stem"], frame["city"], separator=" "), join(plain, frame["city"], separator=" - ")]
    return spread(forms, np.where(site >= companies, np.maximum(rng.integers(-1, 3, len(site)), 0), 0))


def account_records(rng: Rng, plan: AccountPlan) -> tuple[Indices, Indices]:
    """The site of each account and its kind, in random order."""
    sites = plan.companies + plan.branches
    site = np.concatenate([np.arange(sites), _again(rng, plan)])
    kind = np.repeat([_BASE, _BRANCH, _DUP], [plan.companies, plan.branches, plan.records - sites])
    order = rng.permutation(plan.records)
    return site[order], kind[order]


def accounts(rng: Rng, world: World, site: Indices, kind: Indices) -> pl.DataFrame:
    """The accounts of these sites, and behind their columns the truth: `cluster` (site), `parent`, `kind`, `errors`."""
    later = kind == _DUP
    errors = Errors(later)
    frame = _parts(rng, world, site, later, errors)
    frame = blank_out(frame, rng, {name: np.full(len(site), rate) for name, rate in _MISSING.items()})
    frame = errors.slip(frame, rng, LEGAL_SLIPS)
    frame = frame.with_columns(company=_names(rng, frame, site, len(world.companies)))
    frame = errors.slip(frame, rng, (*COMPANY_SLIPS, *STREET_SLIPS, _CASE))
    phone = written(rng, frame["country"].to_numpy(), frame)
    return frame.select(
        account_name="company",
        website="website",
        phone=phone.set(frame["c"].is_null(), None),
        billing_street="street",
        billing_city="city",
        billing_state="state",
        billing_postal_code="postal_code",
        billing_country="billing_country",
        industry="industry",
        employees="employees",
        annual_revenue="annual_revenue",
        type="type",
        cluster=pl.Series(site),
        parent=world.sites["company"].gather(site),
        kind=pl.Series(_KINDS, dtype=pl.String).gather(kind),
        errors=errors.codes(),
    )
