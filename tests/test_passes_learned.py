"""What a whole column tells goes into the rules as used, and with them one record or one chunk is judged the same."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import crmclean as cc
from crmclean.findings import CHANGES, FINDINGS

RULES = cc.Rules.model_validate(
    {
        "crmclean": "1",
        "object": "opportunity",
        "fields": {
            "id": {"type": "identifier"},
            "name": {"type": "text"},
            "close_date": {"type": "date"},
            "created_date": {"type": "date", "order": "mdy"},
            "amount": {"type": "number"},
        },
        "checks": [{"id": "after", "that": "close_date >= created_date"}],
    }
)
DEALS = pl.DataFrame(
    {
        "id": ["1", "2", "3", "4", "5", "6"],
        "Name": ["A", "B", "C", "D", "E", None],
        "Close Date": ["13/04/2026", "03/04/2026", "25/12/2025", "31/01/2026", None, "next year"],
        "Created Date": ["04/13/2025", "03/04/2026", "03/14/2025", "03/15/2025", "03/16/2025", ""],
        "Amount": ["1.234,50", "3.500", "12,5", "0,75", "900", "n/a"],
    }
)
WITHOUT = DEALS.filter(pl.col("id").is_in(["2", "5", "6"]))


@pytest.fixture(scope="module")
def cleaned():
    return cc.clean(DEALS, RULES)


def told_of(cleaned: cc.passes.Cleaned, record_id: str):
    """What a table says of one record: findings, and new values by field."""
    asked = ["field", "rule", "severity", "message", "value"]
    findings = cleaned.findings.filter(record_id=record_id).select(asked).rows()
    return findings, dict(cleaned.changes.filter(record_id=record_id).select("field", "after").iter_rows())


def test_a_column_that_shows_its_order_is_read_by_it(cleaned):
    assert cleaned.records["Close Date"].to_list() == [
        "2026-04-13",
        "2026-04-03",
        "2025-12-25",
        "2026-01-31",
        None,
        "next year",
    ]
    assert cleaned.records["Amount"].to_list() == ["1234.5", "3500", "12.5", "0.75", "900", "n/a"]


def test_the_rules_as_used_say_what_was_learned(cleaned):
    fields = cleaned.rules.fields
    assert (fields["close_date"].order, fields["amount"].decimal) == ("dmy", ",")
    assert cleaned.rules != RULES
    assert cleaned.fingerprint == cleaned.rules.fingerprint != RULES.fingerprint
    assert [name for name in fields if fields[name] != RULES.fields[name]] == ["close_date", "amount"]


def test_what_the_rules_say_is_never_learned_anew(cleaned):
    assert cleaned.rules.fields["created_date"] == RULES.fields["created_date"]
    assert cc.clean(DEALS, cleaned.rules).rules is cleaned.rules


def test_where_nothing_tells_the_rules_are_those_given():
    assert cc.clean(WITHOUT, RULES).rules == RULES
    assert cc.clean(DEALS.drop("Close Date", "Amount"), RULES).rules == RULES


def test_a_chunk_that_happens_to_agree_learns_nothing_that_the_whole_did_not():
    either = [f"{day}/04/2026" for day in range(13, 17)] + [f"04/{day}/2026" for day in range(13, 17)] + ["03/04/2026"]
    whole = DEALS.head(1).join(pl.DataFrame({"at": either}), how="cross")
    whole = whole.with_columns(pl.col("at").alias("Close Date"), id=pl.int_range(pl.len()).cast(pl.String)).drop("at")
    cleaned = cc.clean(whole, RULES)
    chunk = whole[[0, 1, 2, 3, 8]]
    assert cc.clean(chunk, RULES).records["Close Date"][-1] == "2026-04-03"
    assert cc.clean(chunk, cleaned.rules).records["Close Date"][-1] == cleaned.records["Close Date"][-1] == "03/04/2026"


def test_one_record_alone_is_judged_as_in_its_table(cleaned):
    for record in DEALS.iter_rows(named=True):
        verdict = cc.check(record, cleaned.rules)
        findings = [(one.field, one.rule, one.severity, one.message, one.value) for one in verdict.findings]
        assert (findings, verdict.patch) == told_of(cleaned, record["id"])
        assert verdict.fingerprint == cleaned.fingerprint


def test_without_what_was_learned_it_is_not(cleaned):
    record = DEALS.row(1, named=True)
    assert "close_date|format" in [finding.rule for finding in cc.check(record, RULES).findings]
    assert "close_date|format" not in cleaned.findings.filter(record_id="2")["rule"]


def cleaned_in_chunks(chunks, rules):
    parts = [cc.clean(chunk, rules) for chunk in chunks]
    keys = ["record_id", "field", "rule"]
    return (
        pl.concat(part.records for part in parts),
        *(
            pl.concat([schema.to_frame(), *(getattr(part, name) for part in parts)]).sort(keys, maintain_order=True)
            for name, schema in (("findings", FINDINGS), ("changes", CHANGES))
        ),
    )


@given(st.lists(st.booleans(), min_size=DEALS.height, max_size=DEALS.height), st.integers(1, DEALS.height))
def test_chunks_are_cleaned_as_the_whole_is(chosen, size):
    whole = cc.clean(DEALS, RULES)
    some = DEALS.filter(pl.Series(chosen))
    records, findings, changes = cleaned_in_chunks(some.iter_slices(size) if some.height else [some], whole.rules)
    kept = some["id"].implode()
    assert_frame_equal(records, whole.records.filter(pl.Series(chosen)))
    assert_frame_equal(findings, whole.findings.filter(pl.col("record_id").is_in(kept)))
    assert_frame_equal(changes, whole.changes.filter(pl.col("record_id").is_in(kept)))


def test_the_rules_as_used_can_be_kept_in_a_file(cleaned, tmp_path):
    path = tmp_path / "deals.yaml"
    path.write_text(cc.dump_rules(cleaned.rules), encoding="utf-8")
    kept = cc.load_rules(path)
    assert kept == cleaned.rules
    assert_frame_equal(cc.clean(WITHOUT, kept).records, cleaned.records.filter(pl.col("id").is_in(["2", "5", "6"])))


def test_what_was_cleaned_reads_the_same_under_either_rules(cleaned):
    for rules in (RULES, cleaned.rules):
        again = cc.clean(cleaned.records, rules)
        assert again.changes.rows() == []
        assert_frame_equal(again.records, cleaned.records)


def test_every_pass_reads_a_column_alike():
    rules = RULES.model_copy(update={"completeness": RULES.completeness.model_validate({"by": ["close_date.month"]})})
    months = cc.completeness(DEALS, rules).by_segment["value"].unique().to_list()
    assert {"2026-04", "2025-12", "2026-01"} <= set(months)


def test_duplicates_are_found_by_the_rules_as_used(cleaned):
    rules = RULES.model_copy(
        update={
            "duplicates": RULES.duplicates.model_validate({"block_on": [["close_date"]], "compare": {"name": "text"}})
        }
    )
    assert cc.find_duplicates(DEALS, rules).rules.fields == cleaned.rules.fields
