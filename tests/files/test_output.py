"""The output folder: whole or not at all, whatever happens."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
import pytest

from crmclean.errors import OutputError
from crmclean.files import OccupiedError, OutputFolder, disk

STEPS = ("write_file", "make_folder", "make_folders", "rename", "remove", "sync_folder")


def run(path, mark: str = "1", **options) -> None:
    with OutputFolder(path, **options) as out:
        out.write_table("records.csv", pl.DataFrame({"id": [mark]}))
        out.write_json("summary.json", {"crmclean": "0", "files": out.sha256s(), "mark": mark})


def state(parent) -> dict[str, str]:
    """Every file below, by its place; folders that are empty do not show."""
    return {str(path.relative_to(parent)): path.read_text() for path in parent.rglob("*") if path.is_file()}


def expected(mark: str) -> dict[str, str]:
    records = f"id\n{mark}\n"
    summary = {
        "crmclean": "0",
        "files": {"records.csv": hashlib.sha256(records.encode()).hexdigest()},
        "mark": mark,
    }
    return {"out/records.csv": records, "out/summary.json": json.dumps(summary, indent=2, sort_keys=True) + "\n"}


def test_the_folder_appears_whole(tmp_path):
    with OutputFolder(tmp_path / "deep" / "out") as out:
        out.write_text("a.txt", "é\r\n")
        out.write_json("b.json", {"b": [1], "a": "é"})
        assert not out.path.exists()
        assert out.sha256s() == {
            "a.txt": hashlib.sha256("é\r\n".encode()).hexdigest(),
            "b.json": hashlib.sha256((out._new / "b.json").read_bytes()).hexdigest(),
        }
    assert (out.path / "a.txt").read_bytes() == "é\r\n".encode()
    assert (out.path / "b.json").read_text(encoding="utf-8") == '{\n  "a": "é",\n  "b": [\n    1\n  ]\n}\n'
    assert [path.name for path in out.path.parent.iterdir()] == ["out"]


def test_an_earlier_output_is_replaced_whole(tmp_path):
    run(tmp_path / "out")
    (tmp_path / "out" / ".DS_Store").touch()
    run(tmp_path / "out", "2")
    assert state(tmp_path) == expected("2")


def test_an_earlier_output_with_a_file_of_somebody_is_refused_unless_told(tmp_path):
    run(tmp_path / "out")
    (tmp_path / "out" / "decisions.csv").touch()
    before = state(tmp_path)
    with pytest.raises(OccupiedError, match=r"out holds decisions\.csv, which crmclean did not write; .* --overwrite"):
        run(tmp_path / "out", "2")
    assert state(tmp_path) == before
    run(tmp_path / "out", "2", overwrite=True)
    assert state(tmp_path) == expected("2")


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_input_is_never_replaced(tmp_path, overwrite):
    run(tmp_path / "out")
    (tmp_path / "link").symlink_to(tmp_path / "out")
    for place in (tmp_path / "out", tmp_path / "link"):
        with pytest.raises(OccupiedError, match=r"out holds the input records\.csv, which would be gone"):
            run(place, overwrite=overwrite, inputs=(None, tmp_path / "link" / "records.csv"))
    assert state(tmp_path / "out") == {name.removeprefix("out/"): text for name, text in expected("1").items()}
    run(tmp_path / "out", "2", inputs=(tmp_path / "outside.csv",))


def test_an_empty_folder_is_used(tmp_path):
    (tmp_path / "out").mkdir()
    run(tmp_path / "out")
    assert state(tmp_path) == expected("1")


@pytest.mark.parametrize(
    "summary", [None, "{}", "[]", '["crmclean"]', '"crmclean"', "broken", '{"other": 1}', "[" * 9999]
)
def test_a_foreign_folder_is_refused_unless_told(tmp_path, summary):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    if summary is not None:
        (tmp_path / "out" / "summary.json").write_text(summary)
    before = state(tmp_path)
    with pytest.raises(OccupiedError, match=r"holds no earlier output of crmclean; .* --overwrite") as caught:
        run(tmp_path / "out")
    assert caught.value.exit_code == 2
    assert state(tmp_path) == before
    run(tmp_path / "out", overwrite=True)
    assert state(tmp_path) == expected("1")


def test_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OccupiedError, match="is a file"):
        run(tmp_path / "out")


@pytest.mark.parametrize("overwrite", [False, True])
def test_the_current_folder_and_what_holds_it_are_never_replaced(tmp_path, monkeypatch, overwrite):
    (tmp_path / "out" / "here").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "out" / "here")
    for place in (".", "..", tmp_path):
        with pytest.raises(OccupiedError, match="current folder"):
            run(place, overwrite=overwrite)


def test_a_mount_point_and_the_home_folder_are_never_replaced(tmp_path, monkeypatch):
    with pytest.raises(OccupiedError, match="mount point"):
        run("/", overwrite=True)
    monkeypatch.setenv("HOME", str(tmp_path / "out" / "me"))
    with pytest.raises(OccupiedError, match="home folder"):
        run(tmp_path / "out", overwrite=True)


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    run(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "records.csv").exists()


def run_and_raise(path, error: BaseException) -> None:
    with OutputFolder(path) as out:
        out.write_text("new.txt", "new")
        raise error


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt("x"), SystemExit("x")])
def test_an_exception_leaves_the_old_output(tmp_path, error):
    run(tmp_path / "out")
    with pytest.raises(type(error), match="x"):
        run_and_raise(tmp_path / "out", error)
    assert state(tmp_path) == expected("1")


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".."])
def test_names_stay_inside(tmp_path, name):
    with pytest.raises(ValueError, match="plain file name"), OutputFolder(tmp_path / "out") as out:
        out.write_text(name, "x")


def test_a_second_run_into_the_same_place_is_refused(tmp_path):
    with OutputFolder(tmp_path / "out") as out:
        out.write_text("a", "x")
        with pytest.raises(OccupiedError, match=r"process \d+ is writing here") as caught:
            run(tmp_path / "out", overwrite=True)
        assert caught.value.exit_code == 2
    assert state(tmp_path) == {"out/a": "x"}


def error_of(call) -> OutputError | None:
    try:
        call()
    except OutputError as error:
        return error
    return None


class Disk:
    """Counts the operations and lets the n-th one fail, before or after it took effect; and all later ones, too."""

    def __init__(self, monkeypatch, fail_at: int, *, after: bool, for_good: bool = False):
        self.count, self.fail_at, self.after, self.for_good = 0, fail_at, after, for_good
        for step in STEPS:
            monkeypatch.setattr(disk, step, self.failing(getattr(disk, step)))

    def failing(self, operation):
        def operate(*args, **options):
            self.count += 1
            if (self.count == self.fail_at and not self.after) or (self.for_good and self.count > self.fail_at):
                raise OSError(5, "Input/output error")
            operation(*args, **options)
            if self.count == self.fail_at:
                raise OSError(5, "Input/output error")

        return operate


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("fail_at", range(1, 16))
def test_an_error_in_any_operation_leaves_the_old_output_or_the_new(tmp_path, monkeypatch, fail_at, after):
    run(tmp_path / "out")
    with monkeypatch.context() as patch:
        failing = Disk(patch, fail_at, after=after)
        error = error_of(lambda: run(tmp_path / "out", "2"))
    assert failing.count >= fail_at
    assert error is None or "Input/output error" in str(error)
    found = {name: text for name, text in state(tmp_path).items() if name.startswith("out/")}
    assert found == expected("1" if error else "2")
    run(tmp_path / "out", "3")
    assert state(tmp_path) == expected("3")


KILLED = """
import os, signal, sys
import polars as pl
from crmclean.files import OutputFolder, disk
left = [int(sys.argv[2])]
def dying(operation):
    def operate(*args, **options):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        operation(*args, **options)
    return operate
