"""Every pack: a record alone gets the verdict that it gets in a table."""

from __future__ import annotations

import datetime as dt
import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmclean.engine.run import pass_record, pass_table
from crmclean.engine.standardize import learned
from crmclean.spec import Rules, list_packs, load_rules, match_headers

TODAY = dt.date(2026, 1, 31)
DRAWN = 2000
CELLS = {
    "text": ["Ask Ann", "x" * 300, "n/a", "TBD", "1"],
    "person_name": ["Dr. Jane Doe", "SMITH", "Doe, J.", "x", "Müller-Lüdenscheidt " * 5],
    "company": ["Acme Corp.", "ACME Corporation", "self-employed", "Müller GmbH & Co. KG"],
    "email": ["Jane@Acme.com", "jane at acme.com", "test@test.com", "info@gmial.com", "a@b.co;c@d.co"],
    "phone": ["(415) 555-2671", "030 12345678", "+44 20 7946 0018 ext 3", "000", "12"],
    "url": ["www.acme.com", "http://", "acme", "https://linkedin.com/in/jane"],
    "date": ["2025-03-01", "31.12.2024", "03/04/2025", "soon", "2030-01-01T10:00:00Z", "45000"],
    "number": ["$1,200.50", "0", "-5", "many", "(3)", "120%"],
    "boolean": ["yes", "0", "maybe", "true"],
    "country": ["Germany", "usa", "Atlantis", "DE"],
    "subdivision": ["Calif.", "NY", "Bayern", "??"],
    "city": ["NEW YORK", "münchen", "12345"],
    "postal_code": ["94105-1234", "8000", "ab1 2cd", "0"],
    "street": ["1 Main St.", "Hauptstr. 5", "PO Box 7"],
    "identifier": ["0015000000AbCdE", "42", "#N/A"],
    "picklist": ["Technology", "tech", "Closed Won", "won", "A;B", "Moon", "-"],
}


def _cells(rules: Rules, name: str) -> list[str]:
    kind = rules.fields[name]
    listed = [spelling for value in getattr(kind, "values", ()) for spelling in (value.value, *value.aliases)]
    return [*CELLS.get(kind.type, CELLS["text"]), *listed[:20]]


def _agree(raw: pl.DataFrame, rules: Rules) -> None:
    rules = learned(raw, rules)
    columns = {name: next(iter(rules.columns.get(name, ())), name) for name in raw.columns}
    ids = pl.Series([str(at) for at in range(raw.height)], dtype=pl.String)
    table = pass_table(raw, ids, rules, columns, TODAY)
    unique = [check.rule_id for check in rules.checks if check.unique]
    findings = _by_record(table.findings.filter(~pl.col("rule").is_in(unique)))
    changes = _by_record(table.changes)
    for at, (before, after) in enumerate(
        zip(raw.iter_rows(named=True), table.cleaned.iter_rows(named=True), strict=True)
    ):
        alone = pass_record(before, rules, columns, TODAY)
        assert alone.cleaned == after
        found = [(each.field, each.rule, each.severity, each.message, each.value) for each in alone.findings]
        assert found == findings.get(str(at), [])
        changed = [(each.field, each.before, each.after, each.rule) for each in alone.changes]
        assert changed == changes.get(str(at), [])


def _by_record(told: pl.DataFrame) -> dict[str, list[tuple[str | None, ...]]]:
    by_record: dict[str, list[tuple[str | None, ...]]] = {}
    for record, *rest in told.iter_rows():
        by_record.setdefault(record, []).append(tuple(rest))
    return by_record


@pytest.mark.parametrize("pack", list_packs())
@settings(max_examples=4)
@given(seeds=st.lists(st.integers(0, 1 << 30), min_size=10, max_size=20))
def test_any_record_of_a_pack_is_judged_alone_as_in_a_table(pack, seeds):
    rules = load_rules(pack)
    draw = [random.Random(seed) for seed in seeds]  # noqa: S311 - hypothesis draws the seed; a record has 50 fields
    rows = [{name: each.choice([None, *_cells(rules, name)]) for name in rules.fields} for each in draw]
    _agree(pl.DataFrame(rows, schema=dict.fromkeys(rules.fields, pl.String)), rules)


@pytest.mark.parametrize("pack", list_packs())
def test_records_of_the_development_data_are_judged_alone_as_in_a_table(pack, shared):
    rules = load_rules(pack)
    name, generic = ("accounts", "generic/account") if rules.object == "account" else ("contacts", "generic/contact")
    source = pl.read_csv(shared / "crm_dev_20k" / f"{name}.csv", infer_schema=False).sample(DRAWN, seed=7)
    headers = match_headers(source.columns, load_rules(generic))
    known = {field: source[header] for field, header in headers.items() if field in rules.fields}
    draw = random.Random(pack)  # noqa: S311 - no secret
    others = {
        field: pl.Series(draw.choices([None, *_cells(rules, field)], k=DRAWN), dtype=pl.String)
        for field in rules.fields
        if field not in known
    }
    _agree(pl.DataFrame({**known, **others}), rules)
