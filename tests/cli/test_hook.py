from __future__ import annotations

import json

import pytest

DEAL = '{"name": "Big deal", "stage": "Proposal", "close_date": ""}'


@pytest.fixture
def record(tmp_path):
    """Write one record."""

    def write(text: str):
        path = tmp_path / "record.json"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return path

    return write


def test_a_deal_without_close_date_and_amount_hears_of_both_at_once(crm, record):
    code, out, err = crm("check", record(DEAL), "--rules", "generic/opportunity")
    assert (code, err) == (1, "")
    first, *told = out.splitlines()
    assert first == "reject  (generic/opportunity)"
    errors = [line.split(maxsplit=1)[1] for line in told if line.startswith("  error")]
    assert len(errors) == 2
    assert "amount" in errors[0]
    assert "close date" in errors[1]


def test_the_pack_is_recognised_from_the_keys(crm, record):
    assert crm("check", record(DEAL)).out.startswith("reject  (generic/opportunity)")
    contact = (
        '{"LastName": "Doe", "Email": "jane@acme-widgets.com", "MailingStreet": null, "HasOptedOutOfEmail": false}'
    )
    assert crm("check", record(contact)).out.startswith("accept  (salesforce/contact)")


def test_json_has_everything_that_the_text_says(crm, record):
    code, out, err = crm("check", record(DEAL), "--rules", "generic/opportunity", "--json")
    assert (code, err) == (1, "")
    answer = json.loads(out)
    assert answer["decision"] == "reject"
    told = [(one["field"], one["rule"]) for one in answer["findings"] if one["severity"] == "error"]
    assert told == [("amount", "amount|required"), ("close_date", "close_date|required")]


def test_a_fix_is_shown_before_and_after(crm, record):
    text = '{"last_name": "Doe", "email": "jane@acme-widgets.com", "industry": "Tech"}'
    code, out, _ = crm("check", record(text), "--rules", "generic/contact")
    assert code == 0
    assert "industry: 'Tech' becomes 'Technology'" in out
    answer = json.loads(crm("check", record(text), "--rules", "generic/contact", "--json").out)
    assert (answer["decision"], answer["patch"]) == ("fix", {"industry": "Technology"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"stage": "Proposal"}', "50.0 % complete; missing: amount, closing day"),
        ('{"stage": "Proposal", "amount": 1, "close_date": "2026-01-31"}', "100.0 % complete"),
        ('{"stage": "n/a"}', "0.0 % complete; missing: stage, amount, closing day"),
    ],
)
def test_one_line_says_how_complete_the_record_is_and_what_it_lacks(text, said, crm, record, tmp_path):
    rules = tmp_path / "ours.yaml"
    rules.write_text(
        "crmclean: 1\nobject: opportunity\ncompleteness: {weights: {stage: 2, amount: 1, close_date: 1}}\n"
        "fields: {stage: {type: text}, amount: {type: number}, close_date: {type: date, label: closing day}}\n"
    )
    assert f"  score    {said}\n" in crm("check", record(text), "-r", rules).out


def test_what_is_most_severe_is_said_first(crm, record):
    out = crm("check", record('{"email": "n/a", "phone": "", "industry": "Sprockets"}'), "-r", "generic/contact").out
    said = [line.split()[0] for line in out.splitlines()[1:] if line.startswith("  ")]
    assert said == ["error", "error", "warning", "note", "score", "not"]


def test_where_nothing_counts_nothing_is_said_of_completeness(crm, record, tmp_path):
    rules = tmp_path / "ours.yaml"
    rules.write_text(
        "crmclean: 1\nobject: opportunity\nfields: {name: {type: text}, stage: {type: text}}\n"
        "completeness: {weights: {name: {weight: 1, when: \"stage == 'Won'\"}}}\n"
    )
    code, out, _ = crm("check", record('{"stage": "Open"}'), "-r", rules)
    assert (code, "complete" in out.partition("not done")[0]) == (0, False)
    assert json.loads(crm("check", record('{"stage": "Open"}'), "-r", rules, "--json").out)["score"] is None


