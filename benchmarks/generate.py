"""Made-up CRM data with the truth about it, to measure on.

`python benchmarks/generate.py --records 100000 --seed 7 --out DIR [--accounts N]` writes contacts.csv, accounts.csv,
truth.csv (id, cluster, kind, errors), accounts_truth.csv (with parent: the company of a branch) and
contact_account.csv (contact id, company). Nothing in it is a real person or company; what makes real data hard is:
colleagues who share company, switchboard, street and domain, families, namesakes, role mailboxes, branches,
placeholders, drifted picklists, and every kind of second entry.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.write import generate

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--records", type=int, required=True, help="contacts, first and later records of a person together"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True, help="folder for the five files")
    parser.add_argument("--accounts", type=int, help="accounts (default: 137 per 1000 contacts)")
    given = parser.parse_args(arguments)
    generate(given.out, given.records, given.seed, given.accounts)


if __name__ == "__main__":
    main()
