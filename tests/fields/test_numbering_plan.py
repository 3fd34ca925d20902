from __future__ import annotations

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.numbering_plan import Fit, Number, read
from crmclean.fields.phone_engine import reader

BY_LIBRARY = reader("reference")
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
COMMON = ["US", "CA", "GB", "DE", "AT", "CH", "FR", "IT", "ES", "NL", "IN", "BR", "MX", "AR", "AU", "JP", "CN", "RU"]
SEPARATORS = [" ", "-", ".", "/", " (", ") "]
TAILS = ["", "", "", "", " x12", " ext. 345", "x9", " ext 4455", " / x12", " #22", " X5", ";ext=5"]
LABELS = ["", "", "", "", "tel. ", "M: ", "ph ", "("]


def broken_number(draw: random.Random) -> tuple[str, str]:
    """Return a number of some region, perhaps broken, in one of many spellings, and the region it is dialled in."""
    region = draw.choice(REGIONS if draw.random() < 0.6 else COMMON)
    example = phonenumbers.example_number_for_type(region, draw.choice([0, 1, 2, 3, 6, 7]))
    digits = list(phonenumbers.national_significant_number(example or phonenumbers.example_number(region)))
    for _ in range(draw.choice([0, 0, 2, 5])):
        digits[draw.randrange(len(digits))] = draw.choice("0123456789")
    cut = draw.choice([0, 0, 0, 0, 0, 1, 2])
    more = draw.choice(["", "", "", "", "7"])
    code = str(phonenumbers.country_code_for_region(region))
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    trunk = metadata.national_prefix or "0"
    lead = draw.choice([f"+{code}", f"+{code}(0)", "", "", trunk, code, f"011{code}", f"00{code}"])
    text = "".join(
        sign + (draw.choice(SEPARATORS) if draw.random() < 0.25 else "") for sign in lead + "".join(digits[cut:]) + more
    )
    text = " ".join((draw.choice(LABELS) + text + draw.choice(TAILS)).split())
    return text, region if draw.random() < 0.9 else draw.choice(REGIONS)


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("(415) 555-2671", "US", Number("1", "4155552671", "", Fit.VALID)),
        ("14155552671", "US", Number("1", "4155552671", "", Fit.VALID)),
        ("+44 20 7946 0958", "US", Number("44", "2079460958", "", Fit.VALID)),
        ("0711/9883088", "DE", Number("49", "7119883088", "", Fit.VALID)),
        ("+49 (0)30 901820", None, Number("49", "30901820", "", Fit.VALID)),
        ("913742831990", "IN", Number("91", "3742831990", "", Fit.VALID)),
        ("06 17 67 89 59 ext 62", "FR", Number("33", "617678959", "62", Fit.VALID)),
        ("+39 06 1234 5678", "IT", Number("39", "0612345678", "", Fit.VALID)),
        ("(111) 555-2671", "US", Number("1", "1115552671", "", Fit.POSSIBLE)),
        ("555-2671", "US", Number("1", "5552671", "", Fit.LOCAL)),
        ("4155552671", "FR", Number("33", "4155552671", "", Fit.IMPOSSIBLE)),
    ],
)
def test_plain_numbers_are_read(text, region, expected):
    assert read(text, region) == expected
    assert BY_LIBRARY(text, region) == expected


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("1-800-FLOWERS", "US"),
        ("555-2671 / x12", "US"),
        ("011 44 20 7946 0958", "US"),
        ("٠٣٠١٢٣٤٥٦٧", "DE"),
        ("030 123456", None),
        ("+999 123456", "US"),
        ("12345", "US"),
        ("0343 15 555 1212", "AR"),
    ],
)
def test_everything_else_is_left_to_phonenumbers(text, region):
    assert read(text, region) is None


def test_it_never_answers_otherwise_than_phonenumbers():
    draw = random.Random(20260)  # noqa: S311 - a seeded sample, no secret
    numbers = [broken_number(draw) for _ in range(6000)]
    read_here = 0
    for text, region in numbers:
        number = read(text, region)
        if number is not None:
            read_here += 1
            assert number == BY_LIBRARY(text, region), (text, region)
    assert read_here > 3000


@given(st.text(alphabet="0123456789 +()-./x", max_size=22), st.sampled_from(REGIONS))
def test_it_never_answers_otherwise_on_any_digits(text, region):
    number = read(" ".join(text.split()), region)
    assert number is None or number == BY_LIBRARY(" ".join(text.split()), region)
