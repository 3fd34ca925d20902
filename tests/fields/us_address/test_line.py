from __future__ import annotations

from crmclean.fields.us_address.line import Line


def test_a_line_begins_without_parts():
    line = Line("12 Main St")
    assert (line.parts, line.end, line.is_located, line.has_state) == (["", "", ""], 3, False, False)
    assert Line("").parts == []


def test_parts_are_given_by_span_and_by_word():
    line = Line("Apt 4 12 Main St")
    line.mark(0, 2, "unit")
    line.mark_all([2], "number")
    assert line.parts == ["unit", "unit", "number", "", ""]
    assert line.free(0, line.end) == [3, 4]


def test_neighbours_are_words_inside_the_line():
    line = Line("12 Main St Austin TX")
    line.mark(3, 4, "city")
    line.end = 4
    assert (line.before(0), line.before(1), line.after(1), line.after(2), line.after(3)) == ("", "12", "st", "", "")


def test_a_line_is_located_by_its_state_or_by_what_was_read_at_its_end():
    line = Line("12 Main St 78701")
    line.end = 3
    assert line.is_located
    line.mark(3, 4, "state")
    assert line.has_state