for step in ("write_file", "make_folder", "make_folders", "rename", "remove", "sync_folder"):
    setattr(disk, step, dying(getattr(disk, step)))
with OutputFolder(sys.argv[1]) as out:
    out.write_table("records.csv", pl.DataFrame({"id": ["2"]}))
    out.write_json("summary.json", {"crmclean": "0", "files": out.sha256s(), "mark": "2"})
"""


@pytest.mark.parametrize("step", [5, 8, 9, 10, 12, 13])
def test_a_killed_run_is_healed_at_the_next_start(tmp_path, step):
    """Killed before: the first write, either rename, the folder's sync, the old output's renaming, its removal."""
    run(tmp_path / "out")
    died = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "out"), str(step)], check=False)
    assert died.returncode == -9
    assert len(list(tmp_path.iterdir())) > 1
    with pytest.raises(ValueError, match="stop"):
        run_and_raise(tmp_path / "out", ValueError("stop"))
    assert state(tmp_path) == expected("1" if step <= 9 else "2")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_made_after_a_crash_hides_no_output(tmp_path):
    run(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / ".out.crmclean-tmp-old")
    (tmp_path / "out").mkdir()
    with pytest.raises(ValueError, match="stop"):
        run_and_raise(tmp_path / "out", ValueError("stop"))
    assert state(tmp_path) == expected("1")


def test_what_somebody_put_there_meanwhile_is_kept(tmp_path):
    def disturbed() -> None:
        with OutputFolder(tmp_path / "out"):
            (tmp_path / "out").mkdir()
            (tmp_path / "out" / "mine.txt").write_text("mine")

    with pytest.raises(OccupiedError, match="no earlier output"):
        disturbed()
    assert state(tmp_path) == {"out/mine.txt": "mine"}


def test_an_output_removed_meanwhile_is_no_obstacle(tmp_path):
    run(tmp_path / "out")
    with OutputFolder(tmp_path / "out") as out:
        disk.remove(tmp_path / "out")
        out.write_text("a", "x")
    assert state(tmp_path) == {"out/a": "x"}


def test_the_new_output_is_as_open_as_the_old(tmp_path):
    run(tmp_path / "out")
    (tmp_path / "out").chmod(0o700)
    run(tmp_path / "out", "2")
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    assert state(tmp_path) == expected("2")


@pytest.fixture
def nobody():
    """Be a user who may not do everything; return a folder that such a user may write to."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        yield Path(folder)
        if root:
            os.seteuid(0)


