"""What every part of a rule file is: a frozen model that refuses keys it does not know."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

__all__ = ["Option", "Shorthand"]


class Option(BaseModel):
    """Base of the models of a rule file; errors never show the value that was written."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False, defer_build=True
    )

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Put the docstring of each attribute into the schema: read when it is asked for, reading source is slow."""
        schema = handler(core)
        said = {name: text for base in reversed(cls.__mro__) for name, text in _said(base).items()}
        properties = handler.resolve_ref_schema(schema)["properties"]
        for name, option in cls.model_fields.items():
            asked = properties[option.alias or name]
            if name in said and handler.resolve_ref_schema(asked).get("description") != said[name]:
                asked.setdefault("description", said[name])
        return schema


class Shorthand(Option):
    """A model that a rule file may also write as one plain text, short for one of its keys."""

    short_for: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever the file holds
        return {cls.short_for: data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, super().__get_pydantic_json_schema__(core, handler)]}


@cache
def _said(model: type) -> dict[str, str]:
    """Return what stands under each attribute of a model."""
    if not issubclass(model, Option) or model is Option:
        return {}
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    pairs = pairwise(getattr(body, "body", ()))
    return {
        one.target.id: inspect.cleandoc(text.value.value)
        for one, text in pairs
        if isinstance(one, ast.AnnAssign)
        and isinstance(one.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
