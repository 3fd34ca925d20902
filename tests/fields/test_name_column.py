# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.name_column import read_plain
from crmclean.fields.name_words import around
from crmclean.fields.person_name import PersonName

parts = st.sampled_from(["given", "family", "full"])
words = st.sampled_from(
    "Jane JANE jane Smith SMITH smith Müller MÜLLER müller Ãbc ÃO ão ßen Weiß O'Neil d\u2019Angelo McDonald MCDONALD "
    "mcdonald LaToya De de da van VAN Van la y e née NÉE E J. j. B b. III iii VII v Dr dr. Mrs MD md PhD PHD Esq. and "
    "And ET OLD Old DUPLICATE Do Not Use XXX zz True Garcia Jennifer JENNIFER al-farouk İ ǆ ŉ É 李 1 & -".split()
)
names = st.lists(st.tuples(words, st.sampled_from([" ", " ", "-"])), min_size=1, max_size=4).map(
    lambda pairs: "".join(word + joint for word, joint in pairs).strip(" -")
)


@given(st.lists(names), parts)
def test_what_is_read_at_once_is_read_as_one_by_one(texts, part):
    field = PersonName(part=part)
    rows = read_plain(pl.Series(texts, dtype=pl.String), part).rows()
    assert [row for row in rows if row[0] is not None] == [
        tuple(field.parse(text)) for text, row in zip(texts, rows, strict=True) if row[0] is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane", "Jane"),
        ("Jane B.", "Jane B."),
        ("Anna-Lena", "Anna-Lena"),
        ("O'Neil", "O'Neil"),
        ("McDonald", "McDonald"),
        ("Rezende de Almeida", "Rezende de Almeida"),
        ("da Costa", "da Costa"),
        ("Émile Müller", "Émile Müller"),
        ("SMITH", "Smith"),
        ("anna-lena b.", "Anna-Lena B."),
        ("MÜLLER-LÜDENSCHEID", "Müller-Lüdenscheid"),
        ("JOHN SMITH", "John Smith"),
    ],
)
def test_plain_names_are_read_at_once(text, expected):
    assert read_plain(pl.Series([text]), "full").rows() == [(expected, "ok", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Dr Jane",
        "Kelly MD",
        "Jane And John",
        "JANE b",
        "MCDONALD",
        "JOHN VAN DYKE",
        "KELLY III",
        "jane née smith",
        "Smith, Jane",
        "True",
    ],
)
def test_what_is_not_plain_is_left(text):
    assert read_plain(pl.Series([text]), "family")["value"].to_list() == [None]


def test_every_title_and_credential_is_left():
    texts = [f"{title.title()} Jane" for title in around("title")] + [
        f"Jane {word.title()}" for word in around("credential")
    ]
    assert read_plain(pl.Series(texts), "given")["value"].null_count() == len(texts)
