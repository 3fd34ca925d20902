"""Time what patterns of rule files cost at worst: 20 that are known to stall other engines, on 100 kB of text each.

    python benchmarks/patterns.py [--characters 100000] [--out FILE]

A pattern is judged as a rule file's is: refused at loading, or held against its subject by the engine that a check
uses. Each has the subject that stalls a backtracking engine, and the place from where its kind is known. The last ones
are our own, against engines that are linear in the text but not in the pattern. Prints a line a pattern, writes JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import NamedTuple

from machine import HERE, machine

from crmclean.spec.pattern import matches, why_not

LIMIT = 1.0
"""Seconds of processor time that a pattern may take."""


class Evil(NamedTuple):
    """A pattern, what its subject repeats and ends in, and where its kind is known from."""

    pattern: str
    repeated: str
    end: str
    known_from: str


OWASP = "OWASP, Regular expression Denial of Service"
DAVIS = "Davis et al. 2018, The Impact of Regular Expression Denial of Service in Practice"
EVIL = (
    Evil(r"^(a+)+$", "a", "!", OWASP),
    Evil(r"^([a-zA-Z]+)*$", "a", "!", OWASP),
    Evil(r"^(a|aa)+$", "a", "!", OWASP),
    Evil(r"^(a|a?)+$", "a", "!", OWASP),
    Evil(r"^(.*a){12}$", "a", "!", f"{OWASP}, with 12 for 11 or more"),
    Evil(r"^([0-9a-zA-Z]([-.\w]*[0-9a-zA-Z])*@([0-9a-zA-Z][-\w]*[0-9a-zA-Z]\.)+[a-zA-Z]{2,9})$", "a", "!", OWASP),
    Evil(r"^(([a-z])+.)+[A-Z]([a-z])+$", "a", "", f"{OWASP}, a Java class name"),
    Evil(r"^(\w+\s?)*$", "a", "!", "words: nested repetition with an optional end"),
    Evil(r"(?:\s*,\s*)*x", " ", ",", f"{DAVIS}: two neighbours that read the same blanks"),
    Evil(r".*.*=.*", "x", "", "the outage of Cloudflare on 2 July 2019, shortened"),
    Evil(r"^[\s\u200c]+|[\s\u200c]+$", " ", "x", "the outage of Stack Overflow on 20 July 2016"),
    Evil(r"^\s+|\s+$", "\t", "x", f"{DAVIS}: trimming"),
    Evil(r"(x+x+)+y", "x", "", "Friedl, Mastering Regular Expressions: the endless match"),
    Evil(r'"(?:[^"\\]|\\.)*"', '"\\a', "", "Friedl: quoted text that is never closed"),
    Evil(r"(?:.*,){25}P", "1,", "", "a cell of comma-separated values by its number"),
    Evil(r"^(?:(?:[^<>]+)|<[^<>]*>)*$", "<", ">", f"{DAVIS}: markup"),
    Evil(r"^(\d+|\d+\.\d*|\.\d+)*$", "1", "x", "numbers by several alternatives"),
    Evil(r"^(?:(?:a?){30}(?:a){30})*$", "a", "!", "Cox 2007, Regular Expression Matching Can Be Simple And Fast"),
    Evil(r"(?:[ab]*a[ab]{450})", "ab", "", "ours: a lazy automaton of 2^450 states"),
    Evil(r"(?:[a-z]{1,450})*!?\W", "a", "", "ours: as many states as the limit lets through, all alive"),
    Evil(r"(?:\w{1,200})*!", "aé", "", "ours: a large class, spelled out 200 times"),
    Evil(r"((a{1000}){1000}){1000}", "a", "", "counts in counts: refused for its size"),
    Evil(
        r"(?:[ab]*a[ab]{1000}){9}", "ab", "", "ours: linear, and 9,000 states at each character; refused for its size"
    ),
    Evil(r"^(?=(a+))\1+$", "a", "!", "look-ahead and a reference back: refused, no linear engine has them"),
)


def measured(evil: Evil, characters: int) -> dict[str, object]:
    """Load a pattern as a rule file does and hold a subject against it."""
    subject = (evil.repeated * characters)[: characters - len(evil.end)] + evil.end
    start = time.process_time()
    refused = why_not(evil.pattern)
    fits = None if refused else matches(evil.pattern, subject)
    return {
        "pattern": evil.pattern,
        "known_from": evil.known_from,
        "seconds": round(time.process_time() - start, 4),
        "matches": fits,
        "refused": refused,
    }


def main() -> None:
    """Measure every pattern, print a table and write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=100_000)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "patterns.json")
    asked = parser.parse_args()
    rows = [measured(evil, asked.characters) for evil in EVIL]
    for row in rows:
        answer = row["refused"] or ("fits" if row["matches"] else "does not fit")
        print(f"{row['seconds']:8.4f} s  {answer:<60}  {row['pattern']}")
    slowest = max(float(str(row["seconds"])) for row in rows)
    held = slowest < LIMIT
    said = f"the slowest {slowest:.3f} s, {'below' if held else 'NOT below'} {LIMIT} s"
    print(f"{len(rows)} patterns, {asked.characters:,} characters each: {said}")
    told = {"characters": asked.characters, "limit": LIMIT, "slowest": slowest, "held": held, "patterns": rows}
    asked.out.write_text(
        json.dumps({"machine": machine(), **told}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
