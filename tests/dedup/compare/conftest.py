"""Ask one comparison about two records, with a crowd around them where the level depends on how many share a value."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest

from crmclean.dedup.compare import prepare
from crmclean.engine.standardize import standardize
from crmclean.spec import Rules

FIELDS = {
    "given": {"type": "person_name", "part": "given"},
    "family": {"type": "person_name", "part": "family"},
    "full": {"type": "person_name", "part": "full"},
    "company": {"type": "company"},
    "email": {"type": "email"},
    "phone": {"type": "phone"},
    "mobile": {"type": "phone"},
    "website": {"type": "url"},
    "street": {"type": "street"},
    "city": {"type": "city"},
    "postal_code": {"type": "postal_code"},
    "title": {"type": "text"},
    "customer": {"type": "identifier"},
}


@cache
def _rules(kind, fields):
    asked = {"name": {"kind": "person"}, "asked": {"kind": kind, "fields": fields}}
    return Rules.model_validate(
        {"crmclean": "1", "object": "contact", "fields": FIELDS, "duplicates": {"compare": asked}}
    )


class Asked:
    """One comparison, prepared on raw records; ``name`` of these says who a record is."""

    def __init__(self, kind, records, fields=()):
        rules = _rules(kind, tuple(fields))
        raw = pl.DataFrame(records, schema=dict.fromkeys(FIELDS, pl.String))
        self.comparison = prepare(standardize(raw, rules).present(), rules)["asked"]

    def levels(self, *pairs):
        """Return the levels of pairs of rows."""
        left, right = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return [self.comparison.levels[code] for code in self.comparison.judge(left, right).tolist()]


@pytest.fixture(scope="session")
def ask():
    """Return the level that a kind of comparison gives the first two records."""

    def level(kind, one, other, *crowd, fields=()):
        asked = Asked(kind, [one, other, *crowd], fields)
        forth, back = asked.levels((0, 1), (1, 0))
        assert forth == back, "a comparison is symmetric"
        return forth

    return level


@pytest.fixture(scope="session")
def asked():
    """Prepare a comparison on records."""
    return Asked
