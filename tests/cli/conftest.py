"""The command line as its users call it: in this process where that is enough, else the installed command."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from crmclean.cli import main

CONTACTS = """\
id,First Name,Last Name,Company,Email,Phone,Country,Industry,Opt Out,Owner,Our own
C1,John,Smith,Acme Corp,john.smith@acme-widgets.com,(415) 555-2671,USA,Tech,No,Ann,  keep me
C2,Jon,Smith,Acme Corporation,john.smith@acme-widgets.com,415-555-2671,United States,Technology,Yes,Ann,"a ""q"", b"
C3,Mary Ann,Fischer,Globex GmbH,m.fischer@globex.de,030 901820,Deutschland,Mfg,,Bob,
C4,Erik,Olsen,Initech,erik.olsen@initech.dk,,Danmark,Sprockets,No,Bob,x
"""


class Answer(NamedTuple):
    """What a call of the command gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def export(tmp_path) -> Path:
    """A small export of contacts: a duplicate, drifted values, one warning, no error."""
    path = tmp_path / "contacts.csv"
    path.write_text(CONTACTS, encoding="utf-8")
    return path


@pytest.fixture
def crm(monkeypatch, capsys, tmp_path):
    """Call the command line in this process, in an empty current folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def call(*arguments: object, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "argv", ["crmclean", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        return Answer(code, *capsys.readouterr())

    return call


@pytest.fixture
def installed(tmp_path):
    """Call the installed command in a process of its own."""
    command = Path(sys.executable).with_name("crmclean")

    def call(*arguments: object, stdin: str = "", **options) -> Answer:
        done = subprocess.run(
            [command, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=50,
            cwd=tmp_path,
            env=os.environ | options.pop("env", {}),
            **options,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return call
