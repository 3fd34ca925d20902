from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

import crmclean as cc
from crmclean import resources
from crmclean.findings import CHANGES, FINDINGS, QUARANTINE

CONTACTS = {
    "ID": ["C1", "C2", "C3", "C4"],
    "First Name": ["John", "Jon", "Mary Ann", None],
    "Last Name": ["Smith", "Smith", "Fischer", "n/a"],
    "Company": ["Acme Corp", "Acme Corporation", "Globex GmbH", ""],
    "Email": ["john.smith@acme-widgets.com", "John.Smith@ACME-widgets.com", "m.fischer@globex.de", "test@test.com"],
    "Phone": ["(415) 555-2671", "+1 415 555 2671", "030 901820", "000-000-0000"],
    "Country": ["USA", "United States", "Deutschland", None],
    "Industry": ["Tech", "Technology", "Mfg", "Sprockets"],
    "Opt Out": ["No", "Yes", None, "perhaps"],
    "Our own": ["  keep me ", 'a "quoted", one', "", None],
}
RAW = pl.DataFrame(CONTACTS)


def pandas_of(table: pl.DataFrame) -> pd.DataFrame:
    frame = table.to_pandas()
    frame.index = pd.Index(range(10, 10 + 7 * len(frame), 7), name="row")
    return frame


KINDS = {
    "pandas": (pandas_of, pd.DataFrame, pl.from_pandas),
    "polars": (pl.DataFrame, pl.DataFrame, pl.DataFrame),
    "lazy": (pl.DataFrame.lazy, pl.DataFrame, pl.DataFrame),
    "arrow": (pl.DataFrame.to_arrow, pa.Table, pl.from_arrow),
}
KIND = pytest.mark.parametrize(("given", "back", "polars"), KINDS.values(), ids=KINDS)


@pytest.fixture(scope="module")
def rules():
    return cc.load_rules("generic/contact")


@pytest.fixture(scope="module")
def example() -> pl.DataFrame:
    return pl.read_csv(resources.example("contacts.csv"), infer_schema=False)


def whole_way(table, rules, **options):
    cleaned = cc.clean(table, rules, **options)
    pairs = cc.find_duplicates(cleaned.records, rules, **options)
    clusters = cc.cluster(pairs)
    return cleaned, pairs, clusters, cc.merge(cleaned.records, clusters, rules, **options)


# Kinds of table


@KIND
def test_the_same_kind_of_table_comes_back(given, back, polars, rules):
    cleaned, _, _, golden = whole_way(given(RAW), rules)
    assert isinstance(cleaned.records, back)
    assert isinstance(cleaned.to_frame(), back)
    assert isinstance(golden.records, back)
    assert polars(golden.records)["ID"].to_list() == ["C1", "C3", "C4"]


@KIND
def test_every_kind_of_table_gives_the_same_result(given, back, polars, rules):  # noqa: ARG001 - one table of kinds
    expected, given_kind = whole_way(RAW, rules), whole_way(given(RAW), rules)
    for one, other in zip(expected[:3], given_kind[:3], strict=True):
        assert one.counts() == other.counts()
    assert_frame_equal(given_kind[0].findings, expected[0].findings)
    assert_frame_equal(given_kind[0].changes, expected[0].changes)
    assert_frame_equal(given_kind[1].table, expected[1].table)
    assert_frame_equal(given_kind[2].table, expected[2].table)
    assert_frame_equal(given_kind[3].plan, expected[3].plan)
    assert_frame_equal(given_kind[3].lineage, expected[3].lineage)
    assert_frame_equal(polars(given_kind[0].records), expected[0].records)
    assert_frame_equal(polars(given_kind[3].records), expected[3].records)


def test_pandas_keeps_its_index(rules):
    table = pandas_of(RAW)
    cleaned, _, _, golden = whole_way(table, rules)
    pd.testing.assert_index_equal(cleaned.records.index, table.index)
    assert list(cleaned.records.columns) == list(table.columns)
    assert golden.records["ID"].tolist() == ["C1", "C3", "C4"]


def test_inputs_are_not_mutated(rules):
    pandas, polars, arrow = pandas_of(RAW), RAW.clone(), RAW.to_arrow()
    before = pandas.copy(deep=True)
    for table in (pandas, polars, arrow):
        whole_way(table, rules)
        cc.completeness(table, rules)
    pd.testing.assert_frame_equal(pandas, before)
    assert_frame_equal(polars, RAW)
    assert arrow.equals(RAW.to_arrow())


