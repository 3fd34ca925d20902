"""A plan and an explanation as text for a terminal, and as facts for machines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crmclean.dedup.explain import Evidence, Explanation
from crmclean.dedup.plan import Plan
from crmclean.report.wording import clip, plural

__all__ = ["explanation_facts", "explanation_text", "plan_facts", "plan_text"]

_WIDEST = 26


def plan_text(plan: Plan) -> str:
    """Show a plan: each key, the largest blocks, and what all of it will take."""
    return "\n".join(_plan(plan))


def _plan(plan: Plan) -> Iterator[str]:
    width = max([len(rule) for rule in plan.keys["rule"]], default=4)
    yield ""
    yield f"{'Key':{width}}  {'blocks':>10}  {'pairs':>12}  {'largest':>8}  left out"
    for rule, blocks, pairs, largest, skipped, records in plan.keys.iter_rows():
        out = f"{plural(skipped, 'block')} ({plural(records, 'record')})" if skipped else "-"
        yield f"{rule:{width}}  {blocks:>10,}  {pairs:>12,}  {largest:>8,}  {out}"
    yield ""
    yield "Largest blocks"
    for rule, records, pairs, record in plan.largest.iter_rows():
        yield f"  {rule}: {plural(records, 'record')}, {plural(pairs, 'pair')}, among them record {record}"
    yield ""
    yield (
        f"{plural(plan.records, 'record')}, at most {plural(plan.pairs, 'candidate pair')}; "
        f"about {plan.megabytes:,} MB of memory and {plural(plan.seconds, 'second')}."
    )
    if not plan.fits:
        yield f"That is more than the limit of {plan.max_pairs:,}: nothing would be compared. Raise --max-pairs, or"
        yield "make the keys with the most pairs finer."
    elif plan.recall is not None:
        yield f"Estimated recall of the keys: {plan.recall:.2f} (an estimate from how often keys find the same pair;"
        yield "rather too high than too low)."
    yield "Nothing was written."


def plan_facts(plan: Plan) -> dict[str, Any]:
    """Return a plan for machines."""
    return {
        "records": plan.records,
        "pairs": plan.pairs,
        "max_pairs": plan.max_pairs,
        "fits": plan.fits,
        "megabytes": plan.megabytes,
        "seconds": plan.seconds,
        "estimated_recall": None if plan.recall is None else round(plan.recall, 4),
        "keys": plan.keys.to_dicts(),
        "largest": plan.largest.to_dicts(),
    }


def explanation_text(explanation: Explanation, why_not: str | None) -> str:
    """Show an explanation: the sentence, a row for each comparison, the sum; ``why_not`` of records that stay apart."""
    return "\n".join(_explanation(explanation, why_not))


def _explanation(explanation: Explanation, why_not: str | None) -> Iterator[str]:
    yield explanation.sentence
    group = "They are in different clusters." if why_not else "They are in one cluster."
    yield f"Match probability {explanation.match_probability:.3f}. {group}"
    yield ""
    one, other = f"{explanation.left}", f"{explanation.right}"
    yield f"{'':10} {one:{_WIDEST}.{_WIDEST}}  {other:{_WIDEST}.{_WIDEST}}  {'bits':>6}"
    for each in explanation.evidence:
        left, right = (_shown(value, count) for value, count in _sides(each))
        yield f"{each.comparison:10.10} {left:{_WIDEST}}  {right:{_WIDEST}}  {each.bits:>+6.1f}  {each.words}"
    yield f"{'before':10} {'any two candidates':{_WIDEST}}  {'':{_WIDEST}}  {explanation.prior:>+6.1f}"
    total = explanation.prior + explanation.match_weight
    yield f"{'sum':10} {'':{_WIDEST}}  {'':{_WIDEST}}  {total:>+6.1f}  log odds; 0 is even, each bit doubles the odds"
    if why_not:
        yield ""
        yield why_not


def _sides(each: Evidence) -> tuple[tuple[str | None, int], tuple[str | None, int]]:
    return (each.left, each.left_count), (each.right, each.right_count)


def _shown(value: str | None, count: int) -> str:
    if value is None:
        return "-"
    counted = f" ({count:,}x)" if count > 1 else ""
    return clip(value, _WIDEST - len(counted)) + counted


def explanation_facts(explanation: Explanation, why_not: str | None) -> dict[str, Any]:
    """Return an explanation for machines."""
    return {
        "left": explanation.left,
        "right": explanation.right,
        "match_probability": round(explanation.match_probability, 6),
        "match_weight": round(explanation.match_weight, 3),
        "prior": round(explanation.prior, 3),
        "relation": explanation.relation,
        "sentence": explanation.sentence,
        "same_cluster": why_not is None,
        "why_not": why_not,
        "evidence": explanation.to_frame().to_dicts(),
    }
