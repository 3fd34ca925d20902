from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean.spec.tree import MAX_BYTES, Tree, is_file, read


def _read(tmp_path: Path, content: str | bytes) -> tuple[Tree | None, list[str]]:
    path = tmp_path / "r.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    tree, problems = read(path)
    return tree, [str(problem).removeprefix(str(tmp_path) + "/") for problem in problems]


def _yaml_like():
    """Bytes of what YAML is made of, which random ones seldom are."""
    pieces = [
        "a",
        "b: ",
        "- ",
        "\n",
        "\n  ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "|\n",
        ">-\n",
    ]
    pieces += ["'", '"', "\\", "# ", "---\n", "...\n", "%YAML 1.1\n", "\t", "\r", "~", "\ufeff", "\u2028", "é", ": "]
    return st.lists(st.sampled_from(pieces), max_size=30).map(lambda parts: "".join(parts).encode())


@pytest.mark.parametrize(
    "scalar",
    [
        "NO",
        "yes",
        "off",
        "01234",
        "1.10",
        "12:30",
        "12:30:00",
        "2024-01-31",
        "0o14",
        "0x1F",
        "1e3",
        ".inf",
        "null",
        "+1 2",
    ],
)
def test_a_scalar_is_the_text_that_stands_there(tmp_path, scalar):
    tree, problems = _read(tmp_path, f"a: {scalar}\nb: [{scalar}]\n")
    assert tree is not None
    assert tree.plain() == {"a": scalar, "b": [scalar]}
    assert problems == []


def test_nothing_and_tilde_are_null_and_quoted_they_are_text(tmp_path):
    tree, _ = _read(tmp_path, "a:\nb: ~\nc: ''\nd: '~'\ne: |\n  two\n  lines\n")
    assert tree is not None
    assert tree.plain() == {"a": None, "b": None, "c": "", "d": "~", "e": "two\nlines\n"}


def test_every_node_knows_its_place(tmp_path):
    tree, _ = _read(tmp_path, "a:\n  é b: [x, {c: y}]\n")
    assert tree is not None
    node = tree["a"]["é b"][1]["c"]
    assert (node.place.line, node.place.column, node.place.path) == (2, 16, "$.a['é b'][1].c")
    assert node.key is not None
    assert node.key.column == 13
    assert tree.at("a", "no", "such") is tree["a"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "r.yaml:1:1 $: the file is empty"),
        ("# only a comment\n", "r.yaml:1:1 $: the file is empty"),
        ("a: 1\nb: 2\na: 3\n", "r.yaml:3:1 $.a: the key 'a' stands twice; it is already in line 1"),
        ("a: {b: 1, b: 2}\n", "r.yaml:1:11 $.a.b: the key 'b' stands twice; it is already in line 1"),
        ("a: &x 1\n", "r.yaml:1:4 $.a: the anchor '&x' is not allowed; write the value out where it is used"),
        ("a: !!python/object/apply:os.system [ls]\n", "the tag 'tag:yaml.org,2002:python/object/apply:os.system' is"),
        ("a: !x 1\n", "r.yaml:1:4 $.a: the tag '!x' is not allowed; every value is text"),
        ("? [a]\n: 1\n", "r.yaml:1:3 $: a key must be text"),
        ("? {a: b}\n: 1\n", "r.yaml:1:3 $: a key must be text"),
        ("a: 1\n---\nb: 2\n", "r.yaml:3:1 $: a second document"),
        ("a: b: c\n", "r.yaml:1:5 $: not YAML: mapping values are not allowed"),
        ("a: [1, 2\nb: 3\n", "r.yaml:2:2 $: not YAML: did not find expected ',' or ']'"),
        ("a:\n\t- b\n", "r.yaml:2:1 $: not YAML: found character that cannot start any token"),
        ("a: 'x\n", "not YAML: found unexpected end of stream"),
        (b"a: 1\nb: caf\xe9\n", "r.yaml:2:7 $: not UTF-8; save it as UTF-8"),
        ("a: 1\n".encode("utf-16"), "r.yaml:1:1 $: not UTF-8"),
        (b"a: 1\nb: \0\n", "r.yaml:2:4 $: the control character U+0000"),
        ("a: \x1b[31m\n", "r.yaml:1:4 $: the control character U+001B"),
        ("a: {b: 1, <<: {c: 2}}\n", "r.yaml:1:11 $.a: '<<' is not allowed; write the keys out, or use 'extends'"),
        ("%YAML 9.9\n---\na: 1\n", "r.yaml:1:1 $: not YAML: found incompatible YAML document"),
        (b"PK\x03\x04\x00", "r.yaml:1:3 $: the control character U+0003; this is no text file"),
        ("a: " + "[" * 21 + "]" * 21, "r.yaml:1:23 $.a" + "[0]" * 19 + ": nested more than 20 deep"),
        ("a: " + "x" * MAX_BYTES, f"r.yaml:1:1 $: larger than {MAX_BYTES} bytes"),
    ],
)
def test_what_is_no_rule_file_is_told_with_its_place(tmp_path, content, problem):
    _, problems = _read(tmp_path, content)
    assert len(problems) == 1
    assert problem in problems[0]


