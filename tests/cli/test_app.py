from __future__ import annotations

import subprocess
import sys

import pytest

import crmclean

COMMANDS = ["run", "clean", "dedupe", "link", "explain", "score", "check", "demo", "rules"]


def test_the_version(crm):
    assert crm("--version") == (0, f"crmclean {crmclean.__version__}\n", "")


def test_help_lists_every_command(crm):
    code, out, err = crm("--help")
    listed = [line.split()[1] for line in out.splitlines() if line.startswith("│ ") and line[2].isalpha()]
    assert (code, err) == (0, "")
    assert listed == COMMANDS


@pytest.mark.parametrize("command", [*COMMANDS, "rules check", "rules list", "rules schema"])
def test_every_command_explains_itself(command, crm):
    code, out, err = crm(*command.split(), "--help")
    assert (code, err) == (0, "")
    assert f"Usage: crmclean {command}" in out


def test_without_a_command_help_is_shown(crm):
    code, out, err = crm()
    assert (code, err) == (2, "")
    assert "Usage: crmclean" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["run", "a.csv", "-o", "out", "--bogus"], "No such option: --bogus"),
        (["run", "a.csv"], "Missing option '--out'"),
        (["run"], "Missing argument 'INPUT'"),
        (["run", "a.csv", "-o", "out", "--fail-on", "sometimes"], "'sometimes' is not one of"),
        (["run", "a.csv", "-o", "out", "--max-quarantine", "2"], "Invalid value for '--max-quarantine'"),
        (["rules", "frobnicate"], "No such command 'frobnicate'"),
    ],
)
def test_a_usage_error_is_2_and_says_what(arguments, said, crm):
    code, out, err = crm(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("crmclean: ")
    assert said in err
    assert err.endswith(" --help\n")
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["run", "--help"]])
def test_help_loads_no_table_library(arguments):
    probe = (
        "import sys; sys.argv = ['crmclean', *sys.argv[1:]]\n"
        "from crmclean.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'polars', 'pandas', 'numpy', 'pyarrow', 'jinja2', 'phonenumbers', 'rapidfuzz'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
