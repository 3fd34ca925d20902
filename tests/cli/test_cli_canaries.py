"""No value of a record in what is printed, in an error, in a summary or a model: fifty unique words tell."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from crmclean import passes

LETTERS = "bdfglmnprtv"
CANARIES = [f"zq{a}{b}kwx{b}{a}" for a in LETTERS[:10] for b in LETTERS[:5]]
HEADERS = [
    "id",
    "First Name",
    "Last Name",
    "Company",
    "Email",
    "Phone",
    "City",
    "Country",
    "Stage",
    "Close Date",
    "Own",
]
SILENT = ("summary.json", "timings.json", "model.json", "outcomes.csv")
"""Files that hold no records."""


def _record(at: int) -> list[str]:
    word = [CANARIES[(at + place * 7) % len(CANARIES)] for place in range(10)]
    address = f"{word[1]}.{word[2]}@{word[3]}.com"
    return [f"{word[0]}{at}", *(each.title() for each in word[1:4]), address, f"+1 415 {word[4]}", *word[5:]]


RECORDS = [_record(at) for at in range(50)]
TWICE = [*RECORDS, *(["x" + each[0], *each[1:]] for each in RECORDS[:20])]


def _text(rows: list[list[str]]) -> str:
    return "\n".join(map(",".join, rows)) + "\n"


def _told(answer) -> list[str]:
    said = (answer.out + answer.err).lower()
    return [canary for canary in CANARIES if canary in said]


@pytest.fixture
def export(tmp_path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(_text([HEADERS, *TWICE]), encoding="utf-8")
    return path


def test_the_words_are_fifty_and_would_be_seen(crm, export):
    assert len(set(CANARIES)) == 50
    assert _told(crm("score", export, "--by", "Stage")) != []  # a segment is asked for, and is a value


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_success_shows_no_value(crm, export, tmp_path, more):
    commands = [
        ("run", export, "-o", tmp_path / "run", "--fail-on", "never", *more),
        ("clean", export, "-o", tmp_path / "clean", "--fail-on", "never", *more),
        ("dedupe", export, "-o", tmp_path / "dedupe", *more),
        ("link", export, export, "--prefix-ids", "-o", tmp_path / "link", *more),
        ("score", export, "--missing", "Email"),
    ]
    for command in commands:
        answer = crm(*command)
        assert (answer.code, _told(answer)) == (0, []), answer
    quiet = [path for path in tmp_path.glob("*/*") if path.name in SILENT]
    assert len(quiet) == 4 + 3 + 3 + 3
    for path in quiet:
        assert [canary for canary in CANARIES if canary in path.read_text(encoding="utf-8").lower()] == []
    assert [path for path in tmp_path.rglob("*") for canary in CANARIES if canary in path.name.lower()] == []
    assert CANARIES[0] in (tmp_path / "run" / "findings.csv").read_text(encoding="utf-8").lower()


LINES = "".join(json.dumps(dict(zip(HEADERS, each, strict=True))) + "\n" for each in RECORDS)
WRONG = {
    "ids": ("dup.csv", _text([HEADERS, *RECORDS, *RECORDS[:3]]).encode(), (), 2),
    "no header": ("head.csv", _text(RECORDS).encode(), (), 2),
    "ragged": (
        "ragged.csv",
        _text([HEADERS, *(each[: 11 - (at > 30)] for at, each in enumerate(RECORDS))]).encode(),
        (),
        3,
    ),
    "encoding": ("bad.csv", _text([HEADERS, *RECORDS]).encode() + b"\xff\xfe,\x81\n", ("--encoding", "ascii"), 2),
    "delimiter": ("in.csv", _text([HEADERS, *RECORDS]).encode(), ("--delimiter", "|"), 2),
    "quote": ("quote.csv", _text([HEADERS, *RECORDS]).encode() + b'"' + CANARIES[0].encode() + b"\n", (), 0),
    "gzip": ("cut.csv.gz", gzip.compress(_text([HEADERS, *RECORDS]).encode())[:-30], (), 2),
    "parquet": ("in.parquet", b"PAR1" + _text([HEADERS, *RECORDS]).encode() + b"PAR1", (), 2),
    "record id": ("in.csv", _text([HEADERS, *TWICE]).encode(), ("--record-id", "Company"), 2),
    "drift": ("drift.csv", _text([[*HEADERS[:4], "Emial", *HEADERS[5:]], *RECORDS]).encode(), (), 0),
    "json lines": ("in.jsonl", LINES.encode() + b'{"id": "' + CANARIES[3].encode() + b"\n", (), 0),
}


@pytest.mark.parametrize("kind", WRONG)
def test_an_input_that_is_wrong_is_described_without_its_values(crm, tmp_path, kind):
    name, data, options, code = WRONG[kind]
    (tmp_path / name).write_bytes(data)
    answer = crm("run", tmp_path / name, "-o", tmp_path / "out", "--fail-on", "never", *options)
    assert (answer.code, _told(answer)) == (code, []), answer


def test_decisions_rules_and_budgets_show_no_value(crm, export, tmp_path):
    decisions = tmp_path / "decisions.csv"
    out, pair = tmp_path / "out", [RECORDS[0][0], RECORDS[1][0]]
    for answers in (["maybe " + CANARIES[4]], ["1", "0"]):
        decisions.write_text(_text([["left", "right", "match"], *([*pair, answer] for answer in answers)]))
        told = crm("dedupe", export, "-o", out, "--decisions", decisions)
        assert (told.code, _told(told)) == (2, [])
    decisions.write_text(_text([["left", "right", "match"], [CANARIES[5] + "?", pair[1], "1"]]))
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "crmclean: 1\nextends: generic/contact\nfields: {gone: {type: date}}\nchecks:\n"
        "  - {id: same, that: \"first_name == 'x'\", severity: error}\n  - {field: company, pattern: x+}\n"
        "  - {unique: [email]}\n  - {field: gone, max_age: 3 days}\n"
    )
    told = [
        crm("dedupe", export, "-o", out, "--labels", decisions),
        crm("dedupe", export, "-o", tmp_path / "none", "--max-pairs", "1"),
        crm("run", export, "-o", tmp_path / "rules", "--rules", rules),
        crm("clean", export, "-o", tmp_path / "clean", "--rules", rules, "--json"),
    ]
    assert ([answer.code for answer in told], list(map(_told, told))) == ([0, 4, 1, 1], [[]] * 4)


def test_a_record_that_is_no_json_is_not_quoted(crm):
    record = json.dumps(dict(zip(HEADERS, RECORDS[0], strict=True)))
    for text in (record[:-9], f"[{record}]", f'"{CANARIES[0]}"'):
        answer = crm("check", "-", stdin=text)
        assert (answer.code, _told(answer)) == (2, [])


class _Crash(Exception):  # noqa: N818 - stands for any
    pass


@pytest.mark.parametrize("error", [ValueError, KeyError, RuntimeError, _Crash])
def test_a_crash_shows_where_and_never_what(crm, export, tmp_path, monkeypatch, error):
    def fail(raw, *_, **__):
        raise error(f"cannot do {raw.rows()}", raw)

    monkeypatch.setattr(passes, "pass_table", fail)
    answer = crm("run", export, "-o", tmp_path / "out")
    assert (answer.code, answer.out, _told(answer)) == (7, "", [])
    assert answer.err.startswith(f"crmclean: internal error ({error.__name__} at test_cli_canaries.py:")


def test_findings_hold_values_for_they_are_data(crm, export, tmp_path):
    crm("run", export, "-o", tmp_path / "out")
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8", newline="") as file:
        assert any(row["value"] for row in csv.DictReader(file))
