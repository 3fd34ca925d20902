"""Yes and no, in the words and signs that CRM exports use; consent that cannot be read counts as refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State, fold

__all__ = ["Boolean"]


@cache
def _words() -> Mapping[str, str]:
    """Return ``true`` or ``false`` by word. Source: table ``booleans`` (by hand)."""
    return MappingProxyType({row[0]: row[1] for row in resources.read_table("booleans")})


def _read(text: str) -> str | None:
    return _words().get(text) or _words().get(fold(text)) or _words().get(text.lower())


class Boolean(FieldType):
    """A flag: ``true`` or ``false``.

    With ``consent`` set, a filled value that cannot be read, a placeholder too, counts as opted out (``true`` for
    ``opt_out``, ``false`` for ``opt_in``) and is UNKNOWN; an empty one stays EMPTY.
    """

    type: Literal["boolean"] = "boolean"
    consent: Literal["opt_in", "opt_out"] | None = None
    """The direction of a consent flag; none where the field is no consent."""

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Read a yes or a no."""
        value = _read(text)
        if value is not None:
            return Standard(value, State.OK)
        if self.consent is None:
            return Standard(text, State.UNKNOWN, "Neither yes nor no.")
        refused = "true" if self.consent == "opt_out" else "false"
        return Standard(refused, State.UNKNOWN, "Neither yes nor no; counts as opted out.")

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; a readable flag never does, and nothing does in a consent."""
        return self.consent is None and _read(text) is None and super().is_placeholder(text)
