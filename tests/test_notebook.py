from __future__ import annotations

import polars as pl
import pytest

import crmclean as cc
from crmclean.notebook import card

CONTACTS = pl.DataFrame(
    {
        "id": ["1", "2"],
        "last_name": ["<b>Doe", "<b>Doe"],
        "email": ["jane@acme.com", "jane@acme.com"],
        "industry": ["Tech", "<script>"],
    }
)


def test_a_card_escapes_what_it_shows():
    shown = card("<i>", {"<u>": "<s>"}, {"<t>": pl.DataFrame({"<h>": ["<c>"]})})
    assert "&lt;" in shown
    for name in "iusthc":
        assert f"<{name}>" not in shown


def test_a_card_shows_the_first_rows_and_counts_the_rest():
    tables = {"all": pl.DataFrame({"row": range(7)}), "empty": pl.DataFrame()}
    shown = card("Rows", {"rows": 1200, "none": None}, tables)
    assert "rows 1,200" in shown
    assert "none" not in shown
    assert shown.count("<td>") == 5
    assert "2 more rows" in shown
    assert "empty" not in shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234567, "1,234,567"),
        (0.123456, "0.1235"),
        (True, "True"),
        (None, ""),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("<" * 100, "&lt;" * 59 + "…"),
    ],
)
def test_values_are_shown_as_people_read_them(value, shown):
    assert f"<td>{shown}</td>" in card("Values", {}, {"all": pl.DataFrame({"value": [value]})})


@pytest.fixture(scope="module")
def results():
    rules = cc.load_rules("generic/contact")
    cleaned = cc.clean(CONTACTS, rules)
    pairs = cc.find_duplicates(cleaned.records, rules)
    clusters = cc.cluster(pairs)
    golden = cc.merge(cleaned.records, clusters, rules)
    verdict = cc.check(CONTACTS.row(1, named=True), rules)
    return cleaned, pairs, clusters, golden, cc.completeness(CONTACTS, rules), verdict


def test_every_result_shows_itself_in_a_notebook(results):
    for result in results:
        shown = result._repr_html_()
        assert shown.startswith("<div><strong>")
        assert "<script>" not in shown
        assert "<b>Doe" not in shown
