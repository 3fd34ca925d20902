"""The slow, obvious versions of what crmclean does fast: the oracles of the tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from math import inf, prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crmclean.fields import FieldType


def pairs_in_blocks(blocks: Iterable[Iterable[int]]) -> set[tuple[int, int]]:
    """Every pair of every block."""
    return {pair for block in blocks for pair in combinations(sorted(set(block)), 2)}


def components(records: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The smallest member of each record's component, by breadth-first search."""
    near = defaultdict(set)
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    label = [-1] * records
    for start in range(records):
        if label[start] >= 0:
            continue
        queue = [start]
        label[start] = start
        while queue:
            for other in near[queue.pop()]:
                if label[other] < 0:
                    label[other] = start
                    queue.append(other)
    return label


def average_linkage(rows: Sequence[int], bits: Mapping[tuple[int, int], float]) -> list[set[int]]:
    """Merge the two clusters with the highest mean evidence until none is at 0 bits or above; a veto is -inf."""
    clusters = [frozenset([row]) for row in sorted(rows)]

    def mean(one: frozenset[int], other: frozenset[int]) -> float:
        values = [bits[min(a, b), max(a, b)] for a in one for b in other]
        return -inf if -inf in values else sum(values) / len(values)

    while len(clusters) > 1:
        height, one, other = max(
            ((mean(one, other), one, other) for one, other in combinations(clusters, 2)),
            key=lambda merge: merge[0],
        )
        if height < 0:
            break
        clusters = [each for each in clusters if each not in {one, other}] + [one | other]
    return [set(each) for each in clusters]


def pairs_sharing_a_key(keys: Sequence[set[str]]) -> set[tuple[int, int]]:
    """Every pair of records whose sets of keys meet, by a double loop."""
    return {(a, b) for a, b in combinations(range(len(keys)), 2) if keys[a] & keys[b]}


def block_keys(record: Mapping[str, str | None], rule: Iterable[str], fields: Mapping[str, FieldType]) -> set[str]:
    """The keys of one record under one blocking rule: one of each part, all combinations."""
    parts = []
    for part in rule:
        name, _, suffix = part.partition(".")
        value = record[name]
        parts.append({key for key in fields[name].keys[suffix](value) if key} if value else set())
    return {"|".join(keys) for keys in product(*parts)}


def sharing(words: Sequence[str | None], identities: Sequence[int]) -> dict[str, int]:
    """How many different identities use each word, at least 1; a negative identity is none."""
    users: dict[str, set[int]] = {}
    for word, identity in zip(words, identities, strict=True):
        if word:
            users.setdefault(word, set()).update([identity] if identity >= 0 else [])
    return {word: max(len(found), 1) for word, found in users.items()}


def joint(
    pattern: Mapping[str, int],
    prior: Sequence[float],
    tables: Mapping[str, Sequence[Sequence[float]]],
    possible: Sequence[bool],
) -> list[float]:
    """P(reason, pattern) of one pair, in plain numbers; level 0 is missing and says nothing."""
    return [
        share * prod(tables[name][reason][level] for name, level in pattern.items() if level) if can_be else 0.0
        for reason, (share, can_be) in enumerate(zip(prior, possible, strict=True))
    ]


def posterior(
    pattern: Mapping[str, int],
    prior: Sequence[float],
    tables: Mapping[str, Sequence[Sequence[float]]],
    possible: Sequence[bool],
) -> list[float]:
    """P(reason | pattern) of one pair, by Bayes' rule."""
    shares = joint(pattern, prior, tables, possible)
    return [share / sum(shares) for share in shares]
