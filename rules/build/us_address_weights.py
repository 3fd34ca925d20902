# ruff: noqa: INP001 - a script beside its tables, no package
"""Write the table `us_address_weights`: what each clue says for each part of an address of the United States.

Run by hand: `python rules/build/us_address_weights.py LABELLED.csv`, where `LABELLED.csv` holds the labelled words of
usaddress (MIT, DataMade), as `example,token,label`. Needs `python-crfsuite` (MIT), which is no dependency of ours.
How well such weights read lines that they were not learned from: `benchmarks/parse_addresses.py --folds`.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pycrfsuite

from crmclean.fields.us_address import PARTS, read
from crmclean.fields.us_address.clues import clues, names
from crmclean.fields.us_address.words import has_digit, split

TABLE = Path(__file__).resolve().parent.parent / "tables" / "us_address_weights.csv"
OFTEN = 4
"""How often a word occurs that has weights of its own; fewer would be words of single lines, learned by heart."""
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 150}
"""How dear weights are (c1 drops those that explain little), and when to stop."""

OURS = {
    **dict.fromkeys(("AddressNumber", "AddressNumberPrefix", "AddressNumberSuffix"), "number"),
    **dict.fromkeys(("StreetName", "StreetNamePreType", "StreetNamePostType", "CornerOf"), "street"),
    **dict.fromkeys(("StreetNamePreDirectional", "StreetNamePostDirectional", "IntersectionSeparator"), "street"),
    **dict.fromkeys(("StreetNamePreModifier", "StreetNamePostModifier"), "street"),
    **dict.fromkeys(("USPSBoxType", "USPSBoxID", "USPSBoxGroupType", "USPSBoxGroupID"), "box"),
    **dict.fromkeys(("OccupancyType", "OccupancyIdentifier"), "unit"),
    **dict.fromkeys(("SubaddressType", "SubaddressIdentifier"), "building"),
    "PlaceName": "city",
    "StateName": "state",
    "ZipCode": "postal_code",
    "ZipPlus4": "postal_code",
    "CountryName": "country",
}
"""Our part of each label; all others are `other`."""

Example = Sequence[tuple[str, str]]
"""The words of one line, each with its part."""


def known(examples: Iterable[Example]) -> frozenset[str]:
    """Return the words that have weights of their own."""
    counts = Counter(low for example in examples for low in {word.low for text, _ in example for word in split(text)})
    return frozenset(low for low, count in counts.items() if count >= OFTEN and not has_digit(low))


def learn(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Return the weight of each clue for each part, and of each part behind another as `after <part>`."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(SETTINGS)
    words = known(examples)
    for example in [*examples, *filter(None, map(glued, examples))]:
        seen = [
            [name for clue in of_word for name in names(clue)]
            for of_word in clues(read(" ".join(text for text, _ in example)), words)
        ]
        trainer.append(seen, [part for text, part in example for _ in split(text)])
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        info = tagger.info()
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for (name, part), weight in info.state_features.items():
        weights[name][part] = weight
    for (before, part), weight in info.transitions.items():
        weights[f"after {before}"][part] = weight
    return weights


def glued(example: Example) -> Example:
    """Return a line as most people write it, ``#4`` for ``# 4`` (the labelled lines part it); empty if it has none."""
    words = list(example)
    for at in range(len(words) - 2, -1, -1):
        (mark, _), (number, part) = words[at : at + 2]
        if mark == "#" and number[0].isalnum():
            words[at : at + 2] = [(mark + number, part)]
    return words if len(words) < len(example) else []


def ours(labelled: Iterable[tuple[str, str]]) -> Example:
    """Return the words of a line with our part in place of their label."""
    return [(text, OURS.get(name, "other")) for text, name in labelled]


def table(weights: Mapping[str, Mapping[str, float]]) -> dict[str, list[float]]:
    """Return the weights by clue, in the order of the parts, rounded; those that say nothing are left out."""
    rows = {name: [round(of_parts.get(part, 0), 2) for part in PARTS] for name, of_parts in sorted(weights.items())}
    return {name: row for name, row in rows.items() if any(row) or name.startswith("after ")}


def main() -> None:
    """Write the table."""
    examples: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            examples[row["example"]].append((row["token"], row["label"]))
    rows = table(learn([ours(example) for example in examples.values()]))
    with TABLE.open("w", encoding="utf-8", newline="") as out:
        out.write(
            "# What each clue says for each part of an address, in natural logarithms of odds; `after`: what the\n"
        )
        out.write("# part of the word before says. Learned from the labelled addresses of usaddress 0.5.16 (MIT,\n")
        out.write("# (c) 2014 The Atlanta Journal Constitution).\n")
        out.write("# Written by rules/build/us_address_weights.py; edit that, not this.\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("clue", *PARTS))
        writer.writerows((name, *(f"{weight:.2f}" if weight else "" for weight in row)) for name, row in rows.items())


if __name__ == "__main__":
    main()
