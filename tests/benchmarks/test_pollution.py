from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crmclean.errors import CrmcleanError

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

LOST_TODAY = {"nul_bytes_at_end": "82 %", "preamble_long": "81 %"}
"""Classes that lose more than one in a hundred of their intact rows, and how many of these come out exact."""
KEPT = (
    "delimiter_comma_space",
    "delimiter_space",
    "escape_backslash",
    "mark_twice",
    "quote_single",
    "quote_single_always",
)
"""Classes in which every intact row needs another way of reading."""


@pytest.fixture(scope="module")
def files(benchmark):
    return benchmark("pollution.catalogue").catalogue()


@pytest.fixture(scope="module")
def read_with_us(benchmark, tmp_path_factory):
    tally, readers = benchmark("pollution.tally"), benchmark("pollution.readers")

    def read(some):
        folder = tmp_path_factory.mktemp("polluted")
        return list(tally.outcomes(tally.written(some, folder), readers.crmclean, CrmcleanError))

    return read


@pytest.fixture(scope="module")
def tenth(benchmark, read_with_us):
    return read_with_us(benchmark("pollution.catalogue").catalogue(every=10))


@pytest.fixture(scope="module")
def one_of_each(files, read_with_us):
    return read_with_us({file.kind: file for file in files}.values())


@pytest.fixture(scope="module")
def of_class(files, read_with_us):
    return lambda kind: read_with_us([file for file in files if file.kind == kind])


def summed(benchmark, found):
    return benchmark("pollution.tally").figures(found)


# What our reader makes of them.


def test_nothing_crashes(tenth, one_of_each):
    assert [(one.name, one.message) for one in tenth + one_of_each if one.how == "crashed"] == []


def test_nothing_is_silently_wrong(tenth, one_of_each):
    wrong = [one for one in tenth + one_of_each if one.wrong and not one.undecidable]
    assert [(one.name, one.message) for one in wrong] == []


def test_intact_rows_come_out_exact(benchmark, tenth):
    assert summed(benchmark, tenth)["intact_rows_exact_share"] >= 0.985


@pytest.mark.parametrize("kind", KEPT)
def test_a_class_comes_out_exact(benchmark, of_class, kind):
    assert summed(benchmark, of_class(kind))["intact_rows_exact_share"] == 1


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=pytest.mark.xfail(reason=f"{figure} today", strict=True))
                                  for kind, figure in LOST_TODAY.items()])  # fmt: skip
def test_a_class_keeps_its_intact_rows(benchmark, of_class, kind):
    assert summed(benchmark, of_class(kind))["intact_rows_exact_share"] >= 0.99


# The polluter.


def test_the_catalogue_is_as_large_as_promised_and_every_name_is_there_once(files):
    assert len(files) >= 2_000
    assert len({file.name for file in files}) == len(files)


def test_every_class_of_pollock_is_there(benchmark, files):
    assert {file.kind for file in files} >= benchmark("pollution.catalogue").POLLOCK


def test_shares_are_those_of_pollock(files):
    kinds = [file.kind for file in files]
    separators = sum(kind in ("missing_separator", "extra_separator") for kind in kinds)
    structural = sum(kind == "other_separator" or kind.startswith("stray_quote") for kind in kinds)
    assert separators / structural == pytest.approx(1428 / 840, rel=0.02)


def test_a_file_differs_from_its_source_only_where_it_is_damaged(benchmark, files):
    sources = {source.name: source for source in benchmark("pollution.sources").SOURCES}
    for file in files:
        if file.kind in ("missing_separator", "extra_separator") or file.kind.startswith("stray_quote"):
            source, row, _ = file.detail.split("-")
            sheet = sources[source].sheet()
            kept = [line for number, line in enumerate(sheet.lines) if number != int(row[1:])]
            text = file.data.decode()
            assert text != sheet.text()
            assert all(line in text for line in kept)


