"""Names of companies: the standard form keeps the spelling; the core is the name without what companies share.

Standardizing repairs white space and one-case writing (``DATASIDE LLC``), and leaves legal forms as written. The core,
for matching only, drops legal forms, branches and departments behind the name, a leading *the* and the words for *and*,
and folds usual abbreviations (``Svcs``, ``Intl``). It never comes to nothing; it does not judge whether two names are
one.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations
from types import MappingProxyType
from typing import Literal, NamedTuple

import polars as pl
from rapidfuzz.distance import OSA

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State, fold, tidy
from crmclean.fields.company_case import recased
from crmclean.fields.fallback import MIXED_CASE, completed, rest_one_by_one
from crmclean.fields.spelling import (
    MAY_NEED_REPAIR,
    fold_spelling,
    is_damaged,
    is_one_case,
    repair_letters,
    without_remark,
)

__all__ = [
    "Company",
    "acronym",
    "core",
    "cores",
    "is_form",
    "is_trade",
    "legal_form",
    "plain",
    "shortened",
    "tail",
    "trading_as",
]

_AND = re.compile(r"\s*[&+]\s*|(?<=\w)\s+(?i:and|und|u\.|u(?=\s+co\b)|et|y|e|og|och)\s+(?=\w)")
_SIGN = re.compile(r"\s*[(,]?\s*\b(?i:d\s?/\s?b\s?/\s?a|d\.b\.a\.|dba|t/a|trading as|a/?k/?a|f/?k/?a)\b")
"""What stands before the name that a company goes by, or went by."""
_TRADING_AS = re.compile(rf"(?<=\S){_SIGN.pattern}.*")
_ADDRESSED = re.compile(r"(?i)^(?:m/s\.?|messrs\.?|firma|fa\.)\s+(?=\w)")
_BRACKETS = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]\s*")
_MARKS = re.compile("[®™℠©]")
_TAIL = re.compile(r"(?<=\w\w)(?:[^\w\s]?\s+[-\u2013\u2014/|:]+\s+|\s+@\s+|\s*[\u2013\u2014|]\s*)(?=\w)")
_BRANCH = r"branch(?: office)?|division|plant|regional office|sales office|field office|location"
_DEPARTMENT = re.compile(
    r"(?i)[\s,]+(?:(?:hq|headquarters?|head office|main office|hauptsitz|zentrale|siège(?: social)?|"
    r"(?:sales|purchasing|procurement|marketing|finance|accounts?(?: payable)?|accounting|it|hr|r&d|legal|support|"
    r"service|engineering) dep(?:t|artment)\.?)$"
    r"|(?:zweig)?niederlassung\b.*|zweigstelle\b.*|geschäftsstelle\b.*|succursale\b.*|sucursal\b.*|filiale\b.*"
    r"|(?:abteilung|abt\.|d[eé]p(?:artemen)?to?\.? de|attn\b|z\.\s?hd\.|c/o)\s*:?\s.*)"
    rf"|,\s*(?:\w+\s){{1,2}}(?:{_BRANCH}|office)$|,\s*dep(?:t\.?|artment) of\s.*|(?<=\w)\s\w+ branch(?: office)?$"
)
_CYRILLIC = re.compile(r"(?<!\w)(ИП|ТОО|АО|ПП|ЧП|ФОП|ЕТ|ТОВ|ТДВ|ОДО)(?!\w)")  # noqa: RUF001 - these are Cyrillic
_CLEAR_FORM = re.compile(r"\b\w(?:[./]\s?\w)+\.?\W*$|[a-z]\W*\s[A-Z]{2,4}\W*$|[a-z]\W*\s[A-Z]+[a-z]+[A-Z]+\W*$")
_EAST_ASIAN = re.compile("(株式会社|有限会社|合同会社|㈱|주식회사|유한회사|㈜|股份有限公司|有限责任公司|有限公司)")
_CERTAIN = frozenset("inc incorporated llc llp corp gmbh ltd limited plc ltda sarl srl bv sa".split())
"""Legal forms that end a name wherever they stand behind it: one or two words more are a place."""

_LONG_TRADE = 6
"""Letters from which a word of a trade is known within a longer one."""


_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[.,]? [A-Za-z0-9]+|[.,][A-Za-z0-9]+)*\.?")
_TELLING = frozenset(
    "dba aka fka trading firma fa messrs hq headquarter headquarters office hauptsitz zentrale niederlassung "
    "zweigniederlassung zweigstelle succursale sucursal filiale abteilung abt attn hd branch division plant location "
    "and und u et y e og och do not dup dupe duplicate obsolete inactive deceased to old".split()
)
"""Words that may say more than a name in it does; where there is none of them, all words are the name's."""
_IN_BRACKETS = frozenset("p pvt private pty pte proprietary haftungsbeschrankt publ".split())


