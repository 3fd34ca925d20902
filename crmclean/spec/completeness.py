"""What a rule file says about completeness: what is weighed, when it counts, what it is held against."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from crmclean.fields.options import Option

__all__ = ["PERIODS", "Completeness", "Segment", "Weighed"]

PERIODS = {"month": 7, "year": 4}
"""Parts of a date to report by, ``created_date.month``, and how many characters of an ISO date they are."""

Share = Annotated[float, Field(ge=0, le=1)]


class Weighed(Option):
    """What one part of the score is made of; a plain number is short for its weight."""

    weight: float = Field(gt=0)
    """How much it counts, beside the others."""
    any_of: tuple[str, ...] = ()
    """Fields of which one is enough; the part then has a name of its own. Without them the part is a field."""
    when: str | None = None
    """Condition under which it counts; always where it is not given."""
    label: str | None = None
    """What people call a group; its name with blanks where it is not given."""

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, data: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever the file holds
        return {"weight": data} if isinstance(data, (str, int, float)) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = super().__get_pydantic_json_schema__(core, handler)
        return {"anyOf": [{"exclusiveMinimum": 0, "type": "number"}, whole]}


def _part_name(name: str) -> str:
    if name == "overall":
        msg = "'overall' is the score of all parts together; give this one another name"
        raise ValueError(msg)
    return name


def _two(names: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever the file holds
    if isinstance(names, (list, tuple)) and not (len(names) == 2 and names[0] != names[1]):
        msg = f"one field makes a segment, or two different ones together; got {', '.join(map(str, names)) or 'none'}"
        raise ValueError(msg)
    return names


Segment = str | Annotated[tuple[str, str], BeforeValidator(_two)]
"""What completeness is reported by: a field (of a date also ``created_date.month`` and ``.year``), or two together."""


class Completeness(Option):
    """How completeness is scored."""

    weights: dict[Annotated[str, AfterValidator(_part_name)], Weighed] = {}
    """What is weighed, by field or by the name of a group; where nothing is, every field of the table weighs 1."""
    defaults: dict[str, tuple[str, ...]] = {}
    """Values that nobody chose (``lead_source: [Other]``): they count as missing, and are told apart."""
    targets: dict[str, Share] = {}
    """Targets, 0-1: ``overall``, a field, or a group of ``weights``."""
    by: tuple[Segment, ...] = ()
    """Fields to report by, alone or two together: ``[owner, [owner, stage]]``."""
    min_records: int = Field(default=1, ge=1)
    """Segments with fewer records are reported as one, because the score of a few records says little."""
