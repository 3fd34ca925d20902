"""Which header of a table is which field, and which pack a table's headers speak of.

Judges headers only, never a value. Both answers depend on nothing but the headers and the rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from crmclean.errors import TableError
from crmclean.spec.loader import load_rules
from crmclean.spec.model import Rules
from crmclean.spec.packs import list_packs

__all__ = ["match_headers", "recognise"]

_SPELLING = Fraction(1, 3)
_CAMEL = re.compile(r"[a-z][A-Z]")
_IGNORED = re.compile(r"[\s_\-./()]+")


@lru_cache(maxsize=4096)
def _folded(header: str) -> str:
    return _IGNORED.sub("", header).casefold()


def match_headers(headers: Sequence[str], rules: Rules) -> dict[str, str]:
    """Find the header of each field: the field's own name, or one of its synonyms under ``columns``.

    The exact text wins; otherwise case, blanks and ``_ - . / ( )`` make no difference. Of several headers that fit a
    field the first name in the rules decides, of several fields that fit a header the first field; each header is used
    once.

    Args:
        headers: The table's column names.
        rules: The rule set.

    Returns:
        Canonical field to header, record id first, then in the order of the fields; fields that the table does not have
        are left out.

    Example:
        >>> rules = Rules(
        ...     crmclean="1", object="contact", fields={"email": {"type": "text"}}, columns={"id": ["Record"]}
        ... )
        >>> match_headers(["E-Mail", "RECORD"], rules)
        {'id': 'RECORD', 'email': 'E-Mail'}
    """
    names = _names(rules)
    found: dict[str, str] = {}
    for form in (str, _folded):
        free: dict[str, list[str]] = {}
        for header in headers:
            if header not in found.values():
                free.setdefault(form(header), []).append(header)
        for field, written in names.items():
            fitting = next((form(name) for name in written if free.get(form(name))), None)
            if field not in found and fitting is not None:
                found[field] = free[fitting].pop(0)
    return {field: found[field] for field in names if field in found}


def _names(rules: Rules) -> Mapping[str, tuple[str, ...]]:
    """Return every field, record id first, with all names under which it may arrive."""
    return {name: (name, *rules.columns.get(name, ())) for name in (rules.record_id, *rules.fields)}


def recognise(headers: Sequence[str]) -> str:
    """Name the pack that a table's headers speak of.

    The object is the one whose packs explain the most headers; between equals, the one that finds the larger share of
    what its completeness weighs. A lead is a person like a contact: only a header that contacts have no place for makes
    a table one of leads. A CRM's pack beats the generic one of its object only by evidence: headers that it knows and
    the generic pack does not (``MailingStreet``). A header that several CRMs share counts for each in part; less than
    one whole header is no evidence, and the table stays ``generic/…``.

    Args:
        headers: The table's column names.

    Raises:
        TableError: No header fits any pack, or two packs fit equally well.

    Example:
        >>> recognise(["id", "First Name", "Last Name", "Email"])
        'generic/contact'
        >>> recognise(["Id", "LastName", "MailingStreet", "HasOptedOutOfEmail"])
        'salesforce/contact'
    """
    families = {name: _family(headers, rules) for name, rules in _by_object().items()}
    if families["lead"].rank[0] <= families["contact"].rank[0]:
        del families["lead"]
    best = max(family.rank for family in families.values())
    if best[0] == 0:
        listed = ", ".join(headers[:12]) + (", …" if len(headers) > 12 else "")
        raise TableError(
            f"no pack knows any of the headers: {listed}; is the first line the header? Otherwise say "
            "which pack fits with --rules, and give the headers under 'columns' in a rule file of your own"
        )
    fitting = [name for family in families.values() if family.rank == best for name in family.packs]
    if len(fitting) > 1:
        raise TableError(f"the headers fit {' and '.join(fitting)} equally well; say which with --rules")
    return fitting[0]


def _by_object() -> dict[str, list[Rules]]:
    """Return all packs by object; of each object the generic one first."""
    every = sorted(map(load_rules, list_packs()), key=lambda rules: not rules.name.startswith("generic/"))
    grouped: dict[str, list[Rules]] = {}
    for rules in every:
        grouped.setdefault(rules.object, []).append(rules)
    return grouped


@dataclass(frozen=True, slots=True)
class _Family:
    """The packs of one object that fit a table best, and how well they fit."""

    packs: tuple[str, ...]
    rank: tuple[int, Fraction]


def _family(headers: Sequence[str], rules: Sequence[Rules]) -> _Family:
    generic, *crms = rules
    evidence = {crm.name: _evidence(headers, crm, generic, crms) for crm in crms}
    most = max(evidence.values(), default=Fraction(0))
    named = [generic] if most < 1 else [crm for crm in crms if evidence[crm.name] == most]
    ranks = {each.name: _rank(headers, each) for each in (generic, *named)}
    first = max(ranks[each.name] for each in named)
    return _Family(tuple(each.name for each in named if ranks[each.name] == first), max(ranks.values()))


def _evidence(headers: Sequence[str], crm: Rules, generic: Rules, crms: Sequence[Rules]) -> Fraction:
    """Count the headers that the CRM knows and the generic pack does not; our own field names tell of no CRM.

    Where only the spelling is the CRM's (``BillingStreet`` is how Salesforce writes "Billing Street"), a header counts
    for a third: ``FirstName`` and ``LastName`` are written so by many.
    """
    foreign = [header for header in headers if header not in crm.fields]
    known = {_folded(header) for header in foreign} & _known(crm, _folded)
    telling = known - _known(generic, _folded)
    spelled = {_folded(header) for header in _known(crm, str).intersection(foreign) if _CAMEL.search(header)}
    worth = {**dict.fromkeys(spelled, _SPELLING), **dict.fromkeys(telling, Fraction(1))}
    return sum(
        (part / sum(name in _known(each, _folded) for each in crms) for name, part in worth.items()), Fraction(0)
    )


@lru_cache(maxsize=256)
def _known(rules: Rules, form: Callable[[str], str]) -> frozenset[str]:
    return frozenset(form(name) for names in _names(rules).values() for name in names)


def _rank(headers: Sequence[str], rules: Rules) -> tuple[int, Fraction]:
    """Count the headers that a pack explains, and take the share of its completeness weights that they stand for."""
    found = match_headers(headers, rules).keys() - {rules.record_id}
    weights = rules.completeness.weights
    # Exact sums: those of floats would depend on the order of a set.
    there, total = (sum(map(Fraction, part)) for part in ((weights.get(name, 0) for name in found), weights.values()))
    return len(found), Fraction(there) / (total or 1)
