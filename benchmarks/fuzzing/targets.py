"""What must hold for any bytes: of a table, of a rule file, of a model file.

Each target takes the bytes of a file. It returns where all that must hold does, and raises where it does not; errors of
crmclean's own are an answer, any other exception is a bug.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

import crmclean
from crmclean import resources
from crmclean.dedup.model import _checksum
from crmclean.errors import CrmcleanError
from crmclean.files import Input, read, write_csv
from crmclean.files.rewrite import rewrite
from crmclean.spec import Rules

__all__ = ["EDITS", "TARGETS", "BrokenError", "reading", "saved_models", "whole_model", "writing_of_rules"]

PACK = "generic/contact"
EDITS = b"edits"
PEOPLE = pl.DataFrame(
    {
        "id": ["1", "2", "3", "4"],
        "first_name": ["Ann", "Anne", "Bob", None],
        "last_name": ["Lee", "Lee", "N/A", "Ray"],
        "company": ["Acme", "Acme Inc", "Beta", "Acme"],
        "email": ["ann@acme.com", "ann@acme.com", "x", None],
        "phone": ["+1 415-555-2671", "415 555 2671", "=1+1", "0"],
    }
)
VALUES = (
    None,
    -1,
    0,
    0.5,
    1,
    1e308,
    float("nan"),
    "",
    "x",
    "AAAA",
    True,
    [],
    [0.5],
    [[]],
    {},
    {"x": 1},
    ["", "", "", ""],
)


class BrokenError(AssertionError):
    """Something does not hold; says what."""


def _holds(fact: object, otherwise: str) -> None:
    if not fact:
        raise BrokenError(otherwise)


@cache
def _folder() -> Path:
    # Held by the function as long as the process lives, and removed with it.
    _folder.held = tempfile.TemporaryDirectory(prefix="crmclean-fuzz-")  # type: ignore[attr-defined]
    return Path(_folder.held.name)  # type: ignore[attr-defined]


def _file(name: str, data: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(data)
    return path


def reading(data: bytes) -> None:
    """Read a file: every row is accounted for, twice is once, and what is written is what was read."""
    path = _file("in.csv", data)
    with suppress(CrmcleanError):
        first = read(path, max_quarantine=1.0)
        again = read(path, max_quarantine=1.0)
        _holds(first.rows_read == first.table.height + first.quarantine.height + first.blank_lines, "a row is lost")
        _holds(set(first.table.dtypes) <= {pl.String}, "a cell is no text")
        _holds(_facts(first) == _facts(again), "a second reading differs")
        _holds(first.table.equals(again.table), "a second reading differs")
        _holds(first.quarantine.equals(again.quarantine), "a second reading differs")
        if first.table.height:
            _comes_back(first)
            if first.text is not None:
                _stays(first)
                _comes_back_changed(first)


def _facts(found: Input) -> tuple[object, ...]:
    return found.rows_read, found.blank_lines, found.warnings, found.encoding, found.delimiter, found.quote


def _comes_back(found: Input) -> None:
    """What is written as a plain CSV is read again; many apostrophes at the start of cells may be quotes, too."""
    if any(
        text.startswith("'") for column in found.table.iter_columns() for text in (column.name, *column.drop_nulls())
    ):
        return
    out = _folder() / "out.csv"
    write_csv(found.table, out)
    again = read(out, delimiter=",", max_quarantine=0.0)
    _holds(again.table.equals(found.table), "what is written is not what was read")


def _stays(found: Input) -> None:
    """Records that did not change are their own bytes."""
    written, _ = rewrite(found.table, replace(found, encoding="utf-8"), range(found.table.height))
    spans = [found.header, *found.spans.tolist()]
    wanted = [found.text[start:stop].rstrip(b"\r\n") for start, stop in spans]
    _holds(all(each in written for each in wanted), "a record that did not change has other bytes")


def _comes_back_changed(found: Input) -> None:
    """What is written in the input's style is read again."""
    changed = found.table.with_columns(pl.all().fill_null("") + " x\"'")
    out = _folder() / "out.csv"
    data, _ = rewrite(changed, replace(found, encoding="utf-8"), range(changed.height))
    out.write_bytes(data)
    again = read(out, encoding="utf-8", delimiter=found.delimiter, max_quarantine=1.0)
    if (again.quote, again.escape) == (found.quote, found.escape):
        _holds(again.table.equals(changed), "what is written anew is not what was meant")


