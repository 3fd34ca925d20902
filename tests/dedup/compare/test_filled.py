from __future__ import annotations

import pytest

FIELDS = ("street", "city", "postal_code")


def record(*filled):
    values = {"street": "12 Main St", "city": "Austin", "postal_code": "78701"}
    return {name: values[name] for name in filled}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (FIELDS, FIELDS, "both"),
        (FIELDS, FIELDS[:2], "most"),
        (FIELDS[:1], FIELDS, "some"),
        ((), FIELDS, "stub"),
        ((), (), "stub"),
    ],
)
def test_the_barer_record_decides(ask, one, other, level):
    assert ask("filled", record(*one), record(*other), fields=FIELDS) == level


def test_the_count_is_shown(asked):
    assert asked("filled", [record("city")], FIELDS).comparison.show(0) == "1 of 3 filled"
