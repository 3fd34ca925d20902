"""Names of persons: the standard form keeps what a person wrote; the matching form is what two spellings share.

Standardizing repairs white space and one-case writing (``JANE``, ``jane``), nothing else: a name is its bearer's.
Everything bolder (titles and credentials dropped, umlauts folded, nicknames, sound) is for matching and never shown.
Family names that look like placeholders (Null, Test, True) are real and stay, with a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import polars as pl

from crmclean.fields import name_labels
from crmclean.fields.base import FieldType, Standard, State, fold, is_placeholder
from crmclean.fields.column import distinct
from crmclean.fields.fallback import one_by_one
from crmclean.fields.name_column import Part, read_plain
from crmclean.fields.name_labels import PARTICLES
from crmclean.fields.name_pieces import AND, BORN, Label, Reading, Word
from crmclean.fields.name_words import (
    LOWER,
    LOWER_INSIDE,
    are_variants,
    around,
    givenness,
    is_given,
    known_nicknames,
    nickname_group,
    short_forms,
    sound,
)
from crmclean.fields.spelling import fold_spelling, is_damaged, is_one_case, title_word, without_remark

__all__ = [
    "PARTICLES",
    "Name",
    "PersonName",
    "Words",
    "are_variants",
    "is_given",
    "nickname_group",
    "read_words",
    "short_forms",
    "sound",
    "split",
    "split_columns",
]

_TITLED, _LOW = r"(?:[A-Z][a-z]*[aeiouy][a-z]*|[AEIOUY][a-z]+)", r"(?:[a-z]+[aeiouy][a-z]*|[aeiouy][a-z]+)"
_PLAIN = re.compile(rf"{_TITLED}(?:[ -]{_TITLED})*(?: [A-Z]\.?)?|{_LOW}(?: {_LOW})*(?: [a-z])?")
"""A name of words with a vowel, in title case or folded, and perhaps an initial behind."""
_RUN = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_ROMAN = re.compile(r"(?i)i{2,3}|iv|vi{0,3}")
_ELISION = re.compile(r"(?i)\b([odlm]['\u2019])")
_ARTICLE = re.compile(r"\bAl-(?=\w)")
_TOGETHER = re.compile(r"(?i)&|\+|\s(?:and|und|et|or|oder|ou|og|och)\s")
_SHORT = frozenset(("st", "dr", "mr", "ms", "fr", "jr", "sr"))
_STAY_LOWER = PARTICLES | LOWER | LOWER_INSIDE
_IMPOSSIBLE = re.compile(r"[\d@#$%^=<>{}|~\\]|://")
_ORDINAL = re.compile(r"(?i)\b(?:2nd|3rd|4th)\b")
_OWN = frozenset((Label.NAME, Label.SURNAME, Label.NICKNAME))
_GIVEN = frozenset((Label.GIVEN, Label.FIRST_INITIAL, Label.MIDDLE, Label.MIDDLE_INITIAL, Label.NICKNAME))
_FAMILY = frozenset((Label.SURNAME, Label.LAST_INITIAL))
_PREFIXES = frozenset((Label.PREFIX_MARITAL, Label.PREFIX_OTHER))


class Name(NamedTuple):
    """A person's name as matching sees it: folded words, in the order written.

    ``given`` holds first name, middle names and initials; ``family`` keeps its particles (``de la cruz``);
    ``generation`` is ``jr``, ``sr``, ``ii``, ``iii``, ``iv`` or empty. A half that is missing is empty.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    generation: str


