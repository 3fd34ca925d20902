from __future__ import annotations

import re
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmclean import TableError, clean, cluster, find_duplicates, load_rules
from crmclean.dedup.find import PAIRS, load_model, shipped_model
from crmclean.dedup.model import ModelError

CONTACT = load_rules("generic/contact")
COLUMNS = ("id", "first_name", "last_name", "company", "email", "phone", "street", "city", "postal_code", "title")


def table(*records, ids=None):
    rows = [{"id": ids[at] if ids else f"{at + 1:03}", **record} for at, record in enumerate(records)]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))


def person(name, company=None, **more):
    first, _, last = name.rpartition(" ")
    return {"first_name": first or None, "last_name": last or None, "company": company, **more}


def found(*records, rules=CONTACT, **given):
    pairs = find_duplicates(table(*records, **given), rules)
    return pairs, cluster(pairs)


def clusters_of(clusters, column="cluster_id"):
    """The clusters of two records or more, each as its sorted record ids."""
    groups = clusters.table.group_by(column).agg(pl.col("record_id").sort()).sort(column)["record_id"].to_list()
    return [group for group in groups if len(group) > 1]


OFFICE = {"phone": "415-555-2671", "street": "12 Main St", "city": "Austin", "postal_code": "78701"}
COLLEAGUES = ["Ann Baker", "Bob Carter", "Cleo Dunn", "Dave Evans", "Eve Foster", "Finn Grant", "Gina Hughes"]
TEN = [
    person("John Smith", "Acme", email="john.smith@acme.com", phone="415-555-2671"),
    person("J. Smith", "Acme Corp", phone="415-555-2671"),
    person("Mary Jones", "Beta", email="mary@beta.com", street="99 Oak Ave", city="Boston"),
    person("Mary Jones", "Beta Inc.", email="mary@beta.com"),
    person("Bob Carter", "Acme", email="bob@acme.com", phone="415-555-2671"),
    person("Robert Carter", "Acme", email="bob@acme.com", title="Buyer"),
    person("Zoe Quux", "Zeta", email="zoe@zeta.com"),
    person("Jean Dupont", None, phone="+33 1 42 68 53 00"),
    person("Li Wei", "Beta", phone="212-555-0188", street="99 Oak Ave", city="Boston"),
    person("", "Acme", email="info@acme.com"),
]


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
    assert pairs.relations["colleague"] == len(list(combinations(COLLEAGUES, 2)))
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


def test_one_record_is_a_cluster_of_its_own():
    pairs, clusters = found(TEN[0])
    assert pairs.table.height == 0
    assert clusters.to_frame().rows() == [("001", "001")]


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


@pytest.mark.parametrize("copies", [2, 40])
def test_identical_records_are_one_cluster(copies):
    _, clusters = found(*[TEN[0]] * copies)
    assert clusters.counts() == {"clusters": 1, "duplicates": 1, "records_in_duplicates": copies, "largest": copies}


def test_200_identical_records_are_one_cluster():
    assert found(*[TEN[0]] * 200)[1].counts()["clusters"] == 1


def test_what_was_left_out_is_said():
    pairs, _ = found(*(person("John Smith", email="john.smith@acme.com", phone=f"2025550{at:03d}") for at in range(61)))
    assert any(
        warning.endswith("blocks of email are too large and were left out (61 records)") for warning in pairs.warnings()
    )


# --- what holds for every table -----------------------------------------------------------------------------------

names = st.sampled_from(
    ["John Smith", "J. Smith", "Jon Smyth", "Mary Smith", "Smith", "Bob Carter", "Robert Carter", ""]
)
records = st.builds(
    person,
    names,
    st.sampled_from([None, "Acme", "Acme Corp", "Beta"]),
    email=st.sampled_from([None, "john.smith@acme.com", "info@acme.com", "bob@gmail.com", "n/a"]),
    phone=st.sampled_from([None, "415-555-2671", "212-555-0188"]),
    street=st.sampled_from([None, "12 Main St", "99 Oak Ave"]),
)
tables = st.lists(records, max_size=6)


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
@given(tables, st.floats(0.3, 0.9), st.floats(0, 0.09))
def test_raising_the_threshold_only_splits(rows, match, step):
    def at(threshold):
        duplicates = CONTACT.duplicates.model_copy(update={"match": threshold, "merge": 0.995})
        return found(*rows, rules=CONTACT.model_copy(update={"duplicates": duplicates}))[1].table

    both = at(match).join(at(match + step), on="record_id", suffix="_fine")
    assert (both.group_by("cluster_id_fine").agg(pl.n_unique("cluster_id"))["cluster_id"] == 1).all()


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


# --- asking -------------------------------------------------------------------------------------------------------


def test_pairs_above_a_probability():
    pairs, _ = found(*TEN)
    assert pairs.above(0.3).equals(pairs.table)
    assert pairs.above(0.95).equals(pairs.table.filter(pl.col("match_probability") >= 0.95))
    assert pairs.above(1.1).height == 0
    with pytest.raises(ValueError, match=r"pairs below 0\.3 \(the rule set's `review`\) are not kept; got 0\.29"):
        pairs.above(0.29)


