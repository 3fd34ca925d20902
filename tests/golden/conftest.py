"""Small tables as the engine hands them over: a cell's first sign tells its state."""

import polars as pl
import pytest

from crmclean.fields.boolean import Boolean
from crmclean.fields.picklist import Picklist
from crmclean.fields.text import Text
from crmclean.golden import merge
from crmclean.spec.model import Rules

CONSENTS = ("opt_out", "opt_in", "marketing")
FIELDS = ("id", "name", "phone", "street", "city", "amount", "tags", "created", "modified", *CONSENTS)
COLUMNS = {field: field.title() for field in FIELDS}
ORDER = ("Unsubscribed", "No consent", "Subscribed")
CONSENT = {
    **{name: Boolean(consent=name) for name in ("opt_out", "opt_in")},
    "marketing": Picklist(values=(*ORDER, "Archived"), consent=ORDER),
}
STATES = {"-": "placeholder", "!": "impossible", "?": "invalid"}


def state_of(cell):
    return STATES.get(cell[0], "ok") if cell else "empty"


def standard(field, cell):
    """Value and state; a consent is read by the real type, for which nothing but an empty cell is missing."""
    return CONSENT[field].standardize(cell)[:2] if field in CONSENT else (cell, state_of(cell))


def make_rules(**survivorship):
    return Rules.model_validate(
        {
            "crmclean": "1",
            "object": "contact",
            "fields": {field: CONSENT.get(field, Text()) for field in FIELDS},
            "survivorship": {"created": "created", "modified": "modified"} | survivorship,
        }
    )


def run(rows, merge_ids=None, cluster_ids=None, **survivorship):
    """Merge rows (field -> cell; ``Note`` is a column that no rule knows); all in one group by default."""
    ids = [row["id"] for row in rows]
    merge_ids = merge_ids or [0] * len(rows)
    texts = dict.fromkeys((*FIELDS, "Note"), pl.String)
    cells = pl.DataFrame([[row.get(name) for name in texts] for row in rows], schema=texts, orient="row")
    standards = {field: [standard(field, row.get(field)) for row in rows] for field in FIELDS}
    values = {field: [value for value, _ in column] for field, column in standards.items()}
    states = {field: [state for _, state in column] for field, column in standards.items()}
    clusters = pl.DataFrame({"record_id": ids, "cluster_id": cluster_ids or merge_ids, "merge_id": merge_ids})
    return merge(
        cells.rename(COLUMNS),
        pl.DataFrame(values, schema=dict.fromkeys(FIELDS, pl.String)),
        pl.DataFrame(states, schema=dict.fromkeys(FIELDS, pl.String)),
        clusters.with_columns(pl.col("cluster_id").cast(pl.String)),
        make_rules(**survivorship),
        COLUMNS,
    )


@pytest.fixture(name="run", scope="session")
def run_fixture():
    return run


@pytest.fixture(name="state_of", scope="session")
def state_of_fixture():
    return state_of
