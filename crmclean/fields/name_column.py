"""A column of names at once: names that stay as written, and names in one case; the rest falls to ``parse``.

What is read here is read by ``PersonName.parse`` to the same letter; a text is left to it where that is not plain from
its letters: titles, credentials, remarks, commas, *and*, digits, signs, letters beyond Western Europe's.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import polars as pl

from crmclean.fields.base import State, placeholder_texts
from crmclean.fields.name_words import LOWER, LOWER_INSIDE, around, words_of_odds

__all__ = ["Part", "read_plain"]

Part = Literal["given", "family", "full"]

_UPPER, _LOWER = "A-ZÀ-ÖØ-Þ", "a-zß-öø-ÿ"
_WORD = f"(?:[{_UPPER}]['\u2019])?[{_UPPER}][{_LOWER}]+(?:[A-Z][{_LOWER}]+)*"
"""A word whose case says something: Jane, O'Neil, McDonald."""
_PARTICLE = "(?:d[aeiou]|d[eo]s|del|della|van|von|der|den|la|el|al)"
"""Words that stay in lower case inside a family name: the frequent ones."""
_WRITTEN = rf"^(?:{_PARTICLE} )*{_WORD}(?:[ -]{_WORD}| {_PARTICLE}| [A-Z]\.?)*$"
_ONE_WORD = "|".join(f"^{word}(?:-{word})*$" for word in (f"[{_UPPER}]{{3,}}", f"[a-zà-öø-ÿ][{_LOWER}]{{2,}}"))
_WORDS = "|".join(rf"^{one}{{3,}}(?:[ -]{one}{{3,}})*(?: {one}\.?)?$" for one in ("[A-Z]", "[a-z]"))
"""Several words in one case, without accents: with them they may fold to a word that stays in lower case (née)."""
_ONE_CASE = f"{_ONE_WORD}|{_WORDS}"
_REMARK = r"^(?:xx|zz)|do not"
_TOGETHER = " (?:and|und|et|or|oder|ou|og|och) "


def read_plain(texts: pl.Series, part: Part) -> pl.DataFrame:
    """Standardize the plain names of a column.

    Args:
        texts: *n* tidied texts, no nulls, none a placeholder.
        part: Which part of the name the column holds.

    Returns:
        *n* rows with the schema ``STANDARD``; the value is null where ``parse`` has to read the text.

    Example:
        >>> texts = pl.Series(["Anna-Lena B.", "McDonald", "SMITH", "Dr. Jane", "Smith, Jane", "J. R."])
        >>> read_plain(texts, "full")["value"].to_list()
        ['Anna-Lena B.', 'McDonald', 'Smith', None, None, None]
    """
    text = pl.col("text")
    low = text.str.to_lowercase()
    plain = ~low.is_in(_asked_about(part)) & ~text.str.contains(_doubtful())
    one_case = text.str.contains(_ONE_CASE) & ~text.str.contains(_unlike_others())
    return pl.DataFrame({"text": texts}).select(
        value=pl.when(plain & text.str.contains(_WRITTEN))
        .then(text)
        .when(plain & one_case)
        .then(low.str.to_titlecase()),
        state=pl.lit(State.OK.value),
        note=pl.lit(None, pl.String),
    )


@cache
def _asked_about(part: Part) -> list[str]:
    """Return the words that get a note where they stand alone in a name, or in one half of it."""
    odds = {"given": 0, "family": 9}.get(part)
    return ["true", *placeholder_texts("*"), *(words_of_odds(odds) if odds is not None else ())]


@cache
def _doubtful() -> str:
    """Return the pattern of what may be a remark, two people, a title or a credential."""
    titles, credentials = "|".join(around("title")), "|".join(around("credential"))
    return rf"(?i){_REMARK}|{_TOGETHER}|^(?:{titles}) | (?:{credentials})\.?$"


@cache
def _unlike_others() -> str:
    """Return the pattern of what holds a word that is not simply capitalized: van, III, PhD, McDonald."""
    words = "|".join({*LOWER, *LOWER_INSIDE, *around("credential"), "vi*", "iii"})
    return rf"(?i)\b(?:{words})\b|\bmc"
