"""Records that are the same in all that is compared: the first one is searched for, the others are its copies."""

from __future__ import annotations

import numpy as np
import polars as pl

from crmclean.dedup.certain import Certain
from crmclean.dedup.coded import Rows
from crmclean.dedup.used import used_fields
from crmclean.spec.model import Rules

__all__ = ["first_alike"]

_ROW = "\0row"


def first_alike(present: pl.DataFrame, rules: Rules, certain: Certain) -> Rows:
    """Return for each of *n* records the first row with the same values in all that is compared.

    Args:
        present: *n* records of standard values.
        rules: Says what is blocked on and compared.
        certain: Records that a person has decided about stand for themselves.
    """
    used = used_fields(rules)
    known = [name for name in present.columns if name in used]
    if not known:
        return np.arange(present.height)
    first = np.arange(present.height)
    alike = present.select(known).hash_rows().is_duplicated().arg_true()  # equal hashes, then looked at: few rows
    rows = present.select(known)[alike].with_columns(alike.alias(_ROW))
    first[alike.to_numpy()] = rows.select(pl.col(_ROW).first().over(known)).to_series().to_numpy()
    decided = certain.decided_rows()
    return np.where(np.isin(first, first[decided]), np.arange(len(first)), first) if len(decided) else first
