"""Raw text: what stands in the field, to the letter. For rule files that only check."""

from __future__ import annotations

from typing import ClassVar, Literal

from crmclean.fields.base import FieldType

__all__ = ["Raw"]


class Raw(FieldType):
    """Text that nobody may touch: nothing is tidied, nothing is a placeholder, and only null and ``""`` are empty."""

    untouched: ClassVar[bool] = True

    type: Literal["raw"] = "raw"
