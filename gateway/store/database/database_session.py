"""One transaction on the driver's own connection.

SQLAlchemy Core builds the statements and renders them for the database. Here they are compiled once, and run on the
driver's cursor. For the three statements of a look-up, Core's own execution costs three to four times as much as the
queries themselves (docs/decisions/005), and every call would pay for it.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from math import ceil
from operator import methodcaller
from typing import Any, Final

from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.exc import SQLAlchemyError

from gateway.store.database.deadline import Deadline, Work, pooled, report_silence
from gateway.store.database.direct_cursor import DirectCursor
from gateway.store.database.driver_errors import (
    is_connection_timeout,
    is_locked,
    is_of_configuration,
    is_stale_plan,
    is_transient,
    is_undone,
)
from gateway.store.database.engine import BUSY_SECONDS
from gateway.store.database.files_beside import open_beside
from gateway.store.database.sqlite_file import SqliteFile
from gateway.store.database.statement import Compiled, Core, Insertion, Place, Statement, Values
from gateway.store.errors import Clash, CommitInDoubt, DatabaseFailed, Misconfigured, Overdue, StoreError, Unavailable

_SECONDS_IN_QUEUE = 8.0
_SECONDS_BETWEEN_TRIES = 0.0005
_ROWS_WORTH_A_COPY = 8
_all_rows, _first_row = methodcaller("fetchall"), methodcaller("fetchone")
_BEGIN = b"BEGIN ISOLATION LEVEL READ COMMITTED"
_BEGIN_READING = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_BEGIN_LAZY = _BEGIN + b"; SET LOCAL synchronous_commit = off"
_LOCKING = " FOR "
"""What a SELECT has that locks rows (FOR UPDATE)."""


class DatabaseSession:
    """An open transaction: runs statements, returns rows as named tuples.

    With `reading`, it takes no lock on SQLite, and sees the register as it was when it first read. With `lazy`, it does
    not wait for the disk when it commits: it is safe once a later commit has waited. With `late`, a transaction on
    PostgreSQL begins with the first statement that locks or writes. Reads before it see the same as within it, since
    each statement sees what is committed by then.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        reading: bool = False,
        lazy: bool = False,
        late: bool = False,
        deadline: Deadline | None = None,
    ) -> None:
        self.dialect: Final = engine.dialect
        self._dbapi: Any = self.dialect.loaded_dbapi
        self._error: Any = self._dbapi.Error
        self._clash: Any = self._dbapi.IntegrityError
        self._reading = reading
        self._lazy = lazy
        self._is_to_begin = late and self.dialect.name == "postgresql"
        self._last: tuple[Insertion, Sequence[Values]] | None = None
        self._lock_file: int | None = None
        self._pooled: PoolProxiedConnection | None = None
        self._cursor: DirectCursor | None = None
        self._spoilt = False
        self._committing = False
        self._deadline = deadline or Deadline()
        self._work = Work(self._deadline, engine)
        self._file: SqliteFile | None = engine.get_execution_options().get("file")
        self._work.begin()
        try:
            if not self._begin(engine):
                engine.dispose()  # the server went away, and every connection in the pool with it
                if not self._begin(engine):
                    raise Unavailable("the database refuses to begin")
        except BaseException:
            self._discard()
            raise

    def _begin(self, engine: Engine) -> bool:
        """Take a connection and begin; return whether it worked.

        If it did not, the connection was dead or to another file. Raises Unavailable.
        """
        self._require_time()  # a new connection may take 2 s
        identity = None
        try:
            if self._file is not None:
                if not self._reading:
                    self._queue_up(self._file.path)
                identity = self._file.require_usable()
            self._pooled = pooled(engine, self._work)
        except (OSError, SQLAlchemyError, self._error) as error:
            self._require_time()
            if is_connection_timeout(getattr(error, "orig", error), self._dbapi):
                report_silence(engine)
                raise Overdue("the database does not answer") from error
            raise Unavailable("the database cannot be reached") from error
        self._driver: Any = self._pooled.driver_connection
        self._work.driver = self._driver
        try:
            if self._file is not None:
                if self._pooled.info.get("file") == identity:
                    self._begin_sqlite(self._file, self._pooled.info)
                    return True
            else:
                self._cursor = self._pooled.info.get("cursor")
                if self._begin_postgresql(self._pooled.info.get("local_settings")):
                    return True
        except (OSError, self._error) as error:
            if is_locked(error):
                raise Unavailable("the database is locked") from error
        self._require_time()
        self._discard()
        self._work.begin()
        return False

    def _require_ahead(self, file: SqliteFile, info: dict[Any, Any]) -> None:
        """Raise Unavailable if the -wal file was removed in use.

        Commits would be gone with this process. The connection is kept: when SQLite closes the last one, it moves what
        was written ahead into the database.
        """
        known = info.get("ahead")
        if known is not None and known != file.ahead():
            self._return()
            raise Unavailable("what is written ahead of the database (-wal) was removed in use: stop, and start again")

    def _begin_postgresql(self, settings: str | None) -> bool:
        """Begin on PostgreSQL; return whether it worked.

        `settings` are those that the connection cannot keep.
        """
        if self._is_to_begin and self._cursor is not None and not settings:  # psycopg's own cursor begins by itself
            return True
        self._is_to_begin = False
        begin = _BEGIN_READING if self._reading else _BEGIN_LAZY if self._lazy else _BEGIN
        if settings:
            begin += b"; " + settings.encode()
        begun: bool = self._driver.pgconn.exec_(begin).status == self._dbapi.pq.ExecStatus.COMMAND_OK
        return begun

    def _begin_sqlite(self, file: SqliteFile, info: dict[Any, Any]) -> None:
        self._require_ahead(file, info)
        if self._lazy or info.get("lazy"):
            info["lazy"] = self._lazy
            self._driver.execute(f"PRAGMA synchronous = {'NORMAL' if self._lazy else 'FULL'}")
        wait = ceil(self._deadline.within(BUSY_SECONDS) * 1000)
        if wait != info.get("busy", BUSY_SECONDS * 1000):
            info["busy"] = wait
            self._driver.execute(f"PRAGMA busy_timeout = {wait}")
        self._driver.execute("BEGIN DEFERRED" if self._reading else "BEGIN IMMEDIATE")
        if not self._reading and info.get("ahead") is None:  # SQLite opens it no earlier
            info["ahead"] = file.ahead()

    def _require_time(self) -> None:
        """Raise Overdue if the deadline has passed."""
        if self._work.overdue or not self._deadline.left:
            raise Overdue("the database did not answer in time")

    @property
    def deadline(self) -> Deadline:
        """The deadline of the transaction.

        Units that share a transaction each set their own.
        """
        return self._deadline

    @deadline.setter
    def deadline(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._work.until = deadline.until

    def _queue_up(self, file: str) -> None:
        """Wait for a turn among the processes.

        SQLite's own wait asks less and less often, so it may be up to 100 ms late.
        """
        self._lock_file = open_beside(file, "-turn")
        until = time.monotonic() + self._deadline.within(_SECONDS_IN_QUEUE)
        while True:
            try:
                fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise Overdue("another process does not let go of the database") from error
                time.sleep(_SECONDS_BETWEEN_TRIES)
            else:
                return

    def _leave_queue(self) -> None:
        if self._lock_file is not None:
            lock_file, self._lock_file = self._lock_file, None
            os.close(lock_file)  # which gives the lock back

    def run(self, statement: Statement | Core, values: Values | None = None) -> int:
        """Run a statement, and return the number of rows touched.

        Raises Clash.
        """
        compiled = self._compiled(statement)
        count: int = self._execute(compiled.sql, compiled.bind(values or {})).rowcount
        return count

    def run_all(self, statement: Statement, rows: Sequence[Values]) -> int:
        """Run a statement for each of these rows.

        Return the number of rows touched. Raises Clash.
        """
        if len(rows) < 2 or self._cursor is not None:
            return sum(self.run(statement, row) for row in rows)
        compiled = self._compiled(statement)
        count: int = self._execute(compiled.sql, [compiled.bind(row) for row in rows], many=True).rowcount
        return count

    def insert(self, insertion: Insertion, rows: Sequence[Values]) -> int:
        """Insert rows, and return how many. Raises Clash."""
        if insertion.in_arrays is not None and self.dialect.name == "postgresql" and len(rows) > 1:
            return self.run(insertion.in_arrays, insertion.lists_of(rows))
        if self.dialect.name == "sqlite" or len(rows) < _ROWS_WORTH_A_COPY:
            return self.run_all(insertion.statement, rows)
        return self._copy(insertion, rows)

    def insert_each(self, insertion: Insertion, rows: Sequence[Values]) -> list[bool]:
        """Insert rows, and return for each whether it was inserted.

        Raises Clash. Of rows with the same key, only the first is inserted.
        """
        firsts = {row[insertion.key]: row for row in reversed(rows)}
        new = [row for row in rows if firsts[row[insertion.key]] is row]
        if insertion.each_in_arrays is not None and self.dialect.name == "postgresql" and len(new) > 1:
            inserted = {key for (key,) in self.rows(insertion.each_in_arrays, insertion.lists_of(new))}
        else:
            inserted = {row[insertion.key] for row in new if self.run(insertion.statement, row) == 1}
        return [row[insertion.key] in inserted and firsts[row[insertion.key]] is row for row in rows]

    def insert_last(self, insertion: Insertion, rows: Sequence[Values]) -> None:
        """Insert the last rows of the transaction.

        If they are the only ones, and one statement inserts them, `commit` runs it, and PostgreSQL commits by itself.
        """
        if self._is_to_begin and (len(rows) == 1 or insertion.in_arrays is not None):
            self._last = insertion, rows
        else:
            self.insert(insertion, rows)

    def add(self, insertion: Insertion, rows: Sequence[Values]) -> None:
        """Insert rows now."""
        self.insert(insertion, rows)

    def insert_planned(self, insertion: Insertion, row: Values, _place: Place) -> bool:
        """Insert a row now, and return whether it was inserted."""
        return self.run(insertion.statement, row) == 1

    def run_planned(self, statement: Statement, values: Values, _place: Place) -> bool:
        """Change a row now, and return whether it was changed."""
        return self.run(statement, values) == 1

    def run_later(self, statement: Statement, values: Values) -> None:
        """Run a statement now."""
        self.run(statement, values)

    def _copy(self, insertion: Insertion, rows: Sequence[Values]) -> int:
        """Insert rows by PostgreSQL's COPY.

        It takes half the work of as many statements, even by way of a temporary table.
        """
        table, names = insertion.table, ", ".join(f'"{name}"' for name in insertion.names)
        target = f"new_{table}" if insertion.unless_taken else table
        if insertion.unless_taken:
            like = f"SELECT {names} FROM {table} WITH NO DATA"  # noqa: S608  (names of ours)
            self._execute(f"CREATE TEMP TABLE IF NOT EXISTS {target} ON COMMIT DELETE ROWS AS {like}")
        count = self._copy_into(f"COPY {target} ({names}) FROM STDIN", insertion, rows)
        if insertion.unless_taken:
            kept = f"INSERT INTO {table} ({names}) SELECT {names} FROM {target} ON CONFLICT DO NOTHING"  # noqa: S608  (names of ours)
            count = self._execute(kept).rowcount
            self._execute(f"DELETE FROM {target}")  # noqa: S608
        return count

    def _copy_into(self, copy: str, insertion: Insertion, rows: Sequence[Values]) -> int:
        write = insertion.writer(self.dialect)
        try:
            cursor = self._driver.cursor()
            with cursor.copy(copy) as copying:
                for row in rows:
                    copying.write_row(write(row))
        except self._clash as error:
            raise Clash("a constraint of the database refuses the row") from error
        except self._error as error:
            raise self._failed(error) from error
        count: int = cursor.rowcount
        return count

    def announce(self, channel: str) -> None:
        """Notify PostgreSQL's listeners when this transaction commits."""
        if self.dialect.name == "postgresql":
            self._execute(f"NOTIFY {channel}")

    def rows(self, statement: Statement | Core, values: Values | None = None) -> list[Any]:
        """Return all rows."""
        compiled = self._compiled(statement)
        return compiled.rows(self._execute(compiled.sql, compiled.bind(values or {}), fetch=_all_rows))

    def row(self, statement: Statement | Core, values: Values | None = None) -> Any:
        """Return the first row, or None."""
        compiled = self._compiled(statement)
        row = self._execute(compiled.sql, compiled.bind(values or {}), fetch=_first_row)
        return None if row is None else compiled.row(row)

    def number(self, statement: Statement | Core, values: Values | None = None) -> int | None:
        """Return the number in the first row, or None."""
        row = self.row(statement, values)
        number: int | None = None if row is None else row[0]
        return number

    @contextmanager
    def savepoint(self, name: str = "part") -> Iterator[None]:
        """Undo what the block did if it raises.

        What the transaction did before the block stays.
        """
        self._execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self._end_savepoint(f"ROLLBACK TO SAVEPOINT {name}", f"RELEASE SAVEPOINT {name}")
            raise
        self._end_savepoint(f"RELEASE SAVEPOINT {name}")

    def _end_savepoint(self, *statements: str) -> None:
        """End a savepoint.

        If this fails, nothing of the transaction may be committed.
        """
        spoilt, self._spoilt = self._spoilt, True
        for statement in statements:
            self._execute(statement)
        self._spoilt = spoilt

    @property
    def is_open(self) -> bool:
        """Whether the transaction can still be committed.

        SQLite ends a transaction by itself, for example when the disk is full.
        """
        if self._pooled is None or self._spoilt or self._work.overdue:
            return False
        if self.dialect.name == "sqlite":
            return bool(self._driver.in_transaction)
        statuses = self._dbapi.pq.TransactionStatus
        expected = statuses.IDLE if self._is_to_begin else statuses.INTRANS
        return bool(self._driver.pgconn.transaction_status == expected)

    def commit(self) -> None:
        """Commit and end, whatever happens.

        Raises CommitInDoubt if the database warned during the commit, or if the SQLite file was replaced.
        """
        try:
            info = self._require_open().info
            warnings: list[str] = info.get("warnings", [])
            warnings.clear()
            self._committing = True
            if not self._is_to_begin:
                self._driver.commit()
            elif self._last is not None:
                self.insert(*self._last)
            if warnings:
                raise CommitInDoubt("the commit was not confirmed by a standby")
            if self._file is not None and not self._file.is_still(info["file"]):
                raise CommitInDoubt("the database file was replaced during the commit")
            if self._file is not None and info.get("ahead") not in (None, self._file.ahead()):
                raise CommitInDoubt("what is written ahead of the database was removed during the commit")
        except self._error as error:
            raise self._failed(error) from error
        finally:
            self.roll_back()

    def _require_open(self) -> PoolProxiedConnection:
        if self._work.overdue:
            raise Overdue("the database did not answer in time")
        if self._pooled is None or not self.is_open:
            raise Unavailable("the database ended the transaction by itself")
        return self._pooled

    def roll_back(self) -> None:
        """Undo everything and end, whatever happens.

        After a commit there is nothing left to undo.
        """
        if self._pooled is None:
            return
        try:
            if self._is_idle:
                self._return()
            elif self._pooled.is_valid:
                self._driver.rollback()
                self._return()
        except self._error:
            pass
        finally:
            self._discard()

    @property
    def _is_idle(self) -> bool:
        """Whether the connection is alive and has no transaction."""
        if self.dialect.name == "sqlite":
            return not self._driver.in_transaction
        return bool(self._driver.pgconn.transaction_status == self._dbapi.pq.TransactionStatus.IDLE)

    def _return(self) -> None:
        """Leave the queue, and return the connection to the pool."""
        self._work.end()
        self._leave_queue()
        if self._pooled is not None and not self._work.overdue:
            connection, self._pooled = self._pooled, None
            connection.close()

    def _discard(self) -> None:
        """Close a connection whose state is unknown.

        Its transaction ends with it. On SQLite this is so only if every cursor was read to its end, so it is rolled
        back first.
        """
        self._work.end()
        self._work.driver = None
        try:
            self._leave_queue()
        finally:
            if self._pooled is not None:
                connection, self._pooled = self._pooled, None
                if self.dialect.name == "sqlite" and connection.is_valid:
                    with suppress(self._error):
                        connection.driver_connection.rollback()  # type: ignore[union-attr]
                connection.invalidate()

    def _compiled(self, statement: Statement | Core) -> Compiled:
        return (statement if isinstance(statement, Statement) else Statement(statement)).compiled(self.dialect)

    def _execute(
        self, sql: str, parameters: Any = (), *, many: bool = False, fetch: Callable[[Any], Any] | None = None
    ) -> Any:
        """Run a statement, and return its cursor or its rows.

        Rows are fetched here, since SQLite finds an error only then.
        """
        if self._work.overdue:
            raise Overdue("the database did not answer in time")
        if self._is_to_begin and not self._committing and (not sql.startswith("SELECT") or _LOCKING in sql):
            self._begin_now()
        try:
            cursor: Any = self._cursor or self._driver.cursor()
            if many:
                cursor.executemany(sql, parameters)
            else:
                cursor.execute(sql, parameters)
            return cursor if fetch is None else fetch(cursor)
        except self._clash as error:
            raise Clash("a constraint of the database refuses the row") from error
        except self._error as error:
            raise self._failed(error) from error

    def _begin_now(self) -> None:
        """Begin the transaction of a session that is late."""
        self._is_to_begin = False
        if not self._begin_postgresql(None):
            raise Unavailable("the database refuses to begin")

    def _failed(self, error: Exception) -> StoreError:
        """Return our error for an error of the driver."""
        if self._committing and not is_undone(error):
            return CommitInDoubt("the connection broke during the commit")
        if self._work.overdue:
            return Overdue("the database did not answer in time")
        if is_stale_plan(error):  # a retry would get another connection with such a plan
            self._work.engine.get_execution_options()["plans"].begin_anew()
        text = f"the database failed ({type(error).__name__})"
        if is_transient(error, self._dbapi):
            return Unavailable(text)
        return Misconfigured(text) if is_of_configuration(error) else DatabaseFailed(text)


@contextmanager
def transaction(
    engine: Engine, deadline: Deadline | None = None, *, lazy: bool = False, late: bool = False
) -> Iterator[DatabaseSession]:
    """Open a transaction.

    It commits at the end of the block, and rolls back on any exception. Raises StoreError if the database cannot be
    used, and CommitInDoubt if a commit was not confirmed.
    """
    session = DatabaseSession(engine, lazy=lazy, late=late, deadline=deadline)
    try:
        yield session
        session.commit()
    finally:
        session.roll_back()
