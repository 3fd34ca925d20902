"""A pair has one probability: alone, in a small batch, in the whole table that the model was trained on."""

from __future__ import annotations

from itertools import combinations, product

import polars as pl
import pytest
from generated import contacts
from hypothesis import given, settings
from people import CONTACT, OFFICE, TEN, found, person, table, tables

from crmclean import find_duplicates, load_model, load_rules
from crmclean.passes import ask

DRAWN = 100
ACCOUNTS = {
    "id": ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    "account_name": [
        "Acme Tools Inc.", "ACME Tools", "Acme Tools Munich", "Zeta Harbor Freight Ltd", "ZHFL", "Zeta Harbor Freight",
        "Omega - Bonn", "Omega", "Omega Logistics",
    ],
    "billing_city": ["Munich", "Munich", None, "Bonn", "Bonn", "Bonn", None, "Bonn", "Bonn"],
    "website": ["acme.com", "acme.com", "acme.de", None, None, None, "omega.com", "omega.com", "omega.com"],
    "phone": ["+49 89 2345678", None, "+49 89 2345678", *["+49 228 345678"] * 3, None, None, "+49 228 765432"],
}  # fmt: skip
DEALS = {
    "id": ["1", "2", "3", "4"],
    "name": ["Big deal", "Big deal", "Big Deal", "Other"],
    "account_name": ["Acme", "Acme Inc.", "Zeta", "Acme"],
    "amount": ["100"] * 4,
    "close_date": ["2026-01-31"] * 4,
}
REGISTER = {
    "id": [f"{at:02}" for at in range(30)],
    "first_name": ["Ann", "Anne", "Bob"] * 10,
    "last_name": ["Lee", "Leigh", "Quux"] * 10,
    "born": [f"19{50 + at % 7}-01-0{1 + at % 2}" for at in range(30)],
    "number": [f"AB{1000 + at // 2}" for at in range(30)],
    "notes": ["red big box", "big red box", "green box", "a lamp", "one big lamp"] * 6,
}
REGISTERED = """
    crmclean: 1
    object: contact
    fields:
      id: {type: identifier}
      first_name: {type: person_name, part: given}
      last_name: {type: person_name, part: family}
      born: {type: text}
      number: {type: identifier}
      notes: {type: text}
    duplicates:
      block_on: [[last_name], [number]]
      compare:
        name: {kind: person, fields: [first_name, last_name]}
        born: {kind: date, fields: [born]}
        number: {kind: code, fields: [number]}
        notes: {kind: words, fields: [notes]}
"""


def differing(records, rules, pairs, asked, model=None):
    """The pairs whose explanation alone, by the model of the whole, is another one than in the whole."""
    rows = dict(zip(pairs.ids, records.sort("id").rows(), strict=True))
    for left, right in asked:
        two = pl.DataFrame([rows[left], rows[right]], schema=records.schema, orient="row")
        alone = ask(two, rules, model=model or pairs.model).explain(left, right)
        whole = pairs.explain(left, right)
        levels = [[(each.comparison, each.level) for each in told.evidence] for told in (alone, whole)]
        if (alone.match_probability, levels[0]) != (whole.match_probability, levels[1]):
            yield left, right, levels


@pytest.mark.parametrize(
    ("records", "rules"),
    [
        (
            table(*TEN, *(person(f"{name} Miller", "Acme", **OFFICE) for name in ("Ann", "Bob", "Cleo", "Dave"))),
            CONTACT,
        ),
        (pl.DataFrame(ACCOUNTS), load_rules("generic/account")),
        (pl.DataFrame(DEALS), load_rules("generic/opportunity")),
    ],
    ids=["contacts", "accounts", "deals"],
)
def test_a_pair_alone_is_the_pair_of_the_whole_table(records, rules, tmp_path):
    pairs = find_duplicates(records, rules)
    pairs.model.save(tmp_path / "model.json")
    saved = load_model(tmp_path / "model.json", rules)
    asked = list(combinations(pairs.ids, 2))
    assert not list(differing(records, rules, pairs, asked[::3], saved))
    assert not list(differing(records, rules, pairs, asked[:3]))


