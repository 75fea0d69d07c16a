"""Gateways for the golden cases.

Cases that change nothing share one on SQLite. The others get a new one on PostgreSQL.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.settings import Settings
from tests.builders import Wire


@pytest.fixture(scope="session")
def reading_wire(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """Return a gateway that only reading cases use."""
    copy = tmp_path_factory.mktemp("golden") / "gateway.db"
    shutil.copy(sqlite_template, copy)
    settings = Settings(database_url=f"sqlite:///{copy}", public_url="http://gateway.test", misses_per_hour=0)
    with Wire.open(settings) as opened:
        yield opened


@pytest.fixture
def postgresql_wire(postgresql_url: str) -> Iterator[Wire]:
    """Return a gateway over a fresh register on PostgreSQL."""
    with Wire.open(Settings(database_url=postgresql_url, public_url="http://gateway.test")) as opened:
        yield opened
