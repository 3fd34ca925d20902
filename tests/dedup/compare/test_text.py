from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Aurora data streams", "data streams, Aurora", "same"),
        ("Sony tuner XT-100HD", "Sony XT100HD", "many"),
        ("Sony tuner XT100HD", "Sony tuner XT200HD", "half"),
        ("Sony tuner", "Bose speaker", "differ"),
        ("Sony tuner", None, "missing"),
        (None, None, "missing"),
        ("n/a", "n/a", "missing"),
    ],
)
def test_two_texts(ask, one, other, level):
    assert ask("words", {"title": one}, {"title": other}, fields=["title"]) == level


def test_words_that_many_texts_hold_say_little(ask):
    crowd = [{"title": f"Sony tuner {number}"} for number in range(100, 140)]
    common = {"title": "Sony tuner XT100HD"}, {"title": "Sony tuner KL200"}
    assert ask("words", *common, *crowd, fields=["title"]) in {"few", "differ"}
    rare = {"title": "Sony tuner XT100HD"}, {"title": "black XT100HD of Sony"}
    assert ask("words", *rare, *crowd, fields=["title"]) in {"most", "many"}


def test_one_word_of_everybody_is_not_contained_in_all_texts(ask):
    crowd = [{"title": f"Sony tuner {number}"} for number in range(100, 140)]
    assert ask("words", {"title": "Sony"}, {"title": "Sony tuner 100"}, *crowd, fields=["title"]) == "differ"


def test_a_text_is_shown_as_it_was_compared(asked):
    comparison = asked("words", [{"title": "Tuner XT-100"}, {"title": None}], ["title"]).comparison
    assert [comparison.show(row) for row in range(2)] == ["tuner xt100", None]