def test_what_could_not_be_asked_is_said(crm, record, tmp_path):
    rules = tmp_path / "ours.yaml"
    rules.write_text(
        "crmclean: 1\nobject: opportunity\nfields: {name: {type: text}}\nchecks: [{field: name, unique: true}]\n"
    )
    out = crm("check", record('{"name": "Big deal"}'), "-r", rules).out
    assert "  not done Duplicates were not looked for" in out
    assert "These rules need the other records: name|unique." in out


@pytest.mark.parametrize(("day", "first"), [("2026-01-31", "accept"), ("2026-02-01", "review")])
def test_the_day_can_be_asked_for(day, first, crm, record, tmp_path):
    rules = tmp_path / "ours.yaml"
    rules.write_text(
        "crmclean: 1\nobject: opportunity\nfields: {close_date: {type: date}}\n"
        "checks: [{id: ahead, that: close_date >= today}]\n"
    )
    asked = ["check", record('{"close_date": "2026-01-31"}'), "-r", rules, "--as-of", day]
    assert crm(*asked).out.split()[0] == first
    answer = json.loads(crm(*asked, "--json").out)
    assert (answer["decision"], answer["as_of"]) == (first, day)


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30"])
def test_a_day_that_is_none_is_2_in_one_line(day, crm, record):
    answer = crm("check", record(DEAL), "--as-of", day)
    assert answer == (2, "", f"crmclean: --as-of: '{day}' is no day; write it as 2026-01-31\n")


def test_a_dash_reads_standard_input(crm, record):
    assert crm("check", "-", "--rules", "generic/opportunity", stdin=DEAL) == crm(
        "check", record(DEAL), "--rules", "generic/opportunity"
    )


@pytest.mark.parametrize(
    ("fail_on", "text", "code"),
    [
        ("error", DEAL, 1),
        ("never", DEAL, 0),
        ("warning", '{"last_name": "Doe", "email": "jane@@acme.com", "phone": "+14155552671"}', 1),
        ("error", '{"last_name": "Doe", "email": "jane@@acme.com", "phone": "+14155552671"}', 0),
    ],
)
def test_findings_of_the_severity_asked_for_are_1(fail_on, text, code, crm, record):
    assert crm("check", record(text), "--fail-on", fail_on).code == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON, line 1 column 1"),
        ("{", "not JSON, line 1 column 2"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "expected one record, a JSON object, got a list"),
        ("null", "expected one record, a JSON object"),
        ("id,Email\n1,a@acme.com\n", "not JSON, line 1 column 1"),
        ('{"email": [1], "last_name": "Doe"}', "'email' holds a list, which is no single value"),
        ('{"alpha": 1}', "alpha"),
        ("{}", "no "),
    ],
)
def test_what_is_no_record_is_2(text, said, crm, record):
    code, out, err = crm("check", record(text))
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert said in err


def test_a_missing_file_and_a_folder_are_2(crm, tmp_path):
    assert crm("check", tmp_path / "nowhere.json")[0::2] == (
        2,
        f"crmclean: {tmp_path / 'nowhere.json'}: no such file\n",
    )
    assert crm("check", tmp_path)[0::2] == (2, f"crmclean: {tmp_path}: not a file\n")


@pytest.mark.parametrize("text", ["\\ud800", "\\u0000", "\\u202e", "\\u001b[31m"])
@pytest.mark.parametrize("json_too", [[], ["--json"]])
def test_no_text_breaks_the_answer(text, json_too, crm, record):
    path = record(f'{{"last_name": "Doe", "email": "jane@acme-widgets.com", "industry": "{text}"}}')
    code, out, err = crm("check", path, "--fail-on", "never", *json_too)
    assert (code, err) == (0, "")
    assert "industry" in out
    assert "\x1b" not in out
