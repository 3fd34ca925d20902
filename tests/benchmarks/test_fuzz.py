"""What is fuzzed holds for every file to start from, and would be noticed where it did not."""

from __future__ import annotations

import pytest

from crmclean import files
from crmclean.spec import loader

NAMES = ("read", "rules", "model")


@pytest.fixture
def targets(benchmark):
    return benchmark("fuzzing.targets")


@pytest.fixture
def seeds(benchmark):
    return benchmark("fuzzing.seeds")


def test_each_target_has_files_to_start_from_and_words(targets, seeds):
    assert tuple(targets.TARGETS) == tuple(seeds.SEEDS) == tuple(seeds.WORDS) == NAMES
    assert all(seeds.SEEDS.values())


@pytest.mark.parametrize("name", NAMES)
def test_what_must_hold_does_for_every_file_to_start_from(targets, seeds, name):
    broken = {}
    for seed, data in seeds.SEEDS[name].items():
        try:
            targets.TARGETS[name](data)
        except Exception as error:  # noqa: BLE001 - any is a bug, and each file is to be named
            broken[seed] = repr(error)
    assert broken == {}


def test_a_row_that_is_lost_is_noticed(targets, monkeypatch):
    def cut(path, **options):
        found = files.read(path, **options)
        return type(found)(found.table.head(-1), *(getattr(found, name) for name in found.__slots__[1:]))

    monkeypatch.setattr(targets, "read", cut)
    with pytest.raises(targets.BrokenError, match="a row is lost"):
        targets.reading(b"id,name\n1,Ann\n2,Bob\n")


def test_an_exception_that_is_not_ours_is_noticed(targets, seeds, monkeypatch):
    monkeypatch.setattr(loader, "assemble", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        targets.writing_of_rules(seeds.SEEDS["rules"]["small"])


def test_edits_of_a_model_are_edits(targets):
    assert targets._edited(b"") == targets._edited(b"\0\0")
    assert len({targets._edited(bytes([0, place, 0])) for place in range(6)}) == 6
    assert targets._edited(b"\0\1\3") != targets._edited(b"")
