"""Which pack a table's headers speak of.

Judges headers only, never a value. The answer depends on nothing but the headers, not even their order, and on the
packs; it is exact arithmetic throughout.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from crmclean.errors import TableError
from crmclean.spec.objects import identified, plain, points
from crmclean.spec.signature import Signature, fold_header, signatures, writers

__all__ = ["recognise"]

_EVIDENCE = 1
"""What a CRM needs to be named: one header that is its alone."""
_APART = 3
"""How many points make a deal of a table that may be one of people, too; two can be custom fields."""
_RIVAL = 2
"""How many points of another object make it doubtful that a table is one of accounts."""
_LEADS = 2
"""How many points against contacts make leads of people where no CRM is named."""
_FIT = Fraction(4, 5)
_NAMES = frozenset({"first_name", "last_name"})
_CAPITALS = re.compile(r"[a-z][A-Z]")
_OTHER_TABLES = re.compile(
    r"\b(?:assignee|balance|barcode|budget|budgeted|card|cost|credit|debit|discount|due date|fee|gross|invoice"
    r"|item|line ?item|merchant|order|payee|payment|price|product|qty|quantity|refund|shipment|sku|stock"
    r"|subtotal|task|tax|ticket|transaction|variant|warehouse)(?:s|es)?\b"
)
"""What orders, bookings, products and tasks have columns for, and contacts, accounts and deals have not."""


def recognise(headers: Sequence[str]) -> str:
    """Name the pack that a table's headers speak of.

    The object is the one whose packs explain the most headers; between equals, the one that finds the larger share of
    what its completeness weighs. A lead is a person like a contact: only a header that contacts have no place for makes
    a table one of leads, or headers written as the CRM writes a lead's. Where an export joins objects, a record is a
    deal before it is a person, and a person before it is an account.

    A CRM's pack beats the generic one of its object only by evidence, see ``_evidence``; without it the table stays
    ``generic/…``.

    A table of something else (orders, products) has a few headers that a pack knows, too. The nearest pack is refused
    where it knows few of the headers and finds little of what it weighs, or where the others speak of such a table;
    where nothing names its records (a bare ``Name`` or ``Amount`` is in every table); and where another object, which
    nothing names, knows more of the headers. Accounts beside much of a deal or a person are a tie.

    Args:
        headers: The table's column names.

    Raises:
        TableError: No pack fits, or two packs fit equally well.

    Example:
        >>> recognise(["id", "First Name", "Last Name", "Email"])
        'generic/contact'
        >>> recognise(["Id", "LastName", "MailingStreet", "HasOptedOutOfEmail"])
        'salesforce/contact'
    """
    families = {name: _family(headers, packs) for name, packs in _by_object().items()}
    named = {name: family for name, family in families.items() if _identified(headers, family)}
    possible = _possible(headers, named or families)
    best = max(family.rank for family in possible)
    fitting = [pack for family in possible if family.rank == best for pack in family.packs]
    _refuse_strangers(headers, fitting[0])
    if fitting[0].object == "account":
        fitting += [pack for family in _rivals(headers, families) for pack in family.packs if pack not in fitting]
    if len(fitting) > 1:
        raise _tie(fitting)
    if not named or any(family.rank[0] > best[0] for name, family in families.items() if name not in named):
        raise _untold(headers, families.values())
    return fitting[0].pack


def _tie(fitting: Sequence[Signature]) -> TableError:
    names = " and ".join(pack.pack for pack in fitting)
    return TableError(f"the headers fit {names} equally well; say which with --rules")


def _untold(headers: Sequence[str], families: Collection[_Family]) -> TableError:
    most = max(family.rank[0] for family in families)
    nearest = [pack.pack for family in families if family.rank[0] == most for pack in family.packs]
    return TableError(
        f"the headers do not tell what the records are: {_listed(headers)}; the nearest: {', '.join(nearest)}. If one "
        "of them is right, say which with --rules"
    )


_TOLD_FROM = {
    "opportunity": ("account", "contact", "lead"),
    "contact": ("account",),
    "lead": ("account",),
    "account": ("contact", "lead"),
}
"""Which other objects' columns may stand in a table beside the records' own."""


def _identified(headers: Sequence[str], family: _Family) -> bool:
    return any(identified(headers, pack, _TOLD_FROM[pack.object]) for pack in family.packs)


def _points(headers: Sequence[str], family: _Family | None) -> int:
    return points(headers, family.packs, _TOLD_FROM[family.packs[0].object]) if family else 0


def _rivals(headers: Sequence[str], families: dict[str, _Family]) -> list[_Family]:
    """Return the deals and people that a table of accounts has more than a stray column of."""
    others = (family for name, family in families.items() if name != "account")
    return [family for family in others if _points(headers, family) >= _RIVAL]


def _possible(headers: Sequence[str], families: dict[str, _Family]) -> list[_Family]:
    """Leave out the objects that a record cannot be, though its export holds columns of them.

    CRMs put the account's columns beside each contact, and both beside each deal. So a table is one of deals where
    enough headers are a deal's alone, and the same goes for people and accounts. A person's first or last name makes it
    no table of accounts in any case.
    """
    deal, account, person = families.get("opportunity"), families.get("account"), _person(headers, families)
    if deal and _points(headers, deal) >= _APART:
        return [deal]
    if person and _points(headers, person) >= _APART:
        return [person]
    if person and _NAMES & person.fields:
        account = None
    return [family for family in (account, person, deal) if family]


def _person(headers: Sequence[str], families: dict[str, _Family]) -> _Family | None:
    """Return the people that a table may be of: contacts, unless more than a plain word (``Status``) makes them leads.

    A CRM's pack goes before the generic one. What accounts have a place for, too, makes no leads by itself: an export
    that joins contacts and accounts is full of it.
    """
    contact, lead = families.get("contact"), families.get("lead")
    if not contact or not lead:
        return contact or lead
    only_leads = points(headers, lead.packs, ("contact",))
    if contact.generic != lead.generic:
        return lead if contact.generic and only_leads else contact
    of_leads_alone = points(headers, lead.packs, ("contact", "account"))
    if lead.generic and (only_leads < _LEADS or not of_leads_alone):
        return contact
    return max(contact, lead, key=lambda family: family.person)


@cache
def _by_object() -> dict[str, list[Signature]]:
    """Return all packs by object; of each object the generic one first."""
    grouped: dict[str, list[Signature]] = {}
    for pack in sorted(signatures(), key=lambda pack: not pack.generic):
        grouped.setdefault(pack.object, []).append(pack)
    return grouped


@dataclass(frozen=True, slots=True)
class _Family:
    """The packs of one object that fit a table best, and how well they fit."""

    packs: tuple[Signature, ...]
    rank: tuple[int, Fraction]
    """How many headers they explain, and the share of what their completeness weighs that is there."""
    fields: frozenset[str]
    """The fields that the table has."""
    labels: int
    """How many headers are written as the CRM writes them; 0 where it is none."""

    @property
    def generic(self) -> bool:
        """Whether no CRM is named."""
        return self.packs[0].generic

    @property
    def person(self) -> tuple[int, int]:
        """By what a lead is told from a contact."""
        return self.rank[0], self.labels


def _family(headers: Sequence[str], packs: Sequence[Signature]) -> _Family:
    generic, *crms = packs
    evidence = {crm.pack: _evidence(headers, crm, generic, crms) for crm in crms}
    most = max(evidence.values(), default=Fraction(0))
    named = [generic] if most < _EVIDENCE else [crm for crm in crms if evidence[crm.pack] == most]
    found = {pack.pack: _found(headers, pack) for pack in (generic, *named)}
    ranks = {pack.pack: (len(found[pack.pack]), _share(found[pack.pack], pack)) for pack in (generic, *named)}
    first = max(ranks[pack.pack] for pack in named)
    return _Family(
        tuple(pack for pack in named if ranks[pack.pack] == first),
        max(ranks.values()),
        frozenset().union(*found.values()),
        max(0 if pack.generic else len(pack.labels.intersection(headers)) for pack in named),
    )


def _evidence(headers: Sequence[str], crm: Signature, generic: Signature, crms: Sequence[Signature]) -> Fraction:
    """Weigh what speaks for a CRM, and take off the headers that speak for none.

    A header that the generic pack knows and the CRM's does not ("Business Street") takes one off.
    """
    for_it = sum(filter(None, (_worth(header, crm, crms) for header in set(headers))), Fraction(0))
    against = {fold_header(header) for header in headers} & generic.fields.keys() - crm.fields.keys()
    return for_it - len(against)


def _worth(header: str, crm: Signature, crms: Sequence[Signature]) -> Fraction:
    """Weigh one header.

    One that the CRM knows and no generic pack does ("Mailing Zip") weighs one, or half where it is a plain word
    ("Twitter"), and is shared with the other CRMs that know it. One that a generic pack knows weighs half where no
    other CRM writes it exactly so ("Closing Date"), and a third where only the capitals are the CRM's, for
    ``FirstName`` is written by many programs. Our own field names tell of no CRM.
    """
    folded = fold_header(header)
    if header in crm.names or folded not in crm.fields:
        return Fraction(0)
    if folded not in _common():
        return Fraction(1, (2 if header.isalpha() else 1) * sum(folded in each.fields for each in crms))
    if header not in crm.labels or writers(header) != {crm.crm}:
        return Fraction(0)
    return Fraction(1, 3 if _CAPITALS.search(header) else 2)


@cache
def _common() -> frozenset[str]:
    """Return every header that a generic pack knows, of whatever object, folded."""
    return frozenset().union(*(pack.fields for pack in signatures() if pack.generic))


def _found(headers: Sequence[str], pack: Signature) -> set[str]:
    """Return the fields of a pack that a table has."""
    return {pack.fields[folded] for folded in map(fold_header, headers) if folded in pack.fields}


def _share(found: AbstractSet[str], pack: Signature) -> Fraction:
    """Return the share of what completeness weighs that is there: an exact sum, whatever the order of a set."""
    there = sum((weight for fields, weight in pack.weights.items() if found & set(fields)), Fraction(0))
    return there / (sum(pack.weights.values()) or 1)


def _refuse_strangers(headers: Sequence[str], nearest: Signature) -> None:
    """Raise where the pack that fits best knows next to nothing of the table.

    The share of the headers that it knows, and twice the share of what it weighs, must come to four fifths: a list of
    names and addresses with twenty columns of a survey passes, a table of payments with an amount and a currency does
    not.
    """
    found = _found(headers, nearest)
    known = len(found - {nearest.record_id})
    if not known:
        raise TableError(
            f"no pack knows any of the headers: {_listed(headers)}; is the first line the header? Otherwise say "
            "which pack fits with --rules, and give the headers under 'columns' in a rule file of your own"
        )
    unknown = [header for header in headers if fold_header(header) not in nearest.fields]
    strange = [header for header in unknown if _OTHER_TABLES.search(_words(header))]
    fit = Fraction(known, known + len(unknown)) + 2 * _share(found, nearest)
    telling = {fold_header(header) for header in headers} & nearest.fields.keys() - plain()
    if fit < _FIT or 2 * len(strange) > known or len(strange) > len(telling):
        told = f"; {_listed(strange)} speak of another kind of record" if strange else ""
        raise TableError(
            f"no pack knows this table: {nearest.pack} is the nearest and knows {known} of {len(headers)} "
            f"headers{told}. If it is the right pack all the same, say --rules {nearest.pack}"
        )


def _words(header: str) -> str:
    return re.sub(r"[_\-./()]+|(?<=[a-z])(?=[A-Z])", " ", header).casefold()


def _listed(headers: Sequence[str]) -> str:
    return ", ".join(headers[:12]) + (", …" if len(headers) > 12 else "")
