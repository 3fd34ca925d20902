"""The tests of the tests: every bug can be planted, and one that nobody could miss is caught."""

from __future__ import annotations

import pytest


@pytest.fixture
def plants(benchmark):
    return benchmark("planted")


def test_there_are_twelve_and_each_stands_once_in_the_code(plants):
    assert len({bug.name for bug in plants.BUGS}) == 12
    for bug in plants.BUGS:
        for edit in bug.edits:
            text = (plants.ROOT / edit.file).read_text(encoding="utf-8")
            compile(plants.planted(text, edit), edit.file, "exec")
        assert all((plants.ROOT / test).exists() for test in (*bug.tests, *bug.wider))


@pytest.mark.parametrize("text", ["", "old old"])
def test_a_text_that_does_not_stand_once_is_refused(plants, text):
    with pytest.raises(ValueError, match="expected once"):
        plants.planted(text, plants.Edit("a.py", "old", "new"))


def test_a_bug_is_caught_and_taken_out_again_and_no_bug_survives(plants, tmp_path):
    tree = plants.copied(tmp_path)
    [fsync] = [bug for bug in plants.BUGS if bug.name == "skip fsync"]
    before = (tree / "crmclean/files/disk.py").read_bytes()
    assert plants.fate(tree, fsync)["caught by"] == "its tests"
    assert (tree / "crmclean/files/disk.py").read_bytes() == before
    [edit] = fsync.edits
    none = plants.Bug("none", [plants.Edit(edit.file, edit.old, edit.old)], fsync.tests, [])
    assert plants.fate(tree, none)["caught by"] is None


def test_tests_that_fail_anyway_catch_nothing(plants, tmp_path):
    (tmp_path / "a.py").write_text("one = 1\n", encoding="utf-8")
    (tmp_path / "test_a.py").write_text("def test_fails():\n    assert False\n", encoding="utf-8")
    bug = plants.Bug("one", [plants.Edit("a.py", "1", "2")], ["test_a.py"], [])
    with pytest.raises(RuntimeError, match="fail without it"):
        plants.fate(tmp_path, bug)
