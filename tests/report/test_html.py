"""The page: no value becomes markup, no number is invented, the same report gives the same bytes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser

import polars as pl
import pytest
from payloads import PAYLOADS
from tables import held, in_states, of_text

from crmclean.quality.completeness import completeness
from crmclean.report import sentences, wording
from crmclean.report.document import Counts, Report, RuleResult
from crmclean.report.fill import segments
from crmclean.report.html import completeness_page, to_html


class Page(HTMLParser):
    """Collects the skeleton (tags and attribute names) and the visible text."""

    def __init__(self, html):
        super().__init__()
        self.skeleton, self.words, self.inside, self.attributes = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.skeleton.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [value for _, value in attrs]
        self.inside.append(tag)

    def handle_endtag(self, tag):
        self.skeleton.append(f"/{tag}")
        self.inside.append(f"/{tag}")

    def handle_comment(self, data):
        self.skeleton.append(("comment", data))

    def handle_decl(self, decl):
        self.skeleton.append(decl)

    def handle_data(self, data):
        if self.inside and self.inside[-1] != "style":
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_markup(full, payload):
    assert Page(to_html(full(payload))).skeleton == Page(to_html(full("aaa"))).skeleton


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_markup_on_the_score_page(scored, payload):
    pages = [completeness_page(scored(text, 50), text, labels={f"{text}a": text}) for text in (payload, "aaa")]
    assert Page(pages[0]).skeleton == Page(pages[1]).skeleton


def test_the_payload_is_shown_as_it_is(full):
    assert Page(to_html(full("<b>&amp;"))).text.count("<b>&amp;") > 40


def test_the_page_stands_alone(full):
    html = to_html(full("aaa"))
    tags = {entry[0] for entry in Page(html).skeleton if isinstance(entry, tuple)}
    assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "form", "base", "a"})
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"" in html
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert "@import" not in html


def test_the_policy_comes_before_anything_that_it_is_about(full):
    tags = [entry for entry in Page(to_html(full("aaa"))).skeleton if isinstance(entry, tuple)]
    assert tags[:4] == [("html", ("lang",)), ("head", ()), ("meta", ("charset",)), ("meta", ("http-equiv", "content"))]
    assert {name for _, names in tags for name in names if name.startswith("on")} == set()


def test_the_same_report_gives_the_same_bytes(full):
    assert to_html(full("aaa")) == to_html(full("aaa"))


def test_a_file_name_that_is_no_text_can_be_written(full):
    page = to_html(replace(full("aaa"), input_name="caf\udce9.csv"))
    assert "caf\ufffd.csv" in page.encode("utf-8").decode("utf-8")


def _numbers(thing):
    """Every number in a report, however deep, as the wording writes it."""
    if isinstance(thing, bool):
        return
    if isinstance(thing, int):
        yield wording.number(thing)
    elif isinstance(thing, float):
        yield wording.percent(thing)
    elif isinstance(thing, pl.DataFrame):
        for row in thing.iter_rows():
            yield from _numbers(row)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _numbers(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _numbers(part)


def _derived(report):
    """The numbers that a page works out of those in the report."""
    counts = report.counts
    yield from _numbers((counts.golden, len(report.changes), 0.0, 1.0, *map(len, report.groups[1].record_ids)))
    yield from _numbers(tuple(len(group.record_ids) - 1 for group in report.groups))
    yield from _numbers(segments(report.now))
    yield "95"
    for part in segments(report.now):
        for row in part.rows:
            yield from re.findall(r"\d+", sentences.between(row.low, row.high))
    for rule in report.rules:
        yield wording.points((rule.at_least or 0) - (rule.share or 0))
    for fill in report.fills:
        for hole in (fill.hole, fill.before):
            yield from _numbers((hole.total, hole.share, (hole.records - hole.total) / hole.records))
        yield wording.points(fill.gain)
        yield wording.points((fill.target or 0) - fill.share)
    yield wording.points(report.now.goal[0] - report.now.overall)


def test_every_number_on_the_page_comes_from_the_report(full):
    report = full("aaa")
    known = {re.sub(r" (%|points)", "", text) for text in (*_numbers(report), *_derived(report))}
    page = Page(to_html(report))
    shown = set(re.findall(r"[<>]?\d[\d,]*(?:\.\d+)?", page.text))
    assert shown - known == set()
    for name in ("changed_values", "errors", "merged_away", "candidate_pairs", "review_pairs", "clusters", "asks"):
        assert wording.number(getattr(report.counts, name)) in shown


def test_the_page_says_what_a_manager_asks(full):
    report = full("aaa")
    text = Page(to_html(report)).text
    said = [sentences.headline(report), sentences.overall_sentence(report.now), sentences.duplicates_sentence(report)]
    said += [step.what for step in sentences.next_steps(report)]
    said += ["does not add up", "adds up", "may be one contact", "kept", "(emptied)"]
    missing = [words for words in said if words.lower() not in text.lower()]
    assert missing == []


def test_charts_have_a_text(full):
    charts = re.findall(r"<svg[^>]*>", to_html(full("aaa")))
    assert len(charts) > 10
    assert all('role="img"' in chart and re.search(r'aria-label="[^"]{5,}"', chart) for chart in charts)


def test_a_bar_is_as_long_as_its_share(scored):
    found = scored("f", 1_000)
    share = found.by_field["share"][0]
    assert f'<rect class="fill" width="{round(share * 100, 3)}"' in completeness_page(found, "t")


def test_rules_are_shown_with_what_they_judged_target_and_owner(full):
    results = (
        RuleResult("email|format", "warning", "Not an address.", "RevOps", 262, 18, 244 / 262, 0.95, met=False),
        RuleResult("title|length", "error", "", None, 0, 0, None, 0.9, None, in_force=False, messages=0),
    )
    text = Page(to_html(replace(full("aaa"), rules=results))).text
    assert "Not an address. email|format 18 of 262 93.1 % 95.0 % missed by 1.9 points RevOps" in text
    assert "title|length not in force yet 0 of 0 — 90.0 %" in text
    assert "601" not in text


@pytest.mark.parametrize(("broken", "column"), [(0.9, True), (None, False)])
def test_rules_have_columns_only_for_what_is_said_of_them(full, broken, column):
    rule = RuleResult("r", "note", "m", None, 10, 2, 0.8, broken, None if broken is None else False)
    page = Page(to_html(replace(full("aaa"), rules=(rule,)))).text
    assert ("Passed Target" in page) is column
    assert "Passed Target Owner" not in page


def test_many_rules_are_counted(full):
    rule = RuleResult("r", "note", "m", None, 10, 2, 0.8, None, None)
    assert "and 2 rules more" in Page(to_html(replace(full("aaa"), rules=(rule,) * 32))).text


def test_where_rules_are_unknown_findings_are_shown(full):
    text = Page(to_html(replace(full("aaa"), rules=()))).text
    assert "601" in text
    assert "What it asks" not in text


def test_a_cell_tells_of_how_many_records_it_is_a_share():
    rules = of_text("email", "phone", weights={"email": 1, "phone": {"weight": 1, "when": "email is null"}})
    states = in_states(email="oee", phone="eoe")
    found = completeness(held(states, states), rules, by=["email"], today=dt.date(2026, 1, 31))
    html = completeness_page(found, "t", labels={"phone": "Phone <no>"})
    assert 'title="Phone &lt;no&gt;: filled in 1 of 2">50.0<small>of 2</small>' in html
    assert 'title="Phone &lt;no&gt;: filled in 1 of 2">50.0</td>' in html
    assert 'title="email: filled in 1 of 3">33.3</td>' in html
    assert '<td class="cell">—</td>' in html


def test_a_group_is_explained_by_its_fields():
    rules = of_text("email", "phone", weights={"reach": {"weight": 1, "any_of": ["email", "phone"]}})
    states = in_states(email="oe", phone="ee")
    text = Page(completeness_page(completeness(held(states, states), rules, today=dt.date(2026, 1, 31)), "t")).text
    assert "Reach email or phone" in text


def test_small_segments_of_two_fields_span_both_columns():
    rules = of_text("email", "phone", weights={"email": 1}, by=[["email", "phone"]], min_records=2)
    states = in_states(email="oeo", phone="ooo")
    html = completeness_page(completeness(held(states, states), rules, today=dt.date(2026, 1, 31)), "t")
    assert '<td class="key" colspan="2"><bdi>(fewer than 2 records)</bdi></td>' in html
    assert '<td class="key"><bdi>ok</bdi></td><td class="key"><bdi>ok</bdi></td>' in html


@pytest.mark.parametrize("score", [False, True])
def test_an_empty_report_renders(scored, score):
    empty = Report(
        title="Contact report",
        input_name="empty.csv",
        object="contact",
        pack="generic/contact",
        fingerprint="0",
        version="0",
        counts=Counts(),
        before=scored("f", 0) if score else None,
    )
    text = Page(to_html(empty)).text
    assert "The input holds no contact." in text
    assert ("Nothing to score." in text) is score
    assert "nan" not in text.lower()


def test_a_report_without_duplicates_has_no_such_section(scored):
    plain = Report(
        title="t",
        input_name="i",
        object="contact",
        pack="p",
        fingerprint="f",
        version="v",
        counts=Counts(records=9),
        before=scored("f", 9),
    )
    assert "duplicate" not in Page(to_html(plain)).text.lower()
