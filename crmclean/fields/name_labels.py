"""Label the words of a whole name: given, middle and family name, and what stands around them.

The one reading of a name that stands in one text, for matching and for whoever asks. It changes and invents nothing;
where a word may be either name, how many people bear it as which decides.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

from collections.abc import Sequence

from crmclean.fields.name_pieces import Label, Piece, Reading, Word
from crmclean.fields.name_words import bears_two, givenness

__all__ = ["PARTICLES", "label", "read"]

PARTICLES = frozenset(
    "van von vom der den des zu zur zum ten ter te de del della dello delle di da das do dos du la las le les lo los "
    "el al ibn bin ben bint abu abd st saint san af av op binti binte ste sainte santa dela delos dal dalla dei degli "
    "vander vanden vande ver".split()
)
"""Words that begin a family name and belong to it. Source: collected by hand."""

_BEFORE_FAMILY = PARTICLES | {"mc", "mac", "t"}
_BEFORE_GIVEN = frozenset("la le de da el".split())
_BETWEEN_FAMILIES = frozenset(("y", "e", "i", "und"))
_LIKELY_GIVEN = 5
_UNKNOWN, _APART = 1, 7
"""Odds of a word that is not known to be a given name, and how far apart two odds are that turn a name round."""
_VIETNAMESE = frozenset("nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly".split())
_VIETNAMESE_MIDDLE = frozenset(("van", "thi"))
_KOREAN = frozenset("kim lee park choi jung jeong kang cho yoon jang lim han seo shin kwon hwang ahn song moon".split())
_TELLING = 4
"""Letters from which a given name tells: shorter ones are syllables of many languages (Tu, Chi, Min)."""


def label(text: str) -> list[Piece]:
    """Label each written word of a whole name: one person, or two that share a cell.

    Understands ``First Middle Last`` and ``Last, First Middle``, particles, initials, titles, credentials, nicknames in
    quotes or brackets, ``John and Jane Smith``, two family names. Without a comma the family name stands last, unless
    the first word is clearly a family name and the second clearly a given one. A remark (``do not use``) is left out.

    Args:
        text: A name; empty text has no words.

    Source: the labels are those of the training data of probablepeople (MIT).

    Example:
        >>> [
        ...     (piece.text, str(piece.label)) for piece in label("Dr. Ann B. van Dyke, PhD")
        ... ]  # doctest: +NORMALIZE_WHITESPACE
        [('Dr.', 'PrefixOther'), ('Ann', 'GivenName'), ('B.', 'MiddleInitial'), ('van', 'Surname'),
         ('Dyke,', 'Surname'), ('PhD', 'SuffixOther')]
        >>> [str(piece.label) for piece in label("Smith Jr, John & Jane")]
        ['Surname', 'SuffixGenerational', 'GivenName', 'And', 'GivenName']
    """
    return read(text).pieces()


def read(text: str) -> Reading:
    """Read a whole name: as ``label``, as parallel lists of words and labels."""
    reading = Reading.of(text, least=1)
    words, parts, found = reading.words, reading.parts, reading.labels
    named = [at for at, each in enumerate(found) if each is Label.NAME]
    family = [at for at in named if parts[at] == parts[named[0]]] if named and parts[named[-1]] else named
    if len(family) < len(named):
        last = Label.LAST_INITIAL if len(family) == 1 and words[family[0]].initial else Label.SURNAME
        people = [family, *_apart(named[len(family) :], found)]
        labels = [[last] * len(family), *(_given([words[at] for at in person]) for person in people[1:])]
    elif Label.AND in found:
        people = _apart(named, found)
        labels = _people([[words[at] for at in person] for person in people], _titled(found))
    else:
        titled = Label.PREFIX_MARITAL in found or Label.PREFIX_OTHER in found
        people, labels = [named], [_person([words[at] for at in named], titled=titled)]
    for person, theirs in zip(people, labels, strict=True):
        for at, each in zip(person, theirs, strict=True):
            found[at] = each
    return reading


def _apart(named: list[int], found: Sequence[Label]) -> list[list[int]]:
    """Divide the positions of words by the *and* between them: a list for each person."""
    joints = [at for at, each in enumerate(found) if each is Label.AND]
    return [
        [at for at in named if start <= at < end]
        for start, end in zip([0, *joints], [*joints, len(found)], strict=True)
    ]


def _titled(found: Sequence[Label]) -> list[bool]:
    """Whether each person has a title."""
    titled = [False]
    for each in found:
        if each is Label.AND:
            titled.append(False)
        elif each in (Label.PREFIX_MARITAL, Label.PREFIX_OTHER):
            titled[-1] = True
    return titled


def _person(words: Sequence[Word], *, titled: bool) -> list[Label]:
    """Label the words of one person's whole name."""
    if not titled and _is_family_first(words):
        return [Label.SURNAME, *_given(words[1:])]
    return _divide(words, titled=titled)


