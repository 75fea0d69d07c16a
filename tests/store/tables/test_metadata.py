"""The tables in the code are those that migrations make."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from gateway.store import tables
from gateway.store.unit import Store
from tests.partial_indexes import state_condition

_KNOWN = "import sys; from gateway.store.tables import metadata; print(*metadata.tables); print(*sys.modules)"


@pytest.fixture(scope="session")
def known() -> tuple[list[str], list[str]]:
    """Return tables and modules after an import of the tables.

    It imports nothing else of ours.
    """
    said = subprocess.run([sys.executable, "-c", _KNOWN], capture_output=True, text=True, check=True).stdout
    names, modules = said.splitlines()
    return names.split(), modules.split()


def test_the_tables_are_those_of_a_migrated_database(known: tuple[list[str], list[str]], store: Store) -> None:
    migrated = set(inspect(store.engine).get_table_names()) - {"alembic_version"}
    assert sorted(known[0]) == sorted(migrated)


def test_no_module_of_tables_is_left_out(known: tuple[list[str], list[str]]) -> None:
    modules = [f"gateway.store.tables.{one.name}" for one in pkgutil.iter_modules([str(Path(tables.__file__).parent)])]
    assert len(modules) > 10
    assert [one for one in modules if one not in known[1]] == []


def test_the_migrations_make_the_columns_and_indexes_that_the_code_knows(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_partial_indexes_of_the_migrations_have_the_conditions_of_the_code(store: Store) -> None:
    partial = [index for table in tables.metadata.sorted_tables for index in table.indexes if "where" in index.info]
    with store.engine.connect() as connection:
        migrated = _conditions(connection)
        for index in partial:
            index.drop(connection)
            state_condition(index)
            index.create(connection)
        made_from_the_code = _conditions(connection)
        connection.rollback()
    assert len(partial) == 5
    assert made_from_the_code == migrated


def _conditions(connection: Connection) -> dict[str | None, str]:
    """Return the condition of each partial index."""
    where = f"{connection.dialect.name}_where"
    inspector = inspect(connection)
    return {
        index["name"]: str(index["dialect_options"][where])
        for table in inspector.get_table_names()
        for index in inspector.get_indexes(table)
        if where in index.get("dialect_options", {})
    }


def test_the_tables_import_no_dialect(known: tuple[list[str], list[str]]) -> None:
    assert [one for one in known[1] if one.startswith("sqlalchemy.dialects.")] == []