def test_several_problems_are_told_at_once(tmp_path):
    tree, problems = _read(tmp_path, "a: &x 1\nb: *x\nb: !y z\n")
    assert [problem.split(" $")[0] for problem in problems] == ["r.yaml:1:4", "r.yaml:2:4", "r.yaml:3:4", "r.yaml:3:1"]
    assert tree is not None


def test_an_alias_bomb_is_refused_and_never_expanded(tmp_path):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    _, problems = _read(tmp_path, "\n".join(lines))
    assert sum("alias" in problem for problem in problems) == 81


def test_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    tree, problems = _read(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert tree is not None
    assert tree.plain() == {"a": "1", "b": "2"}
    assert tree["a"].place.column == 4
    assert problems == []


def test_a_missing_file_and_a_folder_are_problems(tmp_path):
    assert "no such file" in str(read(tmp_path / "none.yaml")[1][0])
    assert "not a file" in str(read(tmp_path)[1][0])


def test_lines_may_end_in_carriage_returns_alone(tmp_path):
    tree, problems = _read(tmp_path, "a: 1\rb: [2]\r")
    assert tree is not None
    assert tree.plain() == {"a": "1", "b": ["2"]}
    assert tree["b"].place.line == 2
    assert problems == []


def test_a_file_of_many_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing, if it were read
    assert f"larger than {MAX_BYTES} bytes" in str(read(path)[1][0])


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/tty", "/proc/self/mem"])
def test_a_device_is_no_file_or_cannot_be_read(name):
    tree, problems = read(Path(name))
    assert tree is None
    assert len(problems) == 1


def test_a_pipe_and_a_link_to_itself_never_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    assert "not a file" in str(read(tmp_path / "pipe.yaml")[1][0])
    assert "loop.yaml:1:1" in str(read(tmp_path / "loop.yaml")[1][0])


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b", "\ud800", "."])
def test_no_name_is_too_strange_to_be_asked_about(name):
    assert not is_file(Path(name))
    assert len(read(Path(f"{name}.yaml"))[1]) == 1


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")) | _yaml_like())
def test_any_bytes_give_a_tree_or_problems_with_their_place(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    tree, problems = read(path)
    assert tree is not None or problems
    assert all(problem.line >= 1 and problem.column >= 1 and "\n" not in str(problem) for problem in problems)


def test_without_leaves_out_nodes_and_keeps_the_rest(tmp_path):
    tree, _ = _read(tmp_path, "a: [x, y]\nb: {c: 1, d: 2}\n")
    assert tree is not None
    assert tree.without({tree["a"][0], tree["b"]["d"]}).plain() == {"a": ["y"], "b": {"c": "1"}}
    assert tree.plain() == {"a": ["x", "y"], "b": {"c": "1", "d": "2"}}
