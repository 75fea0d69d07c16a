"""Downgrade a register to an older revision of its tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from gateway.store.database import schema

VERSIONS = Path(schema.__file__).parents[1] / "migrations" / "versions"


def downgrade(connection: Connection, revision: str) -> None:
    """Take the tables back to a revision."""
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.attributes["connection"] = connection
    command.downgrade(config, revision)
