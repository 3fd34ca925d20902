"""How a company's name that came in one case is written: ``DATASIDE LLC``, ``o'reilly media``, ``ACME SP. Z O.O.``.

What may be an acronym stays as it is. Nothing here takes a name apart.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from crmclean import resources
from crmclean.fields.base import fold
from crmclean.fields.spelling import title_word

__all__ = ["recased"]

_LETTERS = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_ELISION = re.compile(r"(?i)^([odl]['\u2019])(\w{3,})")
_DOMAIN_ENDS = frozenset("com net org io ai co biz info eu de fr uk it es nl ch at us ca tech app shop".split())
_LINKING = frozenset("and of for the de da do das dos del di du des und für von et y e en in at on by to".split())
_SHORT_WORDS = frozenset(
    "the and of for new old air art bar bay bed big box car cat dog eye fit fly fun gas hub ice ink inn jet joy "
    "key kid lab law map max net oak oil one our pay pet pro red run san sea sky sun tax tea ten tip top toy two van "
    "war wax way web win zoo all any bee bio can day eco end est get go my st up us we bros dept intl natl mktg mfg "
    "svcs grp ctr hldg mgmt bau".split()
)


@cache
def _written_forms() -> Mapping[str, str]:
    """One-word legal forms in lower case, and as they are written: how a name in one case gets ``GmbH`` right."""
    rows = resources.read_table("legal_forms")
    return MappingProxyType({row[0].lower(): row[0] for row in rows if row[0].isalpha() and row[2] != "weak"})


@cache
def _spaced_forms() -> Mapping[str, str]:
    """Legal forms with a dot or a blank, folded in case, and as they are written: ``sp. z o.o.``, ``S.p.A.``."""
    rows = resources.read_table("legal_forms")
    return MappingProxyType(
        {row[0].lower(): row[0] for row in rows if not row[0].isalpha() and row[2] != "start" and row[0].isascii()}
    )


def recased(text: str) -> str:
    """Write a name that came in one case.

    Example:
        >>> recased("CASANOVA ENERGY S.R.O."), recased("o'reilly media gmbh"), recased("BMW"), recased("ACME.COM INC")
        ('Casanova Energy s.r.o.', "O'Reilly Media GmbH", 'BMW', 'Acme.com Inc')
    """
    words = _LETTERS.findall(text)
    if len(words) == 1 and len(text) <= 5:  # IBM, AUDI: no telling
        return text
    upper = text.isupper()
    return _with_form(_LETTERS.sub(lambda found: _written(found, upper=upper), text))


def _with_form(text: str) -> str:
    """Write the legal form at the end as it is written."""
    words = text.split(" ")
    for length in range(min(4, len(words) - 1), 0, -1):
        form = _spaced_forms().get(" ".join(words[-length:]).lower())
        if form:
            return " ".join([*words[:-length], form])
    return text


def _written(found: re.Match[str], *, upper: bool) -> str:
    word, start = found.group(), found.start()
    low, before = word.lower(), found.string[start - 1 : start]
    if low in _written_forms():
        return _written_forms()[low]
    if low == "www" or (before == "." and low in _DOMAIN_ENDS):
        return low
    if low in _LINKING and before.isspace():
        return low
    if len(word) == 1:
        return word.upper()
    if low not in _SHORT_WORDS and len(word) < 5 and (not set(fold(word)) & set("aeiouy") or (upper and len(word) < 4)):
        return word.upper()  # GSH, BMW; in capitals also IBM
    return _ELISION.sub(lambda name: name[1].title() + title_word(name[2]), title_word(word))
