"""Too little memory: a run says so and leaves nothing, or dies and leaves what the next start clears away.

Limits are those of a shell: addresses (``ulimit -v``) and data (``ulimit -d``). Each run is a process of its own, from
its first module on. Where Python or numpy asks for too much, or the file cannot fit, the exit code is 6; where Rust
code does, it can only abort.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from machine import generated

from trial.ground import Ground, alike, ground

__all__ = ["trial"]

LIMITS_MIB = {
    "RLIMIT_AS": (128, 256, 384, 512, 640, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048),
    "RLIMIT_DATA": (64, 128, 192, 224, 256, 288, 320, 384, 448, 512, 640),
}
RECORDS = 20_000
SECONDS = 60
COMMAND = """
import resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(getattr(resource, sys.argv.pop(1)), (limit, limit))
from crmclean.cli import main
main()
"""


def trial(share: float = 1, file: Path | None = None) -> Iterator[dict[str, object]]:
    """Run under each limit, once."""
    file = file or generated(RECORDS, 7) / "contacts.csv"
    for name, limits in LIMITS_MIB.items():
        with ground() as at:
            at.call(at.run(file))
            new = at.state()
            at.call(at.run(at.one))
            old = at.state()
            codes, problems = {}, []
            for limit in limits[:: max(1, round(1 / share))]:
                codes[limit], said, seconds = _run(at, file, name, limit << 20)
                state = at.state()
                if not (state == old if codes[limit] else alike(state, new)):
                    problems.append(f"{limit} MiB: exit {codes[limit]}, and the other output is in place")
                if codes[limit] in {1, 5, 7}:
                    problems.append(f"{limit} MiB: exit {codes[limit]}: {said[-200:]}")
                if codes[limit] == 6 and (at.beside() or "memory" not in said.splitlines()[-1]):
                    problems.append(f"{limit} MiB: {said}, left beside it: {at.beside()}")
                if seconds >= SECONDS:
                    problems.append(f"{limit} MiB: hangs")
                at.heal()
                if at.beside() or at.state() != state:
                    problems.append(f"{limit} MiB: not healed: {at.beside()}")
                old = state
            yield {"what": f"{name}, {file.stat().st_size / 2**20:.1f} MiB", "trials": len(codes), "codes": codes} | {
                "problems": problems
            }


def _run(at: Ground, file: Path, name: str, limit: int) -> tuple[int, str, float]:
    command = [sys.executable, "-c", COMMAND, str(limit), name, "run", file, "-o", at.out, "--fail-on", "never"]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=at.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            said = process.communicate(timeout=SECONDS)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            said = process.communicate()[0]
    return process.returncode, said.decode(errors="replace"), time.perf_counter() - start