class Words(NamedTuple):
    """One text read: words before and after its comma, the generation, and whether a title stood in front."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    generation: str
    titled: bool


@cache
def _other_words() -> frozenset[str]:
    """Words that may be more than a name in it; where there is none of them, all words are names."""
    tables = ("title", "credential", "comma", "role", "generation")
    texts = {text for kind in tables for text in around(kind)}
    words = {word for text in texts for word in text.split() if len(word) > 1}
    return frozenset(texts | words | BORN | AND | {"mc", "not"})  # do not use


@lru_cache(maxsize=1 << 18)
def read_words(text: str, *, least: int) -> Words:
    """Read the text of one half of a name, as ``split`` does; ``least`` words are kept where all look like titles."""
    if text.isalpha() and text.isascii() and (text[1:].islower() or text.isupper()):
        word = fold_spelling(text)
        if word not in around("title"):
            return Words((word,), (), "", titled=False)
    if _PLAIN.fullmatch(text):
        words = tuple(map(fold_spelling, text.replace("-", " ").rstrip(".").split(" ")))
        if _other_words().isdisjoint(words):
            return Words(words, (), "", titled=False)
    read = Reading.of(text, least=least)
    own = [at for at, each in enumerate(read.labels) if each in _OWN]
    first = [at for at in own if read.parts[at] == read.parts[own[0]]]
    return Words(
        _without_monsieur(_joined([read.words[at] for at in first])),
        _without_monsieur(_joined([read.words[at] for at in own[len(first) :]])),
        _generation(read),
        titled=not _PREFIXES.isdisjoint(read.labels),
    )


def _joined(read: Sequence[Word]) -> tuple[str, ...]:
    """The folded words of written words; ``Mc Donald`` is one."""
    if len(read) == 1:
        return read[0].words
    words = [folded for word in read for folded in word.words]
    if "mc" in words:
        return tuple(" ".join(words).replace("mc ", "mc").split())
    return tuple(words)


def _without_monsieur(words: tuple[str, ...]) -> tuple[str, ...]:
    """Drop an *M.* before a name: it may be Monsieur, or an initial that tells little."""
    return words[1:] if len(words) > 1 and words[0] == "m" and len(words[1]) > 1 else words


def _generation(read: Reading) -> str:
    if Label.GENERATION not in read.labels:
        return ""
    return around("generation")[read.plain[read.labels.index(Label.GENERATION)]]


@lru_cache(maxsize=1 << 17)
def _whole(text: str) -> Name:
    """Split a whole name that stands in one text."""
    read = name_labels.read(text)
    given = _joined([word for word, each in zip(read.words, read.labels, strict=True) if each in _GIVEN])
    family = _joined([word for word, each in zip(read.words, read.labels, strict=True) if each in _FAMILY])
    given = () if given == ("m",) and family else _without_monsieur(given)
    return Name(given, family, _generation(read))


def split(given: str | None, family: str | None, full: str | None = None) -> Name:
    """Split a person's name, in whichever columns it stands, into the words that matching compares.

    Titles and credentials are dropped, the generation is kept apart, ``Last, First`` is understood, a whole name in
    one column is divided where the other column is empty, and what one column repeats of the other counts once.
    ``full`` is read only where ``given`` or ``family`` is missing.

    Args:
        given: First name, or None.
        family: Last name, or None.
        full: The whole name in one text, or None.

    Example:
        >>> split("Dr. Kate", "Smith-Jones, PhD")
        Name(given=('kate',), family=('smith', 'jones'), generation='')
        >>> split(None, "de la Cruz, María J.")
        Name(given=('maria', 'j'), family=('de', 'la', 'cruz'), generation='')
        >>> split(None, None, "Mr. Ludwig van Beethoven Jr.")
        Name(given=('ludwig',), family=('van', 'beethoven'), generation='jr')
    """
    first, last = read_words(given or "", least=0), read_words(family or "", least=1)
    if full and not (first.before and last.before):
        return _whole(full)
    generation = last.generation or first.generation
    if not last.before:
        if not first.after and (len(first.before) < 2 or len(first.before[-1]) == 1):
            return Name(first.before, (), generation)
        return _whole(given or "")
    if not first.before:
        if not last.after and (len(last.before) < 2 or last.before[0] in PARTICLES):
            return Name((), last.before, generation)
        return _whole(family or "")
    mine = first.after if first.before == last.before and first.after else first.before + first.after
    mine += tuple(word for word in last.after if word not in mine)
    theirs = last.before
    if len(mine) > len(theirs) and mine[-len(theirs) :] == theirs:
        mine = mine[: -len(theirs)]
    if len(theirs) > len(mine) and theirs[: len(mine)] == mine:
        theirs = theirs[len(mine) :]
    return Name(mine, theirs, generation)


def split_columns(given: pl.Series, family: pl.Series, full: pl.Series) -> pl.DataFrame:
    """Split *n* names: the twin of ``split``.

    Returns:
        Columns ``given``, ``family`` and ``generation``: words joined by blanks, an empty text where there are none.

    Example:
        >>> halves = pl.Series(["Dr. Kate", None]), pl.Series(["Smith-Jones, PhD", "Lee"])
        >>> split_columns(*halves, pl.Series([None, None], dtype=pl.String)).rows()
        [('kate', 'smith jones', ''), ('', 'lee', '')]
    """
    columns = {"given": given, "family": family, "full": full}
    asked = pl.DataFrame([values.fill_null("").rename(name) for name, values in columns.items()])
    mine, theirs = pl.col("given"), pl.col("family")
    halves = (("given", 0), ("family", 1))
    words = asked.with_columns(_column_words(asked[name], least=least).rename(name) for name, least in halves)
    one_word = (pl.col("full") == "") & ~(mine + theirs).str.contains(" ", literal=True)
    plain = words.select((((mine != "") & (theirs != "")) | one_word).fill_null(value=False)).to_series()
    words = words.with_columns(mine.str.strip_suffix(" " + theirs))
    words = words.select(mine, theirs.str.strip_prefix(mine + " "), generation=pl.lit(""))
    rest = (~plain).arg_true()
    rows = asked[rest].rows()
    known = {row: split(*row) for row in set(rows)}
    names = [tuple(map(" ".join, known[row][:2])) + known[row][2:] for row in rows]
    found = pl.DataFrame(names, schema=words.schema, orient="row")
    return words.select(words[half].clone().scatter(rest, found[half]) for half in words.columns)


def _column_words(texts: pl.Series, *, least: int) -> pl.Series:
    """Return the words of the texts of one half, joined by blanks; null where there is more in a text than words."""
    known, at = distinct(pl.DataFrame({"text": texts}))
    words = pl.select(pl.when(known["text"] == "").then(pl.lit("")).otherwise(_plain_words(known["text"]))).to_series()
    rest = words.is_null().arg_true()
    read = [read_words(text, least=least) for text in known["text"].gather(rest).to_list()]
    told = [None if each.after or each.generation else " ".join(each.before) or None for each in read]
    return words.scatter(rest, pl.Series(told, dtype=pl.String)).gather(at)


def _words(value: str) -> tuple[str, ...]:
    read = read_words(value, least=1)
    return read.before + read.after


def _first(value: str) -> str:
    return next(iter(_words(value)), "")


def _telling(value: str) -> str:
    """Return the last word that is no particle: of any word mistyped once, the start or the end is right."""
    words = _words(value)
    return next((word for word in reversed(words) if word not in PARTICLES), "".join(words[-1:]))


def _sounds(value: str) -> Iterable[str]:
    words = _words(value)
    telling = [word for word in words if len(word) > 1 and word not in PARTICLES] or words
    return [code for code in dict.fromkeys(map(sound, telling)) if code]


def _plain_words(values: pl.Series) -> pl.Series:
    """Return the words of plain names, joined by blanks; null where a name needs a closer look."""
    text = pl.col("text")
    low = text.str.strip_suffix(".").str.to_lowercase().str.replace_all("-", " ", literal=True)
    telling = "|".join(sorted(filter(str.isalpha, _other_words())))
    closer = low.str.contains(rf"[aou]e|\b(?:{telling})\b")
    plain = text.str.contains(f"^(?:{_PLAIN.pattern})$") & ~closer
    return pl.DataFrame({"text": values}).select(pl.when(plain).then(low)).to_series()


def _plain_word(values: pl.Series) -> pl.Series:
    """Return plain names of one word; null for the rest."""
    words = _plain_words(values)
    return pl.select(pl.when(~words.str.contains(" ", literal=True)).then(words)).to_series()


def _own_nicknames(values: pl.Series) -> pl.Series:
    """Return the first words of plain names that stand for no other name; null for the rest."""
    first = _plain_words(values).str.extract("^([^ ]*)")
    known = first.is_in(sorted(known_nicknames()))
    return pl.select(pl.when(~known).then(first)).to_series()


class PersonName(FieldType):
    """A person's name, or one half of it."""

    type: Literal["person_name"] = "person_name"
    part: Part = "full"
    """Which part of the name the field holds: ``given``, ``family`` or ``full``."""

    keys = {
        "": lambda value: filter(None, [" ".join(_words(value))]),
        "first": lambda value: filter(None, [_first(value)]),
        "initial": lambda value: filter(None, [_first(value)[:1]]),
        "sound": _sounds,
        "start": lambda value: filter(None, [_telling(value)[:3]]),
        "end": lambda value: filter(None, [_telling(value)[-3:]]),
        "nickname": lambda value: filter(None, sorted(nickname_group(_first(value)))),
    }

    key_columns = {
        "": _plain_words,
        "first": lambda values: _plain_words(values).str.extract("^([^ ]*)"),
        "initial": lambda values: _plain_words(values).str.head(1),
        "sound": lambda values: pl.Series([word and sound(word) for word in _plain_word(values)], dtype=pl.String),
        "start": lambda values: _plain_word(values).str.head(3),
        "end": lambda values: _plain_word(values).str.tail(3),
        "nickname": _own_nicknames,
    }

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Keep the name as written, with its case repaired where a whole name or a word of it is in one case."""
        written = text if text.istitle() and "-" not in text else self._recase(text)
        fault = _fault(text) or (_fault(written) if written != text else None)
        if fault:
            return Standard(text, State.INVALID, fault)
        return Standard(written, State.OK, self._doubt(written))

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:
        """Keep a column of names; all but plain ones are looked at one by one."""
        return one_by_one(read_plain(texts, self.part), self.parse, texts, given)

    def _recase(self, text: str) -> str:
        words = text.split(" ")
        if is_one_case(text):
            return " ".join(self._written(word, at, len(words)) for at, word in enumerate(words))
        if len(words) == 1:
            return text
        return " ".join(
            self._written(word, at, len(words)) if self._is_slip(word, len(words)) else word
            for at, word in enumerate(words)
        )

    def _is_slip(self, word: str, count: int) -> bool:
        """Whether one word of a name is in the wrong case: ``John smith``, ``Jean DUPONT``."""
        if word.islower():
            return len(word) > 2 and bool(_LETTERS.search(word)) and fold(word) not in _STAY_LOWER
        if len(word) < 4 or not word.isupper():
            return False
        plain = fold(word)
        known = self.part != "full" or count == 2 or givenness(plain) is not None
        return known and plain not in around("credential") and not set(plain).isdisjoint("aeiouy")

    def _written(self, word: str, at: int, count: int) -> str:
        """Write one word of a name that came in one case."""
        plain, last = fold(word).replace(" ", ""), at == count - 1
        if at and (_ROMAN.fullmatch(plain) or plain in around("credential")):
            return (
                word.upper()
                if plain not in around("credential")
                else word.lower().replace(plain, around("credential")[plain])
            )
        begins = at == 0 and self.part != "family"
        if not last and ((not begins and plain in LOWER) or (at and plain in LOWER_INSIDE)):
            return word.lower()
        if len(plain) == 2 and self.part != "family" and (at == 0 or not last) and not set(plain) & set("aeiouy"):
            return word.title() if plain in _SHORT else word.upper()  # JD, not Ng
        titled = _RUN.sub(lambda run: title_word(run.group()), word)
        titled = _ELISION.sub(lambda found: found.group().title(), titled)
        return titled if begins else _ARTICLE.sub("al-", titled)

    def _doubt(self, text: str) -> str | None:
        """Say what may be wrong with a name that can stand as it is, or None."""
        if " " not in text and "," not in text:
            unlikely = is_placeholder(text, "*") or text.lower() == "true"
            return "Is this really a name?" if unlikely else self._other_half(text)
        if _TOGETHER.search(text) and Label.AND in Reading.of(text, least=1).labels:
            return "Two people seem to share one name."
        return None if self.part == "full" else _stranger(text)

    def _other_half(self, text: str) -> str | None:
        """Ask about a given name that is a family name to nearly everybody, and the other way round."""
        odds = None if self.part == "full" else givenness(text.lower())
        if odds == 0 and self.part == "given":
            return "This is usually a family name; are given and family name swapped?"
        if odds == 9 and self.part == "family":
            return "This is usually a given name; are given and family name swapped?"
        return None


def _stranger(text: str) -> str | None:
    """Say what stands in one half of a name and belongs elsewhere, or None."""
    first, last = (word.strip(".,()").lower() for word in (text.split(" ", 1)[0], text.rsplit(" ", 1)[-1]))
    if not ("," in text or first in around("title") or last in around("credential")):
        return None
    read = Reading.of(text, least=1)
    own = [part for part, each in zip(read.parts, read.labels, strict=True) if each in _OWN]
    if own and own[0] != own[-1]:
        return "Given and family name seem to stand here together, the family name first."
    if Label.CREDENTIAL in read.labels or not _PREFIXES.isdisjoint(read.labels):
        return "A title stands in the name; it belongs in a field of its own."
    return None


def _fault(text: str) -> str | None:
    """Say what keeps a text from being a name, or None."""
    if text.isascii() and text.isalpha():
        return None
    if without_remark(text) != text:
        return "A remark stands in the name; it belongs in a field of its own."
    if is_damaged(text):
        return "Letters of the name were damaged by an import."
    if _IMPOSSIBLE.search(_ORDINAL.sub("", text)):
        return "A name holds letters only; this one has digits or signs."
    if not any(map(str.isalpha, text)):
        return "A name holds letters; this one has none."
    return None
