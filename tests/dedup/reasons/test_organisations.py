from __future__ import annotations

import pytest

ORGANISATIONS = [
    ("same_unique", "missing", "missing", "same", "same"),
    ("close", "missing", "same", "missing", "same"),
    ("same_many", "same", "missing", "missing", "same"),
    ("same_unique", "missing", "missing", "missing", "same"),
    ("same_many", "same", "differ", "differ", "sibling"),
    ("same_unique", "same", "differ", "differ", "sibling"),
    ("differ", "same", "differ", "differ", "sibling"),
    ("differ", "differ", "differ", "same", "unrelated"),
    ("branch", "same", "same", "same", "sibling"),
    ("part", "differ", "differ", "differ", "unrelated"),
    ("differ", "missing", "same", "same", "unrelated"),
]


@pytest.mark.parametrize("row", ORGANISATIONS, ids=lambda row: f"{row[-1]}: {' '.join(row[:-1])}")
def test_what_an_expert_would_say_of_two_accounts(row, levels_of, expert):
    seen = {name: levels_of("generic/account")[name] for name in ("name", "website", "phone", "address")}
    assert expert("generic/account", row[:-1], seen) == row[-1]


@pytest.mark.parametrize(
    ("row", "may_be"),
    [
        (("part_rare", "missing", "missing", "same_city"), False),
        (("part_rare", "missing", "missing", "missing"), False),
        (("part_rare", "missing", "missing", "same_postal_code"), True),
        (("part_rare", "same", "missing", "missing"), True),
        (("alike_other", "same", "missing", "missing"), False),
        (("alike_other", "missing", "near", "same"), False),
        (("alike_other", "same", "missing", "same"), True),
        (("alike_other", "missing", "same", "missing"), True),
        (("part", "missing", "missing", "missing"), True),
        (("alike", "missing", "missing", "missing"), True),
    ],
)
def test_names_that_differ_in_a_word_are_one_account_only_by_what_identifies_it(
    row, may_be, levels_of, patterns_of, reasons_of
):
    seen = {name: levels_of("generic/account")[name] for name in ("name", "website", "phone", "address")}
    possible = reasons_of("generic/account").possible(patterns_of(seen, [row]))
    assert bool(possible[0, 0]) is may_be
