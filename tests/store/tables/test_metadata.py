"""The tables in the code are those that migrations make."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from gateway.store import tables
from gateway.store.unit import Store

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
