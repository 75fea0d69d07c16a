"""The databases and gateways that the tests share.

Tests that touch the register run on SQLite and on a real PostgreSQL (tests.postgresql). They fail, and do not
skip, where none can be had.
"""

import logging
import os
import random
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import make_url

from gateway import demo
from gateway.handlers.execution import passwords
from gateway.settings import Settings
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.builders import Wire
from tests.faulty import Faulty, faulty_wire
from tests.shared import folder_in_memory, locked, shared_postgresql

_RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)[:12]

hypothesis_settings.register_profile("gateway", deadline=None)  # benchmarks measure speed, tests do not
hypothesis_settings.register_profile("quick", deadline=None, max_examples=15)  # for make quick
hypothesis_settings.load_profile("gateway")


if "PYTEST_DEBUG_TEMPROOT" not in os.environ and folder_in_memory() is not None:
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder_in_memory())  # tests need not wait for the disk

_THOROUGH = ("tests.clients.served", "tests.forked", "tests.sandbox.calling", "tests.stateful", "tests.bench_matching")
"""Modules whose fixtures and helpers make a test slow.

They start processes, try sequences of changes, or measure.
"""


@pytest.fixture(autouse=True)
def log_level() -> Iterator[None]:
    """Set the level of the logs back after a test."""
    level = logging.root.level
    yield
    logging.root.setLevel(level)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let tests run in another order, which must not matter."""
    parser.addoption(
        "--shuffle", type=int, metavar="SEED", help="run the modules, and the tests of each, in random order"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that need no PostgreSQL and no processes.

    Fixtures and imports show what a test needs. If shuffling is asked for, shuffle the modules' tests too, but keep
    those of a module together, because some share a server.
    """
    seed = config.getoption("--shuffle")
    if seed is not None:
        dice = random.Random(seed)  # the same in each process of pytest-xdist
        dice.shuffle(items)
        modules = sorted({item.path for item in items})
        dice.shuffle(modules)
        places = {path: place for place, path in enumerate(modules)}
        items.sort(key=lambda item: places[item.path])
    for item in items:
        if not _needs_postgresql(item) and not _is_thorough(item):
            item.add_marker("quick")


def _needs_postgresql(item: pytest.Item) -> bool:
    parameters = (
        item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
    )
    asked = (*getattr(item, "fixturenames", ()), *(getattr(one, "__name__", one) for one in parameters))
    return any(isinstance(one, str) and one.startswith("postgresql") for one in asked)


def _is_thorough(item: pytest.Item) -> bool:
    """Return whether a test, or its module, takes long."""
    known = vars(item.module).values() if isinstance(item, pytest.Function) else ()
    return "served" in getattr(item, "fixturenames", ()) or any(
        one is subprocess or str(getattr(one, "__module__", "")).startswith(_THOROUGH) for one in known
    )


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Make hashes of passwords cheap in this process.

    Most calls of the tests are the first of their gateway, so their password is hashed.
    """
    passwords.set_cost(rounds=1, memory_kib=8)
    yield
    passwords.set_cost(rounds=passwords.ROUNDS, memory_kib=passwords.MEMORY_KIB)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def postgresql_server(shared_folder: Path) -> Iterator[str]:
    """Return the URL of a PostgreSQL server for new databases.

    All processes of this test run share it.
    """
    with shared_postgresql(shared_folder, _RUN) as url:
        yield url


def _load(url: str) -> None:
    engine = open_engine(url)
    schema.upgrade(engine)
    demo.load(Store(engine))
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_operator(postgresql_server: str) -> Iterator[psycopg.Connection]:
    """Return a connection by which databases are made and dropped."""
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str, postgresql_operator: psycopg.Connection, shared_folder: Path) -> str:
    """Return the name of a database with the demonstration cast."""
    name, made = f"gateway_template_{_RUN}", shared_folder / "postgresql-template"
    with locked(shared_folder / "postgresql-template-lock"):
        if not made.exists():
            postgresql_operator.execute(f'CREATE DATABASE "{name}"')
            _load(make_url(postgresql_server).set(database=name).render_as_string(hide_password=False))
            made.touch()
    return name


@pytest.fixture(scope="session")
def sqlite_template(shared_folder: Path) -> Path:
    """Return a SQLite file that holds the demonstration cast."""
    path, made = shared_folder / "template.db", shared_folder / "sqlite-template"
    with locked(shared_folder / "sqlite-template-lock"):
        if not made.exists():
            _load(f"sqlite:///{path}")
            made.touch()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return a fresh SQLite register with the demonstration cast."""
    copy = tmp_path / "gateway.db"
    shutil.copy(sqlite_template, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def postgresql_url(
    postgresql_server: str, postgresql_operator: psycopg.Connection, postgresql_template: str
) -> Iterator[str]:
    """Return a fresh PostgreSQL register with the demonstration cast."""
    name = f"gateway_test_{os.getpid()}"
    how = (
        "" if "GATEWAY_TEST_POSTGRESQL_URL" in os.environ else "STRATEGY FILE_COPY"
    )  # fast, because nothing waits for the disk
    postgresql_operator.execute(f'CREATE DATABASE "{name}" TEMPLATE "{postgresql_template}" {how}')
    yield make_url(postgresql_server).set(database=name).render_as_string(hide_password=False)
    postgresql_operator.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return a new register on each database.

    It has the demonstration cast.
    """
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Return an open register on each database.

    It has the demonstration cast.
    """
    engine = open_engine(database_url)
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def wire(database_url: str) -> Iterator[Wire]:
    """Return a gateway in this process, on each database.

    Its register has the demonstration cast.
    """
    with Wire.open(Settings(database_url=database_url, public_url="http://gateway.test")) as opened:
        yield opened


@pytest.fixture
def faulty(database_url: str) -> Iterator[tuple[Wire, Faulty]]:
    """Return a gateway in this process, on each database.

    The database can be made to fail.
    """
    with faulty_wire(Settings(database_url=database_url, misses_per_hour=0)) as opened:
        yield opened


@pytest.fixture
def sqlite_wire(sqlite_url: str) -> Iterator[Wire]:
    """Return a gateway in this process, on SQLite only.

    It is for tests in which the database makes no difference.
    """
    with Wire.open(Settings(database_url=sqlite_url, public_url="http://gateway.test")) as opened:
        yield opened
