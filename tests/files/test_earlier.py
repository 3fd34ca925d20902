"""What may be replaced: an output of ours as it was written, and nothing else."""

from __future__ import annotations

import hashlib
import json
import os

import pytest

from crmclean.files.earlier import is_vacant, not_ours

DONE = {"crmclean": "0.1.0", "files": {"records.csv": hashlib.sha256(b"id\n1\n").hexdigest(), "empty.csv": None}}
STOPPED = {"crmclean": "0.1.0", "status": "stopped"}


@pytest.fixture
def folder(tmp_path):
    """Write an output with this summary, and these files before it."""

    def write(summary, **files):
        place = tmp_path / "out"
        place.mkdir()
        for name, text in files.items():
            (place / f"{name}.csv").write_text(text)
        (place / "summary.json").write_text(summary if isinstance(summary, str) else json.dumps(summary))
        for path in place.iterdir():
            os.utime(path, ns=(10**18, 10**18))
        return place

    return write


def test_vacant_is_nothing_or_an_empty_folder(tmp_path):
    assert is_vacant(tmp_path / "none")
    assert is_vacant(tmp_path)
    (tmp_path / "a").touch()
    assert not is_vacant(tmp_path)
    assert not is_vacant(tmp_path / "a")


def test_a_file_is_not_ours(tmp_path):
    (tmp_path / "a").touch()
    assert not_ours(tmp_path / "a") == "is a file"


@pytest.mark.parametrize("summary", ["", "{}", "[]", '["crmclean"]', '"crmclean"', '{"other": 1}', "[" * 99_999])
def test_a_folder_without_our_mark_is_not_ours(folder, summary):
    assert not_ours(folder(summary)) == "is not empty and holds no earlier output of crmclean"


@pytest.mark.parametrize("version", ["0", "0.0.9", "0.1.0", "0.1.0.dev3", None, 0, ["x"]])
def test_an_output_of_any_earlier_version_is_ours(folder, version):
    assert not_ours(folder({"crmclean": version}, records="id\n")) == ""


@pytest.mark.parametrize(("version", "said"), [("0.1.1", "0.1.1"), ("0.2", "0.2"), ("1.0.0rc1", "1.0.0")])
def test_an_output_of_a_newer_version_is_not_ours(folder, version, said):
    why = not_ours(folder({"crmclean": version}))
    assert why == f"holds an output of crmclean {said}, newer than this one (0.1.0)"


def test_an_output_as_it_was_written_is_ours(folder):
    assert not_ours(folder(DONE, records="id\n1\n")) == ""


@pytest.mark.parametrize(
    ("summary", "name", "why"),
    [
        (DONE, "decisions.csv", "holds decisions.csv, which crmclean did not write"),
        (DONE, "timings.json", ""),
        (DONE, ".DS_Store", ""),
        (DONE, "Thumbs.db", ""),
        (STOPPED, "quarantine.csv", ""),
        (STOPPED, "records.csv", "holds records.csv, which crmclean did not write"),
    ],
)
def test_what_else_lies_there_counts(folder, summary, name, why):
    place = folder(summary)
    (place / name).touch()
    assert not_ours(place) == why


def test_a_folder_in_it_is_somebodys(folder):
    place = folder(DONE)
    (place / "mine").mkdir()
    assert not_ours(place) == "holds mine, which crmclean did not write"


@pytest.mark.parametrize(
    ("text", "later", "why"),
    [
        ("id\n1\n", 0, ""),
        ("id\n1\n", 1, ""),
        ("id\n2\n", 1, "holds records.csv, which has been changed since"),
    ],
)
def test_a_file_that_was_changed_is_somebodys(folder, text, later, why):
    place = folder(DONE, records="id\n1\n")
    (place / "records.csv").write_text(text)
    os.utime(place / "records.csv", ns=(10**18 + later, 10**18 + later))
    assert not_ours(place) == why
