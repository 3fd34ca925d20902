from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import RuleFileError
from crmclean.spec.condition import bound, is_day, is_field_name, parse
from crmclean.spec.node import And, Compare, FieldRef, IsNull, Membership, Not, Or, Text, Today


def _equal(field: str, text: str) -> Compare:
    return Compare(FieldRef(field), "==", Text(text))


@pytest.mark.parametrize(
    ("condition", "tree"),
    [
        ("a == 'x'", _equal("a", "x")),
        ('a == "it\'s"', _equal("a", "it's")),
        ("a == 1.50", _equal("a", "1.50")),
        ("a > -2", Compare(FieldRef("a"), ">", Text("-2"))),
        ("a == true and b == False", And((_equal("a", "true"), _equal("b", "false")))),
        ("a <= b", Compare(FieldRef("a"), "<=", FieldRef("b"))),
        ("1 < a != 5", And((Compare(Text("1"), "<", FieldRef("a")), Compare(FieldRef("a"), "!=", Text("5"))))),
        ("a in ['x', 2]", Membership("a", ("x", "2"))),
        ("a not in ('x', 'é')", Membership("a", ("x", "é"), negated=True)),
        ("a is null", IsNull("a")),
        ("a is not None", IsNull("a", negated=True)),
        ("not (a is null or b == 'x')", Not(Or((IsNull("a"), _equal("b", "x"))))),
        (" a == 'x'\n  and b is null\n", And((_equal("a", "x"), IsNull("b")))),
        ("a < today", Compare(FieldRef("a"), "<", Today())),
        ("today - 30 >= a", Compare(Today(-30), ">=", FieldRef("a"))),
        ("a == today + 7", Compare(FieldRef("a"), "==", Today(7))),
        ("a == 'today'", _equal("a", "today")),
    ],
)
def test_a_condition_reads_into_its_tree(condition, tree):
    assert parse(condition) == tree


def test_fields_are_all_that_are_read():
    assert parse("a == b and not (c in ['d'] or e is null)").fields() == {"a", "b", "c", "e"}


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("", "not a condition"),
        ("a ==", "not a condition"),
        ("a = 1", "'=' is written '=='"),
        ("a <> 1", "'<>' is written '!='"),
        ("a == 1 AND b == 2", "are lower case"),
        ("a == 1 && b == 2", "are written 'and', 'or', 'not'"),
        ("a == ’x’", "quotes are straight"),  # noqa: RUF001 - curly quotes are the point
        ("a == null", r"<condition>:1:6 .*write 'is null'"),
        ("a in ['x', null]", r"write 'is null'"),
        ("a is 'x'", "after 'is' comes 'null'"),
        ("'x' is null", "a field name belongs here"),
        ("a", r"'a' alone is no condition; write a == 'true'"),
        ("true", "not allowed in a condition"),
        ("'x' == 'y'", "needs a field"),
        ("a in b", "after 'in' comes a list"),
        ("a in [b]", "write 'b' in quotes"),
        ("'x' in a", "after 'in' comes a list"),
        ("a == 'it''s'", "one pair of quotes"),
        (r"a == '\n'", "a backslash is not allowed"),
        ("a == 0x10", "'0x10' is no plain number"),
        ("a == 1_000", "no plain number"),
        ("a == 1e999", "no plain number"),
        ("a == 2j", "'2j' is no plain number"),
        ("a == 1or b == 2", "'1or' is no plain number"),
        ("a == 1e5or b == 2", "'1e5or' is no plain number"),
        ("µ == 1", "'µ' is no field name"),
        ("a == b'x'", "not allowed"),
        ("a.b == 1", "a dot is not allowed"),
        ("f(a) == 1", "a function call is not allowed"),
        ("__import__('os').system('ls')", "a function call is not allowed"),
        ("a[0] == 1", "an index is not allowed"),
        ("a + 1 > 2", "arithmetic is not allowed"),
        ("-a > 2", "is no plain number"),
        ("a == (b == c)", "a comparison inside a comparison"),
        ("a if b == 1 else c == 1", "if … else is not allowed"),
        ("lambda: a", "not allowed"),
        ("[x for x in a]", "not allowed"),
        ("a == f'{b}'", "not allowed"),
        ("(a := 1) == 1", "not allowed"),
        ("a == 'x'; b == 'y'", "not a condition"),
        ("a == 'x" + "x" * 1000 + "'", "at most 1000"),
        (" or ".join(["a == 1"] * 70), "at most 200 parts"),
        ("not " * 20 + "a == 1", "20 deep"),
        ("(" * 400 + "a == 1" + ")" * 400, "not a condition"),
        ("a in [today]", "compare a date with today by '=='"),
        ("a < today - 1.5", "comes a number of days: today - 30"),
        ("a < today - b", "arithmetic is not allowed"),
        ("a < today * 2", "arithmetic is not allowed"),
        ("a < today - 123456", "comes a number of days"),
        ("today is null", "a field name belongs here"),
        ("today == today", "needs a field"),
        ("a == 'é' and x.y == 2", "<condition>:1:14 "),
    ],
)
def test_everything_else_is_refused_and_said_why(condition, message):
    with pytest.raises(RuleFileError, match=message):
        parse(condition)


@given(st.one_of(st.text(), st.text("ab01 '\"()[]=<>!.,-+\n") | st.from_regex(r"(not |\()*a (==|in|is) [^\n]{0,20}")))
def test_any_text_is_a_condition_or_a_problem(text):
    try:
        fields = parse(text).fields()
    except RuleFileError:
        return
    assert all(name in text for name in fields)


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("close_date", True),
        ("Phone2", True),
        ("2nd", False),
        ("e-mail", False),
        ("", False),
        ("in", False),
        ("é", False),
    ],
)
def test_a_field_name_is_what_a_condition_can_name(name, fits):
    assert is_field_name(name) is fits


@pytest.mark.parametrize(
    ("written", "date", "operand"),
    [
        ("9.50", False, Text("9.50")),
        ("-1e3", False, Text("-1e3")),
        ("2026-01-31", True, Text("2026-01-31")),
        ("today", True, Today()),
        ("today - 30", True, Today(-30)),
        ("today+7", True, Today(7)),
    ],
)
def test_a_bound_is_a_number_or_a_day(written, date, operand):
    assert bound(written, date=date) == operand


@pytest.mark.parametrize(
    ("written", "date", "message"),
    [
        ("1,000", False, "'1,000' is no plain number"),
        ("today", False, "no plain number"),
        ("31.1.2026", True, "is no day; write it as 2026-01-31, 'today' or 'today - 30'"),
        ("2026-02-30", True, "is no day"),
        ("today - 30 days", True, "is no day"),
        ("yesterday", True, "is no day"),
    ],
)
def test_another_bound_is_refused(written, date, message):
    with pytest.raises(ValueError, match=message):
        bound(written, date=date)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024-02-29", True), ("2026-02-29", False), ("2026-1-31", False), ("20260131", False), ("2026-W01-1", False)],
)
def test_a_day_is_written_in_one_way(text, day):
    assert is_day(text) is day
