"""What headers a pack knows a table by, read without loading the pack.

Recognition asks every pack, and loading them all costs a third of a second: picklists, models, references. The headers
alone cost a millisecond a pack. Only shipped packs are read here, which are sound; a test holds what is read equal to
what the loader says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from crmclean.spec.packs import list_packs, pack_path

__all__ = ["Signature", "fold_header", "signatures", "writers"]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # plain text and nothing else, as in `tree`
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
    return tuple(map(_signature, list_packs()))


@lru_cache(maxsize=4096)
def writers(header: str) -> frozenset[str]:
    """Return the CRMs that may write a header exactly so, whatever the object."""
    return frozenset(pack.crm for pack in signatures() if not pack.generic and header in pack.possible)


def _signature(pack: str) -> Signature:
    chain = _chain(pack)
    fields, columns, weights = (_merged(chain, *path) for path in (("fields",), ("columns",), _WEIGHTS))
    record_id = next((said["record_id"] for said in chain if "record_id" in said), "id")
    own: Mapping[str, Sequence[str]] = chain[0].get("columns", {})
    return Signature(
        pack=pack,
        names={name: (name, *columns.get(name, ())) for name in (record_id, *fields)},
        own=frozenset(name for names in own.values() for name in names),
        weights=dict(_weighed(name, part) for name, part in weights.items()),
    )


_WEIGHTS = ("completeness", "weights")


def _weighed(name: str, part: str | Mapping[str, Any]) -> tuple[tuple[str, ...], Fraction]:
    if isinstance(part, str):
        return (name,), Fraction(part)
    return tuple(part.get("any_of", (name,))), Fraction(part["weight"])


def _chain(pack: str) -> list[Mapping[str, Any]]:
    """Return what the pack's file says and, after it, what those below it say."""
    path = pack_path(pack)
    said = _read(path) if path else {}
    return [said, *_chain(said["extends"])] if "extends" in said else [said]


@lru_cache(maxsize=64)
def _read(path: Path) -> Mapping[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # type: ignore[no-any-return]  # noqa: S506


def _merged(chain: Sequence[Mapping[str, Any]], *path: str) -> dict[str, Any]:
    """Merge a map of the files, the extended ones first: keys keep their first place and take their last value."""
    merged: dict[str, Any] = {}
    for said in reversed(chain):
        part = said
        for step in path:
            part = part.get(step, {})
        merged |= part
    return merged
