"""After a COMMIT that fails, nothing stays locked.

The next transaction is right at once.
"""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select, text

from gateway.batch_worker.worker import Worker
from gateway.settings import Settings
from gateway.store.database.database_session import transaction
from gateway.store.database.engine import open_engine
from gateway.store.database.session import Session
from gateway.store.errors import StoreError
from tests.builders import LEARNER_SERVICE, Wire
from tests.torture import intake
from tests.torture.test_every_statement_may_fail import LOOK, UNKNOWN_FAILURE, held

REFUSING = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
CREATE CONSTRAINT TRIGGER refusing AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION refuse();
"""


@contextmanager
def refusing_commits(url: str) -> Iterator[None]:
    """Let the database refuse every commit of a call."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(REFUSING.encode())
        yield
        connection.execute("DROP TRIGGER refusing ON audit")


def test_commits_that_postgresql_refuses_take_no_connection_away(postgresql_url: str) -> None:
    with Wire.open(Settings(database_url=postgresql_url, threads=2)) as wire:
        with refusing_commits(postgresql_url):
            for _ in range(5):
                assert UNKNOWN_FAILURE in wire.post(LEARNER_SERVICE, LOOK).body
        assert held(wire.store.engine) == []
        assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body


def test_the_isolation_is_ours_whatever_the_site_has_set(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(
            f"ALTER DATABASE {connection.info.dbname} SET default_transaction_isolation = serializable".encode()
        )
    engine = open_engine(postgresql_url)
    with transaction(engine) as session:
        assert _isolation(session) == "read committed"
    with engine.connect() as ours:
        assert ours.execute(text("SHOW transaction_isolation")).scalar() == "read committed"
    engine.dispose()


def _isolation(session: Session) -> object:
    return session.rows(select(func.current_setting("transaction_isolation").label("setting")))[0].setting


@contextmanager
def full_disk(file: Path) -> Iterator[Callable[[str], None]]:
    """Yield a function that fills the disk at a commit.

    SQLite may then write no more than it has written ahead.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(where: str) -> None:
        if where == "before commit":
            ahead = file.with_name(f"{file.name}-wal").stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (ahead + 1, hard))

    try:
        yield fill
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_is_full_at_a_commit_of_the_worker_stops_nobody_for_good(sqlite_url: str) -> None:
    with Wire.open(Settings(database_url=sqlite_url)) as wire:
        store = wire.store
        batches = intake.send(wire, batches=1, size=10, seed=1)
        for _ in range(3):
            with full_disk(Path(store.engine.url.database or "")) as fill:
                with pytest.raises(StoreError):
                    Worker(store, lease=timedelta(0), reach=fill).work()
                assert held(store.engine) == []
                assert UNKNOWN_FAILURE in wire.post(LEARNER_SERVICE, LOOK).body
            assert b"WSRC0004" in wire.post(LEARNER_SERVICE, LOOK).body
        intake.finish(wire)
        assert intake.faults(wire, batches) == []
