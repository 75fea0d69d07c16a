"""Transactions: committed data is safe; errors hold no data.

A commit that may have failed is not acknowledged.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import column, create_engine, func, literal_column, make_url, select, table, text

from gateway import demo
from gateway.domain.access import Operation
from gateway.domain.actors import Cause
from gateway.domain.codes import Code
from gateway.domain.rules import Rules
from gateway.store.database import schema
from gateway.store.database.database_session import transaction
from gateway.store.database.engine import open_engine
from gateway.store.database.group import run_together
from gateway.store.database.session import Session
from gateway.store.errors import CommitInDoubt, DatabaseFailed, SchemaOutOfDate, Unavailable, UnusableDatabase
from gateway.store.repositories.matching_models import NewestModel
from gateway.store.tables.learners import learner
from gateway.store.unit import Store, Unit, utc_now
from tests.migrations import VERSIONS
from tests.postgresql import postgresql
from tests.shared import THROW_AWAY, folder_in_memory


@contextmanager
def opened(url: str) -> Iterator[Store]:
    engine = open_engine(url, connections=1)
    try:
        yield Store(engine)
    finally:
        engine.dispose()


def record(unit: Unit, *, user: str = "u", ulns: tuple[str, ...] = (demo.ANN_ULN,)) -> None:
    cause = Cause(user=user, organisation_id=1, operation=Operation.VERIFY, call="c")
    unit.audit.record(cause, code=Code.VERIFIED, ulns=ulns)


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x", "oracle://x", ""])
def test_an_unknown_database_url_is_refused_in_words(url: str) -> None:
    with pytest.raises(UnusableDatabase):
        open_engine(url)


def test_an_empty_database_is_out_of_date(tmp_path: Path) -> None:
    with pytest.raises(SchemaOutOfDate, match="lrs-gateway migrate"):
        schema.require_current(open_engine(f"sqlite:///{tmp_path}/new.db"))


def test_a_database_that_cannot_be_opened_is_unusable() -> None:
    for url in ("sqlite:////nowhere/at/all.db", "postgresql://nobody@127.0.0.1:1/x"):
        with pytest.raises(UnusableDatabase):
            schema.require_current(open_engine(url))
        with pytest.raises(UnusableDatabase):
            schema.upgrade(open_engine(url))


def test_migrating_twice_is_migrating_once(store: Store) -> None:
    schema.upgrade(store.engine)
    schema.require_current(store.engine)


def test_the_newest_revision_is_the_head_of_the_migrations() -> None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    scripts = ScriptDirectory(VERSIONS.parent)
    assert schema.newest() == scripts.get_current_head()
    named = sorted(file.name.partition("_")[0] for file in VERSIONS.glob("*.py"))
    assert named == sorted(one.revision for one in scripts.walk_revisions())


def test_sqlite_survives_a_loss_of_power(sqlite_url: str) -> None:
    with opened(sqlite_url) as store, store.engine.connect() as connection:
        pragmas = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]


def test_a_database_error_does_not_quote_the_data(store: Store) -> None:
    with pytest.raises(DatabaseFailed) as failed, transaction(store.engine) as session:
        unit = Unit(session, utc_now(), NewestModel(), Rules())
        record(unit, user="Very Private" * 100, ulns=("too long for the column",) * 2)
        session.row(select(literal_column("'Very Private'").label("name")).select_from(table("nowhere")))
    assert "Private" not in str(failed.value)


def cancel_commits(server: str, stop: threading.Event) -> None:
    """Cancel every wait for a standby that does not exist."""
    with psycopg.connect(server, autocommit=True) as connection:
        while not stop.is_set():
            connection.execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
            time.sleep(0.02)


def wait_for_standby(server: str, standby: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{standby}'")
        connection.execute("SELECT pg_reload_conf()")
    time.sleep(0.3)


@pytest.fixture
def postgresql_unconfirmed_url() -> Iterator[str]:
    """Yield a register whose standby never confirms a commit.

    It is on a server of its own.
    """
    with (
        tempfile.TemporaryDirectory(prefix="gateway-", dir=folder_in_memory()) as folder,
        postgresql(Path(folder) / "cluster", **THROW_AWAY) as server,
        psycopg.connect(server.url, autocommit=True) as operator,
    ):
        name = f"gateway_unconfirmed_{os.getpid()}"
        operator.execute(f"CREATE DATABASE {name}")
        url = make_url(server.url).set(database=name).render_as_string(hide_password=False)
        engine = open_engine(url)
        schema.upgrade(engine)
        demo.load(Store(engine))
        engine.dispose()
        wait_for_standby(server.url, "nobody")
        stop = threading.Event()
        canceller = threading.Thread(target=cancel_commits, args=(server.url, stop))
        canceller.start()
        yield url
        stop.set()
        canceller.join()
        wait_for_standby(server.url, "")
        operator.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_commit_that_no_standby_confirmed_is_in_doubt(postgresql_unconfirmed_url: str) -> None:
    with opened(postgresql_unconfirmed_url) as store, pytest.raises(CommitInDoubt), store.unit() as unit:
        record(unit)


def test_so_is_one_of_a_group(postgresql_unconfirmed_url: str) -> None:
    engine = open_engine(postgresql_unconfirmed_url, interruptible=False)

    def call() -> None:
        with Store(engine).unit(shared=True) as unit:
            record(unit)

    with pytest.raises(CommitInDoubt):
        run_together([call])
    engine.dispose()


@pytest.mark.parametrize("interruptible", [True, False])
def test_a_late_transaction_begins_with_a_lock(postgresql_url: str, *, interruptible: bool) -> None:
    engine = open_engine(postgresql_url, interruptible=interruptible)
    ann = select(learner.c.uln).where(learner.c.uln == demo.ANN_ULN)
    with transaction(engine, late=True) as locking:
        assert locking.rows(ann)
        assert locking.rows(ann.with_for_update())
        with transaction(engine) as other:
            assert other.rows(ann.with_for_update(skip_locked=True)) == []
    engine.dispose()


def test_without_the_check_such_a_commit_looks_like_any_other(postgresql_unconfirmed_url: str) -> None:
    engine = create_engine(postgresql_unconfirmed_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:  # PostgreSQL reports no error: the store's check must
        connection.execute(text("INSERT INTO organisation_user VALUES (1, 'x')"))
    engine.dispose()


def test_a_connection_that_the_server_dropped_is_replaced(postgresql_url: str) -> None:
    with opened(postgresql_url) as store:
        with store.unit() as unit:
            record(unit)
        drop_connections(postgresql_url)
        with store.unit() as unit:
            record(unit)
        with pytest.raises(Unavailable), store.unit() as unit:
            drop_connections(postgresql_url)
            record(unit)
        with store.unit() as unit:
            total, _ = unit.audit.accesses([demo.ANN_ULN], page=0, size=1)
    assert total == 2


def test_a_server_that_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    with (
        opened("postgresql://nobody@127.0.0.1:1/x") as store,
        pytest.raises(Unavailable, match="reached"),
        store.unit(),
    ):
        pass
    with opened(f"sqlite:///{tmp_path}/nowhere/at/all.db") as store, pytest.raises(Unavailable), store.unit():
        pass


def drop_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _waits_for_the_disk(session: Session) -> bool:
    """Return whether a commit waits for the disk.

    It does if SQLite's synchronous is 2 (FULL), or PostgreSQL's synchronous_commit is on.
    """
    if session.dialect.name == "sqlite":
        return bool(session.number(select(column("synchronous")).select_from(table("pragma_synchronous"))) == 2)
    return bool(session.rows(select(func.current_setting("synchronous_commit").label("setting")))[0].setting == "on")


def test_only_a_lazy_unit_does_not_wait_for_the_disk(database_url: str) -> None:
    engine = open_engine(database_url, connections=1)
    waits = []
    for lazy in (False, True, False, True):
        with transaction(engine, lazy=lazy) as session:
            waits.append(_waits_for_the_disk(session))
    engine.dispose()
    assert waits == [True, False, True, False]


def test_a_reading_unit_sees_one_moment_and_keeps_nobody_waiting(sqlite_url: str) -> None:
    def users(unit: Unit) -> list[str]:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert college is not None
        return unit.organisations.users(college)

    with opened(sqlite_url) as store, opened(sqlite_url) as other, store.reading() as reading:
        before = users(reading)
        with other.unit() as unit:
            college = unit.organisations.named(demo.COLLEGE.ukprn, "")
            assert college is not None
            unit.organisations.add_user(college, "newcomer")
        with other.reading() as after:
            assert users(after) == sorted([*before, "newcomer"])
        assert users(reading) == before


def test_who_reads_sees_the_register_as_of_one_moment(database_url: str) -> None:
    with opened(database_url) as reader, opened(database_url) as writer:
        with reader.reading() as unit:
            before = unit.learners.by_uln(demo.ANN_ULN)
            assert before is not None
            with writer.engine.begin() as connection:
                connection.execute(text("UPDATE learner SET version = version + 1"))
            assert unit.learners.by_uln(demo.ANN_ULN) == before
        with reader.reading() as unit:
            assert unit.learners.by_uln(demo.ANN_ULN) != before
