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
    for unseen in ("title", "filled", "industry", "employees"):  # no seed looks at them: only more patterns
        names.pop(unseen, None)
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


IMPOSSIBLE = [
    ("generic/contact", {"name": "differ", "email": "same", "phone": "same"}, {"same", "moved"}),
    ("generic/contact", {"name": "other_generation", "email": "same"}, {"same", "moved"}),
    ("generic/contact", {"name": "other_given", "address": "same"}, {"same", "moved"}),
    ("generic/contact", {"name": "same_unique", "employer": "same_tiny"}, {"moved", "relative", "colleague"}),
    ("generic/contact", {"name": "same_unique", "email": "same"}, {"relative", "colleague", "namesake"}),
    ("generic/account", {"name": "differ", "website": "differ", "phone": "same", "address": "same"}, {"same"}),
    ("generic/account", {"name": "branch", "website": "same", "phone": "same", "address": "same"}, {"same"}),
]


@pytest.mark.parametrize("case", IMPOSSIBLE, ids=lambda case: " ".join(case[1].values()))
def test_what_cannot_be(case, levels_of, patterns_of, reasons_of):
    pack, seen, cannot = case
    names = {name: levels_of(pack)[name] for name in seen}
    possible = reasons_of(pack).possible(patterns_of(names, [seen.values()]))[0]
    impossible = {reason.name for reason, can in zip(reasons_of(pack).reasons, possible, strict=True) if not can}
    assert cannot <= impossible
