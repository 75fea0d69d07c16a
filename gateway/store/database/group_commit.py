"""Takes turns on SQLite: units of one process follow one another and share a commit.

SQLite has one writer, and what a commit costs is the wait for the disk. So a unit that ends while others
wait leaves the transaction open for the next, inside its own savepoint; the last one commits for all, and
only then does any of them return. Nothing is acknowledged before it is on the disk, and a unit that fails
takes back its own work alone.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from gateway.store.database.deadline import Deadline
from gateway.store.database.session import Session
from gateway.store.errors import CommitInDoubt, DatabaseFailed, Overdue, StoreError

_LARGEST_GROUP = 32
_LONGEST_GROUP = 2.0
"""Seconds after which nobody joins a group any more: whoever ended first waits for the last."""

_NO_END = -1


class _Group:
    """The units that share one transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.members = 0
        self.full_at = time.monotonic() + _LONGEST_GROUP
        self.failure: StoreError | None = None
        self.ended = threading.Event()

    @property
    def is_full(self) -> bool:
        """Whether nobody may join any more."""
        return self.members >= _LARGEST_GROUP or time.monotonic() > self.full_at


class GroupCommit:
    """The order in which the units of one process use a SQLite database. Safe for threads.

    `waiting` is how many wait for their turn.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self.waiting = 0
        self._group: _Group | None = None

    @contextmanager
    def transaction(self, deadline: Deadline | None = None) -> Iterator[Session]:
        """Open a unit's part of a transaction.

        It is on the disk when the block has ended.

        Raises StoreError where the database cannot be used.
        """
        deadline = deadline or Deadline()
        self._wait_for_turn(deadline)
        try:
            group = self._group = self._group or _Group(Session(self._engine, deadline=deadline))
            group.session.deadline = deadline
            try:
                if group.members:
                    with group.session.savepoint("unit"):
                        yield group.session
                else:  # nobody else's work is in the transaction: where this fails, all of it is undone
                    yield group.session
                group.members += 1
            finally:
                if not (self.waiting and group.members and group.session.is_open) or group.is_full:
                    self._end(group)
        finally:
            self._turn.release()
        if not group.ended.is_set() and not group.ended.wait(timeout=deadline.timeout):
            raise CommitInDoubt("those who share the commit did not end in time")
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

        The register is free again either way.
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
