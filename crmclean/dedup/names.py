"""The names of a table as matching reads them: split, no junk, the right way round, completed by the mailbox.

A name stands in one column or two, swapped or cut to an initial; blocking and comparing both need what is meant. What
a whole file tells (which words are given names here, which family names) decides where one record alone cannot.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product

import numpy as np
import polars as pl

from crmclean import resources
from crmclean.dedup.coded import unique
from crmclean.dedup.known import Frequencies
from crmclean.fields.base import is_placeholder, placeholder_texts
from crmclean.fields.column import distinct
from crmclean.fields.email import Email, is_free
from crmclean.fields.name_words import givenness
from crmclean.fields.person_name import Name, PersonName, split_columns
from crmclean.fields.spelling import fold_spelling
from crmclean.spec.model import Rules

__all__ = ["changed_fields", "read_names", "straightened"]

_MAILBOX = "^(.+)@"
_BETWEEN = re.compile(r"[._-]")
_DIGITS = re.compile(r"\d")
_WORD = "^([^ ]*)"
_HALVES = ("first", "last")
_Leaning = tuple[dict[str, float], dict[str, float]]
_NOBODY = Name((), (), "")
_IS_PLAIN = (
    (pl.col("family").str.len_chars() > 1)
    & ~pl.col("family").str.contains(" ", literal=True)
    & (pl.col("first").str.len_chars() > 1)
    & (pl.col("given").str.count_matches(" ", literal=True) < 2)
)
"""Whether a name is of two words of two letters or more, and perhaps a middle name."""
_MAY_BE_COMPLETED = (
    pl.min_horizontal(pl.col("first").str.len_chars(), pl.col("family").str.replace_all(" ", "").str.len_chars()) < 2
) & (pl.max_horizontal("given", "family") != "")
"""Whether a half of a name is missing or an initial."""
_ENDS_IN_INITIAL = pl.col("family").str.contains("^[^ ]+ [^ ]$")
_IS_INITIAL = pl.col("family").str.contains("^[^ ]$")
_ROUNDING = 1e-9
_SWAPPED = 1 / 20
"""How much likelier swapped columns must make a name; about one record in fifty has them."""
_KNOWN = 4.0
"""Records that common knowledge about a word (``givenness``) is worth beside the file's own count."""
_MAILBOX_ODDS = 20.0
"""The last word of a mailbox (``jane.smith``, ``jsmith``) is the family name twenty times as often as the given one."""


def read_names(
    present: pl.DataFrame, rules: Rules, fields: Iterable[str], frequencies: Frequencies | None = None
) -> pl.DataFrame:
    """Return the names of *n* records: columns ``given``, ``family``, ``generation``, words joined by blanks.

    A half that is missing is an empty text. Most names are plain and read as columns; the rest one by one.

    Args:
        present: *n* records of standard values, canonical columns.
        rules: Says what the columns hold.
        fields: The columns of names; those that the table has not are passed over.
        frequencies: Tells what is a given name, where a model knows it.
    """
    return _read(_written(present, rules, fields), present, rules, frequencies or Frequencies())


def _written(present: pl.DataFrame, rules: Rules, fields: Iterable[str]) -> pl.DataFrame:
    """Return the names as they are written, split."""
    parts = {rules.fields[name].part: name for name in fields if isinstance(rules.fields[name], PersonName)}
    return split_columns(*(_column(present, parts.get(part)) for part in ("given", "family", "full")))


def _read(written: pl.DataFrame, present: pl.DataFrame, rules: Rules, frequencies: Frequencies) -> pl.DataFrame:
    names = _without_nobody(written)
    names = names.with_columns(first=pl.col("given").str.extract(_WORD), last=pl.col("family").str.extract(_WORD))
    lean = _leaning(names, frequencies)
    both = _stand_both_ways(names, frequencies)
    asked = names.select(_may_be_turned(lean, both) | _MAY_BE_COMPLETED).to_series().arg_true()
    mailbox = next(iter(_mailboxes(rules)), None)
    boxes = _column(present, mailbox)[asked].str.to_lowercase().str.extract(_MAILBOX)
    both, names = both[asked], names.drop(_HALVES)
    found = [
        _completed(_turned(name, box, lean, both=either), box)
        for name, box, either in zip(_names(names[asked]), boxes.to_list(), both.to_list(), strict=True)
    ]
    return _scattered(names, asked, found)


