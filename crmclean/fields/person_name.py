"""Names of persons: the standard form keeps what a person wrote; the matching form is what two spellings share.

Standardizing repairs white space and one-case writing (``JANE``, ``jane``), nothing else: a name is its bearer's.
Everything bolder (titles and credentials dropped, umlauts folded, nicknames, sound) is for matching and never shown.
Family names that look like placeholders (Null, Test, True) are real and stay, with a note.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

import jellyfish

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State, fold, is_placeholder, tidy
from crmclean.fields.spelling import fold_spelling, is_damaged, is_one_case, title_word, without_remark

__all__ = ["PARTICLES", "Name", "PersonName", "are_variants", "is_given", "nickname_group", "sound", "split"]

PARTICLES = frozenset(
    "van von vom der den des zu zur zum ten ter te de del della dello delle di da das do dos du la las le les lo los "
    "el al ibn bin ben bint abu abd st saint san af av".split()
)
"""Words that begin a family name and belong to it. Source: collected by hand."""

_LOWER = frozenset("van von vom der den des zu zur zum ten ter te de da das do dos du ibn bin bint af av y e".split())
_LOWER_INSIDE = frozenset("la las le les lo los el al del della dello delle di".split())
_RUN = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"(?i)i{2,3}|iv|vi{0,3}")
_ELISION = re.compile(r"(?i)\b([odlm]['\u2019])")
_IMPOSSIBLE = re.compile(r"[\d@#$%^=<>{}|~\\]|://")
_ORDINAL = re.compile(r"(?i)\b(?:2nd|3rd|4th)\b")
_GLUED_PARTICLE = re.compile(r"\b(von|van|de|di|da|dos|del)(?=[A-ZÀ-Þ])")
_DIGIT_LETTERS = str.maketrans("0158", "olsb")


class Name(NamedTuple):
    """A person's name as matching sees it: folded words, in the order written.

    ``given`` holds first name, middle names and initials; ``family`` keeps its particles (``de la cruz``);
    ``generation`` is ``jr``, ``sr``, ``ii``, ``iii``, ``iv`` or empty. A half that is missing is empty.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    generation: str


class _Words(NamedTuple):
    """One text read: words before and after its comma, the generation, and whether a title stood in front."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    generation: str
    titled: bool


@cache
def _around(kind: str) -> Mapping[str, str]:
    return MappingProxyType({text: means for text, found, means in resources.read_table("honorifics") if found == kind})


@cache
def _nicknames() -> Mapping[str, frozenset[str]]:
    formal: dict[str, set[str]] = {}
    for short, name, _source in resources.read_table("nicknames"):
        formal.setdefault(fold_spelling(short), set()).add(fold_spelling(name))
    return MappingProxyType({short: frozenset(names) for short, names in formal.items()})


def _undigit(word: str) -> str:
    """Read one digit among letters as the letter it resembles (``mi1ler``)."""
    digits = sum(map(str.isdigit, word))
    return word.translate(_DIGIT_LETTERS) if digits == 1 and len(word) > 3 else word


def _fold_words(text: str) -> list[str]:
    words = fold_spelling(_GLUED_PARTICLE.sub(r"\1 ", text)).split()
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "mc":
            joined[-1] = f"mc{word}"
        else:
            joined.append(_undigit(word))
    return joined


def _without_titles(words: list[str], least: int) -> list[str]:
    titles, rest = _around("title"), words
    while rest:
        if rest[0] == "m" and len(rest) > 1 and len(rest[1]) > 1:  # M. Dupont; M. alone is an initial
            rest = rest[1:]
            continue
        length = next((n for n in (3, 2, 1) if len(rest) - n >= least and " ".join(rest[:n]) in titles), 0)
        if not length:
            break
        rest = rest[length:]
    return rest


def _without_tail(words: list[str], least: int, *, comma: bool) -> tuple[list[str], str]:
    """Drop credentials and the generation from the end; return the rest and the generation."""
    generation, generations = "", _around("generation")
    while len(words) > least:
        if words[-1] in generations:
            generation, words = generations[words[-1]], words[:-1]
            continue
        for length in (2, 1):
            last = " ".join(words[-length:])
            known = last in _around("credential") or (comma and last in _around("comma"))
            if len(words) - length >= least and known:
                words = words[:-length]
                break
        else:
            break
    return words, generation


@lru_cache(maxsize=1 << 17)
def _read(text: str, *, least: int) -> _Words:
    """Read one column's text; ``least`` words are kept where all look like titles."""
    pieces = without_remark(tidy(text)).split(",")
    parts: list[list[str]] = []
    generation, titled = "", False
    for piece in pieces:
        words = _fold_words(piece)
        untitled = _without_titles(words, least if not parts else 0)
        titled = titled or len(untitled) < len(words)
        rest, found = _without_tail(untitled, 0 if parts else 1, comma=bool(parts))
        generation = generation or found
        if rest:
            parts.append(rest)
    before = tuple(parts[0]) if parts else ()
    return _Words(before, tuple(word for part in parts[1:] for word in part), generation, titled)