class _Parts(NamedTuple):
    """A company's name taken apart, folded: what is its own, its legal form, and what stood behind."""

    words: tuple[str, ...]
    form: tuple[str, ...]
    means: str
    tail: str


@cache
def _forms(place: str) -> Mapping[str, tuple[str, int]]:
    """Legal forms at the ``start`` or the ``end``: folded form to what it means and how many words must remain."""
    rows = resources.read_table("legal_forms")
    places = {"start": ("start", "both"), "end": ("end", "both", "weak")}[place]
    return MappingProxyType(
        {" ".join(_fold_words(row[0])): (row[1], 2 if row[2] == "weak" else 1) for row in rows if row[2] in places}
    )


@cache
def _short() -> Mapping[str, str]:
    return MappingProxyType({row[0]: row[1] for row in resources.read_table("company_words")})


def _fold_words(text: str) -> list[str]:
    """Fold to words: the words for *and* go, single letters that stand together become one word (``S. A.``).

    Short Cyrillic forms are kept apart from the Latin words that they would fold to (``ИП`` and ``IP Solutions``).
    """
    if not text.isascii():
        text = _EAST_ASIAN.sub(r" \1 ", _CYRILLIC.sub(r"zz\1", text))
    return _lettered(fold_spelling(_AND.sub(" ", text)).split())


def _lettered(folded: list[str]) -> list[str]:
    """Write single letters that stand together as one word."""
    words: list[str] = []
    letters = False
    for word in folded:
        letter = len(word) == 1 and word.isalpha()
        if letter and letters:
            words[-1] += word
        else:
            words.append(word)
        letters = letter
    return words


def _strip_end(words: list[str], *, clear: bool) -> tuple[list[str], list[str], list[str]]:
    """Strip legal forms from the end, repeatedly, longest first, never to nothing.

    ``clear``: the end is written as only a legal form is, so that one that is an ordinary word too needs no caution.
    """
    forms, found, meanings = _forms("end"), list[str](), list[str]()
    while words and words[-1] in _last_words():
        for length in range(min(7, len(words) - 1), 0, -1):
            end = " ".join(words[-length:])
            if end in forms and (clear or len(words) - length >= forms[end][1]):
                found = words[-length:] + found
                if [forms[end][0]] != meanings[:1]:  # Acme Inc Inc
                    meanings.insert(0, forms[end][0])
                words = words[:-length]
                break
        else:
            break
    return words, found, meanings


@cache
def _last_words() -> frozenset[str]:
    """Last words of legal forms: most words are none, and need no further look."""
    return frozenset(form.rsplit(" ", 1)[-1] for form in _forms("end"))


@cache
def _outer_words() -> frozenset[str]:
    return _first_words() | _last_words()


@cache
def _first_words() -> frozenset[str]:
    return frozenset(form.split(" ", 1)[0] for form in _forms("start"))


