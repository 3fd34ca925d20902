from __future__ import annotations

import pytest

from crmclean.fields.base import State
from crmclean.fields.phone_engine import reader
from crmclean.fields.phone_reading import Home, standard

US = Home("US", sure=True, otherwise="US")
FRANCE = Home("FR", sure=True, otherwise="US")
PERHAPS_US = Home("US", sure=False, otherwise="US")
NOWHERE = Home(None, sure=False, otherwise=None)


def judged(text: str, home: Home = US):
    return standard(text, home, reader("reference"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.4155552671E10", "+14155552671"),
        ("415-555-2671 (cell)", "+14155552671"),
        ("1-800-CONTACTS", "+18002668228"),
        ("1-800-555-TELL", "+18005558355"),
        ("+52 1 55 1234 5678", "+525512345678"),
        ("+52 1 55 1234 5678 ext 4", "+525512345678 ext. 4"),
        ("+1 415 555 2671 / (415) 555-2671", "+14155552671"),
        ("+49 30 901820 Durchwahl 12", "+4930901820 ext. 12"),
        ('="4155552671"', "+14155552671"),
    ],
)
def test_numbers_in_unusual_dress(text, value):
    assert judged(text) == (value, State.OK, None)


@pytest.mark.parametrize(
    "text",
    [
        "415-555-2671; 415-555-2672",
        "415-555-2671 415-555-2672",
        "415-555-2671 (w) 415-555-2672 (h)",
        "P: 415.555.2671 F: 415.555.2672",
        "415-555-2671 / 72",
        "415-555-2671 x3, 415-555-2671 x4",
    ],
)
def test_two_numbers_stay_as_they_are(text):
    assert judged(text) == (text, State.AMBIGUOUS, "Holds 2 numbers; a field takes one.")


@pytest.mark.parametrize(
    ("text", "home", "state", "note"),
    [
        ("442079460958", US, State.INVALID, "Not a number of US. With a plus in front it is a number of +44"),
        ("442079460958", PERHAPS_US, State.INVALID, "names no country. With a plus in front it is a number of +44"),
        ("442079460958", NOWHERE, State.UNKNOWN, "With a plus in front it is a number of +44; is the plus missing?"),
        ("(44) 2079460958", US, State.IMPOSSIBLE, "too few or too many digits"),
        ("(559) 743-3537", FRANCE, State.INVALID, "Not a number of FR. It is one of US; is the country right?"),
        ("07147 310 091", FRANCE, State.IMPOSSIBLE, "Not a number of FR: too few or too many digits."),
        ("07147 310 091", PERHAPS_US, State.INVALID, "Not a number of US; the record names no country."),
        ("15 92657-3411", PERHAPS_US, State.INVALID, "Not a number of US; the record names no country."),
        ("+1 415 555 267", PERHAPS_US, State.IMPOSSIBLE, "Not a number of +1: too few or too many digits."),
        ("+999 415 555 267", US, State.IMPOSSIBLE, "Not a phone number: too few or too many digits."),
        ("415-555-2671 ask for Bob", US, State.INVALID, "Words stand beside the number"),
        ("4.15555E+09", US, State.INVALID, "A spreadsheet has cut off the last digits"),
        ("555-2671", US, State.INVALID, "The area code is missing."),
        ("ask reception", US, State.IMPOSSIBLE, "Not a phone number"),
        ("12345", NOWHERE, State.IMPOSSIBLE, "Not a phone number"),
    ],
)
def test_what_cannot_be_written_stays_and_says_why(text, home, state, note):
    found = judged(text, home)
    assert (found.value, found.state) == (text, state)
    assert note in found.note


def test_a_number_that_is_not_in_use_is_written_where_its_country_is_sure():
    assert judged("(111) 555-2671")[:2] == ("+11115552671", State.INVALID)
    assert judged("(111) 555-2671", PERHAPS_US)[:2] == ("(111) 555-2671", State.INVALID)
    assert judged("+1 (111) 555-2671", PERHAPS_US)[:2] == ("+11115552671", State.INVALID)
