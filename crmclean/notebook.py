"""Results as a notebook shows them: counts, and the first rows of each table. Everything is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import polars as pl

__all__ = ["card"]

_ROWS = 5
_WIDTH = 60


def card(title: str, counts: Mapping[str, object], tables: Mapping[str, pl.DataFrame]) -> str:
    """Return an HTML fragment: a title, counts in one line, and each table's first rows.

    Args:
        title: What the result is.
        counts: Numbers by name, underscores as blanks; None is left out.
        tables: Tables by name.

    Example:
        >>> card("Pairs", {"above_match": 1200}, {})
        '<div><strong>Pairs</strong><p>above match 1,200</p></div>'
    """
    said = " · ".join(
        f"{escape(name.replace('_', ' '))} {_shown(count)}" for name, count in counts.items() if count is not None
    )
    parts = (_table(name, table) for name, table in tables.items() if table.height)
    return f"<div><strong>{escape(title)}</strong><p>{said}</p>{''.join(parts)}</div>"


def _table(name: str, table: pl.DataFrame) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_shown(cell)}</td>' for cell in row)}</tr>" for row in table.head(_ROWS).iter_rows()
    )
    more = table.height - _ROWS
    rest = f" ({more:,} more rows)" if more > 0 else ""
    return f"<details><summary>{escape(name)}{rest}</summary><table><tr>{head}</tr>{rows}</table></details>"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.4g}"
    text = str(value)
    return escape(text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…")
