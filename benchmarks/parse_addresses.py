"""Measure how right addresses of the United States in one line are read: street, unit, city, state and postal code.

    python benchmarks/parse_addresses.py [--data FILE] [--errors] [--folds] [--out FILE]

``FILE`` holds labelled words: ``example,token,label``, with the labels of usaddress. Each example is put together from
its words by blanks, read as one line, and compared part by part with what the labels say: small letters and digits
only, in the order of the line. A line is right where all five parts are.

How the labels make the five parts (``GROUPS``): the street is everything that says where on the ground, number, street,
crossing and post box; the unit is everything that says where inside, ``Occupancy`` and ``Subaddress``, since the labels
themselves call the same ``floor 2`` now the one, now the other. ``unit alone`` repeats the figure with ``Occupancy``
against the part ``unit`` only. Persons, companies, names of buildings, countries and ``NotAddress`` are in no part, but
a parser that puts one of their words into a part is wrong.

What is printed, from flattering to honest:

- the whole file and its halves, as shipped: rules and weights have both seen all of it;
- with ``--folds``, five folds: the weights are learned without the lines they are judged by. The rules were still
  written with all lines in view, so that the weights alone (``rules 0``) bound from below what unknown lines of this
  kind would get. Needs ``python-crfsuite``, which is no dependency of ours.

``--data FILE`` measures other labelled lines: only those that nobody read while building tell the truth (decision 11).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

from machine import machine

from crmclean.fields.address import AddressParts
from crmclean.fields.us_address import label
from crmclean.fields.us_address.balance import RULES, Weights

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "rules" / "build"))
DATA = HERE.parent.parent / "shared" / "data" / "parse" / "us_addresses_train.csv"
GROUPS = {
    **dict.fromkeys(("AddressNumber", "AddressNumberPrefix", "AddressNumberSuffix"), "street"),
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
}
"""The part of each label; labels that are not listed are in none of the five."""
Example = list[tuple[str, str]]
Parser = Callable[[str], list[tuple[str, str]]]
FIVE = ("street", "unit", "city", "state", "postal_code")
FOLDS = 5


def read(path: Path) -> list[Example]:
    """Return the words of each example with their labels."""
    examples: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            examples[row["example"]].append((row["token"], row["label"]))
    return list(examples.values())


def five(words: list[tuple[str, str]], *, alone: bool) -> dict[str, str]:
    """Put words with their parts together to the five parts; a post box stands behind the street."""
    inside = {"unit"} if alone else {"unit", "building"}
    where = {"street": ("number", "street"), "box": ("box",)}
    texts = {name: " ".join(folded(word) for word, part in words if part in parts) for name, parts in where.items()}
    return {
        "street": f"{texts['street']} / {texts['box']}",
        "unit": " ".join(folded(word) for word, part in words if part in inside).strip(),
        **{name: " ".join(folded(word) for word, part in words if part == name) for name in FIVE[2:]},
    }


def folded(word: str) -> str:
    return re.sub("[^a-z0-9&½]", "", word.lower())


def compare(example: Example, *, alone: bool, parser: Parser = label) -> dict[str, tuple[str, str]]:
    """Return the parts that are wrong: as labelled, and as read."""
    true = five([(token, GROUPS.get(name, "")) for token, name in example], alone=alone)
    found = five(parser(text_of(example)), alone=alone)
    tidied = ({name: " ".join(text.split()) for name, text in parts.items()} for parts in (true, found))
    right, read_ = tidied
    return {name: (right[name], read_[name]) for name in FIVE if right[name] != read_[name]}


def text_of(example: Example) -> str:
    return " ".join(token for token, _ in example)


def measure(examples: list[Example], *, alone: bool = False, parser: Parser = label) -> dict[str, float]:
    return shares([compare(example, alone=alone, parser=parser) for example in examples])


def shares(wrong: list[dict[str, tuple[str, str]]]) -> dict[str, float]:
    share = {name: sum(name not in parts for parts in wrong) / len(wrong) for name in FIVE}
    return {"lines": len(wrong), "all": round(sum(not parts for parts in wrong) / len(wrong), 4)} | {
        name: round(value, 4) for name, value in share.items()
    }


def fold_of(example: Example) -> int:
    """Return the fold of a line, by what it says, so that a line and its copy are in one."""
    return hashlib.sha256(re.sub("[^a-z0-9]", "", text_of(example).lower()).encode()).digest()[0] % FOLDS


def cross_validated(examples: list[Example], *, rules: float) -> dict[str, float]:
    """Read each line by weights that were learned from the other folds."""
    build = importlib.import_module("us_address_weights")
    wrong = []
    for fold in range(FOLDS):
        known = [example for example in examples if fold_of(example) != fold]
        weights = Weights(build.table(build.learn([build.ours(example) for example in known])), rules=rules)
        parser = partial(label, weights=weights)
        wrong += [compare(example, alone=False, parser=parser) for example in examples if fold_of(example) == fold]
    return shares(wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the parts of addresses in one line.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--errors", action="store_true", help="print every line that is wrong, with what was expected")
    parser.add_argument("--folds", action="store_true", help="learn the weights anew, without the lines they read")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "parse_addresses.json")
    asked = parser.parse_args()
    if not asked.data.is_file():
        sys.exit(f"no labelled addresses at {asked.data}")
    examples = read(asked.data)
    results = {
        "whole": measure(examples),
        "even half": measure(examples[::2]),
        "odd half": measure(examples[1::2]),
        "whole, unit alone": measure(examples, alone=True),
    }
    texts = [text_of(example) for example in examples]
    start = time.process_time()
    for text in texts:
        label(text)
    microseconds = round((time.process_time() - start) / len(texts) * 1e6)
    if asked.folds:
        results["five folds"] = cross_validated(examples, rules=RULES)
        results["five folds, rules 0"] = cross_validated(examples, rules=0)
    for name, result in results.items():
        print(f"{name:19}", *(f"{part} {share}" for part, share in result.items()), sep="  ")
    print(f"{microseconds} microseconds a line; parts: {', '.join(AddressParts._fields)}")
    for example in examples if asked.errors else ():
        for part, (true, found) in compare(example, alone=False).items():
            print(" ".join(token for token, _ in example), f"{part}: {true!r}, read {found!r}", sep=" | ")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    facts = {"source": asked.data.name, "results": results, "microseconds": microseconds}
    asked.out.write_text(json.dumps(facts | machine(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
