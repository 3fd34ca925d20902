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