def test_an_output_that_is_read_only_is_refused(nobody):
    run(nobody / "out")
    (nobody / "out").chmod(0o500)
    with pytest.raises(OutputError, match=r"cannot prepare .*out: it is read-only") as caught:
        run(nobody / "out", "2", overwrite=True)
    assert caught.value.exit_code == 5
    (nobody / "out").chmod(0o700)
    assert state(nobody) == expected("1")


def test_a_parent_that_is_read_only_is_refused(nobody):
    run(nobody / "in" / "out")
    (nobody / "in").chmod(0o500)
    with pytest.raises(OutputError, match=r"cannot prepare .*out: Permission denied"):
        run(nobody / "in" / "out", "2")
    (nobody / "in").chmod(0o700)
    assert state(nobody / "in") == expected("1")


def test_a_parent_removed_meanwhile_is_an_error(tmp_path):
    def disturbed() -> None:
        with OutputFolder(tmp_path / "in" / "out") as out:
            disk.remove(tmp_path / "in")
            out.write_text("a", "x")

    with pytest.raises(OutputError, match=r"cannot write 1 bytes to .*a: No such file or directory"):
        disturbed()
    assert list(tmp_path.iterdir()) == []


def test_a_name_too_long_is_said(tmp_path):
    with pytest.raises(OutputError, match="File name too long"):
        run(tmp_path / ("x" * 250))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stop_at", range(1, 16))
def test_a_disk_that_fails_for_good_leaves_what_the_next_start_heals(tmp_path, monkeypatch, stop_at):
    run(tmp_path / "out")
    with monkeypatch.context() as patch:
        failing = Disk(patch, stop_at, after=False, for_good=True)
        error = error_of(lambda: run(tmp_path / "out", "2"))
    assert failing.count >= stop_at
    with pytest.raises(ValueError, match="stop"):
        run_and_raise(tmp_path / "out", ValueError("stop"))
    assert state(tmp_path) in ([expected("1"), expected("2")] if error else [expected("2")])


def test_an_interrupt_after_the_new_output_is_in_place_leaves_nothing_beside_it(tmp_path, monkeypatch):
    run(tmp_path / "out")
    remove, calls = disk.remove, []

    def interrupted(path):
        calls.append(path)
        if path.name.endswith("tmp-gone") and len(calls) > 2:
            monkeypatch.undo()
            raise KeyboardInterrupt
        remove(path)

    monkeypatch.setattr(disk, "remove", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "out", "2")
    assert state(tmp_path) == expected("2")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
