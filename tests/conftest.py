"""The databases and gateways that the tests share.

Tests that touch the register run on SQLite and on a real PostgreSQL (tests.postgresql). They fail, and do not
skip, where none can be had.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import make_url, text

from gateway import demo
from gateway.settings import Settings
from gateway.store import schema
from gateway.store.engine import open_engine
from gateway.store.unit import Store
from tests.builders import Wire
from tests.postgresql import postgresql

hypothesis_settings.register_profile("gateway", deadline=None)  # how fast it is, benchmarks tell
hypothesis_settings.load_profile("gateway")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Give the URL of a PostgreSQL server on which databases may be made.

    Its files are not below pytest's folder, which every session of pytest closes to other users: run by root,
    the server is another user.
    """
    with tempfile.TemporaryDirectory(prefix="gateway-postgresql-") as folder, postgresql(Path(folder)) as server:
        yield server.url


def _make_database(server: str, name: str) -> str:
    engine = open_engine(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _load(url: str) -> None:
    engine = open_engine(url)
    schema.upgrade(engine)
    demo.load(Store(engine))
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """Give the name of a database that holds the demonstration cast."""
    name = f"gateway_template_{os.getpid()}"
    _load(_make_database(postgresql_server, name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file that holds the demonstration cast."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _load(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Give a fresh SQLite register with the demonstration cast."""
    copy = tmp_path / "gateway.db"
    shutil.copy(sqlite_template, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def postgresql_url(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    """Give a fresh PostgreSQL register with the demonstration cast."""
    name = f"gateway_test_{os.getpid()}"
    admin = open_engine(postgresql_server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{postgresql_template}"'))
    yield make_url(postgresql_server).set(database=name).render_as_string(hide_password=False)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Give a fresh register with the demonstration cast, once on each database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Give an open register with the demonstration cast, once on each database."""
    engine = open_engine(database_url)
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def wire(database_url: str) -> Iterator[Wire]:
    """Give a gateway in this process over a register with the demonstration cast, once on each database."""
    with Wire.open(Settings(database_url=database_url, public_url="http://gateway.test")) as opened:
        yield opened


@pytest.fixture
def sqlite_wire(sqlite_url: str) -> Iterator[Wire]:
    """Give a gateway in this process, on SQLite only: for what no database decides."""
    with Wire.open(Settings(database_url=sqlite_url, public_url="http://gateway.test")) as opened:
        yield opened
