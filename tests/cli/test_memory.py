"""Whether a file fits into memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from crmclean.cli import memory
from crmclean.cli.memory import CLEAN, RUN, Room, TooLittleMemoryError, check, rooms

MIB = 1 << 20


@pytest.fixture
def limited(monkeypatch):
    """Let there be one limit of memory, in MiB, of which 100 to 200 are taken."""

    def limit(mib: int) -> None:
        monkeypatch.setattr(memory, "rooms", lambda: [Room("ulimit -d", mib * MIB, 100 * MIB, 200 * MIB)])

    return limit


@pytest.fixture
def large(tmp_path):
    """A file of 10 MiB, without a byte on disk."""
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(10 * MIB)
    return tmp_path / "large.csv"


@pytest.mark.parametrize(
    ("files", "mib", "per_byte", "refused", "warned"),
    [
        (1, 119, CLEAN, True, False),
        (1, 120, CLEAN, False, True),
        (1, 349, CLEAN, False, True),
        (1, 350, CLEAN, False, False),
        (1, 350, RUN, False, True),
        (1, 530, RUN, False, False),
        (2, 139, CLEAN, True, False),
        (2, 140, CLEAN, False, True),
        (2, 500, CLEAN, False, False),
    ],
)
def test_what_cannot_fit_is_refused_and_what_likely_does_not_is_told(  # noqa: PLR0913, PLR0917 - a table
    files, mib, per_byte, refused, warned, limited, large, capsys
):
    limited(mib)
    said = ""
    try:
        check(*[large] * files, per_byte=per_byte)
    except TooLittleMemoryError as error:
        said = str(error)
    assert (bool(said), bool(capsys.readouterr().err)) == (refused, warned)


def test_the_message_says_how_much(limited, large, capsys):
    limited(300)
    check(large, per_byte=RUN)
    assert capsys.readouterr().err == (
        "crmclean: warning: some 530 MiB of memory are likely needed, and 300 MiB may be used (ulimit -d); "
        "split the input, or raise the limit\n"
    )
    limited(90)
    with pytest.raises(TooLittleMemoryError, match="at least 120 MiB, likely 350 MiB are needed, and 90 MiB may") as no:
        check(large, per_byte=CLEAN)
    assert no.value.exit_code == 6


def test_what_is_no_file_counts_nothing(limited, tmp_path):
    limited(201)
    check(tmp_path, tmp_path / "none.csv", per_byte=RUN)


@pytest.mark.parametrize("command", ["run", "clean", "dedupe", "score"])
def test_6_is_a_file_that_cannot_fit(command, limited, large, crm):
    limited(100)
    code, out, err = crm(command, large, *([] if command == "score" else ["-o", "out"]))
    assert (code, out) == (6, "")
    assert err.startswith("crmclean: out of memory: at least 120 MiB")
    assert list(Path.cwd().iterdir()) == []


def test_both_files_of_a_link_count(limited, large, crm):
    limited(139)
    assert crm("link", large, large, "-o", "out").code == 6


def test_a_limit_of_the_shell_is_seen(export, tmp_path):
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_DATA, (200 << 20, 200 << 20)); "
        "from crmclean.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "run", export, "-o", tmp_path / "out"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=50)
    assert (done.returncode, done.stdout) == (6, "")
    assert "200 MiB may be used (ulimit -d)" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_machine_has_memory_and_a_shell_limits_nothing_unless_told():
    of = {room.of: room.limit for room in rooms()}
    assert of.get("this machine's", 2 * MIB) > MIB
    assert ("ulimit -v" in of) is (resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY)


def test_the_smallest_limit_of_the_groups_above_counts(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "a" / "memory.max").write_text("3000\n")
    (tmp_path / "a" / "b" / "memory.max").write_text("5000\n")
    (tmp_path / "cgroup").write_text("0::/a/b\n")
    assert memory.control_group(tmp_path / "cgroup", tmp_path) == 3000
    assert memory.control_group(tmp_path / "none", tmp_path) is None
    (tmp_path / "cgroup").write_text("5:memory:/x\n")
    assert memory.control_group(tmp_path / "cgroup", tmp_path / "none") is None