def straightened(
    present: pl.DataFrame, rules: Rules, frequencies: Frequencies | None = None
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """Return the records with the names as read in their given and family columns, and the names (``read_names``).

    Only where people are compared first and the rules have both columns; else the records as they are, and None. A
    mailbox that spells a name that is made up goes with it: ``max@mustermann.de`` of Max Mustermann is nobody's.
    """
    fields = _halved(rules)
    if not fields:
        return present, None
    by_part = {kind.part: name for name in fields if isinstance(kind := rules.fields[name], PersonName)}
    written = _written(present, rules, fields)
    names = _read(written, present, rules, (frequencies or Frequencies()).named("names"))
    family = (pl.col("family") + " " + pl.col("generation")).str.strip_chars(" ")
    halves = names.select(pl.col("given"), family).select(pl.when(pl.all() != "").then(pl.all()))
    read = _without_mailboxes(present, rules, written, names).with_columns(
        halves["given"].rename(by_part["given"]), halves["family"].rename(by_part["family"])
    )
    return read, names


def changed_fields(rules: Rules) -> frozenset[str]:
    """Return the fields that ``straightened`` may change."""
    fields = _halved(rules)
    return frozenset({*fields, *_mailboxes(rules)}) if fields else frozenset()


def _halved(rules: Rules) -> tuple[str, ...]:
    """Return the fields of the names that are compared first, where there is one of each half; else none."""
    asked = next(iter(rules.duplicates.compare.values()), None)
    if not asked or asked.kind != "person":
        return ()
    kinds = {name: kind.part for name, kind in rules.fields.items() if isinstance(kind, PersonName)}
    fields = tuple(name for name in (asked.fields or kinds) if name in kinds)
    return fields if {"given", "family"} <= {kinds[name] for name in fields} else ()


def _mailboxes(rules: Rules) -> tuple[str, ...]:
    return tuple(name for name, kind in rules.fields.items() if isinstance(kind, Email))


def _without_mailboxes(present: pl.DataFrame, rules: Rules, written: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Take the mailboxes that spell a made-up name: a name that was ``written`` and is not read."""
    mailbox = next(iter(_mailboxes(rules)), None)
    if mailbox is None or mailbox not in present.columns:
        return present
    unread = ((names["given"] == "") & (names["family"] == "")).rename("unread")
    at = (unread & ((written["given"] != "") | (written["family"] != ""))).arg_true()
    spelt = [
        _spells(address, given + family)
        for address, given, family in zip(
            present[mailbox][at].to_list(), written["given"][at], written["family"][at], strict=True
        )
    ]
    nobodys = at.filter(pl.Series(spelt, dtype=pl.Boolean))
    return present.with_columns(present[mailbox].clone().scatter(nobodys, None)) if len(nobodys) else present


def _spells(address: str | None, name: str) -> bool:
    """Whether an address spells a name and nothing else: before the @ at a mail provider, in all but its ending."""
    box, _, host = (address or "").lower().partition("@")
    said = box if is_free(host) else box + host.partition(".")[0]
    letters = "".join(filter(str.isalpha, fold_spelling(said)))
    return bool(host) and letters == "".join(filter(str.isalpha, name))


def _column(present: pl.DataFrame, name: str | None) -> pl.Series:
    if name and name in present.columns:
        return present[name]
    return pl.repeat(None, present.height, dtype=pl.String, eager=True)


def _names(rows: pl.DataFrame) -> Iterator[Name]:
    return (Name(tuple(given.split()), tuple(family.split()), last) for given, family, last in rows.iter_rows())


def _scattered(names: pl.DataFrame, at: pl.Series, found: Sequence[Name]) -> pl.DataFrame:
    """Put other names in the place of some."""
    rows = [(" ".join(name.given), " ".join(name.family), name.generation) for name in found]
    new = pl.DataFrame(rows, schema=names.schema, orient="row")
    return names.select(names[half].clone().scatter(at, new[half]) for half in names.columns)


def _without_nobody(names: pl.DataFrame) -> pl.DataFrame:
    """Empty the names of those who are made up; only what is listed or not made of letters is looked at."""
    listed = [*placeholder_texts("*"), ""]
    half = pl.col("given", "family").str.extract(_WORD)
    odd = pl.all_horizontal(half.is_in(listed) | half.str.contains(_DIGITS.pattern))
    known = (pl.col("given") + " " + pl.col("family")).str.strip_chars(" ").is_in(sorted(_made_up()))
    at = names.select(odd | known | pl.any_horizontal(pl.col("given", "family").str.contains(r"\d"))).to_series()
    at = at.arg_true()
    return _scattered(names, at, [_real(name) for name in _names(names[at])])


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
    """Return the full names that stand for nobody; a listed word does beside another one (``Demo User``).

    Source: table ``made_up_names`` (by hand).
    """
    listed = [row[0] for row in resources.read_table("made_up_names")]
    words = [name for name in listed if " " not in name]
    return frozenset({name for name in listed if " " in name} | {" ".join(pair) for pair in product(words, repeat=2)})


def _leaning(names: pl.DataFrame, frequencies: Frequencies) -> _Leaning:
    """Return for each word of two-word names the log odds that it is a given name here, not a family name.

    It does so for a word before and for one behind: where a model does not know a word, it counts once as what it is.
    """
    asked = names if frequencies.known else names.filter(_IS_PLAIN)
    before, behind = (dict(asked[half].value_counts(name="names").iter_rows()) for half in _HALVES)
    words = list(before.keys() | behind.keys())
    counted = [np.array([half.get(word, 0) for word in words], dtype=np.int64) for half in (before, behind)]
    often, series = counted[0] + counted[1] > 1, pl.Series(words, dtype=pl.String)
    given, family = (
        frequencies.count(f"{half}_word", series, each, often & (each > 0), rest=0).tolist()
        for half, each in zip(_HALVES, counted, strict=True)
    )
    lean = {word: _lean(word, *each) for word, *each in zip(words, given, family, strict=True) if any(each)}
    new = [word for word in words if word not in lean]
    if not new:
        return lean, lean
    return lean | {word: _lean(word, 1, 0) for word in new}, lean | {word: _lean(word, 0, 1) for word in new}


def _lean(word: str, given: int, family: int) -> float:
    step = givenness(word)
    odds = 10 ** ((step - 4.5) / 2) if step is not None else 1.0
    prior = odds / (1 + odds)
    return math.log((given + _KNOWN * prior) / (family + _KNOWN * (1 - prior)))


def _stand_both_ways(names: pl.DataFrame, frequencies: Frequencies) -> pl.Series:
    """Tell which names the file has in both orders, by the first word of each half."""
    whole = pl.concat_str(_HALVES, separator=" ")
    if frequencies.known:
        asked = names.select(whole).to_series()
        return asked.is_in(frequencies.among("both", asked.unique()).implode())
    words, at = distinct(pl.DataFrame({"word": pl.concat([names[half].rename("") for half in _HALVES])}))
    one, other = np.split(at.to_numpy().astype(np.int64), 2)
    there = names.select(pl.all_horizontal(pl.col(_HALVES) != "")).to_series().to_numpy()
    as_it_stands, turned = one * words.height + other, other * words.height + one
    both = pl.Series(there & np.isin(turned, unique(as_it_stands[there])))
    frequencies.among("both", names.filter(both).select(whole.unique()).to_series())
    return both


def _may_be_turned(lean: _Leaning, both: pl.Series) -> pl.Expr:
    """Whether a mailbox that says the same too could turn the name."""
    apart = [
        pl.col(half).replace_strict(list(each), pl.Series(each.values(), dtype=pl.Float64), default=0.0)
        for half, each in zip(("first", "family"), lean, strict=True)
    ]
    limit = pl.when(both).then(math.log(_MAILBOX_ODDS)).otherwise(math.log(_SWAPPED * _MAILBOX_ODDS)) + _ROUNDING
    return (_IS_PLAIN & (apart[0] - apart[1] < limit)) | _ENDS_IN_INITIAL | (both & _IS_INITIAL)


def _turned(name: Name, mailbox: str | None, lean: _Leaning, *, both: bool) -> Name:
    """Turn a name round whose columns were swapped, as far as the file, common knowledge and the mailbox tell.

    Where the file has the name in ``both`` orders, or an initial stands behind the family name, one of the two orders
    is as likely as the other before that.
    """
    middle = name.family[1:]
    if middle and len(middle) == len(middle[0]) == 1:
        name = name._replace(family=name.family[:1])
    if len(name.given) == 1 < len(name.given[0]) and tuple(map(len, name.family)) == (1,):
        return name._replace(given=name.family, family=name.given) if both else name
    if not (len(name.family) == 1 and 0 < len(name.given) < 3 and len(name.given[0]) > 1 and len(name.family[0]) > 1):
        return name._replace(family=name.family[:1] + middle) if middle else name
    first, last = name.given[0], name.family[0]
    odds = lean[0].get(first, 0.0) - lean[1].get(last, 0.0)
    told = _family_told(mailbox) if mailbox else ""
    if told and told != first and last in (told, told[1:]):
        odds += math.log(_MAILBOX_ODDS)
    elif told and told != last and first in (told, told[1:]):
        odds -= math.log(_MAILBOX_ODDS)
    if odds < (0.0 if middle or both else math.log(_SWAPPED)):
        return name._replace(given=(last, *(middle or name.given[1:])), family=(first,))
    return name._replace(family=(last, *middle))


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
