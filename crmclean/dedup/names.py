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

import polars as pl

from crmclean import resources
from crmclean.fields.base import is_placeholder, placeholder_texts
from crmclean.fields.email import Email, is_free
from crmclean.fields.name_words import givenness
from crmclean.fields.person_name import Name, PersonName, split_columns
from crmclean.fields.spelling import fold_spelling
from crmclean.spec.model import Rules

__all__ = ["read_names", "straightened"]

_MAILBOX = "^(.+)@"
_BETWEEN = re.compile(r"[._-]")
_DIGITS = re.compile(r"\d")
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


def read_names(present: pl.DataFrame, rules: Rules, fields: Iterable[str]) -> pl.DataFrame:
    """Return the names of *n* records: columns ``given``, ``family``, ``generation``, words joined by blanks.

    A half that is missing is an empty text. Most names are plain and read as columns; the rest one by one.

    Args:
        present: *n* records of standard values, canonical columns.
        rules: Says what the columns hold.
        fields: The columns of names; those that the table has not are passed over.
    """
    parts = {rules.fields[name].part: name for name in fields if isinstance(rules.fields[name], PersonName)}
    names = _without_nobody(split_columns(*(_column(present, parts.get(part)) for part in ("given", "family", "full"))))
    names = names.with_columns(first=pl.col("given").str.extract("^([^ ]*)"))
    lean = _leaning(names.filter(_IS_PLAIN))
    both = _stand_both_ways(names)
    asked = names.select(_may_be_turned(lean, both) | _MAY_BE_COMPLETED).to_series().arg_true()
    mailbox = next((name for name, kind in rules.fields.items() if isinstance(kind, Email)), None)
    boxes = _column(present, mailbox)[asked].str.to_lowercase().str.extract(_MAILBOX)
    both, names = both[asked], names.drop("first")
    found = [
        _completed(_turned(name, box, lean, both=either), box)
        for name, box, either in zip(_names(names[asked]), boxes.to_list(), both.to_list(), strict=True)
    ]
    return _scattered(names, asked, found)


def straightened(present: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return the records with the names as read in their given and family columns, where the rules have both.

    A mailbox that spells a name that is made up goes with it: ``max@mustermann.de`` of Max Mustermann is nobody's.
    """
    asked = next(iter(rules.duplicates.compare.values()), None)
    kinds = {name: kind for name, kind in rules.fields.items() if isinstance(kind, PersonName)}
    fields = [name for name in (asked.fields or tuple(kinds)) if name in kinds] if asked else []
    by_part = {kinds[name].part: name for name in fields}
    if not asked or asked.kind != "person" or not {"given", "family"} <= by_part.keys():
        return present
    names = read_names(present, rules, fields)
    family = (pl.col("family") + " " + pl.col("generation")).str.strip_chars(" ")
    halves = names.select(pl.col("given"), family).select(pl.when(pl.all() != "").then(pl.all()))
    written = split_columns(*(_column(present, by_part.get(part)) for part in ("given", "family", "full")))
    return _without_mailboxes(present, rules, written, names).with_columns(
        halves["given"].rename(by_part["given"]), halves["family"].rename(by_part["family"])
    )


def _without_mailboxes(present: pl.DataFrame, rules: Rules, written: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Take the mailboxes that spell a made-up name: a name that was ``written`` and is not read."""
    mailbox = next((name for name, kind in rules.fields.items() if isinstance(kind, Email)), None)
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
    half = pl.col("given", "family").str.extract("^([^ ]*)")
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


def _leaning(plain: pl.DataFrame) -> dict[str, float]:
    """Return for each word of two-word names the log odds that it is a given name here, not a family name."""
    given, family = (dict(plain[half].value_counts(name="names").iter_rows()) for half in ("first", "family"))
    lean = {}
    for word in given.keys() | family.keys():
        step = givenness(word)
        odds = 10 ** ((step - 4.5) / 2) if step is not None else 1.0
        prior = odds / (1 + odds)
        as_given, as_family = given.get(word, 0) + _KNOWN * prior, family.get(word, 0) + _KNOWN * (1 - prior)
        lean[word] = math.log(as_given / as_family)
    return lean


def _stand_both_ways(names: pl.DataFrame) -> pl.Series:
    """Tell which names the file has in both orders, by the first word of each half."""
    last = pl.col("family").str.extract("^([^ ]*)")
    there = (pl.col("first") != "") & (last != "")
    orders = names.select(
        pl.when(there).then(pl.struct(one="first", other=last)).alias("as it stands"),
        pl.when(there).then(pl.struct(one=last, other="first")).alias("turned"),
    )
    known = orders["as it stands"].unique().drop_nulls()
    return orders["turned"].is_in(known.implode()).fill_null(value=False)


def _may_be_turned(lean: dict[str, float], both: pl.Series) -> pl.Expr:
    """Whether a mailbox that says the same too could turn the name."""
    words, odds = list(lean), pl.Series(lean.values(), dtype=pl.Float64)
    apart = [pl.col(half).replace_strict(words, odds, default=0.0) for half in ("first", "family")]
    limit = pl.when(both).then(math.log(_MAILBOX_ODDS)).otherwise(math.log(_SWAPPED * _MAILBOX_ODDS)) + _ROUNDING
    return (_IS_PLAIN & (apart[0] - apart[1] < limit)) | _ENDS_IN_INITIAL | (both & _IS_INITIAL)


def _turned(name: Name, mailbox: str | None, lean: dict[str, float], *, both: bool) -> Name:
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
    odds = lean.get(first, 0.0) - lean.get(last, 0.0)
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