def test_dates_codes_and_words_are_as_common_as_in_the_whole_table(rules_from):
    records, rules = pl.DataFrame(REGISTER), rules_from(REGISTERED)
    pairs = find_duplicates(records, rules)
    assert not list(differing(records, rules, pairs, combinations(pairs.ids[:6], 2)))


@pytest.mark.parametrize(
    ("alone", "among"),
    [
        (person("Ann Lee"), [person(f"{name} Lee") for name in ("Ann", "Bob", "Cleo", "Dave")] * 20),
        (person("Bo Qu", **OFFICE), [person(f"Bob {name}", **OFFICE) for name in ("Baker", "Carter", "Dunn")] * 3),
        (
            person("Bo Qu", **OFFICE),
            [person(f"Bob {one}{other}son", **OFFICE) for one, other in product("bcdfghkl", repeat=2)],
        ),
        (person("A B", email="sales7@acme.com"), [person(f"A {x}", email="sales7@acme.com") for x in "CDEF"]),
    ],
    ids=["a common name", "a switchboard", "a house of a crowd", "a mailbox of many"],
)
def test_what_is_common_in_the_whole_table_is_common_alone(alone, among):
    """The levels of this pair do depend on the table: else the tests above could not fail."""
    records = table(alone, alone, *among)
    pairs = find_duplicates(records, CONTACT)
    assert not list(differing(records, CONTACT, pairs, [("001", "002")]))
    two = records.head(2)
    by_itself = find_duplicates(two, CONTACT).explain("001", "002")
    levels = [[each.level for each in told.evidence] for told in (by_itself, pairs.explain("001", "002"))]
    assert levels[0] != levels[1]


@settings(max_examples=8)
@given(tables, tables)
def test_new_records_are_judged_alike_in_any_batch(known, new):
    model = found(*TEN, *known)[0].model
    batch = ask(table(*TEN, *new), CONTACT, model=model)
    for left, right in combinations([f"{at + 1:03}" for at in range(len(TEN), len(TEN) + len(new))], 2):
        two = table(*(new[int(each) - len(TEN) - 1] for each in (left, right)), ids=[left, right])
        alone = ask(two, CONTACT, model=model).explain(left, right)
        assert alone.match_probability == batch.explain(left, right).match_probability


def test_a_search_of_two_records_gives_the_probability_of_the_whole():
    records = contacts()
    pairs = find_duplicates(records, CONTACT)
    asked = pairs.table.sort("match_weight").gather_every(max(pairs.table.height // 10, 1))
    for left, right, probability in asked.select("left", "right", "match_probability").iter_rows():
        two = find_duplicates(records.filter(pl.col("id").is_in([left, right])), CONTACT, model=pairs.model)
        assert two.table["match_probability"].to_list() == [probability]


def test_the_model_is_the_same_bytes_in_any_order_of_rows():
    records = contacts()
    one, other = (find_duplicates(each, CONTACT).model for each in (records, records.sample(fraction=1, shuffle=True)))
    assert one.known
    assert one.to_json() == other.to_json()


def test_no_person_stands_in_the_model():
    text = found(*TEN, *TEN, *TEN)[0].model.to_json().lower()
    for told in ("smith", "dupont", "zeta", "4155552671", "bob@", "99 oak"):
        assert told not in text


@pytest.mark.parametrize("name", ["contact", "account"])
def test_every_pair_of_a_crm_alone_is_that_of_the_whole(name, shared):
    rules = load_rules(f"generic/{name}")
    records = pl.read_csv(shared / "crm_dev_20k" / f"{name}s.csv", infer_schema=False)
    pairs = find_duplicates(records, rules)
    asked = pairs.table.select("left", "right").sample(DRAWN, seed=7)
    assert not list(differing(records, rules, pairs, asked.iter_rows()))
