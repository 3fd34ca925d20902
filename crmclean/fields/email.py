"""E-mail addresses: lower case, wrappers and disguises taken off; what is not an address stays and says why.

The whole address becomes lower case, the local part too: no CRM and no provider in use tells ``Jane@`` from ``jane@``.
An address is never guessed: two @ signs or a comma for a dot make it INVALID, and only the note says how to mend it.
Nothing is looked up on the network.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

import polars as pl
from rapidfuzz.distance import DamerauLevenshtein

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State, is_placeholder, tidy
from crmclean.fields.url import registrable

__all__ = ["Email", "domain", "is_disposable", "is_free", "is_role", "local", "match_address"]

_PLAIN = (
    r"^[A-Za-z0-9_'-]{1,64}(?:[.+][A-Za-z0-9_'-]{1,64}){0,8}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9]|-[A-Za-z0-9]){0,30}\.){1,6}[A-Za-z]{2,63}$"
)
"""Addresses that need no second look; what it does not cover goes to email-validator."""
_NOT_PLAIN = r"(?i)\.(?:arpa|invalid|local|localhost|onion|test)$|^[^@]{65}"
_PLAIN_PYTHON, _NOT_PLAIN_PYTHON = re.compile(_PLAIN), re.compile(_NOT_PLAIN)

_ANGLES = re.compile(r"<\s*([^<>]*@[^<>]*?)\s*>")
_AT = re.compile(r"\s*[(\[{]\s*(?i:at)\s*[)\]}]\s*|\s+(?i:at)\s+")
_DOT = re.compile(r"\s*[(\[{]\s*(?i:dot|punkt|point)\s*[)\]}]\s*|\s+(?i:dot)\s+")
_EDGES = " \t'\"`<>()[]{},;:.|/\\"
_NO_SIGNS = str.maketrans("", "", "._-")
_JUNK = frozenset(
    "test testing tester none no noone nobody na nil null nomail noemail fake dummy asdf asd qwe qwerty abc xyz foo "
    "bar foobar unknown refused spam example email mail xx xxx aaa abcd user name noreply donotemail".split()
)
_NO_MAILBOX = frozenset(
    "noemail nomail noemailaddress donotemail nomailaddress keinemail keinemailadresse sincorreo".split()
)
_NO_DOMAIN = frozenset(
    "example.com example.org example.net example.edu test.com test.de noemail.com nomail.com noemail.org domain.com "
    "yourdomain.com yourcompany.com none.com none.none nowhere.com fake.com fakeemail.com".split()
)
_TYPED_WRONG = (
    "gmail.com googlemail.com hotmail.com hotmail.co.uk hotmail.fr yahoo.com yahoo.co.uk yahoo.co.in yahoo.com.br "
    "yahoo.fr outlook.com icloud.com rediffmail.com comcast.net verizon.net sbcglobal.net btinternet.com wanadoo.fr "
    "laposte.net orange.fr t-online.de freenet.de protonmail.com"
).split()
"""Domains typed often enough that one slip away from them is a slip, not a domain. Source: collected by hand."""
_REAL = frozenset("cloud.com gmail.de gmail.co.uk yahoo.net email.de orange.de orange.es oranges.fr".split())
_ENDINGS = {
    "con": "com",
    "cmo": "com",
    "ocm": "com",
    "vom": "com",
    "comm": "com",
    "cpm": "com",
    "xom": "com",
    "nte": "net",
}


_STANDARD = re.compile(r"[a-z0-9._%+\-]+@[a-z0-9.\-]+")
_UNTOLD = re.compile(r"[._-]|\d+$")
_NO_KEY = re.compile(r"[^a-z0-9]|\d+$")


@cache
def _column(table: str) -> frozenset[str]:
    return frozenset(row[0] for row in resources.read_table(table))


@lru_cache(maxsize=1 << 16)
def _meant(host: str) -> str:
    """Return the domain that a mistyped one most likely stands for; the domain itself where it looks right."""
    if is_free(host) or host in _REAL:
        return host
    for known in _TYPED_WRONG:
        if DamerauLevenshtein.distance(host, known) == 1:
            return known
    stem, _, ending = host.rpartition(".")
    return f"{stem}.{_ENDINGS[ending]}" if ending in _ENDINGS else host


def _unwrapped(text: str) -> str:
    """Take off what surrounds or disguises an address: ``<…>``, ``mailto:``, `` at ``, a comma at the end."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    inside = _ANGLES.search(text)
    bare = (inside[1] if inside else text).strip(_EDGES)
    if bare[:7].lower() == "mailto:":
        bare = bare[7:].partition("?")[0].strip(_EDGES)
    if "@" not in bare:
        bare = _AT.sub("@", bare, count=1)
    if "@" in bare and bare != text:
        bare = _DOT.sub(".", bare)
    return re.sub(r"\s*@\s*", "@", bare)


