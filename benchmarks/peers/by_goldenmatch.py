"""GoldenMatch 3: without settings, as its README says first; ``--variant fellegi-sunter`` its probabilistic way.

It profiles the columns and chooses comparisons, blocking and thresholds itself. From 100,000 records it refuses to run
a configuration that it holds for doubtful; it is told to run all the same. Identity columns are left out.
"""

from __future__ import annotations

import goldenmatch as gm
import pyarrow as pa
import pyarrow.compute as pc
from goldenmatch.core.autoconfig import auto_configure_probabilistic_df
from pyarrow import csv
from task import Task, components, task

ASIDE = ["id", "source"]


def table(asked: Task) -> pa.Table:
    names = csv.read_csv(asked.records).column_names
    strings = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
    return csv.read_csv(asked.records, convert_options=strings)


def linked(every: pa.Table, config: object) -> list[tuple[str, str]]:
    """Link two files: records of the same file are never joined."""
    sides = [every.filter(pc.equal(every["source"], side)) for side in ("left", "right")]
    found = gm.match_df(*sides, config=config, confidence_required=False, allow_red_config=True, exclude_columns=ASIDE)
    matched = found.matched
    if matched is None or not matched.num_rows:
        return []
    return list(zip(matched["target_id"].to_pylist(), matched["ref_id"].to_pylist(), strict=True))


def main() -> None:
    asked = task()
    every = table(asked)
    ids = every["id"].to_pylist()
    plain = every.drop_columns(ASIDE)
    config = auto_configure_probabilistic_df(plain) if asked.variant else None
    if asked.link:
        asked.answer(components(ids, linked(every, config)))
        return
    found = gm.dedupe_df(plain, config=config, confidence_required=False, allow_red_config=True)
    clusters = {each: each for each in ids}
    for cluster in found.clusters.values():
        members = [ids[row] for row in cluster["members"]]
        clusters |= dict.fromkeys(members, min(members))
    asked.answer(clusters)


if __name__ == "__main__":
    main()