def test_an_unknown_record_id_is_refused_with_a_hint():
    pairs, _ = found(TEN[0], TEN[1], ids=["contact-17", "contact-18"])
    for ask in (pairs.explain, pairs.why_not):
        with pytest.raises(TableError, match=r"no record with the id 'contact-1'\. Did you mean 'contact-1[78]'\?"):
            ask("contact-1", "contact-18")


def test_an_id_that_is_a_number_is_refused_or_found():
    pairs, _ = found(TEN[0], TEN[1], ids=["1", "2"])
    with pytest.raises(TableError):
        pairs.explain(1, 7)


def test_why_not_names_shared_keys_and_what_speaks_against():
    pairs, _ = found(*(person(name, "Acme", **OFFICE) for name in COLLEAGUES))
    said = pairs.why_not("001", "002")
    assert said.startswith("They share the key phone. Match probability 0.00. Probably a colleague: ")
    assert " Against it: name (differ, which rules it out)" in said
    assert said.endswith(").")


def test_why_not_says_how_much_each_thing_speaks_against():
    pairs, _ = found(*(person("John Smith", name) for name in ("Acme", "Beta", "Zeta")))
    assert re.search(r"Against it: .*employer \(differ, -\d+\.\d bits\)", pairs.why_not("001", "002"))


def test_why_not_of_records_that_share_no_key():
    pairs, _ = found(*TEN)
    assert pairs.shared_keys("007", "008") == []
    assert pairs.why_not("007", "008").startswith("They share no blocking key. Match probability 0.0")


def test_why_not_of_a_match_says_that_they_match():
    pairs, _ = found(*TEN)
    assert pairs.shared_keys("003", "004")[0] == "email"
    assert pairs.why_not("003", "004").startswith("They match, with probability 1.00. Almost surely the same person: ")


def test_why_not_of_a_match_that_blocking_missed_says_so():
    pairs, clusters = found(person("Joanne Gagne", "Whipple"), person("Jonne Gagne", email="j@other.com"))
    assert pairs.explain("001", "002").match_probability > 0.5
    assert clusters_of(clusters) == []
    assert "They share no blocking key" in pairs.why_not("001", "002")


def test_counts_are_those_of_the_table():
    pairs, clusters = found(*TEN)
    counts = pairs.counts()
    assert counts["review"] == pairs.to_frame().height
    assert counts["match"] == pairs.above(0.5).height
    assert counts["merge"] == pairs.above(0.95).height
    assert clusters.counts()["clusters"] == clusters.to_frame()["cluster_id"].n_unique()


# --- models -------------------------------------------------------------------------------------------------------


def test_a_given_model_scores_without_training():
    first, _ = found(*TEN)
    again = find_duplicates(table(*TEN), CONTACT, model=first.model)
    assert again.table.equals(first.table)
    assert again.trained.history == ()
    assert again.model is first.model


def test_a_saved_model_gives_the_same_pairs_to_the_bit(tmp_path):
    first, _ = found(*TEN)
    first.model.save(tmp_path / "contact.model.json")
    again = find_duplicates(table(*TEN), CONTACT, model=load_model(tmp_path / "contact.model.json", CONTACT))
    assert again.table.height > 2
    assert again.table.equals(first.table)
    assert cluster(again).table.equals(cluster(first).table)


def test_a_model_that_is_not_there_is_named_with_what_to_do(tmp_path):
    for place in (tmp_path / "nowhere.json", tmp_path):
        with pytest.raises(TableError, match=f"{place}: no such file; train a model with find_duplicates, and save it"):
            load_model(place, CONTACT)


@pytest.mark.parametrize("written", [b"", b"\xff\xfe", b"{}"])
def test_what_is_no_model_file_is_refused(written, tmp_path):
    (tmp_path / "model.json").write_bytes(written)
    with pytest.raises(ModelError, match="this is no crmclean model file"):
        load_model(tmp_path / "model.json", CONTACT)


def test_a_model_of_accounts_is_none_of_contacts(tmp_path):
    shipped_model(load_rules("generic/account")).save(tmp_path / "model.json")
    with pytest.raises(ModelError, match="the model is for organisations, the rules are about people"):
        load_model(tmp_path / "model.json", CONTACT)


def test_a_model_for_other_comparisons_is_refused():
    without_phone = find_duplicates(table(*TEN).drop("phone"), CONTACT).model
    with pytest.raises(ModelError):
        find_duplicates(table(*TEN), CONTACT, model=without_phone)


# --- what should hold and does not --------------------------------------------------------------------------------


def test_a_bridge_without_generation_does_not_join_father_and_son():
    shared = {"first_name": "John", "email": "quux@acme.com", "phone": "415-555-2671"}
    _, clusters = found(*(shared | {"last_name": f"Quux{generation}"} for generation in ("", " Jr.", " Sr.")))
    assert not any({"002", "003"} <= set(group) for group in clusters_of(clusters))


@pytest.mark.xfail(strict=True, reason="records that share nothing are called colleagues, the largest class")
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
