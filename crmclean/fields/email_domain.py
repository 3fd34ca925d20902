"""Domains of e-mail addresses: who hands out mailboxes there, and which domain a mistyped one stands for.

Nothing is looked up on the network; all of it is in the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from crmclean import resources
from crmclean.fields.url_host import registrable, right_ending

__all__ = ["is_disposable", "is_free", "meant"]

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-."
_SLIPS = frozenset({"cm", "co", "om"})
"""Countries' endings that are slips of ``com`` where the rest is right: ``gmail.cm``."""


@cache
def _column(table: str) -> frozenset[str]:
    return frozenset(row[0] for row in resources.read_table(table))


def is_free(host: str) -> bool:
    """Whether a domain hands out mailboxes to anybody, so that sharing it says nothing about the employer.

    Source: table ``free_mail_domains``.

    Example:
        >>> is_free("gmail.com"), is_free("acme.com")
        (True, False)
    """
    return host in _column("free_mail_domains")


def is_disposable(host: str) -> bool:
    """Whether a domain, or the one that it belongs to, hands out throw-away mailboxes.

    Source: table ``disposable_domains``.

    Example:
        >>> is_disposable("mailinator.com"), is_disposable("eu.mailinator.com"), is_disposable("gmail.com")
        (True, True, False)
    """
    table = _column("disposable_domains")
    return host in table or registrable(host) in table


@lru_cache(maxsize=1 << 16)
def meant(host: str) -> str:
    """Return the domain that a mistyped one most likely stands for; the domain itself where it looks right.

    Only a well-known domain one slip away (a letter too many, missing, wrong, or two swapped), and a known slip in the
    ending, are found. Source: table ``mistyped_domains``.

    Example:
        >>> meant("gmial.com"), meant("hotmai.con"), meant("acme.con"), meant("acme.com")
        ('gmail.com', 'hotmail.com', 'acme.com', 'acme.com')
    """
    host = right_ending(host)
    if len(host) > _longest() or _well_known().keys().isdisjoint(parts := _shorter(host)) or host in _real():
        return host
    near = {right for part in parts for right in _well_known().get(part, ())}
    rights = [right for right in near if host in _one_off(right) and not _is_abroad(host, right)]
    return min(rights, key=lambda right: _real()[right], default=host)


@cache
def _longest() -> int:
    return max(map(len, _well_known())) + 1


@cache
def _real() -> Mapping[str, int]:
    """Return the domains that are no slip of another one, with their place in the table: what comes first is meant."""
    listed = [domain for domain, _ in resources.read_table("mistyped_domains")]
    domains = dict.fromkeys((*listed, *_column("free_mail_domains")))
    return MappingProxyType({domain: at for at, domain in enumerate(domains)})


@cache
def _well_known() -> Mapping[str, tuple[str, ...]]:
    """Return the domains that a mistyped one may stand for, under themselves and under each less one letter.

    Two words one slip apart share one of these; so most words need not be compared with any.
    """
    found: dict[str, tuple[str, ...]] = {}
    for right, kind in resources.read_table("mistyped_domains"):
        for part in dict.fromkeys(_shorter(right)) if kind == "meant" else ():
            found[part] = (*found.get(part, ()), right)
    return MappingProxyType(found)


def _shorter(word: str) -> list[str]:
    """Return a word, and the word without each of its letters."""
    return [word, *[word[:at] + word[at + 1 :] for at in range(len(word))]]


@cache
def _one_off(word: str) -> frozenset[str]:
    """Return all words one slip away; a wrong first letter is none (``cmail.com`` is a name of its own).

    Source: Damerau, A technique for computer detection and correction of spelling errors (1964), the four slips.
    """
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    missing = {left + right[1:] for left, right in splits if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    wrong = {left + letter + right[1:] for left, right in splits if left and right for letter in _LETTERS}
    extra = {left + letter + right for left, right in splits for letter in _LETTERS}
    return frozenset((missing | swapped | wrong | extra) - {word})


def _is_abroad(host: str, right: str) -> bool:
    """Whether a host is the same name under the ending of another country."""
    ending = host.rpartition(".")[2]
    if len(ending) != 2 or not ending.isalpha() or ending in _SLIPS:
        return False
    return host.partition(".")[0] == right.partition(".")[0]
