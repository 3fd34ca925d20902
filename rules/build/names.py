"""Refresh the generated tables of this folder: nicknames and disposable mail domains.

The rows of ``nicknames.csv`` whose source is ``own`` are kept; the others are written anew from the package
``nicknames`` (Apache-2.0). ``disposable_domains.csv`` is written anew from ``disposable-email-domains`` (MIT). Run it
where both packages are installed, for this once only:

    uv run --with nicknames==1.0.1 --with disposable-email-domains==0.0.293 python rules/build/names.py
"""

# ruff: noqa: INP001 - a script beside the tables it writes

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "tables"


def write(name: str, comment: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one table: comment lines, header, sorted rows."""
    with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
        out.writelines(f"# {line}\n" for line in comment.splitlines())
        table = csv.writer(out, lineterminator="\n")
        table.writerow(header)
        table.writerows(sorted(set(map(tuple, rows))))


def own_nicknames() -> set[tuple[str, str]]:
    """The pairs that were collected by hand."""
    path = HERE / "nicknames.csv"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    return {(row[0], row[1]) for row in rows if row and row[2] == "own"}


def package_nicknames() -> set[tuple[str, str]]:
    """The pairs of the package: nickname, formal name."""
    text = files("nicknames").joinpath("names.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(row["name2"].strip(), row["name1"].strip()) for row in rows if row["relationship"] == "has_nickname"}


def main() -> None:
    """Write both tables."""
    from disposable_email_domains import blocklist  # noqa: PLC0415 - needed here only, not by the library

    own = own_nicknames()
    write(
        "nicknames",
        "Short and pet forms of given names, and other spellings: nickname, a formal name it may stand for, and where\n"
        "the pair is from.\n"
        f"Source: the package nicknames {version('nicknames')} (C. Northern, N. Crews; Apache-2.0), English; rows\n"
        "marked `own` were collected by hand: pet forms of other languages, and spellings of one name (Karl, Carl).",
        ("nickname", "formal", "source"),
        [(*pair, "own") for pair in own] + [(*pair, "nicknames") for pair in package_nicknames() - own],
    )
    write(
        "disposable_domains",
        "Domains of throw-away mailboxes.\n"
        f"Source: the package disposable-email-domains {version('disposable-email-domains')} (D. Ingram; MIT).",
        ("domain",),
        [(domain,) for domain in blocklist],
    )


if __name__ == "__main__":
    main()
