"""What headers a pack knows a table by, read without loading the pack.

Recognition asks every pack, and loading them all costs a third of a second: picklists, models, references. So the
headers stand in an index, ``tables/headers.json``, which ``rules/build/headers.py`` writes; a test holds it equal to
what the loader says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from typing import Any

from crmclean import resources

__all__ = ["Signature", "fold_header", "signatures", "writers"]

_IGNORED = re.compile(r"[\s_\-./()]+")
_SEAM = re.compile(r"[._]|(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=8192)
def fold_header(header: str) -> str:
    """Fold a header so that case, blanks and ``_ - . / ( )`` make no difference.

    Example:
        >>> fold_header("E-Mail (work)"), fold_header("MailingStreet") == fold_header("mailing_street")
        ('emailwork', True)
    """
    return _IGNORED.sub("", header).casefold()


@dataclass(frozen=True)
class Signature:
    """The headers that a pack knows, and how much it makes of each."""

    pack: str
    """Name of the pack, ``salesforce/contact``."""
    names: Mapping[str, tuple[str, ...]]
    """Every field, record id first, with all names under which it may arrive."""
    own: frozenset[str]
    """Headers that the pack's own file writes, not those of the pack that it extends."""
    weights: Mapping[tuple[str, ...], Fraction]
    """What completeness weighs: fields of which one is enough, and their weight."""

    @property
    def crm(self) -> str:
        """The CRM that the pack is for, or ``generic``."""
        return self.pack.partition("/")[0]

    @property
    def object(self) -> str:
        """The CRM object."""
        return self.pack.partition("/")[2]

    @property
    def generic(self) -> bool:
        """Whether the pack is for no CRM."""
        return self.crm == "generic"

    @property
    def record_id(self) -> str:
        """The field that identifies a record."""
        return next(iter(self.names))

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The field of each name, folded; no name of a pack is that of two fields."""
        return {fold_header(name): field for field, names in self.names.items() for name in names}

    @cached_property
    def labels(self) -> frozenset[str]:
        """The pack's own headers as they stand, and their words, which mostly are what people see."""
        return self.own | {_SEAM.sub(" ", name) for name in self.own}

    @cached_property
    def possible(self) -> frozenset[str]:
        """The labels, and the words of every field's name: packs list no header that a field's name gives already."""
        return self.labels | {name.replace("_", " ").title() for name in self.names}


@cache
def signatures() -> tuple[Signature, ...]:
    """Return the signatures of all packs, in the order of ``list_packs``."""
    index = json.loads((resources.folder() / "tables" / "headers.json").read_text(encoding="utf-8"))
    return tuple(_signature(pack, said) for pack, said in index.items())


@lru_cache(maxsize=4096)
def writers(header: str) -> frozenset[str]:
    """Return the CRMs that may write a header exactly so, whatever the object."""
    return frozenset(pack.crm for pack in signatures() if not pack.generic and header in pack.possible)


def _signature(pack: str, said: Mapping[str, Any]) -> Signature:
    names = {field: tuple(names) for field, names in said["names"].items()}
    weights = {tuple(fields): Fraction(weight) for fields, weight in said["weights"]}
    return Signature(pack, names, frozenset(said["own"]), weights)
