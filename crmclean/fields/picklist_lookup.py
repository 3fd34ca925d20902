"""How a text is looked up in a picklist: as written, by its key, by the words inside it; and what it may have meant.

A look-up is exact wherever it answers. These spellings are one to it (``key``): case, accents, punctuation, blanks,
"and" and "&", singular and plural, a number in front and a percentage behind (``2. Proposals (50%)``). A longer text is
understood in two cases: all its words are spellings of one value (``IT / Software``), beside words that only name the
list (``Technology industry``); or it holds the keywords of exactly one value (``VP of Sales``). Everything else is a
suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pydantic import ConfigDict, Field

from crmclean.fields.base import fold
from crmclean.fields.near import Near
from crmclean.fields.options import Shorthand

__all__ = ["Answer", "Lookup", "PicklistValue", "key"]

_ORDINAL = re.compile(r"^\W*\d{1,2}\s*[.):_\u2013-]+\s*(?=[^\W\d])")
_PERCENT = re.compile(r"[\s(\[-]*\b\d{1,3}\s?%[)\]]?$")
_JOINING = frozenset({"and", "the", "und", "et"})
_UNSAID = frozenset({"sector", "company", "firm", "general"})
"""Words that say nothing in any list, beside those of the list's own name: an insurance company is Insurance."""
_LONGEST_TEXT = 100
_MOST_WORDS = 10
_SHORTEST_INSIDE = 4
"""Letters that a spelling inside a longer text must have to be suggested; "it" and "pr" stand in any text."""
_MOST_SUGGESTED = 3


class PicklistValue(Shorthand):
    """One allowed value of a picklist, with the other spellings that mean it."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)
    short_for = "value"

    value: str
    """The value as the CRM stores it, and as standardizing writes it."""
    label: str | None = None
    """What people see in place of the value, where the CRM stores a code; another spelling."""
    aliases: tuple[str, ...] = ()
    """Other spellings that mean this value; one that several values have means none and is told with its candidates."""
    keywords: tuple[str, ...] = ()
    """Words that mean this value wherever they stand in a text, if no other value's keywords stand there too."""
    goes_with: tuple[str, ...] = Field(default=(), alias="for")
    """The values of the controlling field with which this one goes; every one where none are given."""
    active: bool = True
    """An inactive value is understood but flagged: it stays on old records and fails on a load."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """The label and the aliases."""
        return (self.label, *self.aliases) if self.label else self.aliases


class Answer(NamedTuple):
    """What a look-up found: the value that a text means, or values that it may have meant."""

    values: tuple[PicklistValue, ...] = ()
    certain: bool = False
    """Whether the text is a spelling of the values; else they are suggestions."""


def key(text: str) -> str:
    """Fold a text to the form in which spellings are one: its words in the singular, closed up, joining words dropped.

    Example:
        >>> key("Food and Beverages"), key("FOOD/BEVERAGE"), key("03. Real-Estate (40 %)"), key("RealEstate")
        ('foodbeverage', 'foodbeverage', 'realestate', 'realestate')
    """
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    folded = fold(_PERCENT.sub("", _ORDINAL.sub("", text))) or fold(text)
    words = folded.split()
    return [_singular(word) for word in words if word not in _JOINING] or words


def _singular(word: str) -> str:
    if len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[: -2 if word.endswith(("sses", "xes", "ches", "shes")) else -1]


_Index = Mapping[str, tuple[PicklistValue, ...]]


def _indexed(values: Iterable[PicklistValue], spelled: Callable[[str], str]) -> _Index:
    """Index the values by their spellings; a value's own name is never another's alias."""
    names: dict[str, tuple[PicklistValue, ...]] = {}
    others: dict[str, tuple[PicklistValue, ...]] = {}
    for value in values:
        _add(names, spelled(value.value), value)
        for text in value.spellings:
            _add(others, spelled(text), value)
    return others | names


def _add(index: dict[str, tuple[PicklistValue, ...]], spelling: str, value: PicklistValue) -> None:
    if spelling and not any(value is known for known in index.get(spelling, ())):
        index[spelling] = (*index.get(spelling, ()), value)


class _Inside(NamedTuple):
    """The values whose spellings and keywords stand in a text as whole words."""

    keyed: tuple[PicklistValue, ...]
    spelled: tuple[PicklistValue, ...]
    suggested: tuple[PicklistValue, ...]
    whole: bool
    """Whether no word is left over."""


class Lookup:
    """The values of a picklist by spelling.

    Args:
        values: The values.
        name: The list's name, whose words say nothing inside a text: ``lead_source`` makes "Web lead" plain Web.
    """

    def __init__(self, values: tuple[PicklistValue, ...], name: str = "") -> None:
        self.values = values
        self._unsaid = _UNSAID.union(_words(name))
        self._written, self._lower = _indexed(values, str), _indexed(values, str.lower)
        self._spelled = _indexed(values, key)
        keywords: dict[str, tuple[PicklistValue, ...]] = {}
        for value in values:
            for word in value.keywords:
                _add(keywords, key(word), value)
        self._keywords: _Index = keywords
        every = [text for value in values for text in (value.value, *value.spellings, *value.keywords)]
        self._most_words = max((len(_words(text)) for text in every), default=0)
        self._near = Near((*self._spelled, *keywords))

    def direct(self, text: str) -> tuple[PicklistValue, ...]:
        """Return the values of which the text is a spelling: usually one or none."""
        return self._written.get(text) or self._lower.get(text.lower()) or self._spelled.get(key(text)) or ()

    def find(self, text: str) -> Answer:
        """Look a tidied text up.

        Returns:
            The values that it spells, certain; or up to three that it may mean; or nothing.
        """
        if found := self.direct(text):
            return Answer(found, certain=True)
        words = _words(text)
        if len(text) > _LONGEST_TEXT or len(words) > _MOST_WORDS:
            return Answer()
        inside = self._inside(words)
        if len(inside.keyed) == 1:
            return Answer(inside.keyed, certain=True)
        if len(inside.spelled) == 1 and inside.whole and not inside.keyed:
            return Answer(inside.spelled, certain=True)
        return Answer(inside.keyed or self._slip(words) or inside.suggested)

    def _inside(self, words: list[str]) -> _Inside:
        """Find spellings and keywords among the words, from the left, the longest first."""
        keyed: dict[int, PicklistValue] = {}
        spelled: dict[int, PicklistValue] = {}
        suggested: dict[int, PicklistValue] = {}
        at, whole = 0, True
        while at < len(words):
            for end in range(min(len(words), at + self._most_words), at, -1):
                text = "".join(words[at:end])
                by_keyword, by_spelling = self._keywords.get(text, ()), self._spelled.get(text, ())
                if by_keyword or by_spelling:
                    break
            else:
                whole = whole and words[at] in self._unsaid
                at += 1
                continue
            keyed |= {id(value): value for value in by_keyword}
            spelled |= {id(value): value for value in by_spelling}
            if len(text) >= _SHORTEST_INSIDE:
                suggested |= {id(value): value for value in by_spelling}
            at = end
        few = tuple(suggested.values()) if len(suggested) <= _MOST_SUGGESTED else ()
        return _Inside(tuple(keyed.values()), tuple(spelled.values()), few, whole)

    def _slip(self, words: list[str]) -> tuple[PicklistValue, ...]:
        said = "".join(word for word in words if word not in self._unsaid)
        near = self._near.find(said)
        found = {id(value): value for text in near for value in (self._spelled.get(text) or self._keywords[text])}
        return tuple(found.values()) if len(found) == 1 else ()
