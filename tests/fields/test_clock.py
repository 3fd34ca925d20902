from __future__ import annotations

import re

import pytest

from crmclean.fields.clock import AFTER_DAY, read_clock

READ = {
    "T09:15:00Z": ("09:15:00", 0),
    "t9:05": ("09:05:00", None),
    " 09:15:00.123": ("09:15:00", None),
    " 09:15:00,123+01:00": ("09:15:00", 60),
    "T09:15:00-0330": ("09:15:00", -210),
    " 09:15:00+00": ("09:15:00", 0),
    " 09:15:00 GMT+2": ("09:15:00", 120),
    " 09:30:00 GMT+0100 (Central European Standard Time)": ("09:30:00", 60),
    " 09:15 UTC": ("09:15:00", 0),
    " 3:45 PM": ("15:45:00", None),
    ", 12:05 a.m.": ("00:05:00", None),
    " 12:05 p. m.": ("12:05:00", None),
    " at 3:45 pm": ("15:45:00", None),
    " um 9:30 Uhr": ("09:30:00", None),
    " à 10h30": ("10:30:00", None),
}
WRONG = [" 24:00", " 09:60", " 09:15:61", " 13:00 PM", " 0:30 am", " 09:00:00+24:00", " 09:00:00-99:00"]


@pytest.mark.parametrize(("text", "clock"), READ.items())
def test_times_are_read_with_their_zone(text, clock):
    assert re.fullmatch(AFTER_DAY, text)
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", WRONG)
def test_what_looks_like_a_time_and_is_none_is_not_read(text):
    assert re.fullmatch(AFTER_DAY, text)
    assert read_clock(text) is None
