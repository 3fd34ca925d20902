"""Values, headers and names that mean harm, through the command line: no markup, no hold on the terminal, no loss."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser

import pytest
from payloads import PAYLOADS, TERMINAL

HEADERS = ["id", "name", "company", "stage", "owner", "note"]
RULES = """
crmclean: 1
object: contact
record_id: id
columns: {{name: [{name}], company: [{company}], stage: [{stage}], owner: [{owner}]}}
fields:
  name: {{type: raw, label: {label}}}
  company: {{type: raw}}
  stage: {{type: picklist, values: [{value}, other]}}
  owner: {{type: raw}}
  none: {{type: text, label: {label}}}
required: [{{field: none, id: {rule}, message: {message}, owner: {label}}}]
checks: [{{field: owner, pattern: never, id: {check}, message: {message}, at_least: 0.9}}]
duplicates: {{block_on: [[name]], compare: {{name: exact, company: exact}}}}
completeness: {{weights: {{name: 1, none: 1}}, targets: {{none: 0.9}}, by: [stage, owner]}}
"""
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Skeleton(HTMLParser):
    """Tags and the names of their attributes, in order."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, *(name for name, _ in attrs)))

    def handle_endtag(self, tag):
        self.tags.append(f"/{tag}")

    def handle_comment(self, data):
        self.tags.append(("comment", data))


def _export(folder, at, *, harmless):
    """Write an export and its rules in which every text is a payload, or as many harmless texts in their place."""

    def text(place):
        payload = PAYLOADS[(at + place) % len(PAYLOADS)]
        return f"t{place} " + ("aaa" if harmless else " ".join(payload.replace("\0", "").split()) or "aaa")

    folder.mkdir()
    headers = ["id", *(text(place) for place in range(1, 6))]
    rows = [[f"{row:03d} {text(row)}", *(text(row // 2 * 10 + column) for column in range(5))] for row in range(40)]
    for row in rows:
        row[3] = text(12)
    name = re.sub("[/\0]", "_", text(7))[:60] + ".csv"
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    said = dict(zip(("name", "company", "stage", "owner"), map(json.dumps, headers[1:]), strict=False))
    said |= {
        key: json.dumps(text(place)) for place, key in enumerate(("label", "value", "rule", "check", "message"), 11)
    }
    rules = folder / "rules.yaml"
    rules.write_text(RULES.format(**said), encoding="utf-8")
    return folder / name, rules, rows


@pytest.mark.parametrize("at", range(0, len(PAYLOADS), 25))
def test_a_page_has_the_tags_that_it_has_with_harmless_texts(crm, tmp_path, at):
    pages = []
    for harmless in (False, True):
        export, rules, _ = _export(tmp_path / f"in{harmless}", at, harmless=harmless)
        out = tmp_path / f"out{harmless}"
        said = crm("run", export, "--rules", rules, "-o", out, "--fail-on", "never", "--record-id", "id")
        assert said.code == 0, said.err
        page, score = (out / "report.html").read_text(encoding="utf-8"), tmp_path / f"{harmless}.html"
        assert crm("score", export, "--rules", rules, "--html", score).code == 0
        pages.append((Skeleton(page).tags, Skeleton(score.read_text(encoding="utf-8")).tags))
    assert pages[0] == pages[1]
    assert len(pages[0][0]) > 300


def _table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("payload", TERMINAL)
def test_nothing_steers_the_terminal_and_everything_stays_in_the_files(crm, tmp_path, payload):
    header, export = f"Own {payload}", tmp_path / f"in{payload.replace('/', '')}.csv"
    fields = ["id", "First Name", "Last Name", "Email", "Owner", "Plain", header]
    plain = "so much plain text that the file is none of binary data " * 9
    texts = (["Ann", f"Doe {payload}", f"{payload}@a.com", payload, plain, f"v{payload}"] for _ in range(9))
    rows = [[f"{payload}{row}", *each] for row, each in enumerate(texts)]
    with export.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([fields, *rows])
    out = tmp_path / "out"
    answers = [
        crm("run", export, "-o", out, "--fail-on", "never"),
        crm("run", export, "-o", out, "--fail-on", "never", "--json"),
        crm("dedupe", export, "--plan"),
        crm("link", export, export, "-o", tmp_path / f"o{payload.replace('/', '')}", "--prefix-ids"),
        crm("score", export, "--by", header),
        crm("score", export, "--by", header, "--json"),
        crm("score", export, "--by", f"no {payload}"),
        crm("run", f"{export}.gone", "-o", out),
        crm("run", export, "-o", out, "--rules", payload),
        crm("run", export, "-o", out, "--record-id", payload),
        crm("explain", out, payload, f"{payload}1"),
        crm("check", "-", stdin=json.dumps({"First Name": payload, "Email": payload, header: payload})),
        crm("check", "-", "--json", stdin=json.dumps({"Last Name": payload, "Email": payload, header: payload})),
        crm("rules", "check", payload),
    ]
    assert [STEERS.findall(answer.out + answer.err) for answer in answers] == [[]] * len(answers)
    assert answers[0].code == 0, answers[0].err
    written = _table(out / "records.csv")
    assert written[0] == fields
    assert [row[-1] for row in written[1:]] == [row[-1] for row in rows]
    shown = json.loads(answers[5].out)
    assert {row["value"] for row in shown["segments"] if row["segment"] == header} == {" ".join(f"v{payload}".split())}


def test_rich_markup_in_a_name_is_text(crm, tmp_path):
    export = tmp_path / "[red]x[bold].csv"
    export.write_text("id,Last Name,Email\n1,Doe,a@acme.com\n")
    assert "[red]x[bold].csv" in crm("run", export, "-o", "out", "--fail-on", "never").out


@pytest.mark.parametrize("name", ["../../escaped", "/escaped", "..\\escaped", "a/../../escaped"])
def test_no_name_leads_out_of_the_folder(crm, tmp_path, name):
    rules = tmp_path / "rules.yaml"
    said = json.dumps(name)
    checks = f"checks: [{{field: owner, pattern: never, id: {said}, message: {said}}}]\n"
    rules.write_text(f"crmclean: 1\nobject: contact\nfields: {{owner: {{type: text, label: {said}}}}}\n{checks}")
    export = tmp_path / "export.csv"
    export.write_text(f"id,owner,{name}\n{name},{name},{name}\n{name}2,{name},x\n")
    before = {path for path in tmp_path.rglob("*") if "out" not in path.parts}
    assert crm("run", export, "-o", tmp_path / "out", "--rules", rules, "--fail-on", "never").code == 0
    assert {path for path in tmp_path.rglob("*") if "out" not in path.parts} == before
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"records.csv", "summary.json"}
    assert all(path.is_file() and "escaped" not in path.name for path in (tmp_path / "out").rglob("*"))
    assert list(tmp_path.parent.glob("*escaped*")) == []
