"""One record, as the save hook sees it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crmclean.cli import options
from crmclean.cli.options import AsJson, AsOf, FailOn, FailOnOption, RulesOption
from crmclean.errors import TableError

if TYPE_CHECKING:
    from crmclean.spec import Rules
    from crmclean.verdict import Verdict

__all__ = ["check"]

_LARGEST = 1 << 20


def check(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="RECORD.json", help="One record as a JSON object; `-` reads standard input.", show_default=False
        ),
    ],
    *,
    rules: RulesOption = None,
    as_of: AsOf = None,
    fail_on: FailOnOption = FailOn.ERROR,
    as_json: AsJson = False,
) -> None:
    """Check one record, as the save hook sees it."""
    from crmclean.spec import load_rules, recognise  # noqa: PLC0415
    from crmclean.verdict import check as check_record  # noqa: PLC0415 - table libraries load inside commands

    record = _read(file)
    rule_set = load_rules(rules or recognise(list(record)))
    verdict = check_record(record, rule_set, as_of=as_of)
    options.answer(_words(verdict, rule_set), _facts(verdict), as_json=as_json)
    severities = [finding.severity for finding in verdict.findings]
    options.leave(fail_on, errors=severities.count("error"), warnings=severities.count("warning"))


def _read(file: Path) -> dict[str, Any]:
    name = str(file)
    if name == "-":
        text = sys.stdin.read(_LARGEST + 1)
    elif not file.is_file():
        raise TableError(f"{name}: no such file" if not file.exists() else f"{name}: not a file")
    elif file.stat().st_size > _LARGEST:
        raise TableError(f"{name}: larger than 1 MiB, which is no single record; use crmclean run")
    else:
        text = file.read_bytes().decode("utf-8-sig", errors="replace")
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno} column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise TableError(f'{name}: not JSON{where}; expected one record such as {{"email": …}}') from error
    if not isinstance(record, dict):
        raise TableError(f"{name}: expected one record, a JSON object, got a {type(record).__name__}")
    return record


def _words(verdict: Verdict, rules: Rules) -> str:
    from crmclean.findings import SEVERITIES  # noqa: PLC0415 - table libraries load inside commands

    findings = sorted(verdict.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    lines = [f"{verdict.decision}  ({rules.name})"]
    lines += [f"  {finding.severity:<8} {finding.message}" for finding in findings]
    lines += [f"  fix      {change.field}: {change.before!r} becomes {change.after!r}" for change in verdict.changes]
    lines += [f"  score    {said}" for said in _completeness(verdict, rules)]
    lines += [f"  not done {verdict.reason}"] if verdict.reason else []
    return "\n".join(lines)


def _completeness(verdict: Verdict, rules: Rules) -> list[str]:
    """Say in one line how complete the record is and what it lacks; nothing where nothing counts."""
    from crmclean.report.wording import label, percent  # noqa: PLC0415

    if verdict.score is None:
        return []
    lacking = ", ".join(label(name, rules.labels) for name in verdict.missing)
    return [f"{percent(verdict.score)} complete" + (f"; missing: {lacking}" if lacking else "")]


def _facts(verdict: Verdict) -> dict[str, Any]:
    return {
        "decision": verdict.decision,
        "findings": [
            {name: getattr(finding, name) for name in ("field", "rule", "severity", "message", "value")}
            for finding in verdict.findings
        ],
        "patch": verdict.patch,
        "complete": verdict.complete,
        "reason": verdict.reason,
        "score": verdict.score,
        "missing": list(verdict.missing),
        "as_of": verdict.as_of.isoformat(),
        "rules": verdict.fingerprint,
    }
