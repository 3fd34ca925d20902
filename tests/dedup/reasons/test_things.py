from __future__ import annotations

import pytest

DEALS = [
    (("same_rare", "same_few", "same_rare", "missing"), "same"),
    (("same_rare", "differ", "differ", "differ"), "other"),
    (("missing", "missing", "missing", "missing"), "other"),
]


@pytest.mark.parametrize(("row", "says"), DEALS, ids=lambda part: " ".join(part) if isinstance(part, tuple) else part)
def test_what_an_expert_would_say_of_two_deals(row, says, levels_of, expert):
    assert expert("generic/opportunity", row, levels_of("generic/opportunity")) == says
