from __future__ import annotations

from dataclasses import replace

import pytest

from crmclean.dedup.compare import KINDS
from crmclean.dedup.reasons import ORGANISATIONS, PEOPLE, PERSONS, THINGS, reasons_for
from crmclean.spec import Rules

LEVELS = {
    name: KINDS[kind].__self__.levels
    for name, kind in {"name": "person", "address": "address", "born": "date", "number": "code"}.items()
}
PERSONS_SEEN = [
    (("same_rare", "same", "same", "same_rare"), "same"),
    (("close_rare", "differ", "same", "same_rare"), "same"),
    (("same_uncommon", "differ", "same", "missing"), "same"),
    (("same_uncommon", "differ", "close", "differ"), "same"),
    (("other_given", "same", "same", "same_rare"), "same"),
    (("other_given", "same", "differ", "differ"), "relative"),
    (("other_given", "same", "missing", "missing"), "relative"),
    (("family_only_rare", "same", "differ", "missing"), "relative"),
    (("missing", "same", "differ", "missing"), "neighbour"),
    (("differ", "same", "differ", "differ"), "neighbour"),
    (("same_rare", "differ", "differ", "differ"), "stranger"),
    (("differ", "differ", "same", "differ"), "stranger"),
    (("missing", "missing", "missing", "missing"), "stranger"),
]


@pytest.mark.parametrize(
    ("row", "says"), PERSONS_SEEN, ids=lambda part: part if isinstance(part, str) else " ".join(part)
)
def test_what_an_expert_would_say_of_two_persons(row, says, patterns_of):
    patterns = replace(patterns_of(LEVELS, [row]), own={"born": 0.01, "number": 0.0})
    seeds = PERSONS.seed(patterns) * PERSONS.possible(patterns)
    assert PERSONS.reasons[int(seeds.argmax())].name == says


def test_every_pattern_has_a_possible_reason_that_is_no_match(patterns_of):
    patterns = patterns_of({"name": LEVELS["name"], "address": LEVELS["address"]})
    possible = PERSONS.possible(patterns)
    assert (possible[:, 0] & possible[:, -1]).all()
    assert not (possible[:, 1] & possible[:, 2]).any(), "a relative has the family name, a neighbour has not"


@pytest.mark.parametrize(
    ("kinds", "reasons"),
    [
        (["person", "email"], PERSONS),
        (["person", "employer"], PEOPLE),
        (["company", "phone"], ORGANISATIONS),
        (["text", "exact"], THINGS),
        ([], THINGS),
    ],
)
def test_the_comparisons_tell_the_reasons(kinds, reasons):
    compare = {kind: {"kind": kind} for kind in kinds}
    asked = {"crmclean": "1", "object": "contact", "fields": {}, "duplicates": {"compare": compare}}
    assert reasons_for(Rules.model_validate(asked)) is reasons
