"""Write a rule set as a rule file: whole, without ``extends``, only what differs from the defaults."""

from __future__ import annotations

from typing import Any

import yaml

from crmclean.fields import FieldType
from crmclean.spec.model import Rules

__all__ = ["dump_rules"]


class _Dumper(yaml.SafeDumper):
    """Never writes an alias, which the loader refuses; indents lists under their key."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - PyYAML's own signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's own signature
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # In double quotes everything is escaped; elsewhere YAML folds line breaks, U+0085 and U+2028 among them.
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


_Dumper.add_representer(str, _text)


def dump_rules(rules: Rules) -> str:
    """Return the rule set as YAML text; loading it gives the same rule set back.

    Example:
        >>> import crmclean
        >>> fields = {"email": {"type": "text"}}
        >>> rules = crmclean.Rules(crmclean="1", object="contact", fields=fields, required=["email"])
        >>> print(crmclean.dump_rules(rules))
        crmclean: '1'
        object: contact
        fields:
          email:
            type: text
        required:
          - field: email
        <BLANKLINE>
    """
    written: dict[str, Any] = {"crmclean": rules.crmclean, "object": rules.object}
    options = rules.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"fields"})
    written |= {key: value for key, value in options.items() if key not in written}
    written["fields"] = {name: _field(kind) for name, kind in rules.fields.items()}
    ordered = {name: written[name] for name in Rules.model_fields if name in written}
    text = yaml.dump(ordered, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return str(text)


def _field(kind: FieldType) -> dict[str, Any]:
    bound = {"values"} if getattr(kind, "picklist", None) is not None else set()
    options = kind.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"type", *bound})
    return {"type": kind.type, **options}
