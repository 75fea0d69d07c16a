"""The file of a SQLite register under a running server.

What is acknowledged is in the file at the path.
"""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway import demo
from gateway.batch_worker.worker import Worker
from gateway.store.database.engine import open_engine
from gateway.store.errors import CommitInDoubt, StoreError, Unavailable
from gateway.store.unit import Store
from tests.builders import LEARNER_SERVICE, REGMSG, Wire, learner, miap
from tests.torture.test_every_statement_may_fail import LOOK, UNKNOWN_FAILURE, held

REGISTER = miap(REGMSG, "RegisterLearner", {"Learner": learner()})


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def wire(sqlite_wire: Wire) -> Wire:
    """Return a gateway that has its file open."""
    assert b"WSRC0004" in sqlite_wire.post(LEARNER_SERVICE, LOOK).body
    return sqlite_wire


def aside(file: Path) -> Path:
    return file.with_name("aside.db")


def delete(file: Path) -> None:
    file.rename(aside(file))


def replace(file: Path) -> None:
    shutil.copy(file, file.with_name("backup.db"))
    file.rename(aside(file))
    file.with_name("backup.db").rename(file)


def test_nothing_is_acknowledged_that_is_written_ahead_into_a_file_that_was_removed(wire: Wire, file: Path) -> None:
    file.with_name(f"{file.name}-wal").unlink()
    for body in (REGISTER, LOOK, REGISTER):
        assert UNKNOWN_FAILURE in wire.post(LEARNER_SERVICE, body).body
    with pytest.raises(StoreError):
        Worker(wire.store).work()
    assert held(wire.store.engine) == []


@pytest.mark.parametrize("lose", [delete, replace])
def test_nothing_is_acknowledged_that_is_not_in_the_file_at_the_path(
    wire: Wire, file: Path, lose: Callable[[Path], None]
) -> None:
    lose(file)
    at_path = file.read_bytes() if file.exists() else b""
    store = wire.store
    for body in (REGISTER, LOOK):
        assert UNKNOWN_FAILURE in wire.post(LEARNER_SERVICE, body).body
    with pytest.raises(Unavailable), store.reading():
        pass
    with pytest.raises(StoreError):
        Worker(store).work()
    assert held(store.engine) == []
    assert at_path == (file.read_bytes() if file.exists() else b""), "nor is a file made or changed"
    aside(file).rename(file)
    assert b"WSRC0005" in wire.post(LEARNER_SERVICE, REGISTER).body
    assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body


def test_a_file_that_an_operator_has_put_there_whole_is_the_register(wire: Wire, file: Path) -> None:
    with sqlite3.connect(file) as own:
        own.execute("VACUUM INTO ?", [str(aside(file))])
    own.close()
    for one in ("", "-wal", "-shm"):
        Path(f"{file}{one}").unlink(missing_ok=True)
    aside(file).rename(file)
    assert b"WSRC0005" in wire.post(LEARNER_SERVICE, REGISTER).body
    with sqlite3.connect(file) as other:
        assert other.execute("SELECT count(*) FROM learner WHERE family_name = 'Orme'").fetchone() == (1,)
    other.close()


@pytest.mark.parametrize("lazy", [False, True])
def test_a_file_that_goes_during_a_unit_leaves_the_commit_in_doubt(sqlite_url: str, file: Path, *, lazy: bool) -> None:
    engine = open_engine(sqlite_url)
    store = Store(engine)
    with pytest.raises(CommitInDoubt), store.lazy_unit() if lazy else store.unit() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert college is not None
        unit.organisations.add_user(college, "newcomer")
        delete(file)
    assert held(engine) == []
    engine.dispose()


def test_what_is_written_ahead_gives_its_room_back_when_a_long_reader_has_gone(sqlite_url: str, file: Path) -> None:
    limit = 16 * 1024 * 1024
    ahead = file.with_name(f"{file.name}-wal")
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE filler (x)")
        connection.commit()
    store = Store(engine)
    with store.reading() as reader:
        assert reader.organisations.all()
        with engine.connect() as connection:
            connection.exec_driver_sql("INSERT INTO filler VALUES (zeroblob(40000000))")
            connection.commit()
        assert ahead.stat().st_size > 2 * limit
    for number in range(3):
        with store.unit() as unit:
            college = unit.organisations.named(demo.COLLEGE.ukprn, "")
            assert college is not None
            unit.organisations.add_user(college, f"user {number}")
    assert ahead.stat().st_size <= limit
    engine.dispose()
