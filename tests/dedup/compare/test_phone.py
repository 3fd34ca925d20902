from __future__ import annotations

import pytest

BOTH = ("phone", "mobile")


def phones(*numbers, family=None):
    return dict(zip(BOTH, numbers, strict=False)) | {"family": family}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("415-555-2671", "(415) 555-2671", "same"),
        ("+1 415 555 2671", "4155552671", "same"),
        ("4155552671.0", "415.555.2671", "same"),
        ("415-555-2671 ext. 12", "415-555-2671", "same"),
        ("+44 20 7946 0958", "+44 (0)20 7946 0958", "same"),
        ("415-555-2671", "415-555-2672", "close"),
        ("415-555-2671", "415-555-9971", "differ"),
        ("415-555-2671", "415-556-2671", "close"),
        ("415-555-2671", "415-555-2617", "close"),
        ("415-555-2671", "212-555-0188", "differ"),
        ("415-555-2671", None, "missing"),
        (None, None, "missing"),
        ("", "", "missing"),
    ],
)
def test_two_numbers(ask, one, other, level):
    assert ask("phone", phones(one), phones(other), fields=BOTH) == level


@pytest.mark.parametrize("nothing", ["000-000-0000", "1234567890", "n/a", "9999999999", "x", "12"])
def test_a_placeholder_or_an_impossible_number_is_no_evidence(ask, nothing):
    assert ask("phone", phones(nothing), phones(nothing), fields=BOTH) == "missing"
    assert ask("phone", phones(nothing), phones("415-555-2671"), fields=BOTH) == "missing"


FAMILIES = ("Doe", "Roe", "Poe", "Lee", "Kim", "Ott")


@pytest.mark.parametrize(
    ("families", "level"), [(1, "same"), (2, "same"), (3, "same_few"), (5, "same_few"), (6, "same_shared")]
)
def test_the_more_families_share_a_number_the_less_it_says(ask, families, level):
    crowd = [phones("415-555-2671", family=family) for family in FAMILIES[:families]]
    assert ask("phone", phones("415-555-2671", family="Doe"), *crowd, fields=BOTH) == level


def test_a_number_that_a_crowd_has_says_nothing_of_anybody(asked):
    everybody = [phones("415-555-2671", family=f"{chr(97 + at // 26)}{chr(97 + at % 26)}ez") for at in range(60)]
    own = [phones("415-555-2671", "212-555-0188", family="Doe")] * 2
    beside = [phones(f"212-555-{at:04d}", family="Roe") for at in range(1000, 1700)]
    assert asked("phone", [*everybody, *own], BOTH).levels((0, 1), (0, 60), (60, 61)) == ["missing", "missing", "same"]
    assert asked("phone", [*everybody, *beside], BOTH).levels((0, 1)) == ["same_shared"]


def test_records_without_a_name_prove_no_sharing(ask):
    assert ask("phone", *[phones("415-555-2671")] * 9, fields=BOTH) == "same"


def test_the_best_of_any_two_numbers_counts(ask):
    mine, yours, other = "415-555-2671", "415-555-2672", "212-555-0188"
    assert ask("phone", phones(other, mine), phones(mine, None), fields=BOTH) == "same"
    assert ask("phone", phones(other, mine), phones(None, yours), fields=BOTH) == "close"
    assert ask("phone", phones(other, None), phones(None, mine), fields=BOTH) == "differ"
    assert ask("phone", phones(None, None), phones(None, mine), fields=BOTH) == "missing"


def test_a_number_of_ones_own_counts_more_than_a_switchboard(ask):
    crowd = [phones("212-555-0188", family=family) for family in FAMILIES]
    one, other = phones("212-555-0188", "415-555-2671", family="Doe"), phones("212-555-0188", "415-555-2671")
    assert ask("phone", one, other, *crowd, fields=BOTH) == "same"


def test_one_record_with_the_same_number_twice_shares_it_with_nobody(ask):
    crowd = [phones("415-555-2671", "415-555-2671", family=family) for family in FAMILIES[:2]]
    assert ask("phone", *crowd, fields=BOTH) == "same"


def test_all_numbers_are_shown(asked):
    records = [phones("415-555-2671", "+44 20 7946 0958"), phones(None, None)]
    comparison = asked("phone", records, BOTH).comparison
    assert (comparison.show(0), comparison.show(1)) == ("4155552671, 2079460958", None)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("415-555-2671", "415-555-9971", "near"),
        ("415-555-2671", "415-555-2672", "close"),
        ("415-555-2671", "415-555-2671", "same"),
        ("415-555-2671", "212-555-0188", "differ"),
        ("415-555-2671", None, "missing"),
    ],
)
def test_two_numbers_of_organisations(ask, one, other, level):
    assert ask("line", phones(one), phones(other), fields=BOTH) == level
