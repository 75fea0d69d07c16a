"""Takes turns on SQLite: units of one process follow one another and share a commit.

SQLite has one writer, and what a commit costs is the wait for the disk. So a unit that ends while others
wait leaves the transaction open for the next, inside its own savepoint; the last one commits for all, and
only then does any of them return. Nothing is acknowledged before it is on the disk, and a unit that fails
takes back its own work alone.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from gateway.store.errors import DatabaseFailed, StoreError
from gateway.store.session import Session

_LARGEST_GROUP = 32


class _Group:
    """The units that share one transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.members = 0
        self.failure: StoreError | None = None
        self.ended = threading.Event()


class Turns:
    """The order in which the units of one process use a SQLite database. Safe for threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0
        self._group: _Group | None = None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a unit's part of a transaction; it is on the disk when the block has ended.

        Raises StoreError where the database cannot be used.
        """
        self._wait_for_turn()
        try:
            group = self._group = self._group or _Group(Session(self._engine))
            try:
                with group.session.savepoint("unit"):
                    yield group.session
                group.members += 1
            finally:
                if not self._waiting or group.members >= _LARGEST_GROUP or not group.session.is_open:
                    self._end(group)
        finally:
            self._turn.release()
        group.ended.wait()
        if group.failure is not None:
            raise group.failure

    def _wait_for_turn(self) -> None:
        with self._counting:
            self._waiting += 1
        try:
            self._turn.acquire()
        finally:
            with self._counting:
                self._waiting -= 1

    def _end(self, group: _Group) -> None:
        """Commit for all, or tell all that nothing is safe; the register is free again either way."""
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
