"""JSON lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import TableError
from crmclean.files.jsonlines import is_json, read_jsonlines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'{"a": 1}\n', True),
        (b' \n{ "a"', True),
        (b"{}", True),
        (b'[{"a"', True),
        (b"[\n  {", True),
        (b"[id],[name]\n", False),
        (b"{id},x\n", False),
        (b"a,b\n", False),
        (b"", False),
    ],
)
def test_is_json(text, expected):
    assert is_json(text) is expected


def test_values_become_text_as_they_stand():
    found = read_jsonlines(
        '{"id": 007e0, "b": 1}\n{"id":1.50,"b":12345678901234567890,"c":"","d":"x"}\n'.replace("007", "7")
    )
    assert found.table.rows() == [("7e0", "1", None, None), ("1.50", "12345678901234567890", None, "x")]
    found = read_jsonlines('{"a":true,"b":null,"c":NaN,"d":{"x":[1.5,"é"]}}')
    assert found.table.rows() == [("true", None, None, '{"x":[1.5,"é"]}')]


@pytest.mark.parametrize(
    ("nested", "text"),
    [
        ("[1.50, 1e400, 12345678901234567890123]", "[1.50,1e400,12345678901234567890123]"),
        ('{"a": true, "b": {"c": null, "d": ["1", 1]}}', '{"a":true,"b":{"c":null,"d":["1",1]}}'),
        ("[NaN, -0]", "[NaN,-0]"),
        ("[]", "[]"),
    ],
)
def test_a_value_inside_keeps_its_digits(nested, text):
    assert read_jsonlines(f'{{"a": {nested}, "b": true}}').table.row(0) == (text, "true")


def test_columns_come_in_order_of_first_appearance_however_many_rows():
    rows = [{"a": 1}] * 20_000 + [{}] * 20_000 + [{"b": 2, "a": 3}]
    found = read_jsonlines("\n".join(map(json.dumps, rows)))
    assert found.table.columns == ["a", "b"]
    assert (found.table.height, found.rows, found.blank) == (20_001, 40_001, 20_000)
    assert found.table.row(-1) == ("3", "2")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "no JSON object: Expecting value at column 1"),
        ('{"a": 1', "no JSON object: Expecting ',' delimiter at column 8"),
        ("[1]", "no JSON object"),
        ("7", "no JSON object"),
        ('{"a": 1, "a": 2}', "a key that stands twice"),
        ('{"a": "\\ud800"}', "bytes that are no text, or half a character"),
        ('{"a": "\\u0000"}', "a NUL character"),
        ('{"a": ["\\u0000"]}', "a NUL character"),
        ('{"a": "' + "x" * 1_048_577 + '"}', "a cell of more than 1,048,576 characters"),
        ("[" * 100_000, "no JSON object: nested too deeply"),
    ],
)
def test_a_line_that_is_no_record_is_held_back(line, reason):
    found = read_jsonlines('{"a": 1}\n' + line + '\n\n{"a": 2}\n{}\n')
    assert found.table["a"].to_list() == ["1", "2"]
    assert [(row.start, row.reason, row.raw) for row in found.held] == [(1, reason, line)]
    assert (found.rows, found.blank) == (5, 2)


def test_keys_are_columns_and_must_fit():
    with pytest.raises(TableError, match="'a' and 'A'"):
        read_jsonlines('{"a": 1}\n{"A": 2}\n')


KEYS = st.sampled_from(["a", "b b", "é"])
CELLS = st.one_of(st.none(), st.integers(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))


@given(st.lists(st.dictionaries(KEYS, CELLS, min_size=1), min_size=1), st.booleans())
def test_what_was_written_is_read(rows, ascii_only):
    text = "\n".join(json.dumps(row, ensure_ascii=ascii_only) for row in rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts = [tuple(None if row.get(name) is None else str(row[name]) or None for name in names) for row in rows]
    found = read_jsonlines(text)
    assert found.table.rows() == [row for row in texts if any((cell or "").strip(" \t") for cell in row)]
    assert found.rows == len(rows)
