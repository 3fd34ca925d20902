"""The rule packs that come with crmclean: their names and where they lie. Loading them is the loader's business."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import get_args

from crmclean import resources
from crmclean.errors import did_you_mean
from crmclean.spec.model import CrmObject

__all__ = ["list_packs", "pack_path", "unknown_pack"]


@cache
def list_packs() -> tuple[str, ...]:
    """Return the names of all packs, in the order of the alphabet.

    Example:
        >>> "generic/contact" in list_packs()
        True
    """
    found = (path for path in resources.folder().glob("*/*.yaml") if path.stem in get_args(CrmObject))
    return tuple(sorted(f"{path.parent.name}/{path.stem}" for path in found))


def pack_path(name: str) -> Path | None:
    """Return the file of a pack; None where there is no such pack (a name is looked up, never joined to a path)."""
    return resources.folder() / f"{name}.yaml" if name in list_packs() else None


def unknown_pack(name: str) -> str:
    """Say that there is no such pack, and which there are."""
    packs = list_packs()
    return f"no file and no pack '{name}'; packs: {', '.join(packs)}.{did_you_mean(name, packs)}"
