"""What in a table's headers tells a deal, a person and an account apart.

Exports join objects: account columns beside each contact, both beside each deal. And plain words (``Name``, ``Status``,
``Amount``) stand in tables of anything. So objects are told apart by the headers that no other object's packs know, and
a table has to show what names its records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from crmclean.spec.signature import Signature, fold_header, signatures

__all__ = ["identified", "plain", "points"]

_SPEAKS = {
    "account": ("account", "company", "organization"),
    "contact": ("contact", "person"),
    "lead": ("lead",),
    "opportunity": ("opportunity", "deal"),
}
"""The words for each object, as the CRMs have them."""
_NAMING = {
    "account": frozenset({"account_name", "domain"}),
    "contact": frozenset({"first_name", "last_name", "full_name", "email"}),
    "lead": frozenset({"first_name", "last_name", "full_name", "email"}),
    "opportunity": frozenset({"name", "stage", "close_date", "amount"}),
}
"""The fields by which people know a record. No one of a deal's does alone: bookings have amounts, too."""
_ENOUGH = {"account": 1, "contact": 1, "lead": 1, "opportunity": 2}
"""How many of these a table needs."""
_WITHOUT = 3
"""How many points make up for a name that was left out of a CRM's export."""


def points(headers: Iterable[str], packs: Iterable[Signature], others: tuple[str, ...]) -> int:
    """Count what speaks for the object of the packs, and not for the others.

    Args:
        headers: The table's column names.
        packs: Packs of one object.
        others: The objects that it is told from.

    Returns:
        One point for each header that the packs know and no pack of the others does, two where it names the object
        (``Deal Owner``).
    """
    known = {name: pack.object for pack in packs for name in pack.fields}
    crms = frozenset(pack.crm for pack in packs)
    own = (known.keys() & set(map(fold_header, headers))) - _known(others, crms | {"generic"})
    return sum(2 if any(word in header for word in _SPEAKS[known[header]]) else 1 for header in own)


def identified(headers: Sequence[str], pack: Signature, others: tuple[str, ...]) -> bool:
    """Say whether a table has what names a pack's records, and not in plain words alone.

    ``Name`` and ``Owner`` are columns of anything; ``Name`` and ``Website`` are an account's. Where a CRM is
    recognised, headers of the object's own are enough.
    """
    known = {fold_header(header) for header in headers} & pack.fields.keys()
    telling = known - plain()
    of_deals = pack.object == "opportunity"
    naming = {pack.fields[header] for header in (telling if of_deals else known)} & _NAMING[pack.object]
    if telling and len(naming) >= _ENOUGH[pack.object]:
        return True
    if not pack.generic and len(telling - _generic()) >= _WITHOUT:
        return True
    return points(headers, [pack], others) >= _WITHOUT + pack.generic


@cache
def plain() -> frozenset[str]:
    """Return the headers, folded, that packs of deals and packs of something else know: they tell nothing."""
    return _known(("opportunity",)) & _known(("account", "contact", "lead"))


@cache
def _generic() -> frozenset[str]:
    return _known(tuple(_SPEAKS), frozenset({"generic"}))


@cache
def _known(objects: tuple[str, ...], crms: frozenset[str] | None = None) -> frozenset[str]:
    """Return every header, folded, that a pack of one of the objects knows; of some CRMs, or of all."""
    packs = (pack for pack in signatures() if pack.object in objects and (crms is None or pack.crm in crms))
    return frozenset().union(*(pack.fields for pack in packs))
