from __future__ import annotations

from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import COLLEAGUES, CONTACT, OFFICE, TEN, clusters_of, found, person, table, tables

from crmclean import clean, cluster, find_duplicates, load_rules
from crmclean.dedup.found import PAIRS
from crmclean.dedup.model import ModelError

# --- who is found -------------------------------------------------------------------------------------------------


def test_john_smith_at_acme_is_j_smith_at_acme_corp():
    pairs, clusters = found(person("John Smith", "Acme"), person("J. Smith", "Acme Corp"))
    assert pairs.table.select("left", "right", "relation").rows() == [("001", "002", "same")]
    assert pairs.table["reason"].item() == "initial matches, same family name, same company"
    assert clusters_of(clusters) == [["001", "002"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("John Smith", email="j.smith@gmail.com"), person("Jon Smith", email="jsmith@gmail.com")),
        (person("Bob Carter", phone="415-555-2671"), person("Robert Carter", phone="(415) 555-2671")),
        (person("Anna Klein", email="anna.k@acme.com"), person("Anna Altenburg", email="anna.k@acme.com")),
        (person("Prado Cleiton", email="cp@acme.com"), person("Cleiton Prado", email="cp@acme.com")),
        (person("Zoe Quux", **OFFICE), person("Zoe Quux", **(OFFICE | {"phone": None}))),
    ],
    ids=["mailbox", "nickname", "married", "swapped", "home"],
)
def test_the_same_person_is_found(one, other):
    assert clusters_of(found(one, other)[1]) == [["001", "002"]]


def test_colleagues_at_a_switchboard_do_not_match():
    pairs, clusters = found(*(person(name, "Acme", **OFFICE) for name in COLLEAGUES))
    assert clusters_of(clusters) == []
    assert pairs.explain("001", "002").relation == "colleague"


def test_relatives_at_one_address_do_not_match():
    pairs, clusters = found(*(person(f"{name} Miller", **OFFICE) for name in ("John", "Mary", "Peter")))
    assert clusters_of(clusters) == []
    assert pairs.explain("001", "002").relation == "relative"


def test_namesakes_at_four_companies_do_not_match():
    pairs, clusters = found(*(person("John Smith", name) for name in ("Acme", "Beta", "Zeta", "Omega")))
    assert clusters_of(clusters) == []
    assert pairs.explain("001", "002").relation == "namesake"


@pytest.mark.parametrize(
    "nothing",
    [
        {"email": "test@test.com", "phone": "000-000-0000"},
        {"first_name": "n/a", "last_name": "-", "email": "n/a"},
        {"company": "unknown", "street": "-", "city": "n/a"},
        {},
    ],
)
def test_records_that_share_only_placeholders_do_not_match(nothing):
    pairs, clusters = found(nothing, nothing, nothing)
    assert pairs.table.height == 0
    assert clusters_of(clusters) == []


def test_two_generations_are_kept_apart():
    shared = {"first_name": "John", "email": "quux@acme.com", "phone": "415-555-2671"}
    _, clusters = found(*(shared | {"last_name": f"Quux {generation}"} for generation in ("Jr.", "Sr.")))
    assert clusters_of(clusters) == []


def test_accounts_and_deals_are_found_too():
    accounts = pl.DataFrame(
        {"id": ["1", "2", "3"], "account_name": ["Acme Inc.", "ACME", "Beta"], "phone": ["415-555-2671"] * 2 + [None]}
    )
    assert clusters_of(cluster(find_duplicates(accounts, load_rules("generic/account")))) == [["1", "2"]]
    deals = pl.DataFrame(
        {
            "id": ["1", "2", "3"],
            "name": ["Acme renewal", "Acme renewal", "Beta"],
            "account_name": ["Acme", "Acme", "Beta"],
            "amount": ["100", "100", "250"],
            "close_date": ["2025-01-31", "2025-01-31", "2025-02-28"],
        }
    )
    assert find_duplicates(deals, load_rules("generic/opportunity")).explain("1", "2").match_probability > 0.5


# --- tables of every size -----------------------------------------------------------------------------------------


def test_no_records_have_no_pairs_and_no_clusters():
    pairs, clusters = found()
    assert pairs.table.schema == PAIRS
    assert pairs.counts() == {"candidates": 0, "review": 0, "match": 0, "merge": 0}
    assert clusters.counts() == {"clusters": 0, "duplicates": 0, "records_in_duplicates": 0, "largest": 0}
    assert find_duplicates(pl.DataFrame(), CONTACT).table.height == 0


def test_ten_records():
    pairs, clusters = found(*TEN)
    assert clusters_of(clusters) == [["001", "002"], ["003", "004"], ["005", "006"]]
    assert pairs.warnings() == ()
    assert sum(pairs.relations.values()) == pairs.counts()["candidates"]


def test_a_table_of_ids_alone_has_no_pairs():
    pairs = find_duplicates(pl.DataFrame({"id": ["a", "b", "c"]}), CONTACT)
    assert pairs.table.height == 0
    assert cluster(pairs).table["cluster_id"].to_list() == ["a", "b", "c"]
    assert pairs.why_not("a", "b").startswith("They share no blocking key.")


def test_records_without_any_name_are_compared_by_the_rest():
    pairs, _ = found(*[{"email": "jane.doe@acme.com", "phone": "415-555-2671"}] * 2)
    assert pairs.explain("001", "002").evidence[0].level == "missing"


