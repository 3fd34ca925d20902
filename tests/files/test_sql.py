"""Tables and queries: every value as the text that it has, in one order, and nothing else."""

from __future__ import annotations

import hashlib
import sqlite3

import psycopg
import pytest

from crmclean.errors import TableError
from crmclean.files.sql import read_sql
from crmclean.files.write import csv_bytes

SETUP = """
drop schema if exists crm cascade; drop table if exists "Contacts ""old"" x", types, "order" cascade;
create schema crm;
create table "Contacts ""old"" x" (b text, id int primary key, "50% off; --" text);
insert into "Contacts ""old"" x" values ('x', 2, 'y'), (null, 1, ''), ('z', 3, null);
create table crm.accounts (name text); insert into crm.accounts values ('Acme');
create view crm.names as select name from crm.accounts;
create table "order" (a text, data bytea); insert into "order" values ('1', 'x');
create table nothing (a text);
"""
VALUES = [
    ("1.50::numeric", "1.50"),
    ("12345678901234567890.123456789::numeric", "12345678901234567890.123456789"),
    ("9223372036854775807::bigint", "9223372036854775807"),
    ("0.1::float8", "0.1"),
    ("0.1::float4", "0.1"),
    ("1e300::float8", "1e+300"),
    ("'2024-03-01'::date", "2024-03-01"),
    ("'infinity'::date", "infinity"),
    ("'0044-03-15 BC'::date", "0044-03-15 BC"),
    ("'2024-03-01 18:00:00.5'::timestamp", "2024-03-01 18:00:00.5"),
    ("'2024-03-01 18:00:00+02'::timestamptz", "2024-03-01 16:00:00+00:00"),
    ("'18:00'::time", "18:00:00"),
    ("'36 hours'::interval", "PT36H"),
    ("true", "true"),
    ("false", "false"),
    ("null::boolean", None),
    ("''", None),
    ("' x '", " x "),
    ("'Zoë \U0001f600'", "Zoë \U0001f600"),
    ("'{\"a\": 1.50}'::json", '{"a": 1.50}'),
    ("'{\"a\":1.50}'::jsonb", '{"a": 1.50}'),
    ("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    ("array['a', 'b c']", '{a,"b c"}'),
    ("'ab'::char(4)", "ab  "),
    ("'10.0.0.1'::inet", "10.0.0.1"),
    ("'100%'", "100%"),
    ("':name %s %(x)s'", ":name %s %(x)s"),
]


@pytest.fixture(scope="session")
def crm(postgres):
    """The URL of a database with some tables."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(SETUP)
    return postgres


@pytest.fixture
def sqlite(tmp_path):
    """A SQLite file, made by a script."""

    def make(script: str) -> str:
        with sqlite3.connect(tmp_path / "crm.db") as connection:
            connection.executescript(script)
        connection.close()
        return str(tmp_path / "crm.db")

    return make


@pytest.mark.parametrize(("written", "text"), VALUES)
def test_a_value_of_postgresql_as_text(crm, written, text):
    found = read_sql(crm, query=f"select 'k' as id, {written} as v")
    assert found.table.rows() == [("k", text)]


def test_a_table_keeps_its_columns_and_is_sorted_by_its_key(crm):
    found = read_sql(crm, table='Contacts "old" x')
    assert found.table.columns == ["b", "id", "50% off; --"]
    assert found.table.rows() == [(None, "1", None), ("x", "2", "y"), ("z", "3", None)]
    assert (found.rows_read, found.warnings) == (3, ())
    assert found.path == 'Contacts "old" x of postgresql database postgres'
    assert found.sha256 == hashlib.sha256(csv_bytes(found.table)).hexdigest()


@pytest.mark.parametrize(("name", "column"), [("crm.accounts", "name"), ("crm.names", "name")])
def test_other_schemas_and_views(crm, name, column):
    found = read_sql(crm, table=name)
    assert found.table[column].to_list() == ["Acme"]
    assert found.warnings == ("there is no primary key to sort by: the rows may come in another order next time",)


def test_a_query_in_its_own_order(crm):
    query = 'select id, b from "Contacts ""old"" x" where b like \'%\' order by id desc;'
    found = read_sql(crm, query=f"-- a comment\n  -- two\n/* another; one */ {query}")
    assert found.table.rows() == [("3", "z"), ("2", "x")]
    assert found.warnings == ()


def test_many_rows_come_whole(crm):
    found = read_sql(
        crm, query="select i::text as id, repeat('x', 10) as v from generate_series(1, 25000) i order by i"
    )
    assert found.table["id"].to_list() == [str(number) for number in range(1, 25_001)]
    assert found.rows_read == 25_000


def test_no_rows(crm):
    found = read_sql(crm, table="nothing")
    assert (found.table.columns, found.rows_read) == (["a"], 0)
    assert found.warnings[-1] == "columns and no records"


REFUSED = [
    ({"table": "nothin"}, "postgresql database postgres: no table 'nothin'; .* Did you mean 'nothing'"),
    ({"table": "nothing; drop table nothing"}, "no table 'nothing; drop table nothing'"),
    ({"table": 'nothing" --'}, "no table"),
    ({"table": "pg_shadow"}, "no table 'pg_shadow'"),
    ({"table": "order"}, "column 'data' holds bytes"),
    ({}, "name one of its tables with --table, or a --query; it has: .*nothing"),
    ({"table": "nothing", "query": "select 1 as id"}, "not both"),
    ({"query": "select 1 as id, 2 as id"}, "duplicate column names: 'id' and 'id'"),
    ({"query": "select 1 as id; select 2 as id"}, "the query must be one statement"),
    ({"query": "select 1 as id; commit; create table nope (a text)"}, "the query must be one statement"),
    ({"query": "delete from nothing"}, "the query must be a SELECT"),
    ({"query": "/* select */ drop table nothing"}, "the query must be a SELECT"),
    ({"query": ""}, "the query must be a SELECT"),
    ({"query": "with x as (delete from nothing returning a) select * from x"}, "the query is wrong|would write"),
    ({"query": "select nextval('s')"}, 'the query is wrong: relation "s" does not exist'),
    ({"query": "select lo_create(0) as id"}, "the query would write"),
    ({"query": "select nope as id"}, 'the query is wrong: column "nope" does not exist'),
    ({"query": "selec 1"}, "the query must be a SELECT"),
    ({"query": 'select b::int as id from "Contacts ""old"" x"'}, r"broke it off \(SQLSTATE 22P02\)$"),
    ({"query": "select 'x'::bytea as id"}, "column 'id' holds bytes"),
]


@pytest.mark.parametrize(("asked", "message"), REFUSED, ids=[message[:30] for _, message in REFUSED])
def test_refused(crm, asked, message):
    with pytest.raises(TableError, match=message):
        read_sql(crm, **asked)
    with psycopg.connect(crm) as connection:
        assert connection.execute("select count(*) from nothing").fetchone() == (0,)
        assert connection.execute("select to_regclass('nope')").fetchone() == (None,)


def test_sqlite_values(sqlite):
    path = sqlite(
        """
        create table t (id integer primary key, a text, b real, c numeric, d);
        insert into t values (2, '01234', 1.0, 12345678901234567890, 1e300), (1, '', 0.1, null, 'x'),
            (3, null, 4155552671.0, 9007199254740993, 7);
        """
    )
    found = read_sql(path, table="t")
    assert found.table.rows() == [
        ("1", None, "0.1", None, "x"),
        ("2", "01234", "1", "1.2345678901234567e+19", "1e+300"),
        ("3", None, "4155552671", "9007199254740993", "7"),
    ]
    assert found.path == "t of sqlite database crm.db"


def test_sqlite_rows_that_are_no_text_are_held_back_and_blank_ones_counted(sqlite):
    path = sqlite(
        """
        create table t (id text, a text);
        insert into t values ('1', 'x'), ('2', 'a' || char(0)), (null, ''), ('3', cast(x'ff' as text)), ('4', 'y');
        """
    )
    found = read_sql(f"sqlite:///{path}", table="t")
    assert found.table["id"].to_list() == ["1", "4"]
    assert found.quarantine.rows() == [
        (2, None, "a NUL character", "2,a\\x00"),
        (4, None, "bytes that are no text, or half a character", "3,?"),
    ]
    assert (found.rows_read, found.blank_lines) == (5, 1)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select 1 as id; drop table t", "the query must be one statement"),
        ("with x as (select 1) delete from t", "the query would write"),
        ("select nope as id from t", "the query is wrong: no such column: nope"),
        ("select from", "the query is wrong: near"),
        ("select x'00' as id", "column 'id' holds bytes"),
        ("attach 'other.db' as other", "the query must be a SELECT"),
    ],
)
def test_sqlite_queries_that_are_refused(sqlite, query, message, tmp_path):
    path = sqlite("create table t (id text)")
    before = (tmp_path / "crm.db").read_bytes()
    with pytest.raises(TableError, match=message):
        read_sql(path, query=query)
    assert [file.name for file in tmp_path.iterdir()] == ["crm.db"]
    assert (tmp_path / "crm.db").read_bytes() == before


def test_a_query_without_an_order_is_told_of(sqlite):
    found = read_sql(sqlite("create table t (id text)"), query="select * from t")
    assert found.warnings[0] == "the query has no ORDER BY: its rows may come in another order next time"


def test_a_query_in_brackets(crm):
    assert read_sql(crm, query="(select 1 as id) union (select 2) order by id").table.height == 2
