"""Queue units on SQLite, and share commits within a process.

SQLite has one writer, and the cost of a commit is the wait for the disk. So a unit that ends while others wait leaves
the transaction open for the next one, which has its own savepoint. The last one commits for all. Only then does any of
them return, so nothing is acknowledged before it is on the disk. A unit that fails undoes only its own work.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from gateway.store.database.database_session import DatabaseSession
from gateway.store.database.deadline import Deadline
from gateway.store.errors import CommitInDoubt, DatabaseFailed, Overdue, StoreError

_LARGEST_GROUP = 32
_LONGEST_GROUP = 2.0
"""Seconds after which no unit joins a group any more.

The first unit of a group waits for the last.
"""

_NO_END = -1


class _Group:
    """The units that share one transaction."""

    def __init__(self, session: DatabaseSession) -> None:
        self.session = session
        self.members = 0
        self.full_at = time.monotonic() + _LONGEST_GROUP
        self.failure: StoreError | None = None
        self.ended = threading.Event()

    @property
    def is_full(self) -> bool:
        """Whether no more units may join."""
        return self.members >= _LARGEST_GROUP or time.monotonic() > self.full_at


class GroupCommit:
    """The order in which units of one process use SQLite.

    It is safe for threads. `waiting` is the number of units that wait for their turn.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self.waiting = 0
        self._group: _Group | None = None

    @contextmanager
    def transaction(self, deadline: Deadline | None = None) -> Iterator[DatabaseSession]:
        """Open a unit's part of a transaction.

        It is on the disk when the block has ended. Raises StoreError if the database cannot be used.
        """
        deadline = deadline or Deadline()
        self._wait_for_turn(deadline)
        try:
            group = self._group = self._group or _Group(DatabaseSession(self._engine, deadline=deadline))
            group.session.deadline = deadline
            try:
                if group.members:
                    with group.session.savepoint("unit"):
                        yield group.session
                else:  # no other work is in the transaction: if this fails, all of it is undone
                    yield group.session
                group.members += 1
            finally:
                if not (self.waiting and group.members and group.session.is_open) or group.is_full:
                    self._end(group)
        finally:
            self._turn.release()
        if not group.ended.is_set() and not group.ended.wait(timeout=deadline.timeout):
            raise CommitInDoubt("the units that share the commit did not end in time")
        if group.failure is not None:
            raise group.failure

    def _wait_for_turn(self, deadline: Deadline) -> None:
        with self._counting:
            self.waiting += 1
        try:
            timeout = deadline.timeout
            if not self._turn.acquire(timeout=_NO_END if timeout is None else timeout):
                raise Overdue("the units before this one did not end in time")
        finally:
            with self._counting:
                self.waiting -= 1

    def _end(self, group: _Group) -> None:
        """Commit for all, or tell all that nothing is safe.

        Other units can use the register afterwards, either way.
        """
        self._group = None
        group.failure = DatabaseFailed("the commit did not come about")
        try:
            if group.members:
                group.session.commit()
            group.failure = None
        except StoreError as failure:
            group.failure = failure
        finally:
            try:
                group.session.roll_back()
            finally:
                group.ended.set()
