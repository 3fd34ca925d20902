"""A database opened for reading only: SQLite and PostgreSQL, by URL. Every value comes as the text it has there.

No secret is taken from the command line, and none goes into a message: what a driver says names users and hosts, so
messages are our own. PostgreSQL asks ``PGPASSWORD`` and ``~/.pgpass`` by itself; a whole URL may stand in an
environment variable.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmclean.errors import MissingExtraError, TableError

if TYPE_CHECKING:
    from psycopg import Connection as PostgresConnection
    from sqlalchemy import URL, Connection, CursorResult, Engine

__all__ = ["Database", "is_database", "opened", "refuse_bytes"]

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_VARIABLE = "env:"
_SQLITE = b"SQLite format 3\x00"
_SECRET = re.compile(r"password|secret|token", re.IGNORECASE)
_CONNECT_SECONDS = "10"
_PATIENCE = {"connect_timeout": _CONNECT_SECONDS}
_BOOLEAN, _BYTES, _MOMENT = 16, 17, 1184
"""PostgreSQL's numbers of the types ``boolean``, ``bytea`` and ``timestamptz``. Source: its catalogue ``pg_type``."""
_SESSION = (
    "SET TIME ZONE 'UTC'",
    "SET datestyle TO 'ISO, YMD'",
    "SET intervalstyle TO 'iso_8601'",
    "SET extra_float_digits TO 1",
)
"""So that a value has the same text whoever asks, and a float all of its digits."""
_CONNECTING = (
    ("pg_hba.conf", "it does not let this user in from here"),
    ("password", "the password is missing or wrong; set PGPASSWORD, or write it into ~/.pgpass"),
    ("authentication failed", "it does not let this user in"),
    ('role "', "it does not know this user"),
    ('database "', "there is no database of this name"),
    ("Connection refused", "no server answers there"),
    ("No such file or directory", "no server answers there"),
    ("resolve host", "there is no such host"),
    ("timeout", f"no answer within {_CONNECT_SECONDS} seconds"),
)
"""Words of a driver that cannot connect, the first that fits, and what they mean."""


class Database:
    """A connection that can only read, and what to call it: no user, host or option."""

    def __init__(self, connection: Connection, name: str) -> None:
        self.connection, self.name = connection, name

    def as_text(self) -> None:
        """From now on let PostgreSQL send every value as text; SQLite has but a few types, and sends these."""
        if self.connection.dialect.name == "postgresql":
            _send_text(self.connection.connection.driver_connection)  # type: ignore[arg-type]


def refuse_bytes(found: CursorResult[Any]) -> None:
    """Raise where PostgreSQL says that a column of a result holds bytes; SQLite knows no more than each value does."""
    for name, kind, *_ in found.cursor.description if found.cursor else ():
        if kind == _BYTES:
            raise TableError(f"column '{name}' holds bytes, which are no text; leave it out by --query")


def is_database(name: str) -> bool:
    """Whether an input is a database: a URL, ``env:`` and a variable that holds one, or a SQLite file."""
    if _URL.match(name) or name.startswith(_VARIABLE):
        return True
    try:
        with Path(name).open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except (OSError, ValueError):
        return False


@contextmanager
def opened(source: str) -> Iterator[Database]:
    """Open a database, read-only, for the block; whatever it refuses inside becomes a ``TableError``.

    Args:
        source: As ``is_database`` has it.

    Raises:
        TableError: The URL holds a password or is none of a database that we read, or the database refuses.
        MissingExtraError: The extra ``sql`` is not installed.
    """
    try:
        import sqlalchemy as sa  # noqa: PLC0415 - an extra
        from sqlalchemy import exc  # noqa: PLC0415
    except ModuleNotFoundError:
        raise MissingExtraError.needs("sql", "reading a database") from None
    try:
        url = _url(source, sa.make_url)
    except (exc.ArgumentError, ValueError):
        raise TableError("the URL of the database cannot be read; write it as postgresql://host/database") from None
    engine = _sqlite(url, sa) if url.get_backend_name() == "sqlite" else _postgres(url, sa)
    name = f"{url.get_backend_name()} database {Path(url.database or '').name or 'of the user'}"
    try:
        with engine.connect().execution_options(postgresql_readonly=True) as connection:
            if engine.dialect.name == "postgresql":
                for setting in _SESSION:
                    connection.exec_driver_sql(setting)
            yield Database(connection, name)
    except exc.DBAPIError as error:
        raise TableError(f"{name}: {_said(error.orig)}") from None
    except sqlite3.Error as error:
        raise TableError(f"{name}: {_said(error)}") from None
    finally:
        engine.dispose()


