from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.phone_text import (
    FILLER_TAILS,
    before_other_ending,
    clean,
    digits,
    has_words,
    is_filler,
    is_plain,
    last_digits_lost,
    several,
)

texts = st.text(alphabet="0123456789 +()-./xE,;e#cl", max_size=24)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("4155552671.0", "4155552671"),
        ("4155552671,00", "4155552671"),
        ("1.4155552671E10", "14155552671"),
        ("1,4155552671e+10", "14155552671"),
        ("0044 20 7946 0958", "+44 20 7946 0958"),
        ("tel (00 44) 20 7946 0958", "tel (+44) 20 7946 0958"),
        ("tel. 0049 30 901820", "tel. +49 30 901820"),
        ("415-555-2671 (cell)", "415-555-2671"),
        ("415-555-2671(w)", "415-555-2671"),
        ("0171 1234567 - mobil", "0171 1234567"),
        ("030 901820 Büro", "030 901820"),
        ("030 901820 Durchwahl 12", "030 901820 ext. 12"),
        ("01 42 68 53 00 poste 12", "01 42 68 53 00 ext. 12"),
        ("(11) 3071-1234 ramal: 12", "(11) 3071-1234 ext. 12"),
        ("1-800-FLOWERS", "1-800-FLOWERS"),
        ("1-800-555-HOME", "1-800-555-HOME"),
        ("123 (cell)", "123 (cell)"),
        ("415-555-2671", "415-555-2671"),
    ],
)
def test_what_spreadsheets_and_people_add_is_taken_off(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("4.15555E+09", True),
        ("4,15555E+09", True),
        ("+4.4E+11", True),
        ("4E9", True),
        ("1.4155552671E10", False),
        ("4155552671", False),
        ("4155552671E", False),
    ],
)
def test_digits_that_a_spreadsheet_has_lost(text, lost):
    assert last_digits_lost(text) is lost


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("415-555-2671; 415-555-2672", 2),
        ("415-555-2671 / 415-555-2672 / 415-555-2673", 3),
        ("415-555-2671/415-555-2672", 2),
        ("415-555-2671 or 415-555-2672", 2),
        ("030 1234567 und 030 1234568", 2),
        ("Home: 415-555-2671 Cell: 415-555-2672", 2),
        ("415-555-2671 ext. 2051 / (202) 555-0198", 2),
        ("06656/249070 / (202) 555-0123", 2),
        ("0711/9883088", 0),
        ("0711/98830-88 / 12", 0),
        ("415-555-2671;ext=1234567", 0),
        ("415-555-2671 x 1234567", 0),
        ("415-555-2671 ask for Bob", 0),
        ("", 0),
    ],
)
def test_two_numbers_in_one_cell(text, numbers):
    assert len(several(text)) == numbers


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("(201) 555-0123 / 0124", "(201) 555-0123 "),
        ("030 1234567/68", "030 1234567"),
        ("0711/98830", None),
        ("030 1234567", None),
    ],
)
def test_a_second_number_given_by_its_ending(text, first):
    assert before_other_ending(text) == first


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("415-555-2671 ask for Bob", True),
        ("415-555-2671 Mr. Smith ext 3", True),
        ("Call 415-555-2671", False),
        ("1-800-FLOWERS", False),
        ("1-800-555-TELL", False),
        ("415-555-2671 ext 3", False),
    ],
)
def test_words_beside_a_number(text, words):
    assert has_words(text) is words


@given(st.text(alphabet="0123456789", max_size=12))
def test_the_tails_miss_no_filler(number):
    assert not is_filler(number) or number[-6:] in FILLER_TAILS


@given(texts)
def test_a_plain_text_has_nothing_to_mend(text):
    if is_plain(text):
        assert clean(text) == text
        assert several(text) == []
        assert not has_words(text)


@given(texts)
def test_no_digit_is_invented(text):
    assert len(digits(clean(text))) <= sum(map(str.isdigit, text))
