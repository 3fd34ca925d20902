"""The address inside the text of an e-mail field: wrappers and disguises taken off, and the mailbox that it reaches."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from crmclean.fields.base import tidy
from crmclean.fields.email_domain import meant

__all__ = [
    "LONGEST",
    "NOT_PLAIN",
    "PLAIN",
    "STANDARD_ADDRESS",
    "domain",
    "is_plain",
    "local",
    "match_address",
    "several",
    "unwrapped",
]

PLAIN = (
    r"^[A-Za-z0-9_-][A-Za-z0-9_'-]{0,63}(?:[.+][A-Za-z0-9_'-]{1,64}){0,8}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9]|-[A-Za-z0-9]){0,30}\.){1,6}[A-Za-z]{2,63}$"
)
"""Addresses that need no second look; what it does not cover goes to email-validator."""
NOT_PLAIN = r"(?i)\.(?:arpa|invalid|local|localhost|onion|test)$|^[^@]{65}"
"""Reserved endings (RFC 6761, 2013; RFC 7686, 2015) and local parts that are too long (RFC 5321, 2008: 64)."""
LONGEST = 254
"""Characters of the longest address. Source: RFC 5321 (2008), with erratum 1690 of RFC 3696."""

_PLAIN, _NOT_PLAIN = re.compile(PLAIN), re.compile(NOT_PLAIN)
_STANDARD = re.compile(r"[a-z0-9_%+\-][a-z0-9._%+\-]*@[a-z0-9.\-]*[a-z0-9]")
STANDARD_ADDRESS = f"^{_STANDARD.pattern}$"
"""What a standard address looks like: it falls into two halves at its only @ sign."""
_ADDRESS = re.compile(r"[^\s<>()\[\]{},;:|/\\\"\u201c\u201d]+@[^\s<>()\[\]{},;:|/\\\"\u201c\u201d@]+")
_ANGLES = re.compile(r"<\s*([^<>]*@[^<>]*?)\s*>")
_REMARK = re.compile(r"^(?:\([^()@]*\)\s*)+|(?:\s*\([^()@]*\))+$")
_LABEL = re.compile(r"^(?i:(?:e-?)?mail(?:to|address)?|home|work|private?|office)\s*[:=]\s*")
_BOXED_AT = re.compile(r"\s*[(\[{<]\s*@\s*[)\]}>]\s*|%40|&#0*64;")
_AT = re.compile(r"\s*[(\[{<]\s*(?i:at|ät|a)\s*[)\]}>]\s*|\s+(?i:at)\s+")
_DOT = re.compile(r"\s*[(\[{<]\s*(?i:dot|punkt|point|punto)\s*[)\]}>]\s*|\s+(?i:dot|punkt)\s+")
_QUOTES = "'\"`\u00b4\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"
_EDGES = f" \t{_QUOTES}<>()[]{{}},;:|/\\"
_AT_THE_END = f"{_EDGES}.!?*#&="
"""What may stand around an address; a dot before it may be what is left of a name."""


def is_plain(text: str) -> bool:
    """Whether a text is an address that needs no second look.

    Example:
        >>> is_plain("Jane.Doe+news@acme.com"), is_plain("<jane@acme.com>"), is_plain("jane@acme.test")
        (True, False, False)
    """
    return len(text) <= LONGEST and bool(_PLAIN.fullmatch(text)) and not _NOT_PLAIN.search(text)


def unwrapped(text: str) -> str:
    """Take off what surrounds or disguises an address: ``<…>``, ``mailto:``, `` at ``, a comma at the end.

    Example:
        >>> unwrapped("Jane Doe <jane@acme.com>"), unwrapped("mailto:jane@acme.com?subject=Hi")
        ('jane@acme.com', 'jane@acme.com')
        >>> unwrapped("jane (at) acme [dot] com"), unwrapped("jane@acme.com (work),")
        ('jane@acme.com', 'jane@acme.com')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    while (bare := _once(text)) != text:
        text = bare
    return text


def _once(text: str) -> str:
    bare = _BOXED_AT.sub("@", text)
    if "@" not in bare:
        bare = _AT.sub("@", bare, count=1)
    if inside := _ANGLES.search(bare):
        bare = inside[1]
    bare = _bare(_REMARK.sub("", bare.strip(" ,;").rstrip(" .")))
    if label := _LABEL.match(bare):
        bare = _bare(bare[label.end() :].partition("?")[0])
    if "@" in bare and bare != text:
        bare = _DOT.sub(".", bare)
    return re.sub(r"\s*@\s*", "@", bare)


def _bare(text: str) -> str:
    return text.lstrip(_EDGES).rstrip(_AT_THE_END)


def several(text: str) -> list[str]:
    """Return the addresses of a text that holds more than one, in lower case; none where it holds one or none.

    One address written twice (``jane@acme.com <jane@acme.com>``) is a list of one.

    Example:
        >>> several("Jane@acme.com; joe@acme.com"), several("jane@acme.com"), several("jane@@acme.com")
        (['jane@acme.com', 'joe@acme.com'], [], [])
    """
    found = [_bare(address).lower() for address in _ADDRESS.findall(text)] if text.count("@") > 1 else []
    return list(dict.fromkeys(found)) if len(found) > 1 else []


def _split(value: str) -> tuple[str, str]:
    if _STANDARD.fullmatch(value):
        address = value
    else:
        text = tidy(value)
        address = unwrapped(next(iter(several(text)), text)).lower()
    name, _, host = address.rpartition("@")
    return name, host


def local(value: str) -> str:
    """Return the part before the @ sign in lower case; empty where there is none.

    Example:
        >>> local("Jane.Doe+news@Acme.com")
        'jane.doe+news'
    """
    return _split(value)[0]


def domain(value: str) -> str:
    """Return the part after the @ sign in lower case; empty where there is no @ sign.

    Example:
        >>> domain("Jane@Mail.Acme.com"), domain("n/a")
        ('mail.acme.com', '')
    """
    name, host = _split(value)
    return host if name else ""


@lru_cache(maxsize=1 << 17)
def match_address(value: str) -> str:
    """Return the mailbox that an address reaches, as far as can be told, for matching only.

    Lower case; the ``+tag`` goes; Gmail's dots go, and ``googlemail.com`` is ``gmail.com``; a doubled @ sign, a comma
    for a dot and a mistyped well-known domain are read as meant; of several addresses the first counts. Without an
    @ sign, the text in lower case.

    Source: Gmail's own rule that dots do not matter (support.google.com, "Dots don't matter in Gmail addresses").

    Example:
        >>> match_address("J.Doe+news@GoogleMail.com"), match_address("jane@@acme,com"), match_address("jane@gmial.com")
        ('jdoe@gmail.com', 'jane@acme.com', 'jane@gmail.com')
    """
    name, host = _split(value)
    if not name:
        return host
    name = name.rstrip("@").replace(",", ".")
    host = meant(host.replace(",", "."))
    name = name.partition("+")[0] or name
    if host in ("gmail.com", "googlemail.com"):
        name, host = name.replace(".", "") or name, "gmail.com"
    return f"{name}@{host}"
