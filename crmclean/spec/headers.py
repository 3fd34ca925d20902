"""Which header of a table is which field of a rule set.

Judges headers only, never a value. The answer depends on nothing but the headers and the rules.
"""

from __future__ import annotations

from collections.abc import Sequence

from crmclean.spec.model import Rules
from crmclean.spec.recognition import recognise
from crmclean.spec.signature import fold_header

__all__ = ["match_headers", "recognise"]


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
    names = {name: (name, *rules.columns.get(name, ())) for name in (rules.record_id, *rules.fields)}
    found: dict[str, str] = {}
    for form in (str, fold_header):
        taken = set(found.values())
        free: dict[str, list[str]] = {}
        for header in headers:
            if header not in taken:
                free.setdefault(form(header), []).append(header)
        for field, written in names.items():
            fitting = next((form(name) for name in written if free.get(form(name))), None)
            if field not in found and fitting is not None:
                found[field] = free[fitting].pop(0)
    return {field: found[field] for field in names if field in found}