def _people(people: Sequence[Sequence[Word]], titled: Sequence[bool]) -> list[list[Label]]:
    """Label the words of people joined by *and*, of whom the last tells the family name."""
    last = people[-1]
    shared = len(last) > 1
    labels = [
        _divide(person, titled=has_title) if has_title or not shared or _is_whole(person) else _given(person)
        for person, has_title in zip(people[:-1], titled, strict=False)
    ]
    whole = any(titled) or any(len(person) > 1 for person in people[:-1])
    return [*labels, [Label.SURNAME] if len(last) == 1 and whole else _divide(last, titled=titled[-1])]


def _is_whole(person: Sequence[Word]) -> bool:
    """Whether words before *and* are a whole name and not a given name and a middle name."""
    return len(person) > 1 and not person[-1].initial and not _is_given(person[-1])


def _is_given(word: Word) -> bool:
    odds = givenness(word.words[-1]) if word.words else None
    return odds is not None and odds >= _LIKELY_GIVEN


def _given(words: Sequence[Word]) -> list[Label]:
    """Label given and middle names."""
    labels = [Label.MIDDLE_INITIAL if word.initial else Label.MIDDLE for word in words]
    if words:
        labels[0] = Label.FIRST_INITIAL if words[0].initial else Label.GIVEN
    if len(words) > 2 and words[0].plain in _BEFORE_GIVEN and not words[1].initial:
        labels[1] = Label.GIVEN
    return labels


def _divide(words: Sequence[Word], *, titled: bool) -> list[Label]:
    """Label the words of a name in which the family name stands last."""
    if len(words) < 2:
        return [_alone(word, titled=titled) for word in words]
    at = _family_start(words, titled=titled)
    family = Label.LAST_INITIAL if words[at:] and words[at].initial else Label.SURNAME
    return _given(words)[:at] + [family] * (len(words) - at)


def _alone(word: Word, *, titled: bool) -> Label:
    """Label a name of one word: behind a title the family name, otherwise what more people bear it as."""
    if titled or (len(word.words) > 1 and word.words[0] in PARTICLES):
        return Label.SURNAME
    if word.initial:
        return Label.FIRST_INITIAL
    odds = givenness(word.words[-1]) if word.words else None
    return Label.GIVEN if odds is None or odds >= _LIKELY_GIVEN else Label.SURNAME


def _is_family_first(words: Sequence[Word]) -> bool:
    """Whether the words clearly stand as ``Smith Jennifer``, ``Smith Jennifer A`` or ``Smith J``, without a comma."""
    if len(words) not in (2, 3) or words[0].initial:
        return False
    if _is_east_asian(words):
        return True
    first, second = givenness(words[0].plain), givenness(words[1].plain)
    if words[1].initial:
        return len(words) == 2 and first is not None and first <= _UNKNOWN
    if second is None or second < _LIKELY_GIVEN or (len(words) == 3 and not words[2].initial):
        return False
    if len(words) == 3:
        return first is None or first < _LIKELY_GIVEN
    telling = len(words[1].plain) >= _TELLING and (first is not None or len(words[0].plain) >= _TELLING)
    return telling and second - (_UNKNOWN if first is None else first) >= _APART


def _is_east_asian(words: Sequence[Word]) -> bool:
    """Whether the words stand as ``Nguyen Van Anh`` or ``Kim Jong-un``, as they do where these names are at home."""
    first, second = words[0].plain, words[1]
    if len(words) == 3:
        return second.plain in _VIETNAMESE_MIDDLE and first in _VIETNAMESE
    return first in _KOREAN and len(second.words) == 2 and second.text[second.text.find("-") + 1 :].islower()


def _family_start(words: Sequence[Word], *, titled: bool) -> int:
    """Return where the family name begins."""
    at, first = len(words) - 1, 0 if titled else 1
    paired = at > 1 and bears_two(words[at].plain)
    initials = [number for number, word in enumerate(words) if number and word.initial]
    if initials and not words[0].initial and initials[-1] < at - 1:
        at, paired = initials[-1] + 1, False  # Ann B. Garcia Lopez
    while at > first and words[at - 1].plain in _BEFORE_FAMILY and not words[at - 1].initial:
        at -= 1
    if paired and at > 1 and bears_two(words[at - 1].plain):
        at -= 1  # Ana Garcia de la Cruz
        while at > first and words[at - 1].plain in _BEFORE_FAMILY:
            at -= 1
    if at - 2 >= first and words[at - 1].text in _BETWEEN_FAMILIES and words[at - 2].text[:1].isupper():
        at -= 2  # José Ortega y Gasset
    return at