def test_same_bytes_twice_and_with_any_hash_seed():
    code = (
        "import hashlib; from pollution.catalogue import catalogue; "
        "print(hashlib.sha256(b''.join(f.name.encode() + f.data for f in catalogue())).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(BENCHMARKS)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(digests) == 1


def test_another_seed_gives_other_places(benchmark, files):
    other = {file.name for file in benchmark("pollution.catalogue").catalogue(8)}
    assert other != {file.name for file in files}


def test_sources_are_what_a_strict_reader_reads(benchmark):
    for source in benchmark("pollution.sources").SOURCES:
        text = io.StringIO(source.sheet().text(), newline="")
        rows = csv.reader(text, delimiter=source.dialect.delimiter, strict=True)
        assert [tuple(row) for row in rows] == [source.header, *source.records]
        assert len({record[0] for record in source.records}) == len(source.records)


# The score.


def perfect(score, truth):
    """Read as somebody who knows the truth."""
    header = tuple(name or f"?{place}" for place, name in enumerate(truth.headers[0] if truth.headers else ()))
    padding = ("",) * (len(header) - len(truth.records[0].cells) if truth.records else 0)
    rows = tuple(record.cells + padding for record in truth.records if not record.foreign)
    return score.Reading(header, rows, tuple(",".join(record.cells) for record in truth.records if record.foreign))


def test_the_truth_is_right_in_every_file_and_a_shift_is_not(benchmark, files):
    score = benchmark("pollution.score")
    for file in files:
        reading = perfect(score, file.truth)
        verdict = score.judge(reading, file.truth)
        assert verdict.wrong == "", file.name
        assert verdict.exact == sum(record.intact for record in file.truth.records), file.name
        if reading.rows:
            shifted = score.Reading(reading.header, (("", *reading.rows[0][:-1]), *reading.rows[1:]), reading.held)
            assert score.judge(shifted, file.truth).wrong, file.name


NAMES = ("id", "name", "city", "note")
ROWS = (("1a", "Ann Smith", "", "Bonn"), ("2b", "Bob", "Ulm", ""), ("3c", "Cy", "Rom", "x"))


@pytest.mark.parametrize(
    ("header", "rows", "wrong"),
    [
        (NAMES, ROWS, ""),
        (NAMES, (ROWS[0], ("",) * 4, *ROWS[1:]), ""),
        (NAMES, (("1a", "Ann Smith", "Bonn", ""), *ROWS[1:]), "no record"),  # shifted: joined cells are the same
        (NAMES, (("1a", "Ann", "Smith", "Bonn"), *ROWS[1:]), "no record"),
        (NAMES, (("1a", "Ann Smith", "Bonn"), *ROWS[1:]), "no record"),  # a short row
        (NAMES, (NAMES, *ROWS), "no record"),  # the header as a record
        (NAMES, (*ROWS, ("4d", "", "", "")), "no record"),  # invented
        (NAMES, (ROWS[0], *ROWS), "twice"),
        (NAMES, (ROWS[1], ROWS[0], ROWS[2]), "out of order"),
        (NAMES, ROWS[:2], "lost"),
        (NAMES, ROWS[1:], "lost"),
        (("id", "name", "note", "city"), ROWS, "columns"),
        (("id", "name", "city"), tuple(row[:3] for row in ROWS), "columns"),
        (ROWS[0], ROWS[1:], "columns"),  # the first record as header
    ],
)
def test_what_the_score_catches(benchmark, header, rows, wrong):
    score, truth = benchmark("pollution.score"), benchmark("pollution.truth")
    true = truth.Truth((NAMES,), tuple(map(truth.Record, ROWS)))
    verdict = score.judge(score.Reading(header, rows), true)
    assert verdict.wrong.startswith(wrong)
    assert bool(verdict.wrong) == bool(wrong)


def test_a_row_held_back_is_not_lost_but_not_exact_either(benchmark):
    score, truth = benchmark("pollution.score"), benchmark("pollution.truth")
    true = truth.Truth((NAMES,), tuple(map(truth.Record, ROWS)))
    verdict = score.judge(score.Reading(NAMES, ROWS[:2], ("3c,Cy,Rom,x",)), true)
    assert (verdict.wrong, verdict.exact) == ("", 2)


def test_a_damaged_row_may_be_mended_or_word_for_word_or_held_back_and_nothing_else(benchmark):
    score, truth = benchmark("pollution.score"), benchmark("pollution.truth")
    said = ("2b", 'B"ob', "Ulm", "")
    records = [truth.Record(ROWS[0]), truth.Record(ROWS[1], intact=False, literal=said), truth.Record(ROWS[2])]
    true = truth.Truth((NAMES,), tuple(records))
    for row, wrong, literal in ((ROWS[1], "", 0), (said, "", 1), (("2b", "ob", "Ulm", ""), "no record", 0)):
        verdict = score.judge(score.Reading(NAMES, (ROWS[0], row, ROWS[2])), true)
        assert (verdict.wrong[:9], verdict.exact, verdict.literal) == (wrong, 2, literal)
    assert score.judge(score.Reading(NAMES, (ROWS[0], ROWS[2]), ('2b,B"ob,Ulm,',)), true).wrong == ""


def test_records_of_another_table_are_held_back(benchmark):
    score, truth = benchmark("pollution.score"), benchmark("pollution.truth")
    other = truth.Record(("T1", "call"), intact=False, foreign=True)
    true = truth.Truth((NAMES,), (*map(truth.Record, ROWS), other))
    assert score.judge(score.Reading(NAMES, ROWS, ("T1,call",)), true).wrong == ""
    assert score.judge(score.Reading(NAMES, (*ROWS, ("T1", "call", "", ""))), true).wrong.startswith("no record")
    assert score.judge(score.Reading(NAMES, ROWS), true).wrong.startswith("lost")


def test_names_that_the_file_does_not_give_are_free_but_no_values(benchmark):
    score, truth = benchmark("pollution.score"), benchmark("pollution.truth")
    true = truth.Truth(((None,) * 4,), tuple(map(truth.Record, ROWS)))
    assert score.judge(score.Reading(("c1", "c2", "c3", "c4"), ROWS), true).wrong == ""
    assert score.judge(score.Reading(("1a", "Ann Smith", "c3", "Bonn"), ROWS), true).wrong.startswith("columns")


def test_what_takes_too_long_or_fails_otherwise_is_a_crash(benchmark, tmp_path, monkeypatch):
    tally, truth = benchmark("pollution.tally"), benchmark("pollution.truth")
    monkeypatch.setattr(tally, "_PATIENCE", 1)
    file = truth.Polluted("kind", "a", b"", truth.Truth((), ()))

    def endless(_):
        while True:
            pass

    def broken(_):
        raise ValueError

    def refusing(_):
        raise CrmcleanError

    ends = [tally.outcomes(tally.written([file], tmp_path), one, CrmcleanError) for one in (endless, broken, refusing)]
    assert [one.how for found in ends for one in found] == ["crashed", "crashed", "refused"]
