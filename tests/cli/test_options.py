from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from crmclean.cli.options import FailOn, leave


@pytest.mark.parametrize(
    ("fail_on", "found", "fails"),
    [
        (FailOn.ERROR, {"errors": 1}, True),
        (FailOn.ERROR, {"warnings": 1, "missed": 1}, False),
        (FailOn.WARNING, {"warnings": 1}, True),
        (FailOn.WARNING, {"errors": 1}, True),
        (FailOn.WARNING, {"missed": 1}, False),
        (FailOn.TARGET, {"missed": 1}, True),
        (FailOn.NEVER, {"errors": 1, "warnings": 1, "missed": 1}, False),
    ],
)
def test_what_makes_a_command_fail(fail_on, found, fails):
    if fails:
        with pytest.raises(typer.Exit):
            leave(fail_on, **found)
    else:
        leave(fail_on, **found)


@pytest.mark.parametrize("written", ["\\t", "tab", "\t"])
def test_a_tab_can_be_written_in_a_shell(crm, tmp_path, written):
    path = tmp_path / "export.csv"
    path.write_text("id\tEmail\tLast Name\n1\ta,b@acme.com\tDoe\n", encoding="utf-8")
    assert crm("clean", path, "-o", "out", "--delimiter", written, "--fail-on", "never").code == 0
    assert Path("out/records.csv").read_text(encoding="utf-8").splitlines()[0].split("\t") == [
        "id",
        "Email",
        "Last Name",
    ]


def test_in_a_pipe_the_answer_is_all_that_is_said(installed, export):
    code, out, err = installed("run", export, "-o", "out")
    assert (code, err) == (0, "")
    assert out.startswith("Rules: ")
    assert "\x1b" not in out


def test_an_encoding_without_arrows_loses_signs_not_the_answer(installed, export):
    code, out, err = installed("run", export, "-o", "out", env={"PYTHONIOENCODING": "cp1252"})
    assert (code, err) == (0, "")
    assert out.startswith("Rules: ")


def test_progress_is_shown_on_a_terminal(export, tmp_path):
    ours, theirs = pty.openpty()
    command = Path(sys.executable).with_name("crmclean")
    done = subprocess.run(
        [command, "run", str(export), "-o", "out"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert " …\r" in shown
    assert "…\r" not in done.stdout.decode()
