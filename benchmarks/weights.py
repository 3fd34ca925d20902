"""Learn the weights that ship with the packs: `make weights`.

    python benchmarks/weights.py [--records 100000] [--seed 20261122]

Contacts and accounts are generated, duplicates are found in them as a user would, without labels, from the expert's
seeds alone, and the trained models are written to ``rules/weights/``. No truth file is read.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import polars as pl
from generator.write import generate

from crmclean import load_rules
from crmclean.passes import find_duplicates
from crmclean.resources import folder

LEARNT = {"contact": "generic/contact", "account": "generic/account"}
"""Name of the weights and the pack that they are learned with."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn the shipped weights from generated data, without labels.")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20261122)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        generate(Path(scratch), asked.records, asked.seed)
        for name, pack in LEARNT.items():
            learn(name, pack, Path(scratch) / f"{name}s.csv")


def learn(name: str, pack: str, source: Path) -> None:
    rules = load_rules(pack)
    from_seeds = rules.model_copy(update={"duplicates": rules.duplicates.model_copy(update={"weights": None})})
    pairs = find_duplicates(pl.read_csv(source, infer_schema=False), from_seeds)
    target = folder() / "weights" / f"{name}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(replace(pairs.model, rules=None, known=None).to_json(), encoding="utf-8")
    print(f"{target.name}: {len(pairs.trained.history)} rounds")
    print(f"  {pairs.counts()}  {dict(pairs.relations)}")


if __name__ == "__main__":
    main()
