"""Find duplicates in a table, or across two: block, compare, train, score.

Two tables are searched as one, the right one below the left, where only pairs across count. Rows are put in the order
of their record ids first, so that nothing that follows can depend on the input's order.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from crmclean.decisions import Decisions
from crmclean.dedup.blocking import PAIR_BUDGET, Blocking, block
from crmclean.dedup.certain import Certain, certain_of
from crmclean.dedup.coded import Rows
from crmclean.dedup.compare import Comparison, compared_fields, prepare
from crmclean.dedup.explain import phrases
from crmclean.dedup.found import PAIRS, Pairs
from crmclean.dedup.learn import Candidates, learn
from crmclean.dedup.model import Model, ModelError
from crmclean.dedup.names import straightened
from crmclean.dedup.pairs import unique_pairs
from crmclean.dedup.score import distinct_patterns, judge, score
from crmclean.dedup.train import Trained
from crmclean.spec.model import Rules

__all__ = ["find", "unsearched"]

_ROW = "\0row"


def find(  # noqa: PLR0913 - every option stands alone
    present: pl.DataFrame,
    ids: pl.Series,
    rules: Rules,
    *,
    lefts: int | None = None,
    model: Model | None = None,
    decided: Decisions | None = None,
    labels: Decisions | None = None,
    max_pairs: int = PAIR_BUDGET,
) -> Pairs:
    """Find the pairs of records that may be one.

    Args:
        present: *n* records of standard values, canonical columns, null where missing.
        ids: *n* record ids, unique within a table.
        rules: The rule set.
        lefts: Where two tables are linked, how many records, the first ones, are of the left one.
        model: Score with this model in place of training one on the candidates.
        decided: What people decided about pairs: always obeyed.
        labels: What people said of pairs, to learn from; obeyed no more than other evidence.
        max_pairs: Candidate pairs beyond which nothing is compared.
    """
    order = _order(ids, lefts)
    present, ids = straightened(present[order], rules), ids[order]
    certain = certain_of(present, ids, rules, decided, lefts)
    first = _first_alike(present, rules, certain) if lefts is None else np.arange(present.height)
    rows = np.flatnonzero(first == np.arange(len(first)))
    copies = np.flatnonzero(first != np.arange(len(first)))
    blocking = block(present[rows], rules, lefts=lefts, budget=max_pairs)
    blocked = unique_pairs([(rows[blocking.left], rows[blocking.right]), certain.candidates(lefts)], len(ids))
    one, other = np.append(blocked[0], first[copies]), np.append(blocked[1], copies)
    comparisons = prepare(present, rules)
    packed = judge(comparisons, one, other)
    _check_fits(model, comparisons)
    if model:
        trained, scores = Trained(model, (), converged=True), score(packed, comparisons, model)
    else:
        told = certain_of(present, ids, rules, labels, lefts) if labels else None
        trained, scores = learn(Candidates(comparisons, packed, blocking, rows, lefts), rules, told)
    names = [reason.name for reason in trained.model.reasons.reasons]
    relations = dict(zip(names, np.bincount(scores.reason, minlength=len(names)).tolist(), strict=True))
    sure = certain.bits(one, other)
    probability = np.select([sure > 0, sure < 0], [1.0, 0.0], scores.probability)
    shown = (np.maximum(probability, scores.probability) >= rules.duplicates.review) | certain.is_decided(one, other)
    kept = np.flatnonzero(shown)
    kept = kept[np.lexsort((other[kept], one[kept]))]
    left, right = one[kept], other[kept]
    distinct, back = np.unique(packed[kept], return_inverse=True)
    reason = pl.Series(phrases(distinct_patterns(distinct, comparisons)), dtype=pl.String)[back.astype(np.int64)]
    relation = pl.Series(names, dtype=pl.String)[scores.reason[kept].astype(np.int64)]
    table = pl.DataFrame(
        {
            "left": ids[left],
            "right": ids[right],
            "match_probability": np.round(probability[kept], 6),
            "match_weight": np.round(scores.weight[kept], 3),
            "relation": relation,
            "reason": reason,
        },
        schema=PAIRS,
    )
    table = _say_certain(table, certain, left, right, names[0])
    copied = kept >= len(blocked[0])
    every, matches = tuple(ids.to_list()), float(probability.sum())
    return Pairs(
        rules,
        every,
        lefts,
        table,
        left,
        right,
        copied,
        blocking,
        certain,
        trained,
        relations,
        matches,
        comparisons,
        present,
    )


def unsearched(  # noqa: PLR0913 - every option stands alone
    present: pl.DataFrame,
    ids: pl.Series,
    rules: Rules,
    model: Model,
    decided: Decisions | None = None,
    *,
    lefts: int | None = None,
) -> Pairs:
    """Make records ready to be asked about; no pair is searched for. Arguments as for ``find``."""
    order = _order(ids, lefts)
    present, ids = straightened(present[order], rules), ids[order]
    comparisons = prepare(present, rules)
    _check_fits(model, comparisons)
    none = np.empty(0, dtype=np.int64)
    return Pairs(
        rules,
        tuple(ids.to_list()),
        lefts,
        PAIRS.to_frame(),
        none,
        none,
        none.astype(bool),
        Blocking(none, none, ()),
        certain_of(present, ids, rules, decided, lefts),
        Trained(model, (), converged=True),
        {},
        0.0,
        comparisons,
        present,
    )


def _order(ids: pl.Series, lefts: int | None) -> pl.Series:
    """Return the order of the ids; where two tables are linked, the left one's first."""
    of_right = np.arange(len(ids)) >= (len(ids) if lefts is None else lefts)
    return pl.DataFrame({"right": of_right, "id": ids}).select(pl.arg_sort_by("right", "id")).to_series()


def _say_certain(table: pl.DataFrame, certain: Certain, left: Rows, right: Rows, same: str) -> pl.DataFrame:
    """Say in the pairs table what is certain, before what was seen."""
    sure = certain.bits(left, right)
    at = np.flatnonzero(sure)
    if not len(at):
        return table
    words = [certain.words(int(left[row]), int(right[row])) for row in at]
    seen = table["reason"][at].to_list()
    reasons = [", ".join(filter(None, pair)) for pair in zip(words, seen, strict=True)]
    relations = [same if sure[row] > 0 else "different" for row in at]
    return table.with_columns(table["reason"].scatter(at, reasons), table["relation"].scatter(at, relations))


def _first_alike(present: pl.DataFrame, rules: Rules, certain: Certain) -> Rows:
    """Return for each record the first row with the same values in all that is compared: copies need no search."""
    asked = rules.duplicates
    keys = {part.partition(".")[0] for rule in (*asked.block_on, *asked.refine_on) for part in rule}
    used = keys | compared_fields(rules) | {*asked.same, *asked.different}
    known = [name for name in present.columns if name in used]
    if not known:
        return np.arange(present.height)
    first = np.arange(present.height)
    alike = present.select(known).hash_rows().is_duplicated().arg_true()  # equal hashes, then looked at: few rows
    rows = present.select(known)[alike].with_columns(alike.alias(_ROW))
    first[alike.to_numpy()] = rows.select(pl.col(_ROW).first().over(known)).to_series().to_numpy()
    decided = certain.decided_rows()
    return np.where(np.isin(first, first[decided]), np.arange(len(first)), first) if len(decided) else first


def _check_fits(model: Model | None, comparisons: Mapping[str, Comparison]) -> None:
    other = [name for name, each in comparisons.items() if model and model.levels.get(name) != each.levels]
    if other:
        raise ModelError(f"the model does not know these comparisons: {', '.join(other)}; train it again")
