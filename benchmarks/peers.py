"""Measure the duplicates that other tools find, beside ours: F1 of the final clusters, seconds, peak memory.

    python benchmarks/peers.py [NAME ...] [--tools TOOL ...] [--limit 300] [--data DIR] [--out FILE]

Each tool is set up by hand, per kind of data, as its own documentation advises (``benchmarks/peers/by_TOOL.py``), in an
environment of its own (``benchmarks/peers/uv.lock``), and runs on each set in a process of its own within a limit of
time. All get the same input: the columns that ``crmclean.clean`` made with the set's rule file, peers' in lower case
and with the domain of a website. So phones, dates and countries are the peers' for free; what is measured is the
duplicate core alone. Tools marked * learn from labels, which are drawn from the truth; the others and ours see none.
Names choose sets, by their beginnings. Prints a table as it goes and writes JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl
from accuracy import SHARED, pairwise, there
from machine import HERE, machine
from process import Ran, run

import crmclean
from crmclean.spec import recognise

ENVIRONMENTS = HERE / "data" / "peers"


class Kind(NamedTuple):
    """A kind of data: where its sets lie (by the beginning of their names), its settings, the rule file."""

    folder: str
    prefix: str
    settings: str
    rules: str


KINDS = (
    Kind("persons", "febrl", "register", "febrl"),
    Kind("persons", "splink_fake", "mailing", "splink_fake"),
    Kind("persons", "rldata", "births", "rldata"),
    Kind("orgs", "chicago", "sites", "chicago"),
    Kind("orgs", "restaurants_phone", "restaurants", "restaurants"),
    Kind("orgs", "fodors", "restaurants", "restaurants"),
)


class Set(NamedTuple):
    """Records to find duplicates in, or two files of records to link, and the truth."""

    name: str
    settings: str
    records: tuple[Path, ...]
    truth: Path
    rules: Path | None = None

    @property
    def link(self) -> bool:
        """Whether two files are linked."""
        return len(self.records) == 2


class Tool(NamedTuple):
    """A peer: the group of its packages, how it is called, whether it learns from labels."""

    group: str
    variant: str = ""
    labels: bool = False


TOOLS = {
    "crmclean": None,
    "splink": Tool("splink"),
    "splink-0.5": Tool("splink", "0.5"),
    "dedupe": Tool("dedupe", labels=True),
    "recordlinkage": Tool("recordlinkage"),
    "goldenmatch": Tool("goldenmatch"),
    "goldenmatch-fs": Tool("goldenmatch", "fellegi-sunter"),
    "custmatch": Tool("custmatch", labels=True),
}


def sets(data: Path) -> Iterator[Set]:
    """Yield every set that is there."""
    for folder in sorted(data.glob("crm_*"), key=lambda path: (len(path.name), path.name)):
        for table, truth in (("contacts", "truth"), ("accounts", "accounts_truth")):
            if (records := there(folder, table)) and (true := there(folder, truth)):
                yield Set(f"{folder.name}/{table}", table, (records,), true)
    for kind in KINDS:
        for folder in sorted((data / kind.folder).glob(f"{kind.prefix}*")):
            records = [path for name in ("records", "left", "right") if (path := there(folder, name))]
            true = there(folder, "clusters" if len(records) == 1 else "truth")
            if records and true:
                yield Set(folder.name, kind.settings, tuple(records), true, HERE / "sets" / f"{kind.rules}.yaml")


def prepare(one: Set, folder: Path) -> None:
    """Write the task: records (ours under the set's own headers, the peers' in lower case) and truth."""
    sides = ("left", "right") if one.link else ("file",)
    tables = []
    for side, path in zip(sides, one.records, strict=True):
        table = pl.read_csv(path, infer_schema=False)
        cleaned = crmclean.clean(table, crmclean.load_rules(one.rules or recognise(table.columns)))
        cleaned.to_frame().write_csv(folder / f"{side}_cleaned.csv")
        tables.append(lowered(cleaned).with_columns(source=pl.lit(side)))
    pl.concat(tables, how="diagonal").write_csv(folder / "records.csv")
    truth(one).write_csv(folder / "truth.csv")


def lowered(cleaned: crmclean.passes.Cleaned) -> pl.DataFrame:
    """Return the known columns under canonical names, in lower case and without spaces around; empty is missing."""
    columns = cleaned.laid_out.columns
    table = cleaned.to_frame().select(pl.col(header).alias(name) for name, header in columns.items())
    table = table.rename({cleaned.rules.record_id: "id"})
    text = pl.all().exclude("id").str.to_lowercase().str.strip_chars().replace("", None)
    table = table.with_columns(text)
    if "website" not in table.columns:
        return table
    return table.with_columns(domain=pl.col("website").str.extract(r"^(?:[a-z]+://)?(?:www\.)?([^/:?#]+)"))


def truth(one: Set) -> pl.DataFrame:
    """Return the true cluster of each record; pairs of two files are joined, records without a pair stand alone."""
    table = pl.read_csv(one.truth, infer_schema=False)
    if not one.link:
        return table.select("id", "cluster")
    ids = pl.concat(pl.read_csv(path, infer_schema=False).select("id") for path in one.records)
    sys.path.append(str(HERE / "peers"))
    from task import components  # noqa: PLC0415 - the peers' own module: standard library only

    joined = components(ids["id"], table.select("id_l", "id_r").rows())
    return pl.DataFrame({"id": list(joined), "cluster": list(joined.values())})


def environment(tool: Tool) -> Path:
    """Return the Python of a tool's own environment; it is made when it is missing, from the lock file."""
    folder = ENVIRONMENTS / tool.group
    done = folder / "uv.lock"
    lock = HERE / "peers" / "uv.lock"
    if not done.is_file() or done.read_bytes() != lock.read_bytes():
        uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
        if not uv:
            sys.exit("missing: uv, which installs the peers (pip install uv)")
        command = [uv, "sync", "--project", HERE / "peers", "--frozen", "--quiet", "--only-group", tool.group]
        subprocess.run(command, check=True, env={**os.environ, "UV_PROJECT_ENVIRONMENT": str(folder)})
        shutil.copy(lock, done)
    return folder / "bin" / "python"


