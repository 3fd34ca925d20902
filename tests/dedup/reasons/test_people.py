from __future__ import annotations

import pytest

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


@pytest.mark.parametrize("row", PEOPLE, ids=lambda row: f"{row[-1]}: {' '.join(row[:-1])}")
def test_what_an_expert_would_say_of_two_people(row, levels_of, expert):
    names = {name: levels_of("generic/contact")[name] for name in ("name", "email", "phone", "employer", "address")}
    assert expert("generic/contact", row[:-1], names) == row[-1]


def test_no_other_reason_for_a_pair_that_shares_nothing_of_an_office(levels_of, patterns_of, reasons_of):
    names = {name: levels_of("generic/contact")[name] for name in ("name", "email", "phone", "employer", "address")}
    row = [["other_family_rare", "differ", "differ", "differ", "differ"]]
    seeds = reasons_of("generic/contact").seed(patterns_of(names, row))[0]
    assert seeds[3] == 0, "colleagues share an office"
