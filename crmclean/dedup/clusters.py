"""Records grouped into clusters, and within these the groups that may be merged without asking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.dedup.coded import Rows
from crmclean.dedup.found import Pairs
from crmclean.dedup.link import links
from crmclean.dedup.linkage import TWO_BITS, UNKNOWN_BITS, cut, dendrogram
from crmclean.dedup.reasons import Patterns
from crmclean.dedup.score import distinct_patterns, judge, log_odds
from crmclean.notebook import card

__all__ = ["Clusters", "cluster"]


@dataclass(frozen=True, slots=True)
class Clusters:
    """Every record in exactly one cluster; a cluster's id is its smallest record id.

    ``table`` has one row a record: record_id, cluster_id, merge_id (the part of the cluster that may be merged without
    asking). Sorted by record id; where two tables were linked there is a ``table``, ``left`` or ``right``, and the left
    one's records come first.
    """

    table: pl.DataFrame
    parted: int = 0
    """Pairs that are certainly the same, and yet apart: something as certain keeps other records of theirs apart."""

    def warnings(self) -> tuple[str, ...]:
        """Return what a user should know of: what was certain and could not be obeyed."""
        said = "pairs that are certainly the same stay apart: what is certain of other records contradicts it"
        return (f"{self.parted:,} {said}",) if self.parted else ()

    def _repr_html_(self) -> str:
        return card("Clusters", self.counts(), {"clusters": self.table})

    def to_frame(self) -> pl.DataFrame:
        """Return record_id and cluster_id; where two tables were linked, table before them."""
        return self.table.drop("merge_id")

    def counts(self) -> dict[str, int]:
        """Return how many clusters there are, how many hold two records or more, and the largest."""
        sizes = self.table.group_by("cluster_id").len()["len"]
        return {
            "clusters": len(sizes),
            "duplicates": int((sizes > 1).sum()),
            "records_in_duplicates": int(sizes.filter(sizes > 1).sum()),
            "largest": max(sizes.to_list(), default=0),
        }


def cluster(pairs: Pairs, *, many_to_one: bool = False) -> Clusters:
    """Group records into clusters at ``match``, and into merge groups at ``merge``; one dendrogram, cut twice.

    Where two tables were linked, a record has one partner at most; with ``many_to_one``, one of the right table may
    have many of the left.
    """
    records = len(pairs.ids)

    def bits(left: Rows, right: Rows) -> npt.NDArray[np.float64]:
        packed = judge(pairs.comparisons, left, right)
        distinct, back = np.unique(packed, return_inverse=True)
        patterns = distinct_patterns(distinct, pairs.comparisons)
        odds = log_odds(pairs.model.joint(patterns), pairs.model.reasons.match)
        certain = pairs.certain.bits(left, right)
        return np.where(certain == 0, np.where(_are_two(patterns, odds), TWO_BITS, odds)[back], certain)

    known = bits(pairs.left, pairs.right)
    thresholds = pairs.rules.duplicates
    match, merge = _bits(thresholds.match), _bits(thresholds.merge)
    if pairs.lefts is None:
        searched = ~pairs.copied
        merges = dendrogram(
            records,
            pairs.left[searched],
            pairs.right[searched],
            known[searched],
            bits,
            pairs.certain.bits if pairs.certain else None,
            lowest=match,
        )
        copies = (each[~searched].tolist() for each in (pairs.left, pairs.right, known, known))
        merges += zip(*copies, strict=True)
    else:
        linked = links(pairs.left, pairs.right, known, least=match, many_to_one=many_to_one)
        merges = [(one, other, odds, odds) for one, other, odds in linked]
    ids = pl.Series(pairs.ids, dtype=pl.String)
    clusters, groups = cut(records, merges, match), cut(records, merges, merge, least=match)
    table = pl.DataFrame({"record_id": ids, "cluster_id": ids[clusters], "merge_id": ids[groups]})
    if pairs.lefts is not None:
        sides = np.where(np.arange(records) < pairs.lefts, "left", "right")
        smallest = pl.col("record_id").min().over("cluster_id"), pl.col("record_id").min().over("merge_id")
        table = table.select(
            pl.Series("table", sides, dtype=pl.String),
            "record_id",
            smallest[0].alias("cluster_id"),
            smallest[1].alias("merge_id"),
        )
    sure = pairs.certain.bits(pairs.left, pairs.right) > 0
    return Clusters(table, int((sure & (clusters[pairs.left] != clusters[pairs.right])).sum()))


def _are_two(patterns: Patterns, odds: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Say which pairs are two people, whoever links them: ``J. Smith`` may be John or Jane, but makes them not one."""
    unlikely = patterns.at("name", "other_given") & (odds < UNKNOWN_BITS)
    return np.asarray(patterns.at("name", "other_generation") | unlikely)


def _bits(probability: float) -> float:
    return float(np.log2(max(probability, 1e-12) / max(1 - probability, 1e-12)))
