"""Brings the tables up to date, and tells whether they are."""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from gateway.store.deadline import Deadline, connected
from gateway.store.errors import SchemaOutOfDate, UnusableDatabase
from gateway.store.sqlite_file import SqliteFile

_ADVICE = "the schema is out of date (at {held}): run lrs-gateway migrate"
_SECONDS_TO_LOOK = 20
_MIGRATIONS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest revision. Raises UnusableDatabase where the database cannot be reached."""
    config = _config()
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise SchemaOutOfDate("the schema is of a newer version of the gateway") from error
    except OperationalError as error:
        raise UnusableDatabase("the database cannot be opened") from error


def require_reachable(engine: Engine, deadline: Deadline) -> None:
    """Raise UnusableDatabase where the database does not answer by then."""
    try:
        with connected(engine, deadline):
            pass
    except (SQLAlchemyError, psycopg.Error) as error:
        raise UnusableDatabase("the database cannot be opened") from error


def require_current(engine: Engine, deadline: Deadline | None = None) -> None:
    """Raise SchemaOutOfDate where the tables are older, UnusableDatabase where it cannot be read by the deadline."""
    if _is_new_file(engine):
        raise SchemaOutOfDate(_ADVICE.format(held="nothing"))
    try:
        with connected(engine, deadline or Deadline(_SECONDS_TO_LOOK)) as connection:
            _require_file(engine, connection)
            held = MigrationContext.configure(connection).get_current_revision()
    except (SQLAlchemyError, psycopg.Error) as error:
        raise UnusableDatabase("the database cannot be opened") from error
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if held != newest:
        raise SchemaOutOfDate(_ADVICE.format(held=held or "nothing"))


def _require_file(engine: Engine, connection: Connection) -> None:
    """Raise UnusableDatabase where a kept connection is to a SQLite file that is no longer at the path."""
    file: SqliteFile | None = engine.get_execution_options().get("file")
    if file is not None and not file.is_still(connection.info["file"]):
        connection.invalidate()
        raise UnusableDatabase("the database file was replaced")


def _is_new_file(engine: Engine) -> bool:
    """Tell whether the URL names a SQLite file that is not there; asking SQLite would make one."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return False
    file = Path(engine.url.database)
    return file.parent.is_dir() and not file.exists()
