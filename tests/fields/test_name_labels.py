from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.name_labels import label
from crmclean.fields.name_pieces import Label

SHORT = {
    "GivenName": "G", "FirstInitial": "g", "MiddleName": "M", "MiddleInitial": "m", "Surname": "S", "LastInitial": "s",
    "PrefixMarital": "P", "PrefixOther": "P", "SuffixOther": "C", "SuffixGenerational": "J",
    "Nickname": "N", "And": "&",
}  # fmt: skip
words = st.sampled_from(
    [
        "Dr.",
        "Mr",
        "and",
        "&",
        ",",
        "(Bob)",
        "van",
        "de",
        "MD",
        "Jr.",
        "Smith,",
        "John",
        "García",
        "López",
        "J.",
        "李",
        "-",
    ]
)
names = st.one_of(st.text(max_size=20), st.lists(words, max_size=7).map(" ".join))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("John Smith", "GS"),
        ("Ann B. Smith", "GmS"),
        ("Ann Marie Smith", "GMS"),
        ("J. Robert Smith", "gMS"),
        ("J.R.R. Tolkien", "gS"),
        ("C. D. Glin", "gmS"),
        ("Kevin G.", "Gs"),
        ("Smith, John", "SG"),
        ("Smith, John Q.", "SGm"),
        ("S., Kim", "sG"),
        ("O BRIEN, SEAN", "SSG"),
        ("Mc Donald, Jane", "SSG"),
        ("Van der Berg, Pieter", "SSSG"),
        ("Ludwig van Beethoven", "GSS"),
        ("Oscar de la Hoya", "GSSS"),
        ("Jane Mc Donald", "GSS"),
        ("Gerard 't Hooft", "GSS"),
        ("La Toya Marie Jackson", "GGMS"),
        ("Al Pacino", "GS"),
        ("Mr. Van Dyke", "PSS"),
        ("Mr. Smith", "PS"),
        ("Maria Garcia Lopez", "GSS"),
        ("Juan Carlos García de la Cruz", "GMSSSS"),
        ("José Ortega y Gasset", "GSSS"),
        ("Ann B. Abalos Galito", "GmSS"),
        ("Smith Jennifer", "SG"),
        ("Smith Jennifer A", "SGm"),
        ("Smith J", "Sg"),
        ("Wei Tu", "GS"),
        ("Md Karim", "GS"),
        ("Nguyen Van Anh", "SGM"),
        ("Kim Jong-un", "SG"),
        ("John and Jane Smith", "G&GS"),
        ("Smith, John & Jane", "SG&G"),
        ("Tio Hardiman & Brunell Donald", "GS&GS"),
        ("Ann B. & Tom C. Smith", "Gm&GmS"),
        ("Dr. Gomes & Dr. Lui", "PS&PS"),
        ("Mr. and Mrs. Craig Courville", "P&PGS"),
        ("Jennifer", "G"),
        ("Smith", "S"),
        ("Zaphod", "G"),
        ("al-Farouk", "S"),
        ("J.", "g"),
        ('Dr. Robert "Bob" Smith Jr., MD', "PGNSJC"),
        ("", ""),
    ],
)
def test_labels(text, expected):
    assert "".join(SHORT[piece.label] for piece in label(text)) == expected


@given(names)
def test_every_word_is_labelled_and_none_is_left_undivided(text):
    assert all(piece.label is not Label.NAME for piece in label(text))


def test_most_words_of_labelled_names_are_right(shared):
    with (shared / "parse" / "person_names.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    examples: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        examples.setdefault(row["example"], []).append((row["token"], row["label"]))
    pairs = [
        (truth, str(piece.label))
        for example in examples.values()
        for (_, truth), piece in zip(example, label(" ".join(token for token, _ in example)), strict=True)
    ]
    assert sum(truth == found for truth, found in pairs) / len(pairs) >= 0.945