def measure(name: str, one: Set, folder: Path, limit: float) -> dict[str, object]:
    """Run a tool on a prepared set and compare its clusters with the truth."""
    answer = folder / "clusters.csv"
    answer.unlink(missing_ok=True)
    ran = run_ours(one, folder, limit) if name == "crmclean" else run_peer(name, one, folder, limit)
    result = {"tool": name, "set": one.name, **ran._asdict()}
    del result["output"], result["failure"]
    if ran.failure or not answer.is_file():
        return {**result, "failure": ran.failure or "no clusters"}
    true = pl.read_csv(folder / "truth.csv", infer_schema=False)
    found = pl.read_csv(answer, infer_schema=False).select("record_id", "cluster_id")
    lost = true.join(found, left_on="id", right_on="record_id", how="anti")["id"]
    alone = pl.DataFrame({"record_id": lost, "cluster_id": "alone " + lost})
    every = pl.concat([found, alone])
    return {**result, **pairwise(every, true), "largest": every.group_by("cluster_id").len()["len"].max()}


def run_ours(one: Set, folder: Path, limit: float) -> Ran:
    command, sides = ("link", ("left", "right")) if one.link else ("dedupe", ("file",))
    rules = ["--rules", str(one.rules)] if one.rules else []
    out = folder / "crmclean"
    program = Path(sys.executable).parent / "crmclean"
    cleaned = [folder / f"{side}_cleaned.csv" for side in sides]
    ran = run([program, command, *cleaned, "--out", out, *rules], limit=limit)
    if not ran.failure:
        shutil.move(out / "clusters.csv", folder / "clusters.csv")
        shutil.rmtree(out)
    return ran


def run_peer(name: str, one: Set, folder: Path, limit: float) -> Ran:
    tool = TOOLS[name]
    script = HERE / "peers" / f"by_{tool.group}.py"
    flags = [*(["--link"] if one.link else []), *(["--variant", tool.variant] if tool.variant else [])]
    home = folder / "home"  # some tools remember earlier runs in the home folder
    home.mkdir(exist_ok=True)
    env = {**os.environ, "HOME": str(home), "PYTHONPATH": "", "PYTHONWARNINGS": "ignore"}
    ran = run([environment(tool), script, folder, one.settings, *flags], limit=limit, env=env, cwd=folder)
    shutil.rmtree(home)
    return ran


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the duplicates that peers find, beside ours.")
    parser.add_argument("names", nargs="*", help="sets to measure, by the beginning of their names; all without")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--limit", type=float, default=300, help="seconds for one tool on one set")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of data with truth")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "peers.json")
    asked = parser.parse_args()
    chosen = [one for one in sets(asked.data) if not asked.names or one.name.startswith(tuple(asked.names))]
    if not chosen:
        sys.exit(f"no such set in {asked.data}")
    for name in asked.tools:
        if tool := TOOLS[name]:
            environment(tool)
    results = []
    for one in chosen:
        with tempfile.TemporaryDirectory() as folder:
            prepare(one, Path(folder))
            for name in asked.tools:
                results.append(measure(name, one, Path(folder), asked.limit))
                show(results[-1])
    asked.out.write_text(json.dumps({"results": results, "limit": asked.limit, **versions()}, indent=2) + "\n")


def show(result: dict[str, object]) -> None:
    tool = TOOLS[result["tool"]]
    name = result["tool"] + ("*" if tool and tool.labels else "")
    cost = f"{result['seconds']:>7.1f} s  {result['cpu_seconds']:>7.1f} cpu s {result['peak_mib']:>7,.0f} MiB"
    found = result.get("failure") or (
        f"F1 {result['f1']:.4f}  P {result['precision']:.4f}  R {result['recall']:.4f}  largest {result['largest']}"
    )
    print(f"{result['set']:<24}{name:<17}{cost}  {found}", flush=True)


def versions() -> dict[str, object]:
    """Describe the machine and the peers' versions, as their environments have them."""
    found = {}
    for group in sorted({tool.group for tool in TOOLS.values() if tool}):
        installed = (ENVIRONMENTS / group / "lib").glob(f"python*/site-packages/{group}-*.dist-info")
        found[group] = next((path.name.removesuffix(".dist-info").rpartition("-")[2] for path in installed), None)
    described = machine()
    load = [round(each, 1) for each in os.getloadavg()]  # beyond the cores, seconds are other people's
    return {**described, "load": load, "versions": {**described["versions"], **found}}


if __name__ == "__main__":
    main()
