"""The names of a table as matching reads them: split, no junk, the right way round, completed by the mailbox.

A name stands in one column or two, swapped or cut to an initial; blocking and comparing both need what is meant. What
a whole file tells (which words are given names here, which family names) decides where one record alone cannot.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

import polars as pl

from crmclean import resources
from crmclean.fields.base import is_placeholder
from crmclean.fields.email import Email
from crmclean.fields.name_words import givenness
from crmclean.fields.person_name import Name, PersonName, split
from crmclean.fields.spelling import fold_spelling
from crmclean.spec.model import Rules

__all__ = ["read_names", "straightened"]

_MAILBOX = "^(.+)@"
_BETWEEN = re.compile(r"[._-]")
_DIGITS = re.compile(r"\d")
_NOBODY = Name((), (), "")
_SWAPPED = 1 / 20
"""How much likelier swapped columns must make a name; about one record in fifty has them."""
_KNOWN = 4.0
"""Records that common knowledge about a word (``givenness``) is worth beside the file's own count."""
_MAILBOX_ODDS = 20.0
"""The last word of a mailbox (``jane.smith``, ``jsmith``) is the family name twenty times as often as the given one."""


def read_names(present: pl.DataFrame, rules: Rules, fields: Iterable[str]) -> list[Name]:
    """Return the names of *n* records; a half that is missing is empty.

    Args:
        present: *n* records of standard values, canonical columns.
        rules: Says what the columns hold.
        fields: The columns of names; those that the table has not are passed over.
    """
    parts = {rules.fields[name].part: name for name in fields if isinstance(rules.fields[name], PersonName)}
    columns = [_column(present, parts.get(part)).to_list() for part in ("given", "family", "full")]
    mailbox = next((name for name, kind in rules.fields.items() if isinstance(kind, Email)), None)
    boxes = _column(present, mailbox).str.to_lowercase().str.extract(_MAILBOX).to_list()
    rows = list(zip(*columns, strict=True))
    known = {row: _real(split(*row)) for row in set(rows)}
    names = [known[row] for row in rows]
    lean = _leaning(names)
    return [
        _completed(_turned(name, box, lean), box) if name.given or name.family else name
        for name, box in zip(names, boxes, strict=True)
    ]


def straightened(present: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return the records with the names as read in their given and family columns, where the rules have both."""
    asked = next(iter(rules.duplicates.compare.values()), None)
    kinds = {name: kind for name, kind in rules.fields.items() if isinstance(kind, PersonName)}
    fields = [name for name in (asked.fields or tuple(kinds)) if name in kinds] if asked else []
    by_part = {kinds[name].part: name for name in fields}
    if not asked or asked.kind != "person" or not {"given", "family"} <= by_part.keys():
        return present
    names = read_names(present, rules, fields)
    return present.with_columns(
        pl.Series(by_part["given"], [" ".join(name.given) or None for name in names], dtype=pl.String),
        pl.Series(
            by_part["family"],
            [" ".join((*name.family, name.generation)).strip() or None for name in names],
            dtype=pl.String,
        ),
    )


def _column(present: pl.DataFrame, name: str | None) -> pl.Series:
    if name and name in present.columns:
        return present[name]
    return pl.repeat(None, present.height, dtype=pl.String, eager=True)


def _real(name: Name) -> Name:
    """Return the name, or nobody for a made-up one: ``Null`` alone is a name, ``Test Test`` is not."""
    words = (*name.given, *name.family)
    if " ".join(words) in _made_up():
        return _NOBODY
    named = [word for word in words if not _DIGITS.search(word)]
    made_up = (name.given and name.family) or len(named) < len(words)
    return _NOBODY if made_up and all(is_placeholder(word, "*") for word in named) else name


@cache
def _made_up() -> frozenset[str]:
    """Return the full names that stand for nobody. Source: table ``made_up_names`` (by hand)."""
    return frozenset(row[0] for row in resources.read_table("made_up_names"))


def _leaning(names: Sequence[Name]) -> dict[str, float]:
    """Return for each word of two-word names the log odds that it is a given name here, not a family name."""
    pairs = [(name.given[0], name.family[0]) for name in names if _is_plain(name)]
    given, family = Counter(first for first, _ in pairs), Counter(last for _, last in pairs)
    lean = {}
    for word in given.keys() | family.keys():
        step = givenness(word)
        odds = 10 ** ((step - 4.5) / 2) if step is not None else 1.0
        prior = odds / (1 + odds)
        lean[word] = math.log((given[word] + _KNOWN * prior) / (family[word] + _KNOWN * (1 - prior)))
    return lean


def _is_plain(name: Name) -> bool:
    return len(name.family) == 1 and 0 < len(name.given) < 3 and len(name.given[0]) > 1 and len(name.family[0]) > 1


def _turned(name: Name, mailbox: str | None, lean: dict[str, float]) -> Name:
    """Turn a name round whose columns were swapped, as far as the file, common knowledge and the mailbox tell."""
    if not _is_plain(name):
        return name
    first, last = name.given[0], name.family[0]
    odds = lean.get(first, 0.0) - lean.get(last, 0.0)
    told = _family_told(mailbox) if mailbox else ""
    if told and told != first and last in (told, told[1:]):
        odds += math.log(_MAILBOX_ODDS)
    elif told and told != last and first in (told, told[1:]):
        odds -= math.log(_MAILBOX_ODDS)
    return name._replace(given=(last, *name.given[1:]), family=(first,)) if odds < math.log(_SWAPPED) else name


def _family_told(mailbox: str) -> str:
    """Return the family name that a mailbox tells most likely: the last word, the initial before it kept.

    ``jane.doe@`` tells ``doe``, ``jdoe7@`` ``jdoe``.
    """
    return _DIGITS.sub("", fold_spelling(_BETWEEN.split(mailbox)[-1]))


def _completed(name: Name, mailbox: str | None) -> Name:
    """Complete a name by a mailbox that spells both halves: ``J. Smith`` with ``john.smith@`` is John Smith.

    Only where one half agrees with the name and the other is missing or an initial of what the mailbox says.
    """
    given, family = "".join(name.given[:1]), "".join(name.family)
    if not mailbox or (len(given) > 1 and len(family) > 1):
        return name
    words = tuple(fold_spelling(part) for part in _BETWEEN.split(mailbox))
    if len(words) != 2 or min(map(len, words)) < 3:
        return _initialled(name, mailbox)
    for first, last in (words, words[::-1]):
        if last == family and len(given) < 2 and first.startswith(given):
            return name._replace(given=(first, *name.given[1:]))
        if first == given and len(family) < 2 and last.startswith(family):
            return name._replace(family=(last,))
    return _initialled(name, mailbox)


def _initialled(name: Name, mailbox: str) -> Name:
    """Give a family name alone the initial of its mailbox: ``Smith`` with ``jsmith@`` or ``smith.j@`` is J. Smith."""
    family = "".join(name.family)
    box = _DIGITS.sub("", "".join(_BETWEEN.split(mailbox)))
    if name.given or len(family) < 3 or len(box) != len(family) + 1 or not box.isalpha():
        return name
    initial = box[0] if box[1:] == family else box[-1] if box[:-1] == family else ""
    return name._replace(given=(initial,)) if initial else name
