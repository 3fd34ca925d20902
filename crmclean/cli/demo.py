"""The main job on the example export that comes with crmclean: before, after, and where the report lies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from crmclean.pipeline import Run

__all__ = ["demo"]

_SHOWN = ("id", "first_name", "last_name", "company", "email", "phone", "industry", "opt_out")


def demo(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help="Folder to write.")] = Path("out/demo"),
) -> None:
    """Run the main job on the example export and show before and after."""
    from crmclean import pipeline, resources  # noqa: PLC0415 - table libraries load inside commands
    from crmclean.cli import options  # noqa: PLC0415
    from crmclean.reading import Reading  # noqa: PLC0415
    from crmclean.report.text import before_after, summary  # noqa: PLC0415

    with options.steps() as steps:
        done = pipeline.run(resources.example("contacts.csv"), out, Reading(), steps=steps)
    options.tell(_one_person(done))
    options.tell(f"\n{before_after(done.report)}")
    options.tell(f"\n{done.opened.notes()[0]}\n\n{summary(done.report)}")
    options.tell(f"\nReport: {(out / 'report.html').resolve()}")


def _one_person(done: Run) -> str:
    """Show the merge group with the most spellings: its records as they came, and the golden record that is left."""
    import polars as pl  # noqa: PLC0415

    from crmclean.report.text import table  # noqa: PLC0415

    sure = done.golden.plan.filter(pl.col("action") != "ask").rename({"record_id": "id"})
    members = done.opened.records.join(sure.select("id", "survivor_id"), on="id", maintain_order="left")
    spellings = members.group_by("survivor_id").agg(pl.sum_horizontal(pl.col(_SHOWN).n_unique()).alias("spellings"))
    survivor = spellings.sort(["spellings", "survivor_id"], descending=[True, False])["survivor_id"][0]
    before = members.filter(survivor_id=survivor).select(_SHOWN)
    after = done.golden.records.filter(id=survivor).select(_SHOWN)
    rows = [*before.iter_rows(), ("",) * len(_SHOWN), *after.iter_rows()]
    told = table(_SHOWN, [[cell or "" for cell in row] for row in rows])
    return f"One person, as {before.height} records before and as one after:\n\n{told}"
