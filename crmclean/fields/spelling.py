"""How people spell names, whoever or whatever bears them: remarks, damaged letters, one-case writing, umlauts.

Shared by the semantic types of persons and companies. It looks at spelling only and knows no names and no tables.
"""

from __future__ import annotations

import re

from crmclean.fields.base import fold

__all__ = [
    "MAY_NEED_REPAIR",
    "fold_spelling",
    "is_damaged",
    "is_one_case",
    "repair_letters",
    "title_word",
    "without_remark",
]

_REMARK = (
    r"do not (?:use|call|contact|e-?mail|mail|merge|delete)|don'?t (?:use|call|contact)|dn[uc]|dup(?:e|licate)?s?"
    r"|old(?: (?:account|contact|record))?|obsolete|inactive|invalid|deceased|deleted?|to be deleted|to delete|merged"
    r"|test|closed|former|retired|left(?: (?:the )?company)?|no longer (?:there|here|active|with company)|wrong number"
    r"|customer|prospect|lead|vip|nicht (?:verwenden|benutzen)|veraltet|gesperrt|doppelt|gelöscht|doublon"
    r"|ne pas utiliser|no usar|no contactar|duplicado|não usar|obsoleto|non usare|niet gebruiken"
)
_WARNING = (
    r"do not (?:use|call|contact|e-?mail|mail|merge|delete)|dup(?:e|licate)?|obsolete|inactive|deceased|to be deleted"
)
_REMARKS = re.compile(
    rf"\s*[\[({{<*]+\s*(?i:{_REMARK})\s*[\])}}>*]+"  # (do not use), [OLD], **duplicate**
    rf"|\s+[-\u2013\u2014/|:]+\s*(?i:{_REMARK})\s*$"  # - DO NOT USE
    rf"|^\s*(?i:{_WARNING})\s*(?:\s[-\u2013\u2014]+|:)\s+(?=\w)"  # DO NOT USE - Jane Doe
    r"|(?<=[a-z.])\s+(?:DO NOT (?:USE|CALL|CONTACT)|DUPLICATE|OLD|OBSOLETE|INACTIVE|DECEASED)$"
    r"|\s+(?i:do not (?:use|call|contact))$"
    r"|\s*\*+$"
    r"|^\*+\s*|^(?i:z{3,}|x{3,})[\s_-]+|^(?i:zz)[_-]+\s*"  # moved to the end of every list
)
MAY_NEED_REPAIR = r"[^ -~]|[\[({<*|/:-]|(?i:do not)|DUPLICATE|OLD|OBSOLETE|INACTIVE|DECEASED|^(?i:xx|zz)"
"""What every text holds that carries a remark or was damaged, and most names do not."""
_DAMAGED = re.compile("[\u00c2\u00c3\u00c4\u00c5\u00e2][^\u0000-\u007f]")
_LOST = re.compile("[\ufffd\u0080-\u009f]")
_LOST_SOFT_HYPHEN = re.compile("(?<=[a-z])\u00c3(?=[a-z]|$)")
_APOSTROPHE = re.compile("['\u2018\u2019\u201b\u02bc\u02b9\u00b4`\u2032]")
_CONSONANT = "bcdfhjklmnprstvwxz"
_UMLAUT = re.compile(
    rf"(?:(?<=[{_CONSONANT}])|(?<=g)(?=[ao]e|ue[nt])|\b(?=[ou]e\w{{3}}))"
    r"([aou])e(?=[bcdfghkmnprtvwxz]|s\B|l[bcdfgkmnpstvwxz]|ll(?!es?\b|a\b))"
)


def without_remark(text: str) -> str:
    """Take remarks on the record out of a name: ``(do not use)``, ``- DUPLICATE``, ``*`` at the end, ``ZZZ`` in front.

    Returns:
        The name without them; the text itself where it holds none, or nothing else.

    Example:
        >>> without_remark("Jane Smith (do not use)"), without_remark("Acme GmbH - OLD"), without_remark("Tom Old")
        ('Jane Smith', 'Acme GmbH', 'Tom Old')
    """
    if text.isalpha() and not text.isupper():  # one plain word
        return text
    return _REMARKS.sub("", text).strip() or text


def repair_letters(text: str) -> str:
    r"""Read text again that was decoded in the wrong encoding (UTF-8 as Windows-1252); other text stays as it is.

    Example:
        >>> repair_letters("M\u00c3\u00bcller"), repair_letters("Müller"), repair_letters("SÃO")
        ('Müller', 'Müller', 'SÃO')
    """
    if text.isascii():
        return text
    if _DAMAGED.search(text):
        for encoding in ("cp1252", "latin-1"):
            try:
                return text.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
    # The second byte of a damaged í is the soft hyphen, which tidying takes for invisible.
    return _LOST_SOFT_HYPHEN.sub("í", text)


def is_damaged(text: str) -> bool:
    r"""Whether letters were lost or misread on the way: repairable or not.

    Example:
        >>> is_damaged("M\u00c3\u00bcller"), is_damaged("M\ufffdller"), is_damaged("Müller")
        (True, True, False)
    """
    return not text.isascii() and (bool(_LOST.search(text)) or repair_letters(text) != text)


def is_one_case(text: str) -> bool:
    """Whether text is all upper case or all lower case, with two letters or more, so that its case says nothing.

    Example:
        >>> [is_one_case(text) for text in ("JANE", "jane doe", "Jane", "J.", "李")]
        [True, True, False, False, False]
    """
    return (text.isupper() or text.islower()) and sum(map(str.isalpha, text)) > 1


def title_word(word: str) -> str:
    """Write one run of letters with a capital first, and after ``Mc``; a Turkish ``İ`` becomes a plain ``i`` inside.

    Example:
        >>> title_word("FATİH"), title_word("ängel"), title_word("MCDONALD")
        ('Fatih', 'Ängel', 'McDonald')
    """
    low = word[1:].lower().replace("i\u0307", "i")
    scottish = word[:1] in "Mm" and low[:1] == "c" and len(low) > 3
    return word[:1].title() + (f"c{low[1:].capitalize()}" if scottish else low)


def fold_spelling(text: str) -> str:
    """Fold a name so that its spellings agree: as ``fold``, apostrophes dropped, damaged letters read, umlauts one.

    ``Müller``, ``Mueller`` and ``Muller`` all become ``muller``: between consonants (and ``oe``, ``ue`` at the start),
    ``ae``, ``oe`` and ``ue`` lose their ``e``. Spared are the ends of ordinary names (Joe, Sue, Chloe, Samuel, Michael,
    Joel), vowels before (Bauer) and ``que``, ``gue`` (Miguel, Dominguez). The result is for matching only, never
    shown; ordinary names that do change (Fuentes) change everywhere alike and meet no other name.

    Example:
        >>> [fold_spelling(name) for name in ("Müller", "Mueller", "O'Brien", "Samuel", "Bauer", "Strauß")]
        ['muller', 'muller', 'obrien', 'samuel', 'bauer', 'strauss']
    """
    folded = text.lower() if text.isascii() and text.isalpha() else fold(_APOSTROPHE.sub("", repair_letters(text)))
    return _UMLAUT.sub(r"\1", folded) if "ae" in folded or "oe" in folded or "ue" in folded else folded
