"""Brings the tables up to date, and tells whether they are."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from gateway.store.errors import SchemaOutOfDate, UnusableDatabase

_ADVICE = "the schema is out of date (at {held}): run lrs-gateway migrate"
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


def require_current(engine: Engine) -> None:
    """Raise SchemaOutOfDate where the tables are older, UnusableDatabase where it cannot be read."""
    if _is_new_file(engine):
        raise SchemaOutOfDate(_ADVICE.format(held="nothing"))
    try:
        with engine.connect() as connection:
            held = MigrationContext.configure(connection).get_current_revision()
    except DBAPIError as error:
        raise UnusableDatabase("the database cannot be opened") from error
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if held != newest:
        raise SchemaOutOfDate(_ADVICE.format(held=held or "nothing"))


def _is_new_file(engine: Engine) -> bool:
    """Tell whether the URL names a SQLite file that is not there; asking SQLite would make one."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return False
    file = Path(engine.url.database)
    return file.parent.is_dir() and not file.exists()