def _url(source: str, make_url: Callable[[str], URL]) -> URL:
    if source.startswith(_VARIABLE):
        variable = source.removeprefix(_VARIABLE)
        if not os.environ.get(variable):
            raise TableError(f"{source}: the environment variable '{variable}' is not set")
        return make_url(os.environ[variable])
    if not _URL.match(source):
        return make_url("sqlite://").set(database=source)
    url = make_url(source)
    if url.password or any(map(_SECRET.search, url.query)):
        raise TableError(
            "a password in a URL can be seen by others on this machine; set PGPASSWORD, write it into ~/.pgpass, or "
            f"put the whole URL into an environment variable and name that: {_VARIABLE}NAME"
        )
    return url


def _sqlite(url: URL, sa: Any) -> Engine:  # noqa: ANN401 - the module, which is an extra
    path = Path(url.database or "")
    if not path.is_file():
        raise TableError(f"{path}: no such file" if url.database else "the URL names no file: sqlite:///file.db")
    uri = f"{path.resolve().as_uri()}?mode=ro"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True)
        # What is no UTF-8 is seen by the reader, and held back.
        connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        return connection

    engine: Engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool)
    return engine


def _postgres(url: URL, sa: Any) -> Engine:  # noqa: ANN401 - the module, which is an extra
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise TableError("only SQLite and PostgreSQL can be read; export the table as CSV")
    arguments = {"client_encoding": "utf8", **({} if "connect_timeout" in url.query else _PATIENCE)}
    try:
        engine: Engine = sa.create_engine(
            url.set(drivername="postgresql+psycopg"), connect_args=arguments, poolclass=sa.NullPool
        )
    except ModuleNotFoundError:
        raise MissingExtraError.needs("sql", "reading a database") from None
    return engine


def _send_text(connection: PostgresConnection) -> None:
    import psycopg  # noqa: PLC0415 - an extra
    from psycopg.adapt import Loader  # noqa: PLC0415
    from psycopg.types.string import TextLoader  # noqa: PLC0415

    class Truth(Loader):
        def load(self, data: Any) -> str:  # noqa: ANN401 - any kind of buffer
            return "true" if bytes(data) == b"t" else "false"

    class Moment(Loader):
        def load(self, data: Any) -> str:  # noqa: ANN401 - any kind of buffer
            return re.sub(r"\+00$", "+00:00", bytes(data).decode())  # the session is in UTC; infinity has no zone

    for known in psycopg.adapters.types:
        for number in filter(None, (known.oid, known.array_oid)):
            connection.adapters.register_loader(number, TextLoader)
    connection.adapters.register_loader(_BOOLEAN, Truth)
    connection.adapters.register_loader(_MOMENT, Moment)


def _said(error: BaseException | None) -> str:
    """Say in our own words what a driver refuses; its words only where they are about names and syntax."""
    state = getattr(error, "sqlstate", None)
    if state:
        return _refused(state, getattr(error.diag, "message_primary", None) or "")  # type: ignore[union-attr]
    words = str(error)
    if isinstance(error, sqlite3.Error):
        return _refused_sqlite(words)
    means = (meaning for word, meaning in _CONNECTING if word in words)
    return f"cannot connect: {next(means, type(error).__name__)}"


def _refused(state: str, words: str) -> str:
    if state == "42501":
        return "this user may not read it"
    if "multiple commands" in words:
        return "the query must be one statement"
    if state.startswith(("42", "0A")):
        return f"the query is wrong: {words}"
    if state == "25006":
        return "the query would write, and nothing may be written here"
    return f"the database refuses the query, or broke it off (SQLSTATE {state})"


def _refused_sqlite(words: str) -> str:
    if "one statement" in words:
        return "the query must be one statement"
    if "readonly" in words:
        return "the query would write, and nothing may be written here"
    if "locked" in words:
        return "another program is writing to it; try again when it is done"
    if words.startswith(("no such", "near ", "ambiguous", "incomplete", "wrong number", "misuse")):
        return f"the query is wrong: {words}"
    return "it is damaged, or no SQLite database"
