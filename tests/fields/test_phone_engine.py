from __future__ import annotations

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import MissingExtraError
from crmclean.fields import phone_engine
from crmclean.fields.numbering_plan import Fit, Number
from crmclean.fields.phone import Phone
from crmclean.fields.phone_engine import reader, version

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
TRICKY = [
    *(("4155552671.0", "US"), ("+1 (201) 555-0123 / 0124", "US"), ("4155552671; 4155552672", "US")),
    *(("1-800-FLOWERS", "US"), ("1-800-CONTACTS", "US"), ("00 44 20 7946 0958", "US"), ("011 44 20 7946 0958", "US")),
    *(("+52 1 55 1234 5678", "MX"), ("+54 9 11 1234 5678", "AR"), ("011 15 1234 5678", "AR")),
    *(("٠٣٠٩٠١٨٢٠", "DE"), ("\uff14\uff11\uff15\uff15\uff15\uff15\uff12\uff16\uff17\uff11", "US")),
    *(("+49 (0)30 901820", None), ("+39 06 1234 5678", "IT"), ("06 1234 5678", "IT"), ("030 901820-12", "DE")),
    *(("tel:+1-415-555-2671;ext=12", "US"), ("415 555 2671, ext 12", "US"), ("415.555.2671 #12", "US")),
    *(("415-555-2671 extension 4", "US"), ("4155552671x1234567", "US"), ("+44 20 7946 0958 x 9", None)),
    *(("(415) 555\u20132671", "US"), ("'+442079460958", "US"), ('="4155552671"', "US"), ("++44 20 7946 0958", "US")),
    *(("+(44) 20 7946 0958", "US"), ("(+44) 20 7946 0958", "US"), ("+44", "GB"), ("+", "US"), ("", "US")),
    *(("911", "US"), ("112", "DE"), ("555-2671", "US"), ("12345678901234567890", "US"), ("+999 123456", "US")),
    *(("0800 0000 0000", "GB"), ("+800 1234 5678", None), ("+1 876 555 0123", None), ("8 800 555 35 35", "RU")),
    *(("+7 701 111 2233", "KZ"), ("ask reception", "US"), ("030 901820", None), ("+86 10 6552 9988", "CN")),
    *(("(11) 91191-9707", "BR"), ("0xx11 3071 1234", "BR"), ("15 92657-3411", "BR"), ("(111) 555-2671", "US")),
]


@pytest.fixture(scope="module")
def fast():
    pytest.importorskip("rphonenumbers", reason="the extra 'fast' is not installed")
    return reader("fast")


def spelling(draw: random.Random) -> tuple[str, str]:
    """Return a number of some region, some of its digits changed, as people write it."""
    region = draw.choice(REGIONS)
    digits = list(phonenumbers.national_significant_number(phonenumbers.example_number(region)))
    for _ in range(draw.choice([0, 0, 1, 3])):
        digits[draw.randrange(len(digits))] = draw.choice("0123456789")
    code = phonenumbers.country_code_for_region(region)
    number = "".join(sign + draw.choice(["", "", "", " ", "-", "/"]) for sign in digits)
    lead = draw.choice([f"+{code} ", f"00{code}", "0", "", f"+{code} (0)"])
    return lead + number + draw.choice(["", "", " x12", " ext. 345"]), region


@pytest.mark.parametrize(("text", "region"), TRICKY)
def test_both_engines_read_tricky_texts_alike(fast, text, region):
    assert fast(text, region) == reader("reference")(text, region)


def test_both_engines_read_numbers_of_all_regions_alike(fast):
    draw = random.Random(941)  # noqa: S311 - a seeded sample, no secret
    numbers = [spelling(draw) for _ in range(4000)]
    wrong = [pair for pair in numbers if fast(*pair) != reader("reference")(*pair)]
    assert wrong == []


@given(st.text(alphabet="0123456789 +()-./x", max_size=20), st.sampled_from(REGIONS))
def test_both_engines_read_any_digits_alike(fast, text, region):
    assert fast(text, region) == reader("reference")(text, region)


@pytest.mark.parametrize(("text", "region"), TRICKY)
@pytest.mark.usefixtures("fast")
def test_a_field_answers_alike_with_both_engines(text, region):
    country = {"from": "country"}
    kinds = [Phone.model_validate({"region": country, "engine": engine}) for engine in ("reference", "fast")]
    assert kinds[0].standardize(text, region) == kinds[1].standardize(text, region)


def test_the_reference_is_phonenumbers():
    assert reader("reference")("1-800-FLOWERS", "US") == Number("1", "8003569377", "", Fit.VALID)
    assert reader("reference")("ask reception", "US") is None
    assert version("reference") == f"phonenumbers {phonenumbers.__version__}"


@pytest.mark.usefixtures("fast")
def test_the_fast_engine_tells_both_versions():
    assert "rphonenumbers 0." in version("fast")
    assert "(metadata 9." in version("fast")


def test_a_missing_extra_is_named(monkeypatch):
    def refuse(name: str):
        raise ImportError(name)

    monkeypatch.setattr(phone_engine, "import_module", refuse)
    for cached in (phone_engine.reader, phone_engine._library):
        cached.cache_clear()
    with pytest.raises(MissingExtraError, match=r"crmclean\[fast\]"):
        reader("fast")
    with pytest.raises(MissingExtraError, match=r"crmclean\[fast\]"):
        _ = Phone(engine="fast").engine_version
