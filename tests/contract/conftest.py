"""A gateway for the golden cases that change nothing: one for all of them, on SQLite."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.settings import Settings
from tests.builders import Wire


@pytest.fixture(scope="session")
def reading_wire(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """Give a gateway that only reading cases use."""
    copy = tmp_path_factory.mktemp("golden") / "gateway.db"
    shutil.copy(sqlite_template, copy)
    with Wire.open(Settings(database_url=f"sqlite:///{copy}", public_url="http://gateway.test")) as opened:
        yield opened
