"""Fuzz what takes files from people: the reader of tables, of rule files and of model files.

    python benchmarks/fuzz.py [read] [rules] [model] [--seconds 20] [--out FILE]

Each target runs in a process of its own for so many seconds, from the seeds on, led by the lines of crmclean's Python
that an input reaches (atheris; compiled libraries are not watched). Inputs that break a target are kept in
`out/fuzz/<target>/`; add one to `fuzzing/seeds.py` with the fix. Prints a table, writes JSON; ends with 1
where something broke. `--replay FILE` runs one kept input through one target.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from fuzzing.seeds import SEEDS, WORDS
from machine import HERE, machine

KEPT = HERE.parent / "out" / "fuzz"
_COVERED = re.compile(r"cov: (\d+) ft: \d+ corp: (\d+)")
_RUNS = re.compile(r"stat::number_of_executed_units: *(\d+)")
_SIZE = 1 << 14
"""Longest input that is made, in bytes; a model file is longer by itself."""

WATCHED = """
import sys
import atheris
with atheris.instrument_imports(include=["crmclean"], enable_loader_override=False):
    from fuzzing.targets import TARGETS
target = TARGETS[sys.argv.pop(1)]
atheris.Setup(sys.argv, target)
atheris.Fuzz()
"""


def fuzz(name: str, seconds: int) -> dict[str, object]:
    """Fuzz one target; what broke it is moved to the folder of what is kept."""
    kept = KEPT / name
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        corpus, words = Path(folder, "corpus"), Path(folder, "words")
        corpus.mkdir()
        for at, data in enumerate(SEEDS[name].values()):
            (corpus / f"{at:03}").write_bytes(data)
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS[name]), encoding="utf-8")
        before = set(kept.iterdir())
        done = subprocess.run(
            [
                *(sys.executable, "-c", WATCHED, name, corpus, f"-dict={words}", f"-max_total_time={seconds}"),
                *(f"-artifact_prefix={kept}/", f"-max_len={max(_SIZE, *map(len, SEEDS[name].values()))}"),
                *("-timeout=10", "-rss_limit_mb=4096", "-print_final_stats=1"),
            ],
            cwd=HERE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    broken = sorted(set(kept.iterdir()) - before)
    if done.returncode and not broken:
        sys.exit(f"{name}: the fuzzer itself failed\n{done.stdout[-2000:]}")
    if broken:
        print(_traceback(done.stdout), flush=True)
    covered = [(int(edges), int(files)) for edges, files in _COVERED.findall(done.stdout)]
    runs = _RUNS.search(done.stdout)
    return {
        "target": name,
        "seconds": seconds,
        "runs": int(runs[1]) if runs else None,
        "seeds": len(SEEDS[name]),
        "inputs_kept": covered[-1][1] if covered else 0,
        "edges_of_seeds": covered[0][0] if covered else 0,
        "edges": covered[-1][0] if covered else 0,
        "broken": [str(path.relative_to(KEPT)) for path in broken],
    }


def _escaped(word: str) -> str:
    return "".join(char if char.isalnum() else f"\\x{ord(char):02x}" for char in word)


def _traceback(said: str) -> str:
    start = said.find("=== Uncaught Python exception: ===")
    return said[start : said.find("\n==", start)] if start >= 0 else said[-2000:]


def _replay(name: str, path: Path) -> None:
    from fuzzing.targets import TARGETS  # noqa: PLC0415 - else imported in the watched process alone

    TARGETS[name](path.read_bytes())
    print("holds")


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz the readers of tables, rule files and model files.")
    parser.add_argument("targets", nargs="*", help=f"{', '.join(SEEDS)}; all without")
    parser.add_argument("--seconds", type=int, default=20, help="for each target")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="run one input through the one target named")
    parser.add_argument("--out", type=Path, help="where the results go", default=HERE / "results" / "fuzz.json")
    asked = parser.parse_args()
    if asked.replay:
        _replay(asked.targets[0], asked.replay)
        return
    print(f"{'target':8}{'seconds':>9}{'runs':>10}{'edges':>14}{'inputs':>12}{'broken':>8}")
    results = []
    for name in asked.targets or SEEDS:
        each = fuzz(name, asked.seconds)
        results.append(each)
        edges, inputs = f"{each['edges_of_seeds']}>{each['edges']}", f"{each['seeds']}>{each['inputs_kept']}"
        broken = len(each["broken"])
        print(f"{name:8}{each['seconds']:>9}{each['runs']!s:>10}{edges:>14}{inputs:>12}{broken:>8}", flush=True)
    if not asked.targets:
        asked.out.write_text(json.dumps({"targets": results, **machine("atheris")}, indent=2) + "\n", encoding="utf-8")
    if any(each["broken"] for each in results):
        sys.exit(1)


if __name__ == "__main__":
    main()
