"""Words of persons' names: what the tables know of a title, a credential, a nickname or a family name, and its sound.

A word is folded (``fold_spelling``). Nothing here reads a whole name; that is ``name_labels``.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

import jellyfish

from crmclean import resources
from crmclean.fields.spelling import fold_spelling

__all__ = [
    "LOWER",
    "LOWER_INSIDE",
    "are_variants",
    "around",
    "bears_two",
    "forms",
    "givenness",
    "is_given",
    "known_nicknames",
    "nickname_group",
    "short_forms",
    "sound",
    "words_of_odds",
]

LOWER = frozenset("van von vom der den des zu zur zum ten ter te de da das do dos du ibn bin bint af av y e".split())
"""Words that people write in lower case wherever they stand before the last word. Source: collected by hand."""
LOWER_INSIDE = frozenset(
    "la las le les lo los el al del della dello delle di "
    "and und et or oder ou og och nee geb auf ur ul dit dite".split()
)
"""Words that people write in lower case between others. Source: collected by hand."""

_NO_NAMES: frozenset[str] = frozenset()


@cache
def around(kind: str) -> Mapping[str, str]:
    """Return what stands around names, of one kind: folded text to what it means.

    Args:
        kind: ``title``, ``credential``, ``comma``, ``role`` or ``generation``, as in the table.

    Source: table ``honorifics``.

    Example:
        >>> around("credential")["ph d"], around("generation")["junior"]
        ('PhD', 'jr')
    """
    return MappingProxyType({text: means for text, found, means in resources.read_table("honorifics") if found == kind})


@cache
def _known() -> Mapping[str, tuple[str, ...]]:
    """Folded word to its row of the table: the word, its odds, and something where it is one of a pair."""
    return MappingProxyType({row[0]: row for row in resources.read_table("person_names")})


def givenness(token: str) -> int | None:
    """Return the odds that a folded word is a given name rather than a family name, 0 to 9; None where it is not known.

    Half a power of ten a step: 0 is a family name, 9 a given name, 4 and 5 are both.

    Source: table ``person_names``.

    Example:
        >>> givenness("garcia"), givenness("jennifer"), givenness("zaphod")
        (0, 9, None)
    """
    found = _known().get(token)
    return None if found is None else int(found[1])


def words_of_odds(odds: int) -> list[str]:
    """Return the folded words whose ``givenness`` is this."""
    return [word for word, given, _ in _known().values() if given == str(odds)]


def bears_two(token: str) -> bool:
    """Whether a folded word is a family name of people who bear two: Spanish and Portuguese speakers.

    Source: table ``person_names``.

    Example:
        >>> bears_two("lopez"), bears_two("smith")
        (True, False)
    """
    return bool(token in _known() and _known()[token][2])


@cache
def _nicknames() -> Mapping[str, frozenset[str]]:
    formal: dict[str, set[str]] = {}
    for short, name, _source in resources.read_table("nicknames"):
        formal.setdefault(fold_spelling(short), set()).add(fold_spelling(name))
    return MappingProxyType({short: frozenset(names) for short, names in formal.items()})


def known_nicknames() -> frozenset[str]:
    """Return every folded name that may stand for another one.

    Source: table ``nicknames``.
    """
    return frozenset(_nicknames())


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
    return _nicknames().get(word, _NO_NAMES) | {word}


@lru_cache(maxsize=1 << 16)
def forms(token: str) -> frozenset[str]:
    """Return what a person of a given name may be called as well: formal names, and their short forms.

    Source: table ``nicknames``.

    Example:
        >>> sorted(forms("kathy") & {"katherine", "kate", "john"})
        ['kate', 'katherine']
    """
    formal = nickname_group(token)
    return formal.union(*(_short_forms().get(name, _NO_NAMES) for name in formal))


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


def short_forms(token: str) -> frozenset[str]:
    """Return the names that stand for a folded given name.

    Source: table ``nicknames``.

    Example:
        >>> sorted(short_forms("stephen") & {"steve", "bob"})
        ['steve']
    """
    return _short_forms().get(token, _NO_NAMES)


def are_variants(one: str, other: str) -> bool:
    """Whether two known given names are spellings of one: they sound alike and share a short form.

    Source: table ``nicknames``.

    Example:
        >>> are_variants("stephen", "steven"), are_variants("john", "jane"), are_variants("paul", "paula")
        (True, False, False)
    """
    one_sex = one.endswith("a") == other.endswith("a")  # Paul and Paula, Mario and Maria
    return one_sex and sound(one) == sound(other) and not short_forms(one).isdisjoint(short_forms(other))


@lru_cache(maxsize=1 << 18)
def sound(token: str) -> str:
    """Return the phonetic code of a name; an empty string where it holds no letter.

    Source: NYSIIS, New York State Identification and Intelligence System (Taft, 1970), as in jellyfish, over folded
    letters only: unfolded, jellyfish codes ``Müller`` and ``Muller`` apart.

    Example:
        >>> sound("Müller") == sound("Mueller"), sound("O'Brien"), sound("-")
        (True, 'OBRAN', '')
    """
    folded = fold_spelling(token)
    return str(jellyfish.nysiis(folded if folded.isalpha() else "".join(filter(str.isalpha, folded))))