@pytest.mark.parametrize("table", [None, [{"id": "1"}], {"id": ["1"]}, np.zeros(3), RAW["Email"], "contacts.csv"])
def test_what_is_no_table_is_refused(table, rules):
    with pytest.raises(cc.TableError, match="expected a pandas, polars or Arrow table, got"):
        cc.clean(table, rules)


def test_a_pandas_series_is_no_table(rules):
    with pytest.raises(cc.TableError, match="expected a pandas, polars or Arrow table, got"):
        cc.clean(pandas_of(RAW)["Email"], rules)


# Size and shape


@KIND
@pytest.mark.parametrize("rows", [0, 1])
def test_small_tables_go_the_whole_way(rows, given, back, polars, rules):
    cleaned, pairs, clusters, golden = whole_way(given(RAW.head(rows)), rules)
    assert isinstance(cleaned.records, back)
    assert polars(cleaned.records).shape == polars(golden.records).shape == (rows, RAW.width)
    assert list(cleaned.changes.schema) == list(CHANGES)
    assert list(cleaned.findings.schema) == list(FINDINGS)
    assert list(cleaned.quarantine.schema) == list(QUARANTINE)
    assert pairs.table.height == golden.plan.height == golden.lineage.height == 0
    assert clusters.table.height == rows
    scored = cc.completeness(golden.records, rules)
    assert (scored.records, scored.overall is None) == (rows, rows == 0)


@pytest.mark.parametrize("table", [pl.DataFrame(), pd.DataFrame(), pa.table({})], ids=["polars", "pandas", "arrow"])
def test_a_table_of_nothing_goes_the_whole_way(table, rules):
    cleaned, _, _, golden = whole_way(table, rules)
    assert cleaned.counts() == dict.fromkeys(("records", "changes", "quarantined", "errors", "warnings", "notes"), 0)
    assert golden.counts() == {"groups": 0, "merged_away": 0, "asks": 0}


def test_a_table_of_record_ids_alone_goes_the_whole_way(rules):
    cleaned, _, clusters, golden = whole_way(pl.DataFrame({"id": ["1", "2"]}), rules)
    assert cleaned.findings["rule"].to_list() == ["email+phone|required", "last_name|required"] * 2
    assert clusters.table["cluster_id"].to_list() == golden.records["id"].to_list() == ["1", "2"]


def test_one_column_without_ids_goes_the_whole_way(rules):
    table = pl.DataFrame({"Email": ["jane@acme-widgets.com", None]})
    cleaned, _, clusters, golden = whole_way(table, rules, record_id="ROW")
    assert_frame_equal(cleaned.records, table)
    assert_frame_equal(golden.records, table)
    assert clusters.to_frame().rows() == [("1", "1"), ("2", "2")]


@pytest.mark.parametrize(
    "table",
    [
        pl.DataFrame({"id": ["1", "2"], "email": [None, None], "last_name": [None, None]}),
        pd.DataFrame({"id": ["1", "2"], "email": [None, None], "last_name": [np.nan, np.nan]}),
        pa.table({"id": ["1", "2"], "email": pa.nulls(2), "last_name": pa.nulls(2, pa.string())}),
    ],
    ids=["polars", "pandas", "arrow"],
)
def test_columns_of_nothing_are_missing_values_and_no_evidence(table, rules):
    cleaned, pairs, _, golden = whole_way(table, rules)
    assert cleaned.findings["rule"].to_list() == ["email+phone|required", "last_name|required"] * 2
    assert (cleaned.changes.height, pairs.table.height, len(golden.records)) == (0, 0, 2)


# Typed columns

TYPED = pd.DataFrame(
    {
        "id": [1, 2, 3],
        "phone": [4155552671.0, np.nan, 2125551234.0],
        "opt_out": [True, False, True],
        "birthdate": pd.to_datetime(["1980-01-31", None, "1990-05-06"]),
        "created_date": [dt.date(2020, 1, 1), None, dt.date(2021, 1, 1)],
        "postal_code": pd.array([94105, None, 10001], dtype="Int64"),
        "last_name": ["Doe", "Roe", "Poe"],
        "email": ["jane@acme-widgets.com", None, np.nan],
    }
)


