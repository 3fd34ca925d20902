"""Write the reference pages, and the outputs that pages show: `make reference`. With ``--check`` say what is stale.

    python docs/generate.py           write everything
    python docs/generate.py --check   exit 1 and name the reference pages that no longer say what the code says

Outputs of commands in other pages are checked by the tests, which run them (``tests/docs``).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from writers import PAGES
from writers.examples import pages_with_examples, run_page

DOCS = Path(__file__).resolve().parent


def main() -> int:
    """Read the command line; return the exit code."""
    parser = argparse.ArgumentParser(description="Write the reference pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is stale")
    return _check() if parser.parse_args().check else _write()


def _check() -> int:
    stale = [name for name, page in PAGES.items() if not (DOCS / name).is_file() or _text(DOCS / name) != page()]
    for name in stale:
        print(f"docs/{name} is stale: run `make reference`", file=sys.stderr)
    return 1 if stale else 0


def _write() -> int:
    for name, page in PAGES.items():
        _put(DOCS / name, page())
    for path in pages_with_examples():
        with tempfile.TemporaryDirectory() as folder:
            _put(path, run_page(path, Path(folder)))
    return 0


def _put(path: Path, text: str) -> None:
    if not path.is_file() or _text(path) != text:
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {path.relative_to(DOCS.parent)}")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
