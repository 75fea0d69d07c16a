"""Units that share a commit: all stored, or failing alone."""

import fcntl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from gateway import demo
from gateway.domain.access import Operation
from gateway.domain.actors import Cause
from gateway.domain.codes import Code
from gateway.store.database.database_session import DatabaseSession
from gateway.store.database.engine import open_engine
from gateway.store.database.group_commit import GroupCommit
from gateway.store.errors import Clash, DatabaseFailed, Unavailable
from gateway.store.repositories.audit import Audit
from gateway.store.tables.organisations import organisation
from gateway.store.unit import Store, utc_now

UNITS = 6


@contextmanager
def opened(url: str) -> Iterator[Store]:
    engine = open_engine(url)
    yield Store(engine)
    engine.dispose()


def record(session: DatabaseSession, call: str) -> None:
    Audit(session, utc_now()).record(
        Cause(user="u", organisation_id=1, operation=Operation.READ_RECORD, call=call),
        code=Code.VERIFIED,
        ulns=(demo.ANN_ULN,),
    )


def count(store: Store) -> int:
    with store.unit() as unit:
        return unit.audit.accesses([demo.ANN_ULN], page=0, size=1)[0]


def together(store: Store, work: Callable[[DatabaseSession, int], None]) -> list[Future[None]]:
    """Run six units, of which five queue behind the first."""
    turns = GroupCommit(store.engine)
    entered = threading.Event()

    def one(ordinal: int) -> None:
        with turns.transaction() as session:
            if ordinal == 0:
                entered.set()
                while turns.waiting < UNITS - 1:
                    time.sleep(0.001)
            work(session, ordinal)

    with ThreadPoolExecutor(UNITS) as threads:
        futures = [threads.submit(one, 0)]
        entered.wait()
        futures += [threads.submit(one, ordinal) for ordinal in range(1, UNITS)]
    return futures


def end_by_itself(session: DatabaseSession) -> None:
    """Let SQLite roll the transaction back.

    SQLite does so by itself when the disk is full.
    """
    columns = [column for column in organisation.c if column.name != "id"]
    again = insert(organisation).prefix_with("OR ROLLBACK").from_select(columns, select(*columns))
    with suppress(Clash):
        session.run(again)


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    counted: list[None] = []
    commit = DatabaseSession.commit

    def counting(session: DatabaseSession) -> None:
        counted.append(None)
        commit(session)

    monkeypatch.setattr(DatabaseSession, "commit", counting)
    return counted


def test_units_that_queue_up_share_one_commit(sqlite_url: str, commits: list[None]) -> None:
    with opened(sqlite_url) as store:
        for future in together(store, lambda session, ordinal: record(session, str(ordinal))):
            future.result()
        assert len(commits) == 1
        assert count(store) == UNITS


def test_a_unit_alone_commits_at_once(sqlite_url: str, commits: list[None]) -> None:
    with opened(sqlite_url) as store:
        with GroupCommit(store.engine).transaction() as session:
            record(session, "alone")
        assert len(commits) == 1


def test_a_unit_that_fails_takes_back_its_own_work_alone(sqlite_url: str) -> None:
    def work(session: DatabaseSession, ordinal: int) -> None:
        record(session, str(ordinal))
        if ordinal % 2:
            raise ZeroDivisionError

    with opened(sqlite_url) as store:
        outcomes = [type(future.exception()) for future in together(store, work)]
        assert outcomes.count(ZeroDivisionError) == UNITS // 2
        assert count(store) == UNITS // 2


@pytest.mark.parametrize("culprit", [1, UNITS - 1])
def test_when_the_database_ends_the_transaction_nobody_is_told_it_is_safe(sqlite_url: str, culprit: int) -> None:
    def work(session: DatabaseSession, ordinal: int) -> None:
        record(session, str(ordinal))
        if ordinal == culprit:
            end_by_itself(session)

    with opened(sqlite_url) as store:
        outcomes = [future.exception() for future in together(store, work)]
        told_safe = outcomes.count(None)
        assert count(store) == told_safe
        assert isinstance(outcomes[culprit], DatabaseFailed)
        with GroupCommit(store.engine).transaction() as session:
            record(session, "after")
        assert count(store) == told_safe + 1


def test_without_the_check_units_would_be_told_they_are_safe(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatabaseSession, "is_open", True)

    def work(session: DatabaseSession, ordinal: int) -> None:
        record(session, str(ordinal))
        if ordinal == UNITS - 1:
            end_by_itself(session)

    with opened(sqlite_url) as store:
        told_safe = [future.exception() for future in together(store, work)].count(None)
        monkeypatch.undo()
        assert count(store) < told_safe, "the test above could not fail"


def test_an_error_that_nobody_foresaw_in_the_commit_tells_nobody_it_is_safe(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: DatabaseSession) -> None:
        raise MemoryError

    with opened(sqlite_url) as store:
        with monkeypatch.context() as patch:
            patch.setattr(DatabaseSession, "commit", fail)
            outcomes = [
                future.exception() for future in together(store, lambda session, ordinal: record(session, str(ordinal)))
            ]
        assert None not in outcomes
        assert count(store) == 0, "the register is free again, and holds nothing of them"


def test_a_process_that_does_not_let_go_is_not_waited_for_without_end(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.store.database.database_session._SECONDS_IN_QUEUE", 0.1)
    with opened(sqlite_url) as store, open(f"{store.engine.url.database}-turn", "w") as place:  # noqa: PTH123
        fcntl.flock(place, fcntl.LOCK_EX)
        with pytest.raises(Unavailable), store.unit():
            pass
        fcntl.flock(place, fcntl.LOCK_UN)
        assert count(store) == 0


def test_the_file_of_turns_has_the_rights_of_the_database(sqlite_url: str) -> None:
    with opened(sqlite_url) as store:
        database = Path(store.engine.url.database or "")
        database.chmod(0o660)
        assert count(store) == 0
        assert Path(f"{database}-turn").stat().st_mode & 0o777 == 0o660