def test_numbers_dates_and_flags_become_the_text_that_people_would_write(rules):
    records = cc.clean(TYPED, rules).records
    assert records["phone"].isna().tolist() == [False, True, False]
    assert records["phone"].dropna().tolist() == ["+14155552671", "+12125551234"]
    assert records["opt_out"].tolist() == ["true", "false", "true"]
    assert [day[:10] for day in records["birthdate"].dropna()] == ["1980-01-31", "1990-05-06"]
    assert records["created_date"].dropna().tolist() == ["2020-01-01", "2021-01-01"]
    assert records["postal_code"].dropna().tolist() == ["94105", "10001"]
    assert records["id"].tolist() == ["1", "2", "3"]


@pytest.mark.parametrize("column", ["phone", "opt_out", "birthdate", "created_date", "postal_code"])
def test_a_typed_column_and_its_text_get_the_same_findings(column, rules):
    text = TYPED[column].map(lambda cell: None if pd.isna(cell) else f"{cell:.0f}" if column == "phone" else str(cell))
    asked = ["record_id", "field", "rule", "severity", "message"]
    one, other = (
        cc.clean(table, rules).findings.select(asked)
        for table in (TYPED, TYPED.assign(**{column: text.astype(object)}))
    )
    assert_frame_equal(one, other)


def test_a_column_of_mixed_objects_is_read_cell_by_cell(rules):
    mixed = pd.DataFrame(
        {"id": ["a", 2, "c"], "last_name": ["Doe", "Roe", "Poe"], "phone": ["415-555-2671", 4155552672, None]},
        dtype=object,
    )
    cleaned = cc.clean(mixed, rules)
    assert cleaned.records["id"].tolist() == ["a", "2", "c"]
    assert cleaned.records["phone"].dropna().tolist() == ["+14155552671", "+14155552672"]


@pytest.mark.parametrize("cell", [["a@acme.com"], b"a@acme.com", {"work": "a@acme.com"}])
def test_a_column_that_holds_no_single_values_is_named(cell, rules):
    with pytest.raises(cc.TableError, match=r"column 'email' holds .* no single value"):
        cc.clean(pl.DataFrame({"id": ["1"], "email": [cell]}), rules)


# Columns that the rules do not know

UNKNOWN = {
    "text": pd.Series([" a ", None, ""], dtype=object),
    "string": pd.Series(["a", None, ""], dtype="string"),
    "integers": pd.Series([1, 2, 3]),
    "nullable integers": pd.Series([1, None, 3], dtype="Int64"),
    "nullable flags": pd.Series([True, None, False], dtype="boolean"),
    "floats": pd.Series([-0.0, float("nan"), float("inf")]),
    "category": pd.Series(pd.Categorical(["b", None, "b"], categories=["a", "b"], ordered=True)),
    "time stamps": pd.to_datetime(pd.Series(["2020-02-29 12:00:00.123456789", None, "1999-12-31 00:00:00.000000001"])),
    "time zone": pd.Series(pd.to_datetime(["2020-02-29", None, "1999-12-31"])).dt.tz_localize("Europe/Berlin"),
    "dates": pd.Series([dt.date(2020, 2, 29), None, dt.date(1999, 12, 31)], dtype=object),
    "lists": pd.Series([["a"], [], None], dtype=object),
    "maps": pd.Series([{"a": 1}, {"b": 2}, None], dtype=object),
    "mixed objects": pd.Series(["a", 5, None], dtype=object),
    "large numbers": pd.Series([10**30, 2, 3], dtype=object),
    "complex numbers": pd.Series([1j, 2, 3]),
}


@pytest.mark.parametrize("kind", UNKNOWN)
def test_pandas_columns_that_the_rules_do_not_know_come_back_as_they_were(kind, rules):
    table = pd.DataFrame({"id": ["a", "b", "c"], "last_name": ["Doe", "Roe", "Poe"], "Our own": UNKNOWN[kind]})
    cleaned, _, _, golden = whole_way(table, rules)
    pd.testing.assert_series_equal(cleaned.records["Our own"], table["Our own"])
    pd.testing.assert_series_equal(golden.records["Our own"], table["Our own"])


ARROW = {
    "text": pa.array([" a ", None, ""]),
    "dictionary": pa.array(["a", None, "a"]).dictionary_encode(),
    "seconds": pa.array([1, None, 3], pa.timestamp("s", "UTC")),
    "decimals": pa.array([1, None, 3]).cast(pa.decimal128(30, 2)),
    "bytes": pa.array([b"\xff", None, b""]),
    "structs": pa.array([{"a": 1}, None, {"a": 3}]),
    "nulls": pa.nulls(3),
}


