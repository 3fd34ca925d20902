"""Measure how right the words of whole names are labelled: token accuracy, by label and by example.

    python benchmarks/parse_names.py [--data FILE] [--out FILE] [--wrong N]

``FILE`` has the columns example, token, label; the default is the labelled names of the project probablepeople (MIT).
The words of an example are joined by blanks and labelled anew. Two halves are told apart by the parity of the example's
number; names that occur in both halves are left out of the stricter figure of the odd one. A name of one word
(``SIMON``) is labelled as what more people bear it as, so the figure without such names is given too. The file draws
such names from one list of given and one of family names: words of both lists stand in it under both labels, and no
reading of them can be right twice. What is the best that a reading of each name can reach is printed as the ceiling.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl
from machine import HERE, machine

from crmclean.fields.name_labels import label

DATA = HERE.parent.parent / "shared" / "data" / "parse" / "person_names.csv"
GOAL = 0.95

Example = tuple[tuple[str, ...], tuple[str, ...]]
"""Written words, and the label of each."""


def read(source: Path) -> dict[int, Example]:
    """Examples by number."""
    rows = pl.read_csv(source, infer_schema=False)
    examples = rows.group_by("example", maintain_order=True).agg("token", "label")
    return {int(number): (tuple(tokens), tuple(labels)) for number, tokens, labels in examples.iter_rows()}


def guess(tokens: Sequence[str]) -> tuple[str, ...]:
    """Labels of the words of one name; a reading with other words than asked for is wrong as a whole."""
    found = label(" ".join(tokens))
    return tuple(str(piece.label) for piece in found) if len(found) == len(tokens) else ("",) * len(tokens)


def score(examples: Iterable[Example]) -> dict[str, float]:
    """Share of words and of whole examples that are right."""
    pairs = [(truth, guess(tokens)) for tokens, truth in examples]
    words = sum(len(truth) for truth, _ in pairs)
    right = sum(one == other for truth, found in pairs for one, other in zip(truth, found, strict=True))
    return {
        "tokens": words,
        "token_accuracy": round(right / words, 4),
        "examples": len(pairs),
        "example_accuracy": round(sum(truth == found for truth, found in pairs) / len(pairs), 4),
    }


def ceiling(examples: Iterable[Example]) -> float:
    """Share of words that are right where each name is given the labels that it has most often."""
    found: dict[tuple[str, ...], list[Counter[str]]] = {}
    for tokens, truth in examples:
        counts = found.setdefault(tuple(map(str.lower, tokens)), [Counter() for _ in tokens])
        for count, name in zip(counts, truth, strict=True):
            count[name] += 1
    words = [count for counts in found.values() for count in counts]
    return round(sum(max(count.values()) for count in words) / sum(count.total() for count in words), 4)


def by_label(examples: Iterable[Example]) -> dict[str, dict[str, float]]:
    """Precision and recall of each label."""
    true: Counter[str] = Counter()
    said: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for tokens, truth in examples:
        for one, other in zip(truth, guess(tokens), strict=True):
            true[one] += 1
            said[other] += 1
            both[one] += one == other
    return {
        name: {
            "tokens": count,
            "precision": round(both[name] / (said[name] or 1), 4),
            "recall": round(both[name] / count, 4),
        }
        for name, count in true.most_common()
    }


def main() -> None:
    """Print and write the figures."""
    parser = argparse.ArgumentParser(description="Measure how right the words of whole names are labelled.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "parse_names.json")
    parser.add_argument("--wrong", type=int, default=0, help="print so many wrong examples of the even half")
    asked = parser.parse_args()
    examples = read(asked.data)
    even = [example for number, example in examples.items() if number % 2 == 0]
    odd = [example for number, example in examples.items() if number % 2]
    seen = {tokens for tokens, _ in even}
    several = [example for example in examples.values() if len(example[0]) > 1]
    groups = {
        "all": list(examples.values()),
        "even half": even,
        "odd half": odd,
        "odd half, not in the even": [example for example in odd if example[0] not in seen],
        "two words or more": several,
        "two words or more, odd half": [example for example in odd if len(example[0]) > 1],
        "one word": [example for example in examples.values() if len(example[0]) == 1],
    }
    scores = {name: {**score(group), "ceiling": ceiling(group)} for name, group in groups.items()}
    for name, figures in scores.items():
        print(f"{name:28} " + "  ".join(f"{figure} {value:,}" for figure, value in figures.items()))
    labels = by_label(examples.values())
    for name, row in labels.items():
        print(f"{name:28} " + "  ".join(f"{figure} {value:,}" for figure, value in row.items()))
    wrong = [(tokens, truth) for tokens, truth in even if len(tokens) > 1 and guess(tokens) != truth]
    for tokens, truth in wrong[: asked.wrong]:
        print(" ".join(tokens), "|", " ".join(truth), "|", " ".join(guess(tokens)))
    reached = scores["all"]["token_accuracy"]
    print(f"goal {GOAL}: {'reached' if reached >= GOAL else 'missed'} ({reached})")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    figures = {"goal": GOAL, "groups": scores, "labels": labels, **machine()}
    asked.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