def writing_of_rules(data: bytes) -> None:
    """Load a rule file: the same twice, dumped and loaded the same, and of use on a table."""
    path = _file("rules.yaml", data)
    try:
        rules = crmclean.load_rules(path)
    except CrmcleanError as error:
        _refused_again(path, str(error))
        return
    dumped = _file("rules-dumped.yaml", crmclean.dump_rules(rules).encode())
    _holds(crmclean.load_rules(dumped).fingerprint == rules.fingerprint, "a rule set that is dumped differs")
    with suppress(CrmcleanError):
        cleaned = crmclean.clean(PEOPLE, rules)
        _holds(cleaned.records.height == PEOPLE.height, "a record is lost")


def _refused_again(path: Path, said: str) -> None:
    again = ""
    try:
        crmclean.load_rules(path)
    except CrmcleanError as error:
        again = str(error)
    _holds(again == said, "a second loading says something else")


def saved_models(data: bytes) -> None:
    """Load a model file: it is refused, or of use and saved the same.

    The bytes are taken as they are, and with the checksum that fits. What begins with ``EDITS`` is edits of a model
    that is whole: a place in its tree (two bytes), and what is put there (one).
    """
    edited = _edited(data.removeprefix(EDITS)) if data.startswith(EDITS) else data
    for written in (data, _with_checksum(edited)):
        with suppress(CrmcleanError):
            model = crmclean.load_model(_file("model.json", written), _rules())
            _holds(model.as_saved().to_json() == model.to_json(), "a saved model differs")
            found = crmclean.find_duplicates(PEOPLE, _rules(), model=model)
            shares = found.to_frame()["match_probability"]
            _holds(shares.is_between(0, 1).all(), "a probability is none")


@cache
def _rules() -> Rules:
    return crmclean.load_rules(PACK)


@cache
def whole_model() -> bytes:
    """Return the shipped model's file, without what is known of names: small, and of the right form."""
    shipped = resources.folder() / "weights" / f"{_rules().duplicates.weights}.json"
    body = json.loads(shipped.read_bytes())
    known = {"counts": {"name.family": ["AAAAAAAB", "Ag==", "", ""]}, "facts": {"name.initials": ["a"]}}
    return json.dumps(body | {"known": known}).encode()


def _with_checksum(data: bytes) -> bytes:
    """Give a model file the checksum of its content, so that the content is looked at."""
    try:
        body = json.loads(data)
        kept = {key: body[key] for key in body if key not in {"crmclean_model", "sha256"}}
        return json.dumps({"crmclean_model": body["crmclean_model"], "sha256": _checksum(kept), **kept}).encode()
    except (ValueError, TypeError, KeyError, RecursionError):
        return data


def _edited(data: bytes) -> bytes:
    body = json.loads(whole_model())
    for high, low, value in zip(*[iter(data[:30])] * 3, strict=False):
        places = list(_places(body))
        inside, key = places[(high * 256 + low) % len(places)]
        inside[key] = deepcopy(VALUES[value % len(VALUES)])
    return json.dumps(body).encode()


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - any JSON
    for key in list(tree) if isinstance(tree, dict) else range(len(tree) if isinstance(tree, list) else 0):
        yield tree, key
        yield from _places(tree[key])


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "read": reading,
    "rules": writing_of_rules,
    "model": saved_models,
}
"""Each target by the name of what is fuzzed."""