@pytest.mark.parametrize("kind", ARROW)
def test_arrow_columns_that_the_rules_do_not_know_come_back_as_they_were(kind, rules):
    table = pa.table({"id": ["a", "b", "c"], "last_name": ["Doe", "Roe", "Poe"], "Our own": ARROW[kind]})
    records = cc.clean(table, rules).records
    assert records.schema.field("Our own").type == table.schema.field("Our own").type
    assert records["Our own"].equals(table["Our own"])


def test_polars_columns_that_the_rules_do_not_know_come_back_as_they_were(rules):
    own = pl.DataFrame(
        {
            "text": [" a ", None, ""],
            "list": [[1], [], None],
            "struct": [{"a": 1}, None, {"a": 3}],
            "enum": pl.Series(["b", None, "a"], dtype=pl.Enum(["b", "a"])),
            "bytes": [b"\xff", None, b""],
        }
    )
    table = pl.DataFrame({"id": ["a", "b", "c"], "last_name": ["Doe", "Roe", "Poe"]}).hstack(own)
    cleaned, _, _, golden = whole_way(table, rules)
    assert_frame_equal(cleaned.records.select(own.columns), own)
    assert_frame_equal(golden.records.select(own.columns), own)


@pytest.mark.parametrize(
    "header", ["*", "^.*$", "^email$", "a.b", "record_id", "cluster_id", "value", "state", "a\nb", " "]
)
def test_no_header_is_taken_for_something_else(header, rules):
    people = {
        "id": ["a", "b", "c"],
        "last_name": ["Doe", "Doe", "Poe"],
        "email": ["jane.doe@acme-widgets.com"] * 2 + [None],
    }
    table = pl.DataFrame(people | {header: ["u", "v", "w"]})
    cleaned, _, _, golden = whole_way(table, rules)
    assert cleaned.records.columns == golden.records.columns == table.columns
    assert cleaned.records.get_column(header).to_list() == ["u", "v", "w"]
    assert golden.records.get_column(header).to_list() == ["u", "w"]


# Record ids


@pytest.mark.parametrize(
    "ids", [["1", "1"], ["1", None], ["1", ""], ["1", "  "], [1, 1], [1.0, float("nan")], ["1", " 1"]]
)
def test_records_without_an_id_of_their_own_are_refused(ids, rules):
    table = pd.DataFrame({"id": ids, "email": ["a@acme.com", "b@acme.com"]})
    for step in (cc.clean, cc.find_duplicates):
        with pytest.raises(cc.TableError, match=r"empty or repeated id in column 'id' .*--record-id ROW"):
            step(table, rules)


def test_a_table_without_record_ids_is_told_what_to_do(rules):
    with pytest.raises(cc.TableError, match="no record id"):
        cc.clean(RAW.drop("ID"), rules)


def test_an_unknown_record_id_column_is_named_with_a_hint(rules):
    with pytest.raises(cc.TableError, match=r"no column 'Emial'.* Did you mean 'Email'\?"):
        cc.clean(RAW, rules, record_id="Emial")


def test_any_column_can_hold_the_record_ids(rules):
    table = RAW.rename({"ID": "Our key"})
    cleaned, pairs, clusters, golden = whole_way(table, rules, record_id="Our key")
    assert set(cleaned.findings["record_id"]) <= set(CONTACTS["ID"])
    assert pairs.table.select("left", "right").rows() == [("C1", "C2")]
    assert clusters.table["record_id"].to_list() == CONTACTS["ID"]
    assert golden.records["Our key"].to_list() == ["C1", "C3", "C4"]


def test_rows_are_numbered_where_ids_are_of_no_use(rules):
    table = RAW.with_columns(pl.lit("same").alias("ID"))
    cleaned, pairs, clusters, golden = whole_way(table, rules, record_id="ROW")
    assert pairs.table.select("left", "right").rows() == [("1", "2")]
    assert clusters.table["record_id"].to_list() == ["1", "2", "3", "4"]
    assert cleaned.records["ID"].to_list() == ["same"] * 4
    assert golden.records["Last Name"].to_list() == ["Smith", "Fischer", "n/a"]


def test_row_numbers_sort_as_the_rows_do(rules):
    table = pl.DataFrame({"Email": [f"person{row}@acme-widgets.com" for row in range(12)]})
    ids = cc.cluster(cc.find_duplicates(table, rules, record_id="ROW")).table["record_id"].to_list()
    assert (ids[0], ids[-1], ids == sorted(ids)) == ("01", "12", True)


