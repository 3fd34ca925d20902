"""Merging: survivorship, the merge plan, golden records and their lineage."""

from __future__ import annotations

from crmclean.golden.merging import Golden, merge

__all__ = ["Golden", "merge"]