def _split(value: str) -> tuple[str, str]:
    address = value if _STANDARD.fullmatch(value) else _unwrapped(tidy(value)).lower()
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
    for a dot and a mistyped well-known domain are read as meant. Without an @ sign, the text in lower case.

    Source: Gmail's own rule that dots do not matter (support.google.com, "Dots don't matter in Gmail addresses").

    Example:
        >>> match_address("J.Doe+news@GoogleMail.com"), match_address("jane@@acme,com"), match_address("jane@gmial.com")
        ('jdoe@gmail.com', 'jane@acme.com', 'jane@gmail.com')
    """
    name, host = _split(value)
    if not name:
        return host
    name = name.rstrip("@").replace(",", ".")
    host = _meant(host.replace(",", "."))
    name = name.partition("+")[0] or name
    if host in ("gmail.com", "googlemail.com"):
        name, host = name.replace(".", "") or name, "gmail.com"
    return f"{name}@{host}"


def is_role(value: str) -> bool:
    """Whether an address belongs to a function (``info@``, ``no-reply@``, ``sales2@``), not to a person.

    Source: table ``role_mailboxes``.

    Example:
        >>> is_role("No-Reply@acme.com"), is_role("sales2@acme.com"), is_role("jane@acme.com")
        (True, True, False)
    """
    return _is_role(local(value))


def _is_role(name: str) -> bool:
    return _UNTOLD.sub("", name) in _column("role_mailboxes")


def is_free(host: str) -> bool:
    """Whether a domain hands out mailboxes to anybody, so that sharing it says nothing about the employer.

    Source: table ``free_mail_domains``.

    Example:
        >>> is_free("gmail.com"), is_free("acme.com")
        (True, False)
    """
    return host in _column("free_mail_domains")


def is_disposable(host: str) -> bool:
    """Whether a domain hands out throw-away mailboxes.

    Source: table ``disposable_domains``.

    Example:
        >>> is_disposable("mailinator.com"), is_disposable("gmail.com")
        (True, False)
    """
    return host in _column("disposable_domains")


def _local_key(value: str) -> list[str]:
    """Letters of the local part, digits at the end dropped: ``jane.doe87`` gives ``janedoe``; no role, none short."""
    name = local(value)
    key = _NO_KEY.sub("", name.partition("+")[0])
    return [key] if len(key) > 3 and not _is_role(name) else []


def _domain_key(value: str) -> list[str]:
    host = _meant(domain(value).replace(",", "."))
    return [registrable(host)] if host and not is_free(host) and not is_disposable(host) else []


class Email(FieldType):
    """An e-mail address."""

    type: Literal["email"] = "email"

    keys = {"": lambda value: filter(None, [match_address(value)]), "local": _local_key, "domain": _domain_key}

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "no address": listed, at a reserved domain, or ``noemail@`` anywhere.

        Source: RFC 2606 (1999) reserves ``example.com`` and its siblings; the other words were collected by hand.
        """
        address = (text if _is_plain(text) else _unwrapped(text)).lower()
        name, _, host = address.rpartition("@")
        label = host.partition(".")[0]
        return (
            is_placeholder(text, self.type)
            or is_placeholder(address, self.type)
            or (bool(name) and host in _NO_DOMAIN)
            or name.translate(_NO_SIGNS) in _NO_MAILBOX
            or (name == label and (name in _JUNK or len(set(name)) == 1))
        )

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Lower an address, its wrappers off; INVALID, with the reason, where it is none."""
        if _is_plain(text):
            return _ok(text.lower())
        address = _unwrapped(text)
        if _is_plain(address):
            return _ok(address.lower())
        fault = _fault(address)
        valid = None if fault else _validated(address)
        if valid is None:
            reason = fault or "it holds a sign that no address has"
            return Standard(text, State.INVALID, f"This is not an e-mail address: {reason}.")
        return _ok(valid)

    def parse_many(self, texts: Sequence[str], given: Sequence[str | None]) -> list[Standard]:
        """Standardize many texts: plain addresses in columns, the others one by one."""
        text = pl.Series("text", texts, dtype=pl.String)
        plain = text.str.contains(_PLAIN) & ~text.str.contains(_NOT_PLAIN) & (text.str.len_chars() <= 254)
        return [
            _ok(lower) if fast else self.parse(raw, other)
            for fast, lower, raw, other in zip(plain, text.str.to_lowercase(), texts, given, strict=True)
        ]


def _is_plain(text: str) -> bool:
    return len(text) <= 254 and bool(_PLAIN_PYTHON.search(text)) and not _NOT_PLAIN_PYTHON.search(text)


def _ok(address: str) -> Standard:
    host = address.rpartition("@")[2]
    meant = _meant(host)
    return Standard(address, State.OK, None if meant == host else f"Did you mean {meant}?")


def _validated(address: str) -> str | None:
    """Ask email-validator; return the address in lower case, or None where that is not stable or not valid."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - 30 ms, seldom needed

    try:
        lower = validate_email(address, check_deliverability=False).normalized.lower()
        stable = validate_email(lower, check_deliverability=False).normalized == lower
        return (address.lower() if address.isascii() else lower) if stable else None
    except EmailNotValidError:
        return None


def _fault(address: str) -> str | None:
    """Say in plain words what is wrong with an address, or None where it takes a closer look."""
    name, _, host = address.rpartition("@")
    faults = (
        ("@" not in address, "it has no @ sign"),
        (bool(re.search(r"@[^@]*[\s,;/|]+[^@]*@", address)), "the field holds more than one address"),
        ("@" in name, "it has two @ signs"),
        (not name, "nothing stands before the @ sign"),
        (not host, "nothing stands after the @ sign"),
        (bool(re.search(r"\s", address)), "it contains a blank"),
        ("," in address or ";" in address, "it has a comma where a dot belongs"),
        ("." not in host, "its ending is missing (.com, for example)"),
        (".." in address or name.startswith(".") or name.endswith("."), "a dot stands in the wrong place"),
        (bool(re.search(r"(?:^|\.)-|-(?:\.|$)|^\.", host)), "a sign stands in the wrong place"),
        (len(name) > 64 or len(address) > 254, "it is too long"),
    )
    return next((reason for wrong, reason in faults if wrong), None)
