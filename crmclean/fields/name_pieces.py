"""The words of a person's name and what stands around it: titles, credentials, the generation, nicknames, *and*.

What is left are the words of the name itself; ``name_labels`` divides them into given and family names. Nothing is
changed, and nothing here judges.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple, Self

from crmclean.fields.base import tidy
from crmclean.fields.name_words import around, givenness
from crmclean.fields.spelling import fold_spelling, without_remark

__all__ = ["Label", "Piece", "Reading", "Word"]

AND = frozenset(("&", "+", "and", "und", "et", "or", "oder", "ou", "og", "och"))
BORN = frozenset(("nee", "geb", "geborene", "born"))
_INSIDE = frozenset(("jr", "jnr", "ii", "iii", "iv", "2nd", "3rd", "4th"))
"""Generations that are no name, wherever they stand."""
_LETTER_TOO = frozenset(("v", "vi"))
"""Generations that are an initial or a name too."""
_CLOSING = {"(": ")", "[": "]", '"': '"', "'": "'", "\u2018": "\u2019", "\u201c": "\u201d", "\u201e": "\u201c"}
_COMMA = re.compile(r"\s*[,;][\s,;]*")
_GLUED_AND = re.compile(r"\s*&\s*")
_GLUED_PARTICLE = re.compile(r"\b(von|van|de|di|da|dos|del)(?=[A-ZÀ-Þ])")
_INITIAL = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*\.?[,;]?")
_FIRST_IDEOGRAM = "\u2e80"
_DIGIT_LETTERS = str.maketrans("0158", "olsb")
_DASHES = frozenset("-\u2013\u2014|/")
_LONGEST = 4
"""Words of the longest title or credential."""


class Label(StrEnum):
    """What a word of a name is; ``NAME`` is a word of the name itself, not yet divided into given and family name."""

    PREFIX_MARITAL = "PrefixMarital"
    PREFIX_OTHER = "PrefixOther"
    GIVEN = "GivenName"
    FIRST_INITIAL = "FirstInitial"
    MIDDLE = "MiddleName"
    MIDDLE_INITIAL = "MiddleInitial"
    NICKNAME = "Nickname"
    SURNAME = "Surname"
    LAST_INITIAL = "LastInitial"
    GENERATION = "SuffixGenerational"
    CREDENTIAL = "SuffixOther"
    AND = "And"
    NAME = "Name"


_NAME = Label.NAME  # a module's name is found faster than a member of an enumeration


class Piece(NamedTuple):
    """One written word of a name, its folded words (none for a sign, two for ``Smith-Jones``), and what it is.

    ``part`` counts the commas before it.
    """

    text: str
    words: tuple[str, ...]
    part: int
    label: Label


class Word(NamedTuple):
    """What a written word shows alone: its folded words, those as one text, and whether it is an initial (``J.R.``)."""

    text: str
    words: tuple[str, ...]
    plain: str
    initial: bool


@lru_cache(maxsize=1 << 17)
def _word(text: str) -> Word:
    apart = text if text[1:].islower() or text.isupper() else _GLUED_PARTICLE.sub(r"\1 ", text)
    words = tuple(map(_undigit, fold_spelling(apart).split()))
    initial = bool(words) and len(words[0]) == 1 and text < _FIRST_IDEOGRAM and bool(_INITIAL.fullmatch(text))
    return Word(text, words, " ".join(words), initial)


def _undigit(word: str) -> str:
    """Read one digit among letters as the letter it resembles (``mi1ler``)."""
    if word.isalpha():
        return word
    digits = sum(map(str.isdigit, word))
    return word.translate(_DIGIT_LETTERS) if digits == 1 and len(word) > 3 else word


class Reading:
    """The words of one text, how many commas stand before each, and their labels while they are found."""

    def __init__(self, words: list[Word], parts: list[int], *, one_case: bool) -> None:
        self.words, self.parts, self.one_case = words, parts, one_case
        self.plain = [word.plain for word in words]
        self.labels = [_NAME] * len(words)

    @classmethod
    def of(cls, text: str, *, least: int) -> Self:
        """Divide a text into words and mark what stands around the name.

        Args:
            text: The text of one column.
            least: How many words are a name even where they look like titles (0 where another column holds the name).

        Example:
            >>> [str(each) for each in Reading.of('Mr. and Mrs. Bill "Bo" Lee, Jr.', least=1).labels]
            ['PrefixMarital', 'And', 'PrefixMarital', 'Name', 'Nickname', 'Name', 'SuffixGenerational']
            >>> [[str(each) for each in Reading.of("Dr.", least=least).labels] for least in (1, 0)]
            [['Name'], ['PrefixOther']]
        """
        text = without_remark(tidy(text))
        one_case = text.isupper() or text.islower()
        if text.replace(" ", "").isalpha():  # most names: words and nothing else
            words = [_word(chunk) for chunk in text.split(" ")]
            reading = cls(words, [0] * len(words), one_case=one_case)
            reading._mark_born()
            reading._mark_around(0, len(words), least=least)
            return reading
        words = [_word(chunk) for chunk in _COMMA.sub(", ", _GLUED_AND.sub(" & ", text)).split()]
        parts, part = [], 0
        for word in words:
            parts.append(part)
            part += word.text[-1] == ","
        reading = cls(words, parts, one_case=one_case)
        reading._mark_signs()
        reading._mark_nicknames()
        reading._mark_born()
        start = 0
        for number in range(part + 1):
            end = parts.index(number + 1) if number + 1 in parts else len(parts)
            reading._mark_around(start, end, least=0 if number else least)
            start = end
        return reading

    def pieces(self) -> list[Piece]:
        """The words with their labels."""
        return [
            Piece(word.text, word.words, part, each)
            for word, part, each in zip(self.words, self.parts, self.labels, strict=True)
        ]

    def _mark_signs(self) -> None:
        """Mark signs, and what stands behind a dash that follows a whole name: no part of it (``Jo Lee - Acme``)."""
        for at, word in enumerate(self.words):
            if not word.words and word.text not in AND:
                apart = at > 1 and word.text in _DASHES
                self.labels[at:] = (
                    [Label.CREDENTIAL] * (len(self.labels) - at)
                    if apart
                    else [Label.CREDENTIAL, *self.labels[at + 1 :]]
                )

    def _mark_role(self, start: int, end: int) -> bool:
        """Mark what a whole name's bearer does, behind a comma: ``Jo Lee, Head of Sales``."""
        roles = around("role")
        role = start > 1 and start < end and (self.plain[start] in roles or self.plain[end - 1] in roles)
        if role:
            self.labels[start:end] = [Label.CREDENTIAL] * (end - start)
        return role

    def _mark_born(self) -> None:
        """Mark what stands behind *née*."""
        for at in range(1, len(self.plain) - 1):
            if self.plain[at] in BORN:
                self.labels[at:] = [Label.PREFIX_OTHER, *[Label.SURNAME] * (len(self.plain) - at - 1)]
                return

    def _mark_nicknames(self) -> None:
        """Mark what stands in quotes or brackets."""
        at = 0
        while at < len(self.words):
            last = self._closing(at)
            if last is not None:
                self.labels[at : last + 1] = self._aside(at, last)
                at = last
            at += 1

    def _closing(self, at: int) -> int | None:
        """Return where the quote or bracket that begins at a word ends; None where none begins, or it has no end."""
        closing = _CLOSING.get(self.words[at].text[0])
        if closing is None:
            return None
        for last in range(at, len(self.words)):
            text = self.words[last].text.rstrip(",;")
            if text.endswith(closing) and len(text) > (last == at):
                return last
        return None

    def _aside(self, first: int, last: int) -> list[Label]:
        inside, count = " ".join(filter(None, self.plain[first : last + 1])), last + 1 - first
        if inside in around("generation"):
            return [Label.GENERATION] * count
        if inside in around("credential") or inside in around("comma"):
            return [Label.CREDENTIAL] * count
        if count > 1 and self.plain[first] in BORN:
            return [Label.PREFIX_OTHER, *[Label.SURNAME] * (count - 1)]
        return [Label.NICKNAME] * count

    def _mark_around(self, start: int, end: int, *, least: int) -> None:
        """Mark titles, credentials, generations and *and* of the words between two commas."""
        if self._mark_role(start, end):
            return
        if 0 < start < end and self.plain[start] in around("generation"):  # behind a comma Sr. is no Señor
            end = self._mark_tail(start, end)
        start = self._mark_titles(start, end, least)
        end = self._mark_tail(start, end)
        for at in range(start + 1, end - 1):
            if self.labels[at] is _NAME:
                if self._is_and(at):
                    self.labels[at] = Label.AND
                    self._mark_tail(start, at)
                    self._mark_titles(at + 1, end, 1)
                elif self.plain[at] in _INSIDE:
                    self.labels[at] = Label.GENERATION

    def _is_and(self, at: int) -> bool:
        text = self.words[at].text
        return text in AND or (text.lower() in AND and (text == "And" or text.isupper()))

    def _mark_titles(self, at: int, end: int, least: int) -> int:
        """Mark titles, and *and* between two of them; return where the name begins."""
        begin = at
        while at < end and self.labels[at] is _NAME:
            count = self._title(at, end, least)
            if not count and (at == begin or at + 1 == end or not self._joins(at)):
                break
            at += count or 1
        return at

    def _title(self, at: int, end: int, least: int) -> int:
        """Mark the longest title that begins at a word; return how many words it has."""
        if self.plain[at] in _first_words():
            for count in range(min(_LONGEST, end - at), 0, -1):
                means = around("title").get(" ".join(self.plain[at : at + count]))
                if means is not None and end - at - count >= (2 if means == "two" else least):
                    kind = Label.PREFIX_MARITAL if means == "address" else Label.PREFIX_OTHER
                    self.labels[at : at + count] = [kind] * count
                    return count
        return 0

    def _joins(self, at: int) -> bool:
        """Mark a word that is the *and* between two titles; return whether it is."""
        joins = self.words[at].text.lower() in AND and self.plain[at + 1] in _first_words()
        if joins:
            self.labels[at] = Label.AND
        return joins

    def _mark_tail(self, start: int, end: int) -> int:
        """Mark credentials and generations from the end; return where the name ends."""
        while end > start:
            count = 1 if self.labels[end - 1] is not _NAME else self._tail(start, end)
            if not count:
                break
            end -= count
        return end

    def _tail(self, start: int, end: int) -> int:
        """Mark the longest credential or generation that ends before ``end``; return how many words it has."""
        if self.plain[end - 1].rsplit(" ", 1)[-1] not in _last_words():
            unknown = self._is_abbreviation(end - 1, end - 1 - start)
            if unknown:
                self.labels[end - 1] = Label.CREDENTIAL
            return int(unknown)
        least = 0 if self.parts[start] else 1
        for count in range(min(_LONGEST, end - start - least), 0, -1):
            kind = self._kind(end - count, end, end - count - start)
            if kind is not None:
                self.labels[end - count : end] = [kind] * count
                return count
        return 0

    def _kind(self, first: int, end: int, before: int) -> Label | None:
        """What words behind ``before`` words of a name are: a generation, a credential or neither."""
        last, word = " ".join(self.plain[first:end]), self.words[first]
        if last in around("generation"):
            return Label.GENERATION if last not in _LETTER_TOO or self._is_numeral(first, before) else None
        if last in around("credential"):
            return Label.CREDENTIAL
        capitals = before > 1 and not self.one_case and word.text.isupper() and len(word.text) > 1
        return Label.CREDENTIAL if last in around("comma") and (self.parts[first] or capitals) else None

    def _is_abbreviation(self, at: int, before: int) -> bool:
        """Whether a word that no table knows can be no name: without a vowel, or in capitals alone behind a comma."""
        text = self.words[at].text.rstrip(",")
        if (before or at) < 2 or not text.isascii() or givenness(self.plain[at]) is not None:
            return False
        if self.parts[at] and not before:
            return text.isupper() and not self.one_case and not self.words[at].initial
        return len(text) > 2 and text.isalpha() and set(text.lower()).isdisjoint("aeiouy")

    def _is_numeral(self, at: int, before: int) -> bool:
        """Whether ``V`` or ``VI`` counts generations: behind a whole name, and not written as an initial is."""
        text = self.words[at].text.rstrip(",")
        return (before or at) > 1 and text.isalpha() and text.isupper()


@cache
def _first_words() -> frozenset[str]:
    """First words of titles: most words are none, and need no further look."""
    return frozenset(first for text in around("title") for first in (text, text.split(" ", 1)[0]))


@cache
def _last_words() -> frozenset[str]:
    kinds = ("credential", "comma", "generation")
    return frozenset(text.rsplit(" ", 1)[-1] for kind in kinds for text in around(kind))
