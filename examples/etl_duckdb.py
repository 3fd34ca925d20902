"""Clean a query's result out of DuckDB, and write records and findings back as tables.

python examples/etl_duckdb.py
"""

from __future__ import annotations

from pathlib import Path

import duckdb

import crmclean as cc

HERE = Path(__file__).resolve().parent


def main() -> None:
    warehouse = duckdb.connect()
    warehouse.execute(
        "create table deals as select * from read_csv(?, all_varchar = true)", [str(HERE / "opportunities.csv")]
    )

    deals = warehouse.sql("select * from deals").to_arrow_table()
    cleaned = cc.clean(deals, cc.load_rules("generic/opportunity"))

    warehouse.register("cleaned", cleaned.records)  # Arrow in, Arrow out: DuckDB reads it where it lies
    warehouse.register("found", cleaned.findings.to_arrow())
    warehouse.execute("create table clean_deals as from cleaned")
    warehouse.execute("create table findings as from found")
    print(warehouse.sql("select rule, count(*) as deals from findings group by all order by deals desc, rule"))
    assert warehouse.table("clean_deals").shape[0] == deals.num_rows


if __name__ == "__main__":
    main()
