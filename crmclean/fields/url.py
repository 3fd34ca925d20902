"""Websites: scheme and host in lower case, the rest as written; the domain is what two addresses of one owner share.

No address is ever opened. A scheme that is not there is not invented.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
from typing import Literal

from crmclean.fields.base import FieldType, Standard, State, tidy

__all__ = ["Url", "domain", "is_shared", "registrable"]

_SCHEME = re.compile(r"(?i)^(?:h?t{1,3}p(s?)\s*[:;.]?\s*[/\\]+\s*)+")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]{2,59})(?::\d{1,5})?")
_SECOND_LEVEL = frozenset(
    "ac asso biz co com edu firm gen go gob gouv gov govt gub id ind info k12 ltd me mil ne net nhs nom or org plc pvt "
    "sch tm web".split()
)
"""Second levels under which country domains are registered (``co.uk``, ``com.br``). Source: collected by hand from the
registries' rules; coarser than the Public Suffix List on purpose."""
_SHARED = frozenset(
    "facebook.com fb.com linkedin.com instagram.com twitter.com x.com youtube.com tiktok.com pinterest.com xing.com "
    "google.com goo.gl bit.ly linktr.ee wordpress.com blogspot.com wixsite.com weebly.com squarespace.com "
    "godaddysites.com business.site github.io github.com medium.com etsy.com amazon.com ebay.com yelp.com "
    "tripadvisor.com wikipedia.org crunchbase.com myshopify.com jimdo.com jimdofree.com webnode.com "
    "indiamart.com alibaba.com".split()
)
"""Domains whose pages belong to many owners. Source: collected by hand."""


def _parts(text: str) -> tuple[str, str, str]:
    """Split an address into scheme, host and the rest, host and scheme in lower case."""
    found = _SCHEME.match(text)
    rest = text[found.end() :] if found else text.removeprefix("//")
    scheme = ("https://" if found[1] else "http://") if found else ""
    end = next((at for at, sign in enumerate(rest) if sign in "/?#\\"), len(rest))
    return scheme, rest[:end].lower().rstrip(".,;"), rest[end:]


def registrable(host: str) -> str:
    """Return the part of a host name that someone registers: two labels, or three below ``co.uk`` and its like.

    Example:
        >>> registrable("www.shop.acme.co.uk"), registrable("mail.acme.com"), registrable("co.uk")
        ('acme.co.uk', 'acme.com', 'co.uk')
    """
    labels = host.removeprefix("www.").split(".")
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if deep else labels[-2:])


def domain(value: str) -> str:
    """Return the domain of a website in lower case: no scheme, ``www.``, subdomain, path or port; empty for no address.

    Example:
        >>> domain("https://www.Acme.co.uk/about"), domain("shop.acme.com:8080"), domain("n/a")
        ('acme.co.uk', 'acme.com', '')
    """
    host = _parts(tidy(value))[1]
    return registrable(host.partition(":")[0]) if _HOST.fullmatch(host) else ""


def is_shared(name: str) -> bool:
    """Whether a domain's pages belong to many owners (``linkedin.com``), so that sharing it says nothing.

    Example:
        >>> is_shared("linkedin.com"), is_shared("acme.com")
        (True, False)
    """
    return name in _SHARED


class Url(FieldType):
    """A website address."""

    type: Literal["url"] = "url"

    keys = {"": lambda value: [name for name in [domain(value)] if name and not is_shared(name)]}

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Lower the host, repair the scheme's spelling, drop a lone slash at the end."""
        scheme, host, rest = _parts(text)
        fault = _fault(host, text)
        if fault:
            return Standard(text, State.INVALID, f"This is not a website address: {fault}.")
        return Standard(scheme + host + ("" if rest == "/" else rest), State.OK)


def _fault(host: str, text: str) -> str | None:
    if "@" in host:
        return "it is an e-mail address"
    if " " in text:
        return "it contains a blank"
    if "," in host:
        return "it has a comma where a dot belongs"
    if "." not in host:
        return "it has no dot"
    return None if _HOST.fullmatch(host) else "its domain name is not possible"
