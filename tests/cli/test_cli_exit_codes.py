"""Exit codes one by one, and that nothing is half-written whatever happens."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from polars.exceptions import PanicException

from crmclean import passes
from crmclean.golden import Golden

RUN = [
    *("changes", "clusters", "findings", "golden", "lineage", "merge_plan"),
    *("outcomes", "pairs", "quarantine", "records"),
]
ERROR = "id,Last Name,Email\nC1,Doe,\n"
WARNING = "id,Last Name,Email,Industry\nC1,Doe,jane@acme-widgets.com,Sprockets\n"
NOTHING = "id,Last Name,Email\nC1,Doe,jane@acme-widgets.com\n"


@pytest.fixture
def written(tmp_path):
    """Write an export of the given text."""

    def write(text: str) -> Path:
        path = tmp_path / "export.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        (NOTHING, None, 0),
        (NOTHING, "error", 0),
        (NOTHING, "warning", 0),
        (NOTHING, "target", 1),
        (NOTHING, "never", 0),
        (WARNING, None, 0),
        (WARNING, "error", 0),
        (WARNING, "warning", 1),
        (WARNING, "never", 0),
        (ERROR, None, 1),
        (ERROR, "error", 1),
        (ERROR, "warning", 1),
        (ERROR, "target", 1),
        (ERROR, "never", 0),
    ],
)
def test_1_is_findings_of_the_severity_asked_for(text, fail_on, code, crm, written):
    answer = crm("run", written(text), "-o", "out", *(["--fail-on", fail_on] if fail_on else []))
    assert (answer.code, answer.err) == (code, "")
    assert json.loads(Path("out/summary.json").read_text())["status"] == "done"


@pytest.mark.parametrize(("text", "code"), [(NOTHING, 0), (WARNING, 0), (ERROR, 1)])
def test_clean_fails_on_errors_as_run_does(text, code, crm, written):
    assert crm("clean", written(text), "-o", "out").code == code


@pytest.mark.parametrize("command", ["run", "clean"])
@pytest.mark.parametrize(("least", "code"), [("0.5", 0), ("0.6", 1)])
def test_1_is_a_rule_that_misses_its_target_where_asked(command, least, code, crm, written):
    path = written(NOTHING + "C2,,max@acme-widgets.com\n")
    rules = path.with_name("rules.yaml")
    rules.write_text(
        "crmclean: 1\nobject: contact\nfields: {id: {type: identifier}, last_name: {type: text}}\n"
        f"required: [{{field: last_name, severity: note, at_least: {least}}}]\n"
    )
    for fail_on, expected in (("target", code), ("error", 0), ("warning", 0), ("never", 0)):
        assert crm(command, path, "-o", "out", "-r", rules, "--fail-on", fail_on).code == expected


def test_score_fails_on_a_missed_target_where_asked(crm, written):
    path = written(NOTHING)
    assert crm("score", path).code == 0
    assert crm("score", path, "--fail-on", "target").code == 1


def test_a_target_that_is_met_does_not_fail(crm, written, tmp_path):
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "crmclean: 1\nobject: contact\nfields:\n  id: {type: identifier}\n  last_name: {type: text}\n"
        "columns: {last_name: [Last Name]}\ncompleteness:\n  targets: {overall: 0.9, last_name: 1}\n"
    )
    assert crm("score", written(NOTHING), "--rules", rules, "--fail-on", "target").code == 0


def test_3_is_too_much_quarantined_and_tells_what(crm, written):
    path = written('id,Email\n1,a@acme.com\n2,b@acme.com,x\n3,"c@acme.com\n4,d@acme.com\n')
    code, out, err = crm("run", path, "-o", "out")
    assert (code, out) == (3, "")
    assert "2 of 4 rows cannot be read (50.0%, at most 10.0%)" in err
    assert sorted(file.name for file in Path("out").iterdir()) == ["quarantine.csv", "summary.json"]
    summary = json.loads(Path("out/summary.json").read_text())
    assert summary["status"] == "stopped"
    assert summary["counts"]["quarantined"] == 2
    held = Path("out/quarantine.csv").read_text().splitlines()
    assert held[0] == "line,offset,reason,raw"
    assert [line.split(",")[0] for line in held[1:]] == ["3", "4"]


@pytest.mark.parametrize("command", ["clean", "dedupe"])
def test_3_leaves_the_quarantine_of_every_step(command, crm, written):
    assert crm(command, written("id,Email\n1,a,b\n2,c@acme.com\n"), "-o", "out").code == 3
    assert sorted(file.name for file in Path("out").iterdir()) == ["quarantine.csv", "summary.json"]


def test_quarantine_below_the_limit_asked_for_goes_through(crm, written):
    path = written("id,Email,Last Name\n1,a@acme-widgets.com,Doe\n2,b@acme.com\n")
    assert crm("run", path, "-o", "out", "--max-quarantine", "0.5", "--fail-on", "never").code == 0
    assert [len(Path(f"out/{name}.csv").read_text().splitlines()) for name in ("records", "quarantine")] == [2, 2]


def test_5_is_a_file_in_the_way(crm, export, tmp_path):
    (tmp_path / "file").write_text("x")
    code, out, err = crm("run", export, "-o", tmp_path / "file" / "out")
    assert (code, out) == (5, "")
    assert len(err.splitlines()) == 1


def test_5_is_a_full_disk_and_leaves_nothing(installed, export, tmp_path):
    before = sorted(tmp_path.iterdir())

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    code, out, err = installed("run", export, "-o", "out", preexec_fn=limited)
    assert (code, out) == (5, "")
    assert "crmclean: cannot write" in err
    assert len(err.splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == before


def test_6_is_out_of_memory(crm, export, monkeypatch):
    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(passes, "find_laid_out", exhausted)
    code, out, err = crm("run", export, "-o", "out")
    assert (code, out) == (6, "")
    assert "out of memory" in err
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            MemoryError("Unable to allocate 3.1 GiB for an array"),
            "out of memory (Unable to allocate 3.1 GiB for an array):",
        ),
        (RuntimeError("can't start new thread"), "out of memory (can't start new thread):"),
        (OSError(12, "Cannot allocate memory"), "out of memory ([Errno 12] Cannot allocate memory):"),
    ],
)
def test_6_says_what_was_asked_for(error, said, crm, export, monkeypatch):
    def exhausted(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(passes, "find_laid_out", exhausted)
    code, out, err = crm("run", export, "-o", "out")
    assert (code, out) == (6, "")
    assert err == f"crmclean: {said} split the input, or run on a larger machine\n"
    assert list(Path.cwd().iterdir()) == []


def test_a_panic_in_rust_is_a_bug_in_one_line(crm, export, monkeypatch):
    def panic(*_: object, **__: object) -> None:
        raise PanicException("index out of bounds: jane@acme-widgets.com")

    monkeypatch.setattr(passes, "find_laid_out", panic)
    code, out, err = crm("run", export, "-o", "out")
    assert (code, out) == (7, "")
    assert "internal error (PanicException at " in err
    assert len(err.splitlines()) == 1
    assert list(Path.cwd().iterdir()) == []


def test_7_is_an_audit_that_does_not_add_up_and_writes_nothing(crm, export, monkeypatch):
    honest = passes.merge_laid_out

    def one_lost(*arguments: object) -> Golden:
        golden = honest(*arguments)
        return Golden(golden.records.head(1), golden.lineage, golden.plan)

    monkeypatch.setattr(passes, "merge_laid_out", one_lost)
    code, out, err = crm("run", export, "-o", "out")
    assert (code, out) == (7, "")
    assert "do not add up" in err
    assert list(Path.cwd().iterdir()) == []


def test_an_interrupt_leaves_nothing(crm, export, monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(passes, "find_laid_out", interrupted)
    code, _, err = crm("run", export, "-o", "out")
    assert (code, "Traceback" in err) == (130, False)
    assert list(Path.cwd().iterdir()) == []


def test_a_bug_of_ours_is_one_line_and_no_traceback(crm, export, monkeypatch):
    def buggy(*_: object, **__: object) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr(passes, "find_laid_out", buggy)
    code, _, err = crm("run", export, "-o", "out")
    assert code == 7
    assert "please report" in err
    assert "Traceback" not in err


# What OUT may be


def test_an_earlier_run_is_replaced_as_a_whole(crm, export):
    assert crm("run", export, "-o", "out").code == 0
    assert crm("dedupe", export, "-o", "out").code == 0
    assert sorted(file.name for file in Path("out").iterdir()) == [
        "clusters.csv",
        "model.json",
        "pairs.csv",
        "summary.json",
        "timings.json",
    ]


def test_what_is_not_ours_is_refused_unless_asked_to_overwrite(crm, export):
    Path("out").mkdir()
    Path("out/theirs.txt").write_text("keep")
    code, out, err = crm("run", export, "-o", "out")
    assert (code, out) == (2, "")
    assert "is not empty and holds no earlier output of crmclean; name another folder, or say --overwrite" in err
    assert Path("out/theirs.txt").read_text() == "keep"
    assert crm("run", export, "-o", "out", "--overwrite").code == 0
    assert not Path("out/theirs.txt").exists()


@pytest.mark.parametrize("command", ["run", "clean", "dedupe"])
def test_the_folder_of_the_input_is_never_replaced(command, crm, export):
    before = export.read_bytes()
    code, out, err = crm(command, export, "-o", export.parent / "here" / "..", "--overwrite")
    assert (code, out) == (2, "")
    assert "current folder" in err
    home = export.parent / "exports"
    home.mkdir()
    moved = export.rename(home / export.name)
    code, out, err = crm(command, moved, "-o", home, "--overwrite")
    assert (code, out) == (2, "")
    assert "holds the input contacts.csv, which would be gone; name another folder" in err
    assert moved.read_bytes() == before


def test_neither_file_of_a_link_nor_what_people_decided_is_replaced(crm, export, tmp_path):
    other = tmp_path / "exports" / "other.csv"
    other.parent.mkdir()
    other.write_bytes(export.read_bytes())
    for arguments in (["link", export, other], ["link", other, export], ["dedupe", export, "--decisions", other]):
        code, _, err = crm(*arguments, "-o", other.parent, "--overwrite")
        assert (code, "holds the input other.csv" in err) == (2, True)
    assert other.read_bytes() == export.read_bytes()


def test_an_empty_folder_is_filled(crm, export):
    Path("out").mkdir()
    assert crm("run", export, "-o", "out").code == 0
    assert sorted(file.stem for file in Path("out").glob("*.csv")) == RUN


def test_after_an_error_an_earlier_run_is_as_it_was(crm, export, tmp_path):
    assert crm("run", export, "-o", "out").code == 0
    before = {file.name: file.read_bytes() for file in Path("out").iterdir()}
    bad = tmp_path / "bad.csv"
    bad.write_text("id,Email\n1,a@acme.com\n1,b@acme.com\n")
    assert crm("run", bad, "-o", "out").code == 2
    assert {file.name: file.read_bytes() for file in Path("out").iterdir()} == before
    assert [path.name for path in Path.cwd().iterdir()] == ["out"]


# Pipes


@pytest.mark.parametrize("arguments", [["rules", "schema"], ["rules", "list"]])
def test_a_reader_that_goes_away_gets_no_traceback(arguments):
    read, write = os.pipe()
    os.close(read)
    command = Path(sys.executable).with_name("crmclean")
    done = subprocess.run([command, *arguments], stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (5, "")


def test_a_reader_that_goes_away_costs_no_output(export, tmp_path):
    read, write = os.pipe()
    os.close(read)
    command = [Path(sys.executable).with_name("crmclean"), "run", export, "-o", tmp_path / "out"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (5, "")
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["status"] == "done"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contacts.csv", "out"]


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_no_obstacle(closed, export, tmp_path):
    program = Path(sys.executable).with_name("crmclean")
    command = f'"{program}" clean "{export}" -o "{tmp_path}/out" {closed}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["status"] == "done"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_5():
    command = Path(sys.executable).with_name("crmclean")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([command, "rules", "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 5
    assert len(done.stderr.splitlines()) == 1