def test_ids_are_compared_by_code_point(rules):
    table = pl.DataFrame(
        {"id": ["b", "B", "10", "9"], "email": ["jane.doe@acme-widgets.com"] * 4, "last_name": ["Doe"] * 4}
    )
    pairs = cc.find_duplicates(table, rules).table
    assert all(left < right for left, right in pairs.select("left", "right").iter_rows())
    clusters = cc.cluster(cc.find_duplicates(table, rules)).table
    assert clusters["record_id"].to_list() == ["10", "9", "B", "b"]
    assert clusters["cluster_id"].unique().to_list() == ["10"]


# Duplicates


@pytest.mark.parametrize(
    "names",
    [("Peter", "Maria"), ("John", "Jane"), ("Joan", "John"), ("Paul", "Paula"), ("Daniel", "Danielle")],
    ids="-".join,
)
def test_two_people_of_one_family_name_in_one_office_stay_two(names, rules):
    office = {"company": "Acme Corp", "phone": "(415) 555-2671", "street": "1 Main Street", "city": "San Francisco"}
    people = [
        {
            "id": at,
            "first_name": name,
            "last_name": "Smith",
            "email": f"{name.lower()}.smith@acme-widgets.com",
            **office,
        }
        for at, name in enumerate(names)
    ]
    pairs = cc.find_duplicates(pl.DataFrame(people), rules)
    assert pairs.explain("0", "1").match_probability < rules.duplicates.match
    assert cc.cluster(pairs).counts()["duplicates"] == 0


@pytest.mark.parametrize(
    "names", [("Robert", "Bob"), ("Katharina", "Katharine"), ("J.", "Jane"), ("Stephen", "Steven")], ids="-".join
)
def test_one_person_under_two_spellings_is_one(names, rules):
    office = {"company": "Acme Corp", "phone": "(415) 555-2671", "street": "1 Main Street", "city": "San Francisco"}
    people = [
        {"id": at, "first_name": name, "last_name": "Smith", "email": "r.smith@acme-widgets.com", **office}
        for at, name in enumerate(names)
    ]
    assert cc.cluster(cc.find_duplicates(pl.DataFrame(people), rules)).counts()["duplicates"] == 1


def test_an_initial_does_not_make_one_person_of_two_mailboxes(rules):
    office = {"company": "Acme Corp", "phone": "(415) 555-2671", "street": "1 Main Street", "city": "San Francisco"}
    people = [
        {"id": "1", "first_name": "J.", "last_name": "Smith", "email": "john.smith@acme-widgets.com", **office},
        {"id": "2", "first_name": "Jane", "last_name": "Smith", "email": "jane.smith@acme-widgets.com", **office},
    ]
    pairs = cc.find_duplicates(pl.DataFrame(people), rules)
    assert pairs.explain("1", "2").match_probability < rules.duplicates.merge


# The steps hang together


def test_a_table_in_which_nothing_fits_the_rules_is_refused(rules):
    with pytest.raises(cc.TableError, match="no column fits a field of the rule set 'generic/contact'"):
        cc.clean(pl.DataFrame({"alpha": ["1"], "beta": ["2"]}), rules, record_id="ROW")


def test_raw_and_cleaned_records_give_the_same_pairs(example, rules):
    raw, cleaned = (cc.find_duplicates(table, rules) for table in (example, cc.clean(example, rules).records))
    assert raw.counts() == cleaned.counts()
    assert raw.table.height > 20
    assert_frame_equal(raw.table, cleaned.table)
    assert_frame_equal(cc.cluster(raw).table, cc.cluster(cleaned).table)


def test_cleaning_twice_changes_nothing_more(example, rules):
    once = cc.clean(example, rules).records
    twice = cc.clean(once, rules)
    assert twice.changes.rows() == []
    assert_frame_equal(twice.records, once)


def test_a_pair_above_can_be_asked_for_from_review_up(example, rules):
    pairs = cc.find_duplicates(example, rules)
    assert pairs.above(0.95)["match_probability"].min() >= 0.95
    assert_frame_equal(pairs.above(rules.duplicates.review), pairs.table)
    with pytest.raises(ValueError, match=r"pairs below 0\.3 .* are not kept; got 0\.1"):
        pairs.above(0.1)


