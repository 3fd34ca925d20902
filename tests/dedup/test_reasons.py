from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

PACKS = {"generic/contact": "people", "generic/account": "organisations", "generic/opportunity": "things"}


@pytest.mark.parametrize(("pack", "kind"), [*PACKS.items(), ("generic/lead", "people")])
def test_the_first_comparison_says_what_a_record_is(reasons_of, pack, kind):
    assert reasons_of(pack).kind == kind


@pytest.mark.parametrize("pack", PACKS)
def test_every_pattern_of_any_columns_has_seeds_and_a_possible_reason(pack, levels_of, patterns_of, reasons_of):
    reasons, names = reasons_of(pack), levels_of(pack)
    names.pop("title", None)  # no seed looks at it, and four times the patterns
    for columns in range(1, len(names) + 1):
        for chosen in combinations(names, columns):
            patterns = patterns_of({name: names[name] for name in chosen})
            seeds, possible = reasons.seed(patterns), reasons.possible(patterns)
            assert seeds.shape == possible.shape == (patterns.size, len(reasons.reasons))
            assert seeds.min() >= 0
            assert np.allclose(seeds.sum(axis=1), 1)
            assert possible[:, ~reasons.match].any(axis=1).all()
            assert possible[np.arange(patterns.size), seeds.argmax(axis=1)].all(), "what the expert thinks can be"


@pytest.mark.parametrize(
    "pack",
    [
        "generic/contact",
        "generic/account",
        "generic/opportunity",
    ],
)
def test_a_table_without_any_column_to_compare_has_seeds(pack, patterns_of, reasons_of):
    assert reasons_of(pack).seed(patterns_of({}, [[], []])).sum(axis=1).tolist() == [1.0, 1.0]


def test_patterns_are_asked_by_level_or_by_the_beginning_of_one(patterns_of):
    names = {"name": ("missing", "same_few", "same_many", "differ")}
    patterns = patterns_of(names)
    assert patterns.at("name", "same_few").tolist() == [False, True, False, False]
    assert patterns.at("name", "same_*", "differ").tolist() == [False, True, True, True]
    assert patterns.at("name", "same").tolist() == [False] * 4
    assert patterns.at("phone", "missing").tolist() == [False] * 4


PEOPLE = [
    ("same_common", "same", "missing", "missing", "missing", "same"),
    ("initial_common", "missing", "same", "missing", "missing", "same"),
    ("same_rare", "missing", "missing", "same_large", "missing", "same"),
    ("same_rare", "missing", "missing", "missing", "same", "same"),
    ("same_unique", "missing", "same", "differ", "missing", "moved"),
    ("same_unique", "same", "missing", "differ", "missing", "same"),
    ("same_unique", "missing", "missing", "differ", "differ", "moved"),
    ("other_given", "differ", "same", "missing", "same", "relative"),
    ("other_given", "differ", "missing", "missing", "same", "relative"),
    ("other_generation", "missing", "same", "missing", "same", "relative"),
    ("differ", "same_company", "same_shared", "same_huge", "same_shared", "colleague"),
    ("other_given", "same_company", "missing", "same_large", "missing", "colleague"),
    ("same_common", "differ", "differ", "differ", "differ", "namesake"),
    ("initial_common", "missing", "missing", "missing", "missing", "namesake"),
    ("differ", "differ", "differ", "differ", "differ", "stranger"),
    ("missing", "missing", "missing", "missing", "missing", "stranger"),
]


def expert(pack, rows, names, patterns_of, reasons_of):
    reasons = reasons_of(pack)
    seeds = reasons.seed(patterns_of(names, rows))
    return [reasons.reasons[at].name for at in seeds.argmax(axis=1)]


@pytest.mark.parametrize("row", PEOPLE, ids=lambda row: f"{row[-1]}: {' '.join(row[:-1])}")
def test_what_an_expert_would_say_of_two_people(row, levels_of, patterns_of, reasons_of):
    names = {name: levels_of("generic/contact")[name] for name in ("name", "email", "phone", "employer", "address")}
    assert expert("generic/contact", [row[:-1]], names, patterns_of, reasons_of) == [row[-1]]


ORGANISATIONS = [
    ("same_unique", "missing", "missing", "same", "same"),
    ("close", "missing", "same", "missing", "same"),
    ("same_many", "same", "missing", "missing", "same"),
    ("same_unique", "missing", "missing", "missing", "same"),
    ("same_many", "same", "differ", "differ", "sibling"),
    ("same_unique", "same", "differ", "differ", "sibling"),
    ("differ", "same", "differ", "differ", "sibling"),
    ("differ", "differ", "differ", "same", "unrelated"),
    ("part", "differ", "differ", "differ", "unrelated"),
    ("differ", "missing", "same", "same", "unrelated"),
]


@pytest.mark.parametrize("row", ORGANISATIONS, ids=lambda row: f"{row[-1]}: {' '.join(row[:-1])}")
def test_what_an_expert_would_say_of_two_accounts(row, levels_of, patterns_of, reasons_of):
    assert expert("generic/account", [row[:-1]], levels_of("generic/account"), patterns_of, reasons_of) == [row[-1]]


IMPOSSIBLE = [
    ("generic/contact", {"name": "differ", "email": "same", "phone": "same"}, {"same", "moved"}),
    ("generic/contact", {"name": "other_generation", "email": "same"}, {"same", "moved"}),
    ("generic/contact", {"name": "other_given", "address": "same"}, {"same", "moved"}),
    ("generic/contact", {"name": "same_unique", "employer": "same_tiny"}, {"moved", "relative", "colleague"}),
    ("generic/contact", {"name": "same_unique", "email": "same"}, {"relative", "colleague", "namesake"}),
    ("generic/account", {"name": "differ", "website": "differ", "phone": "same", "address": "same"}, {"same"}),
]


@pytest.mark.parametrize("case", IMPOSSIBLE, ids=lambda case: " ".join(case[1].values()))
def test_what_cannot_be(case, levels_of, patterns_of, reasons_of):
    pack, seen, cannot = case
    names = {name: levels_of(pack)[name] for name in seen}
    possible = reasons_of(pack).possible(patterns_of(names, [seen.values()]))[0]
    impossible = {reason.name for reason, can in zip(reasons_of(pack).reasons, possible, strict=True) if not can}
    assert cannot <= impossible


def test_no_other_reason_for_a_pair_that_shares_nothing_of_an_office(levels_of, patterns_of, reasons_of):
    names = {name: levels_of("generic/contact")[name] for name in ("name", "email", "phone", "employer", "address")}
    row = [["other_family", "differ", "differ", "differ", "differ"]]
    seeds = reasons_of("generic/contact").seed(patterns_of(names, row))[0]
    assert seeds[3] == 0, "colleagues share an office"
