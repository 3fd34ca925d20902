"""Databases opened: only to read, without a secret on the way in or out."""

from __future__ import annotations

import sqlite3

import pytest

from crmclean.errors import MissingExtraError, TableError
from crmclean.files.database import is_database, opened


@pytest.fixture
def sqlite(tmp_path):
    path = tmp_path / "a crm?#%.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (id text)")
    connection.close()
    return path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("postgresql://host/db", True),
        ("sqlite:///a.db", True),
        ("https://a.org/a.csv", True),
        ("env:URL", True),
        ("contacts.csv", False),
        ("C:\\contacts.csv", False),
        ("nowhere.db", False),
        ("", False),
        ("a\0b", False),
    ],
)
def test_is_database(name, expected):
    assert is_database(name) is expected


def test_a_sqlite_file_is_known_by_its_content(sqlite, tmp_path):
    assert is_database(str(sqlite))
    (tmp_path / "a.db").write_text("id\n1\n")
    assert not is_database(str(tmp_path / "a.db"))


def test_names_show_no_host_user_or_folder(sqlite, postgres):
    with opened(str(sqlite)) as database:
        assert database.name == "sqlite database a crm?#%.db"
    with opened(postgres) as database:
        assert database.name == "postgresql database postgres"


@pytest.mark.parametrize("place", ["postgres", "sqlite"])
def test_nothing_can_be_written(place, request):
    with pytest.raises(TableError, match="would write"), opened(str(request.getfixturevalue(place))) as database:
        database.connection.exec_driver_sql("create table nope (a text)")


def test_a_sqlite_file_is_not_made(tmp_path):
    with pytest.raises(TableError, match="no such file"), opened(f"sqlite:///{tmp_path}/new.db"):
        pass
    assert list(tmp_path.iterdir()) == []


SECRETS = [
    "postgresql://ann:hunter2@localhost/crm",
    "postgresql://localhost/crm?password=hunter2",
    "postgresql://localhost/crm?sslpassword=hunter2",
]


@pytest.mark.parametrize("url", SECRETS)
def test_a_password_in_a_url_is_refused_and_not_told(url):
    with pytest.raises(TableError, match=r"set PGPASSWORD, write it into ~/.pgpass, .* env:NAME") as error, opened(url):
        pass
    assert "hunter2" not in str(error.value)


def test_a_url_from_the_environment_may_hold_one(postgres, monkeypatch):
    monkeypatch.setenv("CRM_URL", postgres.replace("postgres:@", "postgres:hunter2@"))
    with opened("env:CRM_URL") as database:
        assert database.connection.exec_driver_sql("select 1").scalar() == 1


REFUSED = [
    ("env:NO_SUCH_URL", "the environment variable 'NO_SUCH_URL' is not set"),
    ("mysql://localhost/crm", "only SQLite and PostgreSQL can be read"),
    ("https://a.org/contacts.csv", "only SQLite and PostgreSQL can be read"),
    ("sqlite://", "names no file"),
    ("postgresql://host:port/db", "cannot be read; write it as postgresql://host/database"),
    ("postgresql://bob@localhost:1/crm", "cannot connect: no server answers there"),
    ("postgresql://bob@no-such-host.invalid/crm", "cannot connect: there is no such host"),
]


@pytest.mark.parametrize(("source", "message"), REFUSED)
def test_what_cannot_be_opened(source, message):
    with pytest.raises(TableError, match=message) as error, opened(source):
        pass
    assert "bob" not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__ or error.value.__context__ is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("/postgres?", "/nope?", "there is no database of this name"),
        ("postgres:@", "bob@", "it does not know this user"),
        ("host=", "host=/nowhere", "no server answers there"),
    ],
)
def test_a_server_that_refuses(postgres, old, new, message):
    with pytest.raises(TableError, match=f"cannot connect: {message}"), opened(postgres.replace(old, new)):
        pass


def test_a_damaged_sqlite_file(tmp_path):
    path = tmp_path / "a.db"
    path.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    with pytest.raises(TableError, match="it is damaged, or no SQLite database"), opened(str(path)) as database:
        database.connection.exec_driver_sql("select * from sqlite_master")


def test_a_database_that_somebody_writes_to(sqlite):
    writer = sqlite3.connect(sqlite, isolation_level=None)
    writer.execute("begin exclusive")
    asked = (opened(str(sqlite)), pytest.raises(TableError, match="another program is writing to it"))
    with asked[1], asked[0] as database:
        database.connection.connection.execute("pragma busy_timeout = 1")
        database.connection.exec_driver_sql("select * from t")
    writer.close()


@pytest.mark.parametrize("missing", ["sqlalchemy", "psycopg"])
def test_without_the_extra(missing, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, missing, None)
    with pytest.raises(MissingExtraError, match=r'pip install "crmclean\[sql\]"'), opened("postgresql://localhost/crm"):
        pass
