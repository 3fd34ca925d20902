"""Find duplicates in a table, or across two: block, compare, train, score.

Two tables are searched as one, the right one below the left, where only pairs across count. Rows are put in the order
of their record ids first, so that nothing that follows can depend on the input's order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.decisions import Decisions
from crmclean.dedup.alike import first_alike
from crmclean.dedup.blocking import PAIR_BUDGET, Blocking, blocks_of, within
from crmclean.dedup.candidates import Candidates
from crmclean.dedup.certain import Certain, certain_of
from crmclean.dedup.coded import Rows
from crmclean.dedup.compare import Comparison, prepare
from crmclean.dedup.compared import Compared
from crmclean.dedup.explain import phrases
from crmclean.dedup.forecast import Forecast
from crmclean.dedup.found import PAIRS, Pairs
from crmclean.dedup.keys import Keys
from crmclean.dedup.known import Frequencies
from crmclean.dedup.learn import learn
from crmclean.dedup.model import Model, ModelError
from crmclean.dedup.names import changed_fields, straightened
from crmclean.dedup.pairs import unique_pairs
from crmclean.dedup.reasons import reasons_for
from crmclean.dedup.score import distinct_patterns, score
from crmclean.dedup.train import Trained, train
from crmclean.frame import is_ascending
from crmclean.parallel import both
from crmclean.spec.model import Rules

__all__ = ["Given", "find", "unsearched"]

_MAYBE = 0.003
"""Share of ``review`` from which the guess of the seeds holds a pair: 17% of the candidates among 100,000 contacts, and
none that training asked for was missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a search may be given beside the records and the rules.

    Args:
        lefts: Where two tables are linked, how many records, the first ones, are of the left one.
        model: Score with this model in place of training one on the candidates.
        decided: What people decided about pairs: always obeyed.
        labels: What people said of pairs, to learn from; obeyed no more than other evidence.
        max_pairs: Candidate pairs beyond which nothing is compared.
        expect: Told what will be compared before anything is.
    """

    lefts: int | None = None
    model: Model | None = None
    decided: Decisions | None = None
    labels: Decisions | None = None
    max_pairs: int = PAIR_BUDGET
    expect: Callable[[Forecast], None] = lambda _: None


def find(present: pl.DataFrame, ids: pl.Series, rules: Rules, given: Given | None = None) -> Pairs:
    """Find the pairs of records that may be one.

    Args:
        present: *n* records of standard values, canonical columns, null where missing.
        ids: *n* record ids, unique within a table.
        rules: The rule set.
        given: What else is known and asked.

    Raises:
        BudgetError: More candidate pairs than ``given.max_pairs``.
        ModelError: The model given is of other comparisons.
    """
    given = given or Given()
    present, ids = _in_order(present, ids, given.lefts)
    frequencies = Frequencies(given.model.known if given.model else None)
    keys, changed = Keys(present, rules), changed_fields(rules)
    asked = chain(*rules.duplicates.refine_on, *rules.duplicates.block_on)
    unchanged = [part for part in asked if part.partition(".")[0] not in changed]
    (present, names), _ = both(lambda: straightened(keys.present, rules, frequencies), lambda: keys.make(unchanged))
    keys.present = present
    certain = certain_of(present, ids, rules, given.decided, given.lefts)
    (candidates, blocking), comparisons = both(
        lambda: _candidates(keys, certain, given), lambda: prepare(present, rules, names, frequencies)
    )
    _check_fits(given.model, comparisons)
    compared = Compared(candidates, comparisons, certain, _guess(comparisons, rules, given.model))
    if given.model:
        trained = Trained(given.model, (), converged=True)
    else:
        told = certain_of(present, ids, rules, given.labels, given.lefts) if given.labels else None
        trained = learn(compared, rules, told, lefts=given.lefts)
        trained = replace(trained, model=replace(trained.model, known=frequencies.to_keep()))
    return _scored(present, ids, rules, given.lefts, blocking, compared, certain, trained)


def _candidates(keys: Keys, certain: Certain, given: Given) -> tuple[Candidates, Blocking]:
    """Block the records, of those that are the same in all that is compared only the first, and count the pairs."""
    every = np.arange(keys.present.height)
    first = first_alike(keys.present, keys.rules, certain) if given.lefts is None else every
    searched, copies = np.flatnonzero(first == every), np.flatnonzero(first != every)
    blocks = blocks_of(keys, among=first == every, lefts=given.lefts)
    blocking = within(blocks, len(searched), given.max_pairs)
    if blocking.pairs:
        given.expect(Forecast(len(first), blocking.pairs))
    one, other = (first[each] for each in certain.candidates(given.lefts))
    others = unique_pairs([(one[one != other], other[one != other])], len(first))
    return Candidates(len(first), blocks, searched=searched, others=others, copies=(first[copies], copies)), blocking


def _guess(
    comparisons: Mapping[str, Comparison], rules: Rules, model: Model | None
) -> Callable[[npt.NDArray[np.int64], npt.NDArray[np.int64]], Callable[[npt.NDArray[np.int64]], npt.NDArray[np.bool_]]]:
    """Return what tells from the first patterns and their counts which may match: the seeds, or the model given."""
    review = rules.duplicates.review

    def guess(
        first: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
    ) -> Callable[[npt.NDArray[np.int64]], npt.NDArray[np.bool_]]:
        patterns = distinct_patterns(first, comparisons)
        judge = model or train(patterns, counts, reasons_for(rules), rounds=0).model
        least = review if model else review * _MAYBE
        return lambda packed: score(packed, comparisons, judge).probability >= least

    return guess


def _scored(  # noqa: PLR0913, PLR0917 - all that the search has found
    present: pl.DataFrame,
    ids: pl.Series,
    rules: Rules,
    lefts: int | None,
    blocking: Blocking,
    compared: Compared,
    certain: Certain,
    trained: Trained,
) -> Pairs:
    """Score the patterns, and make the table of the pairs from ``review`` up."""
    comparisons, model, review = compared.comparisons, trained.model, rules.duplicates.review
    names = [reason.name for reason in model.reasons.reasons]
    scores = score(compared.patterns, comparisons, model)
    relations = np.bincount(scores.reason, weights=compared.counts, minlength=len(names)).astype(np.int64).tolist()
    held = compared.pairs(scores.probability >= review)
    held = held.where(np.lexsort((held.right, held.left)))
    left, right = held.left, held.right
    at = np.searchsorted(compared.patterns, held.packed)
    sure = certain.bits(left, right)
    probability = np.select([sure > 0, sure < 0], [1.0, 0.0], scores.probability[at])
    distinct, back = np.unique(held.packed, return_inverse=True)
    reason = pl.Series(phrases(distinct_patterns(distinct, comparisons)), dtype=pl.String)[back.astype(np.int64)]
    relation = pl.Series(names, dtype=pl.String)[scores.reason[at].astype(np.int64)]
    table = pl.DataFrame(
        {
            "left": ids[left],
            "right": ids[right],
            "match_probability": np.round(probability, 6),
            "match_weight": np.round(scores.weight[at], 3),
            "relation": relation,
            "reason": reason,
        },
        schema=PAIRS,
    )
    return Pairs(
        rules,
        tuple(ids.to_list()),
        lefts,
        _say_certain(table, certain, left, right, names[0]),
        left,
        right,
        held.copied,
        blocking,
        certain,
        trained,
        dict(zip(names, relations, strict=True)),
        float(compared.open_counts @ scores.probability) + compared.same,
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
    present, ids = _in_order(present, ids, lefts)
    frequencies = Frequencies(model.known)
    present, names = straightened(present, rules, frequencies)
    comparisons = prepare(present, rules, names, frequencies)
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
        Blocking((), present.height),
        certain_of(present, ids, rules, decided, lefts),
        Trained(model, (), converged=True),
        {},
        0.0,
        comparisons,
        present,
    )


def _in_order(present: pl.DataFrame, ids: pl.Series, lefts: int | None) -> tuple[pl.DataFrame, pl.Series]:
    """Return the records in the order of their ids; where two tables are linked, the left one's first."""
    if lefts is None and is_ascending(ids):
        return present, ids
    of_right = np.arange(len(ids)) >= (len(ids) if lefts is None else lefts)
    order = pl.DataFrame({"right": of_right, "id": ids}).select(pl.arg_sort_by("right", "id")).to_series()
    return present[order], ids[order]


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


def _check_fits(model: Model | None, comparisons: Mapping[str, Comparison]) -> None:
    other = [name for name, each in comparisons.items() if model and model.levels.get(name) != each.levels]
    if other:
        raise ModelError(f"the model does not know these comparisons: {', '.join(other)}; train it again")
