"""Bring the tables up to date, or check them."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from gateway.store.database.causes import explain
from gateway.store.database.deadline import Deadline, address, connected
from gateway.store.database.rights import missing_right
from gateway.store.database.sqlite_file import SqliteFile
from gateway.store.errors import SchemaOutOfDate, UnusableDatabase

_LOCK = 0x4C52535F  # any number that no other lock has: on PostgreSQL, migrations wait for one another by it
_NEWER = "a newer version of the gateway made the register: upgrade this program"
_OLD = "the tables are of version {held}, and this program needs {needed}: run lrs-gateway migrate"
_NONE = "there is no register in {place}: if this is the right place, run lrs-gateway migrate"
_SECONDS_TO_LOOK = 20
_MIGRATIONS = Path(__file__).parent.parent / "migrations"


@cache
def _revisions() -> list[str]:
    """Return the revisions of this program's tables, oldest first.

    The file of a migration begins with its revision.
    """
    return sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("*_*.py"))


def _revision_held(connection: Connection) -> str | None:
    """Return the revision of the database's tables, or None.

    None means that there are no tables.
    """
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def upgrade(engine: Engine) -> tuple[str | None, str]:
    """Bring the tables to the newest revision.

    Return the revision before and the one after. Raises UnusableDatabase if the database cannot be reached.
    """
    from alembic import command  # noqa: PLC0415  (takes a quarter of a second that only this needs)
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    try:
        with _alone(engine), engine.begin() as connection:
            _require_usable(connection)
            if _is_postgresql(connection):
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            before = _revision_held(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise SchemaOutOfDate(_NEWER) from error
    except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:
        raise UnusableDatabase(f"the database cannot be used: {explain(error)}") from error
    return before, newest()


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Make a SQLite file, and keep other processes away.

    Only its owner may read the file. Waits until no other process brings it up to date.
    """
    file = engine.url.database or ""
    if engine.dialect.name != "sqlite" or not Path(file).absolute().parent.is_dir():
        yield
        return
    places = [os.open(name, os.O_RDWR | os.O_CREAT, 0o600) for name in (file, f"{file}-turn")]
    os.close(places[0])
    try:
        fcntl.flock(places[1], fcntl.LOCK_EX)
        yield
    finally:
        os.close(places[1])


def _require_usable(connection: Connection) -> None:
    """Raise UnusableDatabase if PostgreSQL cannot hold a register."""
    if not _is_postgresql(connection):
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise UnusableDatabase(
            f"the database has the encoding {encoding}, but names need UTF8: create the database with UTF8"
        )
    if connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar():
        raise UnusableDatabase("the database is a standby, which cannot be written: name the primary")
    if connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on":
        raise UnusableDatabase("the database is read-only")


def describe_location(engine: Engine) -> str:
    """Return where a register is, in words.

    This is its file, or its database and server, without user and password.
    """
    url = engine.url
    if engine.dialect.name == "sqlite":
        return str(Path(url.database or "").absolute())
    return f"PostgreSQL database {url.database} at {address(engine)}"


def files_for_others(engine: Engine) -> list[tuple[str, int]]:
    """Return the register's files that others may open.

    Each comes with its mode. PostgreSQL has none.
    """
    if engine.dialect.name != "sqlite":
        return []
    names = [f"{engine.url.database}{suffix}" for suffix in ("", "-wal", "-shm", "-turn")]
    modes = [(name, stat.S_IMODE(Path(name).stat().st_mode)) for name in names if Path(name).exists()]
    return [(name, mode) for name, mode in modes if mode & (stat.S_IRWXG | stat.S_IRWXO)]


def newest() -> str:
    """Return the revision of this program's tables."""
    return _revisions()[-1]


def require_reachable(engine: Engine, deadline: Deadline) -> None:
    """Raise UnusableDatabase if the database does not answer by then.

    A new SQLite file is left to `upgrade`.
    """
    if _is_new_file(engine):
        return
    try:
        with connected(engine, deadline):
            pass
    except _failures_of(engine) as error:
        raise UnusableDatabase(
            f"the database cannot be opened: {describe_location(engine)}: {explain(error)}"
        ) from error


def held_version(engine: Engine, deadline: Deadline | None = None) -> str | None:
    """Return the version of the database's tables, or None.

    None means that there are no tables. Changes nothing. Raises SchemaOutOfDate if this program does not know the
    version, and UnusableDatabase if the database cannot be read by the deadline.
    """
    if _is_new_file(engine):
        return None
    try:
        with connected(engine, deadline or Deadline(_SECONDS_TO_LOOK)) as connection:
            revision = _revision_held(connection)
    except _failures_of(engine) as error:
        raise UnusableDatabase(
            f"the database cannot be opened: {describe_location(engine)}: {explain(error)}"
        ) from error
    if revision is not None and revision not in _revisions():
        raise SchemaOutOfDate(_NEWER)
    return revision


def require_current(engine: Engine, deadline: Deadline | None = None) -> None:
    """Raise SchemaOutOfDate if the tables are of another version.

    Raises UnusableDatabase if they cannot be read by the deadline.
    """
    if _is_new_file(engine):
        raise SchemaOutOfDate(_NONE.format(place=describe_location(engine)))
    try:
        with connected(engine, deadline or Deadline(_SECONDS_TO_LOOK)) as connection:
            _require_file(engine, connection)
            _require_usable(connection)
            revision = _revision_held(connection)
            lacking = missing_right(connection) if revision == newest() and _is_postgresql(connection) else None
    except _failures_of(engine) as error:
        raise UnusableDatabase(
            f"the database cannot be opened: {describe_location(engine)}: {explain(error)}"
        ) from error
    if revision is None:
        raise SchemaOutOfDate(_NONE.format(place=describe_location(engine)))
    if revision not in _revisions():
        raise SchemaOutOfDate(_NEWER)
    if revision != newest():
        raise SchemaOutOfDate(_OLD.format(held=revision, needed=newest()))
    if lacking is not None:
        table, right = lacking
        raise UnusableDatabase(f"the database user lacks the right {right} on {table}: GRANT {right} ON {table} to it")


def _failures_of(engine: Engine) -> tuple[type[Exception], ...]:
    """Return the errors of a database and its driver."""
    return SQLAlchemyError, engine.dialect.loaded_dbapi.Error


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _require_file(engine: Engine, connection: Connection) -> None:
    """Raise UnusableDatabase if the SQLite file was replaced.

    A connection that is kept would go on with a file that is no longer at the path.
    """
    file: SqliteFile | None = engine.get_execution_options().get("file")
    if file is not None and not file.is_still(connection.info["file"]):
        connection.invalidate()
        raise UnusableDatabase("the database file was replaced")


def _is_new_file(engine: Engine) -> bool:
    """Return whether the URL names a SQLite file not there.

    SQLite would make the file if it were asked.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return False
    file = Path(engine.url.database)
    return file.parent.is_dir() and not file.exists()
