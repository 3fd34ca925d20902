"""Websites: scheme and host in lower case, the rest as written; the domain is what two addresses of one owner share.

No address is ever opened. A scheme that is not there is not invented. What marketing adds to a link (``utm_source``)
says nothing about the website and goes.
"""

from __future__ import annotations

import re
from typing import Literal

from crmclean.fields.base import FieldType, Standard, State, tidy
from crmclean.fields.url_host import is_host, is_shared, registrable, right_ending

__all__ = ["Url", "domain", "is_shared", "registrable"]

_SCHEME = re.compile(r"(?i)^(?:h{0,2}t{1,3}p{1,2}(s{0,2})\s*(?:[:;.,]?\s*[/\\]+|:(?=[^\W_]))\s*)+")
_BETWEEN = re.compile(r"\s*[;,|]\s*|\s+(?:(?:or|and|oder|und|&|/)\s+)?", re.IGNORECASE)
_EDGES = " \t'\"`<>()[]{},;"
_TRACKING = re.compile(
    r"(?i)^(?:utm_\w+|gclid|gclsrc|gbraid|wbraid|dclid|fbclid|msclkid|yclid|twclid|ttclid|igshid|li_fat_id|mc_[ce]id|"
    r"mkt_tok|_hs\w+|hsctatracking|_ga|_gl|vero_id|trk|trkinfo)(?:=|$)"
)
"""Parameters that follow a visitor. Source: the documentation of the advertising and mailing tools that add them."""


def _parts(text: str) -> tuple[str, str, str]:
    """Split an address into scheme, host and the rest, host and scheme in lower case."""
    text = text.strip(_EDGES)
    found = _SCHEME.match(text)
    rest = text[found.end() :] if found else text.removeprefix("//")
    scheme = ("https://" if found[1] else "http://") if found else ""
    end = next((at for at, sign in enumerate(rest) if sign in "/?#\\"), len(rest))
    return scheme, rest[:end].lower().rstrip(".,;"), rest[end:]


def domain(value: str) -> str:
    """Return the domain of a website in lower case: no scheme, ``www.``, subdomain, path or port; empty for no address.

    Example:
        >>> domain("https://www.Acme.co.uk/about"), domain("shop.acme.com:8080"), domain("n/a")
        ('acme.co.uk', 'acme.com', '')
    """
    text = tidy(value)
    host = _parts(next(iter(_several(text)), text))[1]
    return registrable(host.partition(":")[0]) if is_host(host) else ""


class Url(FieldType):
    """A website address, or its domain alone."""

    type: Literal["url"] = "url"
    output: Literal["address", "domain"] = "address"
    """What is written: the address, or the host alone without ``www.`` (``acme.com``), as HubSpot's company domain."""

    keys = {"": lambda value: [name for name in [domain(value)] if name and not is_shared(name)]}

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Lower the host, repair the scheme's spelling, drop tracking parameters and a lone slash at the end."""
        addresses = _several(text)
        if len(addresses) > 1:
            return Standard(text, State.AMBIGUOUS, f"Holds {len(addresses)} addresses; a field takes one.")
        scheme, host, rest = _parts(addresses[0] if addresses else text)
        fault = _fault(host, rest)
        if fault:
            return Standard(text, State.INVALID, f"This is not a website address: {fault}.")
        if self.output == "domain":
            return _domain(text, host, rest)
        return _noted(scheme + host + _without_tracking(rest), host)


def _several(text: str) -> list[str]:
    """Return the addresses of a text that is nothing but addresses, each once; none where it is one or none."""
    parts = [part for part in _BETWEEN.split(text) if part]
    if len(parts) < 2 or not all(is_host(_parts(part)[1]) for part in parts):
        return []
    return list({part.lower(): part for part in parts}.values())


def _domain(text: str, host: str, rest: str) -> Standard:
    name = host.partition(":")[0]
    while name.startswith("www.") and name.count(".") > 1:
        name = name.removeprefix("www.")
    if is_shared(name) and rest.strip("/"):
        return Standard(text, State.INVALID, "This is a page of a site that many share, not a domain of its own.")
    return _noted(name, name)


def _noted(value: str, host: str) -> Standard:
    name = host.partition(":")[0]
    right = right_ending(name)
    return Standard(value, State.OK, None if right == name else f"Did you mean {right}?")


def _without_tracking(rest: str) -> str:
    """Drop the parameters that follow a visitor, and a slash that stands alone."""
    path, mark, query = rest.partition("?")
    if mark and "#" not in path:
        asked, sign, fragment = query.partition("#")
        kept = "&".join(part for part in asked.split("&") if not _TRACKING.match(part))
        rest = path + (mark + kept if kept else "") + sign + fragment
    return "" if rest == "/" else rest


def _fault(host: str, rest: str) -> str | None:
    faults = (
        ("@" in host, "it is an e-mail address"),
        (" " in host + rest, "it contains a blank"),
        ("," in host, "it has a comma where a dot belongs"),
        (host.endswith(":"), "it is none of the web (http:// or https://)"),
        ("." not in host, "it has no dot"),
        (not is_host(host), "its domain name is not possible"),
    )
    return next((reason for wrong, reason in faults if wrong), None)