def _strip_start(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    if not words or words[0] not in _first_words():
        return words, [], []
    forms = _forms("start")
    for length in (4, 3, 2, 1):
        start = " ".join(words[:length])
        if start in forms and len(words) - length >= forms[start][1]:
            return words[length:], words[:length], [forms[start][0]]
    return words, [], []


def _strip_place(words: list[str]) -> tuple[list[str], list[str]]:
    """Take one or two words behind a certain legal form off: ``Acme Inc. Germany``."""
    for length in (1, 2):
        if len(words) - length > 1 and words[-length - 1] in _CERTAIN:
            return words[:-length], words[-length:]
    return words, []


def _belongs(inside: str) -> bool:
    """Whether words in brackets are part of the name or of its legal form: ``(P) Ltd``, ``(Holdings)``."""
    words = _fold_words(inside)
    return " ".join(words) in _IN_BRACKETS or (bool(words) and all(word in _short() for word in words))


def _branches(text: str) -> tuple[str, str]:
    """Split what stands behind the name off it: `` - HQ``, `` / Munich``, ``(UK)``."""
    behind: list[str] = []

    def bracket(found: re.Match[str]) -> str:
        if _belongs(found[1]) or not found.string[: found.start()].strip():
            return f" {found[1]} "
        behind.append(found[1])
        return " "

    head = _BRACKETS.sub(bracket, text).strip()
    head, *rest = _TAIL.split(head, maxsplit=1)
    if rest and _ends_in_form(rest[0]) and not _ends_in_form(head):  # Moller - Maersk A/S
        head, rest = f"{head} {rest[0]}", []
    department = _DEPARTMENT.search(head)
    if department and fold(head[: department.start()]):
        rest.insert(0, department.group())
        head = head[: department.start()]
    return head, fold(" ".join(rest + behind))


def _ends_in_form(text: str) -> bool:
    return bool(_strip_end(_fold_words(text), clear=False)[1])


@lru_cache(maxsize=1 << 12)
def _parts(name: str) -> _Parts:
    words = _plain_words(name)
    return _whole_parts(name) if words is None else _own_and_form(words, name, "")


def _plain_words(name: str) -> list[str] | None:
    """Return the folded words of a name that is nothing but words; None where a closer look is needed."""
    if not _PLAIN.fullmatch(name) or "d.b.a." in (low := name.lower()):
        return None
    words = low.replace(".", " ").replace(",", " ").split()
    if not _TELLING.isdisjoint(words) or words[0][:2] in ("xx", "zz") or "dep" in low:
        return None
    if "ae" in low or "oe" in low or "ue" in low:
        words = [fold_spelling(word) for word in words]
    return _lettered(words) if min(map(len, words)) == 1 else words


def _whole_parts(name: str) -> _Parts:
    whole = tidy(_MARKS.sub("", name) or name)
    text = _ADDRESSED.sub("", _TRADING_AS.sub("", without_remark(repair_letters(whole))))
    head, behind = _branches(text)
    words = _fold_words(head) or _fold_words(text) or _fold_words(whole)
    return _own_and_form(words, head, behind)


def _own_and_form(words: list[str], head: str, behind: str) -> _Parts:
    """Take the legal form off the folded words of a name, ``head`` as written."""
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    ends = {*words[:1], *words[-1:]}
    if len(words) < 3 and ends.isdisjoint(_outer_words()):  # no form to be seen
        return _Parts(tuple(words), (), "", behind)
    words, form, meanings = _strip_end(words, clear=bool(_CLEAR_FORM.search(head)))
    if not form:
        words, place = _strip_place(words)
        words, form, meanings = _strip_end(words, clear=False)
        behind = " ".join([*place, *behind.split()])
    words, leading, more = _strip_start(words)
    return _Parts(tuple(words), tuple(leading + form), " ".join(more + meanings), behind)


def _shortened(words: Sequence[str]) -> str:
    return " ".join(map(shortened, words))


def shortened(word: str) -> str:
    """Return a folded word of a company's name as it is usually shortened.

    Example:
        >>> shortened("services"), shortened("acme")
        ('svc', 'acme')
    """
    return _short().get(word, word)


@lru_cache(maxsize=1 << 16)
def is_form(word: str) -> bool:
    """Say whether a word of a core is perhaps a legal form with a typo: what nobody recognised as one.

    Example:
        >>> is_form("ltad"), is_form("knc"), is_form("neft")
        (True, True, False)
    """
    return len(word) > 1 and any(OSA.distance(word, form, score_cutoff=1) <= 1 for form in _last_words())


def is_trade(word: str) -> bool:
    """Say whether a word of a core is one that many companies have: of a trade, or of a kind of company.

    Example:
        >>> is_trade("svc"), is_trade("microsystems"), is_trade("acme")
        (True, True, False)
    """
    return word in _trades() or word.endswith(_long_trades())


@cache
def _trades() -> frozenset[str]:
    return frozenset(_short()) | frozenset(_short().values())


@cache
def _long_trades() -> tuple[str, ...]:
    """Words of trades that tell one at the end of a longer word."""
    return tuple(word for word in _trades() if len(word) >= _LONG_TRADE)


@lru_cache(maxsize=1 << 18)
def core(name: str) -> str:
    """Return what is a company's own in its name, folded for matching; empty only where there is no letter or digit.

    Example:
        >>> core("The Müller & Söhne Services GmbH & Co. KG - Sales Dept"), core("Mueller und Soehne Svcs.")
        ('muller sohne svc', 'muller sohne svc')
        >>> core("Acme Co., Ltd. (India)"), core("Company")
        ('acme', 'company')
    """
    return _shortened(_parts(name).words)


_SIMPLE = r"^[A-Za-z0-9]{2,}(?:[.,]? [A-Za-z0-9]{2,})*\.?$"
_NOT_SIMPLE = rf"\b(?:{'|'.join(sorted(_TELLING))})\b|^(?:xx|zz)|dep|ae|oe|ue"
_PLACED = rf"\b(?:{'|'.join(sorted(_CERTAIN))})\b"
"""Names of words with a blank between them; lower-case words that ask for a closer look, or that a place may follow."""


def cores(names: pl.Series) -> pl.Series:
    """Return the cores of a column of names: the twin of ``core``; null stays null.

    Names of plain words, with none or one legal form of one word at their end, are read here; all others one by one.

    Example:
        >>> cores(pl.Series(["Acme Services Ltd.", "The Acme Co., Ltd. (India)", None])).to_list()
        ['acme svc', 'acme', None]
    """
    text, words, last, forms = pl.col("text"), pl.col("words"), pl.col("last"), _forms("end")
    low = text.str.to_lowercase().str.replace_all("[.,]", "").str.replace("^the ", "")
    read = pl.DataFrame({"text": names}).with_columns(low=low)
    read = read.with_columns(words=pl.col("low").str.split(" ")).with_columns(last=words.list.last())
    weak = [form for form, (_, least) in forms.items() if least > 1]
    inside = sorted({word for form in forms for word in form.split()})
    ends = last.is_in(list(forms)) & (words.list.len() > 1)
    sound = (
        text.str.contains(_SIMPLE)
        & ~pl.col("low").str.contains(_NOT_SIMPLE)
        & ~words.list.first().is_in(sorted(_first_words()))
        & pl.when(ends)
        .then(~words.list.get(-2, null_on_oob=True).is_in(inside) & ~(last.is_in(weak) & (words.list.len() < 3)))
        .otherwise(~last.is_in(sorted(_last_words())) & ~pl.col("low").str.contains(_PLACED))
    )
    own = pl.when(ends).then(words.list.head(words.list.len() - 1)).otherwise(words)
    made = own.list.eval(pl.element().replace(dict(_short()))).list.join(" ")
    read = read.select(sound=sound.fill_null(value=True), made=made)
    return completed(names, read["sound"], read["made"], core)


def plain(name: str) -> str:
    """Return the core of a company's name with its words spelled out as written.

    Example:
        >>> plain("The Müller & Söhne Services GmbH & Co. KG - Sales Dept")
        'muller sohne services'
    """
    return " ".join(_parts(name).words)


def legal_form(name: str) -> str:
    """Return the legal form in a company's name, its spellings folded into one; empty where there is none.

    Example:
        >>> legal_form("Acme Private Limited"), legal_form("Acme Pvt. Ltd."), legal_form("Acme")
        ('pvt ltd', 'pvt ltd', '')
    """
    return _parts(name).means


def tail(name: str) -> str:
    """Return what stands behind a company's name, folded: a branch, a department, a place; empty where nothing does.

    Example:
        >>> tail("Acme GmbH - Sales Dept"), tail("Acme Ltd (UK)"), tail("Acme")
        ('sales dept', 'uk', '')
    """
    return _parts(name).tail


def trading_as(name: str) -> str:
    """Return the other name that a company's name holds, spelled as by ``plain``; empty where there is none.

    Example:
        >>> trading_as("Harrow Foods LLC dba The Green Fork"), trading_as("Harrow Foods LLC")
        ('green fork', '')
    """
    found = _TRADING_AS.search(name)
    return plain(_SIGN.sub("", found.group())) if found else ""


def acronym(name: str) -> frozenset[str]:
    """Return the acronyms a company may go by: of its own words, with its legal form, and of the name as written.

    As written, *and* has an initial too, and so has a place behind the name (``B and Q``, ``M&M Labs Inc. Boston``).
    A name of one word, of up to six capitals or without a vowel, is its own acronym.

    Example:
        >>> sorted(acronym("Mauricio Industries LLC")), sorted(acronym("MIL")), sorted(acronym("Acme"))
        (['mi', 'mil'], ['mil'], [])
    """
    parts = _parts(name)
    if len(parts.words) == 1:
        word = parts.words[0]
        written = re.search(rf"\b{re.escape(word)}\b", name.replace(".", ""), re.IGNORECASE)
        capitals = written is not None and written.group().isupper()
        own = 1 < len(word) <= 6 and word.isalpha() and (capitals or not set(word) & set("aeiouy"))
        return frozenset({word}) if own else frozenset()
    initials = "".join(word[0] for word in parts.words)
    spelled = "".join(word[0] for word in fold(name.replace("&", " and ").replace("+", " and ")).split())
    return frozenset({initials, initials + "".join(word[0] for word in parts.form), spelled} if initials else ())


def _compact(name: str) -> str:
    return core(name).replace(" ", "")


def _compacts(names: pl.Series) -> pl.Series:
    return cores(names).str.replace_all(" ", "", literal=True)


def _pairs(name: str) -> list[str]:
    """Return every two of a name's first four words, in order of the alphabet: one word mistyped or left out may be."""
    words = sorted(set(core(name).split()[:4]))
    return [f"{one} {other}" for one, other in combinations(words, 2)] or words


class Company(FieldType):
    """A company's name."""

    type: Literal["company"] = "company"

    keys = {
        "": lambda value: filter(None, [core(value)]),
        "compact": lambda value: filter(None, [_compact(value)]),
        "start": lambda value: filter(None, [_compact(value)[:5]]),
        "pair": _pairs,
        "acronym": lambda value: sorted(acronym(value)),
    }
    key_columns = {
        "": cores,
        "compact": _compacts,
        "start": lambda values: _compacts(values).str.head(5),
    }

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Keep the name as written, with its case repaired where it is all upper or all lower."""
        if without_remark(text) != text:
            return Standard(text, State.INVALID, "A remark stands in the name; it belongs in a field of its own.")
        written = recased(text) if is_one_case(text) else text
        if is_damaged(text) or is_damaged(written):
            return Standard(text, State.INVALID, "Letters of the name were damaged by an import.")
        if not any(map(str.isalnum, text)):
            return Standard(text, State.INVALID, "A company's name holds letters or digits; this one has none.")
        return Standard(written, State.OK)

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:
        """Keep a column of names; only those in one case, with other letters or perhaps a remark are looked at."""
        sound = MIXED_CASE & ~pl.col("text").str.contains(MAY_NEED_REPAIR)
        return rest_one_by_one(sound, self.parse, texts, given)
