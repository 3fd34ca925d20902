"""Golden-file cases: what comes of small inputs, written down, so that a change of rules is read as a diff.

`make cases` (this file as a script) writes what is expected anew.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import polars as pl
import pytest

from crmclean import check, load_rules
from crmclean.files import read
from crmclean.files.escape import unescape
from crmclean.pipeline import run
from crmclean.reading import Reading

FOLDER = Path(__file__).resolve().parent / "cases"
CASES = sorted(path.parent.name for path in FOLDER.glob("*/rules.yaml"))
UNEXPECTED = {"report.html", "summary.json", "timings.json"}
"""Files that tell of the run, not of the records."""


def result_of(case: str, out: Path) -> dict[str, str]:
    """Go the whole way with a case; the text of every table, by file name."""
    folder = FOLDER / case
    run(folder / "records.csv", out, Reading(rules=str(folder / "rules.yaml")))
    return {file.name: file.read_text(encoding="utf-8") for file in out.iterdir() if file.name not in UNEXPECTED}


@pytest.mark.parametrize("case", CASES)
def test_a_case_comes_out_as_expected(case, tmp_path):
    expected = {file.name: file.read_text(encoding="utf-8") for file in (FOLDER / case / "expected").iterdir()}
    result = result_of(case, tmp_path / "out")
    assert sorted(result) == sorted(expected)
    for name, text in expected.items():
        assert result[name].splitlines() == text.splitlines(), f"{name}: `make cases` writes it anew; read the diff"


@pytest.mark.parametrize("case", CASES)
def test_every_record_of_a_case_gets_the_same_verdict_alone(case):
    folder = FOLDER / case
    rules = load_rules(folder / "rules.yaml")
    written = pl.read_csv(folder / "expected" / "findings.csv", infer_schema=False)
    expected = [tuple(None if cell is None else unescape(cell) for cell in row[1:]) for row in written.iter_rows()]
    found = []
    for record in read(folder / "records.csv").table.iter_rows(named=True):
        verdict = check(record, rules)
        found += [
            (one.field or None, one.rule, one.severity, one.message, one.value or None) for one in verdict.findings
        ]
    assert found == expected


def main() -> None:
    """Write what is expected of every case anew."""
    for case in CASES:
        with tempfile.TemporaryDirectory() as out:
            result = result_of(case, Path(out) / "out")
        expected = FOLDER / case / "expected"
        shutil.rmtree(expected, ignore_errors=True)
        expected.mkdir()
        for name, text in result.items():
            (expected / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{case}: {len(result)} files\n")


if __name__ == "__main__":
    main()
