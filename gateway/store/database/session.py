"""The transaction as repositories see it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, overload

from sqlalchemy import Dialect

from gateway.store.database.statement import Core, Insertion, Place, Query, R, Statement, Values


class Session(Protocol):
    """A transaction, as repositories use it.

    `row` returns the first row, or None, and `rows` all. Rows are named tuples. Statements raise StoreError. Those that
    change something raise Clash if a constraint refuses a row.
    """

    @property
    def dialect(self) -> Dialect:
        """The database, as SQLAlchemy knows it."""

    @overload
    def row(self, statement: Query[R], values: Values | None = None) -> R | None: ...

    @overload
    def row(self, statement: Statement, values: Values | None = None) -> object | None: ...

    @overload
    def row(self, statement: Core, values: Values | None = None) -> Any: ...

    @overload
    def rows(self, statement: Query[R], values: Values | None = None) -> list[R]: ...

    @overload
    def rows(self, statement: Statement, values: Values | None = None) -> list[object]: ...

    @overload
    def rows(self, statement: Core, values: Values | None = None) -> list[Any]: ...

    def number(self, statement: Statement | Core, values: Values | None = None) -> int | None:
        """Return the number in the first row, or None."""

    def run(self, statement: Statement | Core, values: Values | None = None) -> int:
        """Run a statement, and return the number of rows touched."""

    def run_all(self, statement: Statement, rows: Sequence[Values]) -> int:
        """Run a statement for each of these rows.

        Return the number of rows touched.
        """

    def run_later(self, statement: Statement, values: Values) -> None:
        """Run a statement before the commit.

        Nothing in the unit may read what it changes.
        """

    def insert(self, insertion: Insertion, rows: Sequence[Values]) -> int:
        """Insert rows, and return how many were inserted."""

    def insert_last(self, insertion: Insertion, rows: Sequence[Values]) -> None:
        """Insert the last rows of the transaction."""

    def insert_each(self, insertion: Insertion, rows: Sequence[Values]) -> list[bool]:
        """Insert rows, and return for each whether it was inserted."""

    def insert_planned(self, insertion: Insertion, row: Values, place: Place) -> bool:
        """Insert a row, and return whether it was inserted.

        Nothing in the unit may read it. In a group it is inserted before the commit, in the order of `place`, and the
        answer is always true: a call whose row cannot be inserted leaves the group.
        """

    def run_planned(self, statement: Statement, values: Values, place: Place) -> bool:
        """Change a row, and return whether it was changed.

        In a group it is changed before the commit, as `insert_planned` inserts.
        """

    def add(self, insertion: Insertion, rows: Sequence[Values]) -> None:
        """Insert rows before the commit.

        Nothing in the unit may read them.
        """

    def announce(self, channel: str) -> None:
        """Notify the listeners when this transaction commits."""

    def savepoint(self, name: str = "part") -> AbstractContextManager[None]:
        """Undo what the block did if it raises.

        What the transaction did before the block stays.
        """


def only_row(session: Session, query: Query[R], values: Values | None = None) -> R:
    """Return the row of a query that has one.

    A count, for example, always has one.
    """
    row = session.row(query, values)
    assert row is not None, "a count has a row"
    return row