def test_a_table_without_name_columns_is_compared_by_the_rest():
    records = pl.DataFrame({"id": ["1", "2"], "email": ["jane@acme.com"] * 2, "phone": ["415-555-2671"] * 2})
    assert find_duplicates(records, CONTACT).table["match_probability"].item() > 0.5


def test_what_was_left_out_is_said():
    pairs, _ = found(*(person("John Smith", email="john.smith@acme.com", phone=f"2025550{at:03d}") for at in range(61)))
    assert "too large and left out: 2 blocks of email (61 records, 3,660 pairs)" in pairs.warnings()


# --- what holds for every table -----------------------------------------------------------------------------------


@settings(max_examples=6)
@given(tables, st.randoms())
def test_row_order_changes_not_one_bit(rows, random):
    whole = table(*rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    one, other = find_duplicates(whole, CONTACT), find_duplicates(whole[order], CONTACT)
    assert one.table.equals(other.table)
    assert one.model.to_json() == other.model.to_json()
    assert cluster(one).table.equals(cluster(other).table)


@settings(max_examples=6)
@given(tables)
def test_pairs_are_sorted_unique_and_scored_and_clusters_partition_the_records(rows):
    pairs, clusters = found(*rows)
    keys = pairs.table.select("left", "right").rows()
    assert keys == sorted(set(keys))
    assert all(left < right for left, right in keys)
    assert pairs.table["match_probability"].is_between(CONTACT.duplicates.review - 1e-6, 1).all()
    assert pairs.table["match_weight"].is_finite().all()
    frame = clusters.table
    assert frame["record_id"].to_list() == list(pairs.ids) == [f"{at + 1:03}" for at in range(len(rows))]
    for column in ("cluster_id", "merge_id"):
        smallest = frame.group_by(column).agg(pl.min("record_id"))
        assert smallest[column].to_list() == smallest["record_id"].to_list()
    assert (frame.group_by("merge_id").agg(pl.n_unique("cluster_id"))["cluster_id"] == 1).all()


@settings(max_examples=6)
@given(tables)
def test_raw_and_cleaned_records_give_the_same_pairs(rows):
    raw = table(*rows)
    assert find_duplicates(clean(raw, CONTACT).records, CONTACT).table.equals(find_duplicates(raw, CONTACT).table)


@settings(max_examples=4)
@given(tables.filter(lambda rows: len(rows) > 1))
def test_any_two_records_can_be_explained_as_they_were_scored(rows):
    pairs, _ = found(*rows)
    scored = {(left, right): (p, relation) for left, right, p, _, relation, _ in pairs.table.rows()}
    for left, right in combinations(pairs.ids, 2):
        told = pairs.explain(left, right)
        if (left, right) in scored:
            assert (round(told.match_probability, 6), told.relation) == scored[left, right]
        elif pairs.shared_keys(left, right):
            assert told.match_probability < CONTACT.duplicates.review
        assert told.sentence.startswith(("Probably ", "Almost surely "))
        assert pairs.why_not(left, right)


@pytest.mark.parametrize("kind", ["pandas", "arrow", "lazy"])
def test_any_kind_of_table_gives_the_same_pairs(kind):
    whole = table(*TEN)
    given_table = {"pandas": whole.to_pandas, "arrow": whole.to_arrow, "lazy": whole.lazy}[kind]()
    assert find_duplicates(given_table, CONTACT).table.equals(find_duplicates(whole, CONTACT).table)


def test_the_input_is_not_changed():
    whole = table(*TEN)
    before = whole.clone()
    cluster(find_duplicates(whole, CONTACT))
    assert whole.equals(before)


def test_ids_are_text_compared_by_code_point():
    pairs, clusters = found(TEN[0], TEN[0], TEN[0], ids=["b", "Z", "10"])
    assert pairs.table.select("left", "right").rows() == [("10", "Z"), ("10", "b")]  # copies: one pair each
    assert set(clusters.table["cluster_id"]) == {"10"}


# --- models -------------------------------------------------------------------------------------------------------


def test_a_given_model_scores_without_training():
    first, _ = found(*TEN)
    again = find_duplicates(table(*TEN), CONTACT, model=first.model)
    assert again.table.equals(first.table)
    assert again.trained.history == ()
    assert again.model is first.model


def test_a_model_for_other_comparisons_is_refused():
    without_phone = find_duplicates(table(*TEN).drop("phone"), CONTACT).model
    with pytest.raises(ModelError):
        find_duplicates(table(*TEN), CONTACT, model=without_phone)


# --- what should hold and does not --------------------------------------------------------------------------------


def test_records_that_share_nothing_are_strangers():
    pairs, _ = found(*TEN)
    assert pairs.explain("007", "008").relation == "stranger"


def test_what_a_comparison_is_called_changes_nothing():
    asked = CONTACT.duplicates.compare
    duplicates = CONTACT.duplicates.model_copy(
        update={"weights": None, "compare": {"person": asked["name"], "mail": asked["email"]}}
    )
    rules = CONTACT.model_copy(update={"duplicates": duplicates})
    pairs, _ = found(*[person("John Smith", email="john.smith@acme.com")] * 2, rules=rules)
    assert pairs.explain("001", "002").match_probability > 0.5


def test_deals_without_any_column_to_compare_have_no_pairs():
    deals = pl.DataFrame({"id": ["1", "2"], "stage": ["Won", "Won"]})
    assert find_duplicates(deals, load_rules("generic/opportunity")).table.height == 0
