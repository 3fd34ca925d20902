from __future__ import annotations


def test_patterns_are_asked_by_level_or_by_the_beginning_of_one(patterns_of):
    names = {"name": ("missing", "same_few", "same_many", "differ")}
    patterns = patterns_of(names)
    assert patterns.at("name", "same_few").tolist() == [False, True, False, False]
    assert patterns.at("name", "same_*", "differ").tolist() == [False, True, True, True]
    assert patterns.at("name", "same").tolist() == [False] * 4
    assert patterns.at("phone", "missing").tolist() == [False] * 4
