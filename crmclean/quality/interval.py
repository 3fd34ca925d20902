"""How far a share can be trusted: Wilson's interval."""

from __future__ import annotations

from statistics import NormalDist

import polars as pl

__all__ = ["CONFIDENCE", "wilson"]

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


def wilson(share: pl.Expr, records: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return the lower and upper end, 0-1, of the 95 % confidence interval of a share of ``records`` records.

    A mean of scores between 0 and 1 is treated as a share: its variance is at most that of a share (Bhatia and Davis,
    2000), so the interval is, if anything, too wide.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).

    Example:
        >>> ends = wilson(pl.lit(0.5), pl.lit(10))
        >>> [round(pl.select(end).item(), 3) for end in ends]
        [0.237, 0.763]
    """
    square = _Z**2
    middle = (share + square / (2 * records)) / (1 + square / records)
    reach = _Z / (1 + square / records) * (share * (1 - share) / records + square / (4 * records**2)).sqrt()
    return (middle - reach).clip(0, 1), (middle + reach).clip(0, 1)