def test_two_records_are_explained_both_ways(rules):
    pairs = cc.find_duplicates(RAW, rules)
    explained, other_way = pairs.explain("C1", "C2"), pairs.explain("C2", "C1")
    assert explained == other_way
    assert (explained.left, explained.right) == ("C1", "C2")
    assert explained.match_probability > 0.95
    assert "share no blocking key" in pairs.why_not("C1", "C3")
    with pytest.raises(cc.TableError, match="no record with the id 'C9'"):
        pairs.explain("C1", "C9")


def test_clusters_of_other_records_are_refused(rules):
    clusters = cc.cluster(cc.find_duplicates(RAW.head(3), rules))
    with pytest.raises(cc.TableError, match="clusters do not fit the records"):
        cc.merge(RAW, clusters, rules)


def test_the_fingerprint_goes_into_every_result(rules):
    verdict = cc.check({"last_name": "Doe"}, rules)
    assert cc.clean(RAW, rules).fingerprint == verdict.fingerprint == rules.fingerprint


def test_the_completeness_of_records_becomes_a_page(rules):
    page = cc.to_html(cc.completeness(RAW, rules))
    assert page.startswith("<!doctype html")
    assert "Phone" in page or "phone" in page


def test_completeness_reports_by_any_field(rules):
    scored = cc.completeness(RAW, rules, by=["country"])
    assert set(scored.by_segment["value"]) == {"United States", "Germany", "(none)"}
    with pytest.raises(cc.TableError, match="no column 'contry'"):
        cc.completeness(RAW, rules, by=["contry"])


# Order of the rows


def shuffled(table: pl.DataFrame, seed: int) -> pl.DataFrame:
    order = list(range(table.height))
    random.Random(seed).shuffle(order)  # noqa: S311 - a permutation, no secret
    return table[order]


@pytest.fixture(scope="module")
def in_order(example, rules):
    return whole_way(example, rules)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_permuting_records_permutes_results(seed, example, rules, in_order):
    cleaned, pairs, clusters, golden = whole_way(shuffled(example, seed), rules)
    assert_frame_equal(cleaned.records, shuffled(in_order[0].records, seed))
    assert_frame_equal(cleaned.findings, in_order[0].findings)
    assert_frame_equal(cleaned.changes, in_order[0].changes)
    assert_frame_equal(pairs.table, in_order[1].table, check_exact=True)
    assert_frame_equal(clusters.table, in_order[2].table)
    assert_frame_equal(golden.plan, in_order[3].plan)
    assert_frame_equal(golden.lineage, in_order[3].lineage)
    assert_frame_equal(golden.records.sort("id"), in_order[3].records.sort("id"))


# Merging


def test_every_golden_value_stands_in_its_lineage_record(in_order):
    cleaned, _, _, golden = in_order
    cells = {row["id"]: row for row in cleaned.records.iter_rows(named=True)}
    golden_cells = {row["id"]: row for row in golden.records.iter_rows(named=True)}
    assert golden.lineage.height > 100
    for golden_id, field, source_id, _ in golden.lineage.iter_rows():
        assert cells[source_id][field] == golden_cells[golden_id][field], (golden_id, field)


def test_records_that_merge_with_none_are_golden_as_they_stand(in_order):
    cleaned, _, _, golden = in_order
    planned = golden.plan["record_id"].implode()
    alone = ~pl.col("id").is_in(planned)
    assert_frame_equal(golden.records.filter(alone), cleaned.records.filter(alone))


def test_no_opt_out_is_lost(in_order):
    cleaned, _, clusters, golden = in_order
    out = cleaned.records.filter(pl.col("opt_out").fill_null("false") != "false")["id"]
    groups = clusters.table.filter(pl.col("record_id").is_in(out.implode()))["merge_id"]
    members = clusters.table.filter(pl.col("merge_id").is_in(groups.implode()))["record_id"]
    kept = golden.records.filter(pl.col("id").is_in(members.implode()))
    assert len(out) > 10
    assert kept["opt_out"].unique().to_list() == ["true"]


def test_a_column_that_has_changed_its_meaning_is_told():
    table = pl.DataFrame(
        {
            "id": [str(row) for row in range(20)],
            "Stage": ["Qualification"] * 20,
            "Close Date": ["twelve"] * 11 + ["2026-01-31"] * 9,
            "Amount": ["many"] * 9 + ["5"] * 11,
        }
    )
    cleaned = cc.clean(table, cc.load_rules("generic/opportunity"))
    assert cleaned.unreadable == ("55% of 20 values of 'Close Date' cannot be read as date",)
    assert cleaned.unreadable[0] in cleaned.warnings()
    assert any("no column for 'name'" in warning for warning in cleaned.warnings())
