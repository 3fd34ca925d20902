"""The rule file: its models, the loader with positions, conditions, pack look-up and the JSON Schema."""

from __future__ import annotations

from crmclean.spec.dump import dump_rules
from crmclean.spec.headers import match_headers, recognise
from crmclean.spec.loader import load_rules
from crmclean.spec.model import Rules
from crmclean.spec.packs import list_packs

__all__ = ["Rules", "dump_rules", "list_packs", "load_rules", "match_headers", "recognise"]