def _divide(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Divide a whole name into given and family words; the particles before the last word belong to the family."""
    at = len(words) - 1
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
    return tuple(words[:at]), tuple(words[at:])


def _whole(text: str) -> Name:
    """Split a whole name that stands in one text."""
    read = _read(text, least=1)
    if read.after:
        return Name(read.after, read.before, read.generation)
    if len(read.before) == 1:
        return Name((), read.before, read.generation) if read.titled else Name(read.before, (), read.generation)
    given, family = _divide(read.before)
    return Name(given, family, read.generation)


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
    first, last = _read(given or "", least=0), _read(family or "", least=1)
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


@lru_cache(maxsize=1 << 16)
def nickname_group(token: str) -> frozenset[str]:
    """Return the formal names that a given name may stand for, itself included, folded for matching.

    Two given names are forms of one name where their groups meet.

    Source: table ``nicknames``.

    Example:
        >>> sorted(nickname_group("Deb") & {"deb", "debra", "deborah"})
        ['deb', 'deborah', 'debra']
        >>> nickname_group("Zaphod")
        frozenset({'zaphod'})
    """
    word = fold_spelling(token)
    return _nicknames().get(word, frozenset()) | {word}


_NO_NAMES: frozenset[str] = frozenset()


@cache
def _known_given() -> frozenset[str]:
    return frozenset(_nicknames()) | frozenset().union(*_nicknames().values())


def is_given(token: str) -> bool:
    """Whether a folded token is a given name that many people have, and so hardly another one mistyped.

    Source: table ``nicknames``.

    Example:
        >>> is_given("paula"), is_given("jhon")
        (True, False)
    """
    return token in _known_given()


@cache
def _short_forms() -> Mapping[str, frozenset[str]]:
    shorts: dict[str, set[str]] = {}
    for short, formal in _nicknames().items():
        for name in formal:
            shorts.setdefault(name, set()).add(short)
    return MappingProxyType({name: frozenset(known) for name, known in shorts.items()})


def are_variants(one: str, other: str) -> bool:
    """Whether two known given names are spellings of one: they sound alike and share a short form.

    Source: table ``nicknames``.

    Example:
        >>> are_variants("stephen", "steven"), are_variants("john", "jane"), are_variants("paul", "paula")
        (True, False, False)
    """
    shorts = _short_forms()
    one_sex = one.endswith("a") == other.endswith("a")  # Paul and Paula, Mario and Maria
    return (
        one_sex
        and sound(one) == sound(other)
        and not shorts.get(one, _NO_NAMES).isdisjoint(shorts.get(other, _NO_NAMES))
    )


@lru_cache(maxsize=1 << 16)
def sound(token: str) -> str:
    """Return the phonetic code of a name; an empty string where it holds no letter.

    Source: NYSIIS, New York State Identification and Intelligence System (Taft, 1970), as in jellyfish, over folded
    letters only: unfolded, jellyfish codes ``Müller`` and ``Muller`` apart.

    Example:
        >>> sound("Müller") == sound("Mueller"), sound("O'Brien"), sound("-")
        (True, 'OBRAN', '')
    """
    return str(jellyfish.nysiis("".join(filter(str.isalpha, fold_spelling(token)))))


def _words(value: str) -> tuple[str, ...]:
    read = _read(value, least=1)
    return read.before + read.after


def _first(value: str) -> str:
    return next(iter(_words(value)), "")


def _sounds(value: str) -> Iterable[str]:
    words = _words(value)
    telling = [word for word in words if len(word) > 1 and word not in PARTICLES] or words
    return [code for code in dict.fromkeys(map(sound, telling)) if code]


class PersonName(FieldType):
    """A person's name, or one half of it."""

    type: Literal["person_name"] = "person_name"
    part: Literal["given", "family", "full"] = "full"
    """Which part of the name the field holds: ``given``, ``family`` or ``full``."""

    keys = {
        "": lambda value: filter(None, [" ".join(_words(value))]),
        "first": lambda value: filter(None, [_first(value)]),
        "initial": lambda value: filter(None, [_first(value)[:1]]),
        "sound": _sounds,
        "nickname": lambda value: filter(None, sorted(nickname_group(_first(value)))),
    }

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Keep the name as written, with its case repaired where it is all upper or all lower."""
        written = self._recase(text) if is_one_case(text) else text
        fault = _fault(text) or _fault(written)
        if fault:
            return Standard(text, State.INVALID, fault)
        doubt = "Is this really a name?" if is_placeholder(text, "*") or text.lower() == "true" else None
        return Standard(written, State.OK, doubt)

    def _recase(self, text: str) -> str:
        words = text.split(" ")
        return " ".join(self._written(word, at, len(words)) for at, word in enumerate(words))

    def _written(self, word: str, at: int, count: int) -> str:
        """Write one word of a name that came in one case."""
        plain, last = fold(word).replace(" ", ""), at == count - 1
        if at and (_ROMAN.fullmatch(plain) or plain in _around("credential")):
            return (
                word.upper()
                if plain not in _around("credential")
                else word.lower().replace(plain, _around("credential")[plain])
            )
        begins = at == 0 and self.part != "family"
        if not last and not begins and (plain in _LOWER or (at and plain in _LOWER_INSIDE)):
            return word.lower()
        if len(plain) == 2 and self.part != "family" and (at == 0 or not last) and not set(plain) & set("aeiouy"):
            return word.upper()  # JD, not Ng
        titled = _RUN.sub(lambda run: title_word(run.group()), word)
        return _ELISION.sub(lambda found: found.group().title(), titled)


def _fault(text: str) -> str | None:
    """Say what keeps a text from being a name, or None."""
    if without_remark(text) != text:
        return "A remark stands in the name; it belongs in a field of its own."
    if is_damaged(text):
        return "Letters of the name were damaged by an import."
    if _IMPOSSIBLE.search(_ORDINAL.sub("", text)):
        return "A name holds letters only; this one has digits or signs."
    if not any(map(str.isalpha, text)):
        return "A name holds letters; this one has none."
    return None
