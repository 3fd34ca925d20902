"""Free text and names of things: tidied, never rewritten."""

from __future__ import annotations

from typing import Literal

from crmclean.fields.base import FieldType, Standard, State, fold

__all__ = ["Text"]


class Text(FieldType):
    """Any text: invisible characters and doubled white space go, everything else stays as written."""

    type: Literal["text"] = "text"
    keys = {"": lambda value: [fold(value)]}

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Keep the tidied text."""
        return Standard(text, State.OK)
