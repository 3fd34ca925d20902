"""Host names: which are possible, who registered one, and whether many share it. The network is never asked."""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from crmclean import resources

__all__ = ["is_host", "is_shared", "registrable", "right_ending"]

_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]{2,59})(?::\d{1,5})?")
_SECOND_LEVEL = frozenset(
    "ac asso biz co com edu firm gen go gob gouv gov govt gub id ind info k12 ltd me mil ne net nhs nom or org plc pvt "
    "sch tm web".split()
)
"""Second levels under which country domains are registered (``co.uk``, ``com.br``). Source: collected by hand from the
registries' rules; coarser than the Public Suffix List on purpose."""
_MORE_SECOND_LEVELS = MappingProxyType(
    {
        "ar": frozenset("coop tur".split()),
        "at": frozenset(["gv"]),
        "au": frozenset(["asn"]),
        "br": frozenset("adm adv agr arq art coop eco eng eti far fst imb jor med psi srv tur tv".split()),
        "in": frozenset("nic res".split()),
        "jp": frozenset("ad ed gr lg".split()),
        "kr": frozenset("pe re".split()),
        "nz": frozenset("geek kiwi maori school".split()),
        "tr": frozenset("av bel dr tel".split()),
        "za": frozenset("law school".split()),
    }
)
"""Second levels of one country only. Source: as above."""
_NO_SECOND_LEVEL = frozenset("be bg ca ch de dk eu fi li lu md nl ru".split())
"""Countries where one registers below the country itself (``web.de``). Source: as above."""
_ENDINGS = MappingProxyType(
    {
        **dict.fromkeys("cim clm cmo coim cok coml comm comn con conm coom cpm ccom c0m ocm vom xom".split(), "com"),
        **dict.fromkeys("nett nrt nte nwt".split(), "net"),
        **dict.fromkeys("ogr orgg ort".split(), "org"),
    }
)
"""Endings that are none, and what they stand for. Source: collected by hand; none is in the root zone of 2026."""


@cache
def _shared() -> Mapping[str, str]:
    return MappingProxyType({row[0]: row[1] for row in resources.read_table("shared_domains")})


def is_host(name: str) -> bool:
    """Whether a lower-case text is a possible host name, perhaps with a port: labels and dots, an ending of letters.

    Example:
        >>> is_host("www.acme.com"), is_host("acme.com:8080"), is_host("acme"), is_host("192.168.1.1")
        (True, True, False, False)
    """
    return _HOST.fullmatch(name) is not None


def registrable(host: str) -> str:
    """Return the part of a host name that someone registers: two labels, or three below ``co.uk`` and its like.

    Where a site hands out names before its own (``acme.wordpress.com``), the name is what someone registers.

    Example:
        >>> registrable("www.shop.acme.co.uk"), registrable("mail.acme.com"), registrable("co.uk")
        ('acme.co.uk', 'acme.com', 'co.uk')
        >>> registrable("www.acme.wordpress.com"), registrable("www.wordpress.com")
        ('acme.wordpress.com', 'wordpress.com')
    """
    labels = host.split(".")
    labels = labels[1:] if labels[0] == "www" and len(labels) > 2 else labels
    depth = 3 if len(labels) > 2 and _is_second_level(labels[-2], labels[-1]) else 2
    name = ".".join(labels[-depth:])
    if len(labels) > depth and _shared().get(name) == "hosts":
        return f"{labels[-depth - 1]}.{name}"
    return name


def _is_second_level(label: str, country: str) -> bool:
    if len(country) != 2 or country in _NO_SECOND_LEVEL:
        return False
    return label in _SECOND_LEVEL or label in _MORE_SECOND_LEVELS.get(country, ())


def is_shared(name: str) -> bool:
    """Whether a domain's pages belong to many owners (``linkedin.com``), so that sharing it says nothing.

    Source: table ``shared_domains``.

    Example:
        >>> is_shared("linkedin.com"), is_shared("acme.com")
        (True, False)
    """
    return name in _shared()


def right_ending(host: str) -> str:
    """Return a host with a mistyped ending put right; the host itself where its ending is none of the known slips.

    Example:
        >>> right_ending("acme.con"), right_ending("acme.co")
        ('acme.com', 'acme.co')
    """
    stem, _, ending = host.rpartition(".")
    return f"{stem}.{_ENDINGS[ending]}" if ending in _ENDINGS else host
