"""Nothing that is said of a file holds what stands in its records."""

from __future__ import annotations

import json

import pytest

from crmclean.errors import CrmcleanError
from crmclean.files import read

CANARY = "Xylophrene"
ROW = f"{CANARY},{CANARY}@x.org"
JSON = json.dumps({"name": CANARY})

FILES = {
    "ragged": f"name,email\n{ROW}\n{ROW},{CANARY}\n{CANARY}\n",
    "stray quotes": f'name,email\n{ROW}\n{CANARY}"{CANARY},x\n"{CANARY},x\n',
    "a NUL": f"name,email\n{ROW}\n{CANARY}\0,x\n",
    "the header again": f"name,email\n{ROW}\nname,email\n",
    "a title": f"{CANARY}\n\nname,email,city\n{ROW},Rome\n{ROW},Oslo\n",
    "no delimiter": f"name\n{ROW}\n{CANARY};{CANARY}\n{CANARY}|x\n",
    "no header": f"{ROW}\n{ROW}\n",
    "a header that is too short": f"name,email\n{ROW},{CANARY}\n{ROW},{CANARY}\n{ROW},{CANARY}\n",
    "encodings": f"name,email\n{CANARY}\udce9,x\n{CANARY}\u00e9,x\n",
    "damaged JSON lines": f'{JSON}\n{JSON[:-1]}\n[{JSON}]\n{{"name": "{CANARY}\\ud800"}}\n',
    "keys twice": f'{JSON}\n{{"name": "{CANARY}", "name": "{CANARY}"}}\n',
    "a JSON array": f"[{JSON}]",
    "markup": f"<html>{CANARY}",
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
@pytest.mark.parametrize("limit", [0.0, 1.0])
@pytest.mark.parametrize("encoding", [None, "utf-16"])
def test_no_error_warning_or_reason_holds_a_value(tmp_path, content, limit, encoding):
    path = tmp_path / "in.csv"
    path.write_bytes(content.encode(errors="surrogateescape"))
    try:
        found = read(path, max_quarantine=limit, encoding=encoding)
    except CrmcleanError as error:
        said = [str(error)]
    else:
        said = [*found.warnings, *found.quarantine["reason"]]
    assert not any(CANARY in each for each in said)
