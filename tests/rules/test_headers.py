from __future__ import annotations

import json
import runpy
from pathlib import Path

from crmclean import resources

BUILD = Path(__file__).resolve().parents[2] / "rules" / "build" / "headers.py"


def test_the_index_of_headers_is_that_of_the_packs():
    written = (resources.folder() / "tables" / "headers.json").read_text(encoding="utf-8")
    assert json.loads(written) == runpy.run_path(str(BUILD))["index"](), "run rules/build/headers.py"
