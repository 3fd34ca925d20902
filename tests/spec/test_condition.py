from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.errors import RuleFileError
from crmclean.spec.condition import And, Compare, FieldRef, IsNull, Membership, Not, Or, Text, is_field_name, parse


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
