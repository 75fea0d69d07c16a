"""Let calls share a transaction, its questions and its commit.

Each call of a group runs in a greenlet. When it asks the database, it stops until all others have stopped too. Then
equal questions are asked once, one statement does all look-ups of a kind, and the writes of the calls are written
together. After one commit, all calls go on. Nothing is answered before it is on the disk.

Calls read before any of them writes. So they are answered as one by one: first those that only read, then the others.

A call leaves the group, and is done on its own from its beginning, if it would lock what others read, if what it
planned cannot be written, or if the database refuses anything. So no call fails because of another.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any, Generic, NoReturn, TypeVar

from greenlet import getcurrent, greenlet
from sqlalchemy import Dialect

from gateway.store.database import group_statements
from gateway.store.database.group_statements import Planned, Question, Writes
from gateway.store.database.session import Session
from gateway.store.database.statement import Core, Insertion, Place, Statement, Values
from gateway.store.errors import CommitInDoubt, StoreError

_T = TypeVar("_T")
_U = TypeVar("_U")
GROUPS_AT_ONCE = 1
"""Groups that a process runs at the same time.

With more, each is smaller, and its calls share less.
"""

MOST_OF_GROUP = 32
"""Calls of a group."""

OpenTransaction = Callable[[], AbstractContextManager[Session]]
NoteFailure = Callable[[Exception], None]
"""Is told of the error that ends a group."""


class LeaveGroup(BaseException):
    """The call must be done on its own.

    Not an Exception, so that nobody takes it for a failure.
    """


class _Undone(Exception):
    """Raised to end a transaction without a commit."""


class _Member(greenlet):
    """One call of a group."""

    def __init__(self, group: "_Group[Any]", call: Callable[[], Any], place: int) -> None:
        super().__init__(call)
        self.group = group
        self.place = place


class MemberSession:
    """A call's view of the transaction of its group."""

    def __init__(self, group: "_Group[Any]") -> None:
        self._group = group
        self.dialect: Dialect = group.dialect
        self.writes = Writes()

    def row(self, statement: Statement | Core, values: Values | None = None) -> Any:
        """Return the first row, or None."""
        return self._group.ask(Question(statement, values, is_of_one_row=True))

    def rows(self, statement: Statement | Core, values: Values | None = None) -> list[Any]:
        """Return all rows."""
        rows: list[Any] = self._group.ask(Question(statement, values, is_of_one_row=False))
        return rows

    def number(self, statement: Statement | Core, values: Values | None = None) -> Any:
        """Return the first column of the first row, or None."""
        row = self.row(statement, values)
        return None if row is None else row[0]

    def add(self, insertion: Insertion, rows: Sequence[Values]) -> None:
        """Insert rows at the end of the unit."""
        self.writes.inserted.append((insertion, rows))

    def insert_planned(self, insertion: Insertion, row: Values, place: Place) -> bool:
        """Plan to insert a row.

        A call that has planned one before leaves the group.
        """
        return self._plan(Planned(insertion, row, place))

    def run_planned(self, statement: Statement, values: Values, place: Place) -> bool:
        """Plan to change a row, as `insert_planned` does."""
        return self._plan(Planned(statement, values, place))

    def _plan(self, planned: Planned) -> bool:
        if self.writes.planned is not None:
            raise LeaveGroup
        self.writes.planned = planned
        return True

    def run_later(self, statement: Statement, values: Values) -> None:
        """Run a statement at the end of the unit."""
        self.writes.later.append((statement, values))

    def run(self, *_: Any) -> NoReturn:
        """Leave the group."""
        raise LeaveGroup

    run_all = insert = insert_last = insert_each = announce = savepoint = run


class Part(Generic[_U]):
    """A context manager: a call's part in the group's transaction."""

    __slots__ = ("_group", "_make", "_session")

    def __init__(self, group: "_Group[Any]", make: Callable[[Session], _U]) -> None:
        self._group = group
        self._make = make
        self._session = MemberSession(group)

    def __enter__(self) -> _U:
        return self._make(self._session)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._group.join(self._session.writes)


class _Group(Generic[_T]):
    """Calls that run together in one thread."""

    def __init__(self, calls: Sequence[Callable[[], _T]], note_failure: NoteFailure) -> None:
        self._calls = calls
        self._note_failure = note_failure
        self._hub = getcurrent()
        self._answers: list[_T | None] = [None] * len(calls)
        self._asking: list[tuple[_Member, Question]] = []
        self._ending: dict[_Member, Writes] = {}
        self._open: OpenTransaction | None = None
        self._context: AbstractContextManager[Session] | None = None
        self._session: Session | None = None
        self.dialect: Any = None

    # What calls do.

    def ask(self, question: Question) -> Any:
        """Wait for the answer to a question. Raises LeaveGroup."""
        return self._hub.switch(question)

    def part(self, dialect: Dialect, open_transaction: OpenTransaction, make: Callable[[Session], _U]) -> "Part[_U]":
        """Return the part of one call.

        `make` makes its unit. It is committed when the block has ended. The transaction has the deadline of the
        group's first call, which has waited the longest.
        """
        if self._open is None:
            self._open, self.dialect = open_transaction, dialect
        return Part(self, make)

    def join(self, writes: Writes) -> None:
        """Commit a call's writes with those of all others.

        Raises LeaveGroup or CommitInDoubt.
        """
        self._hub.switch(writes)

    # What the hub does.

    def run(self) -> list[_T | None]:
        """Run the calls, and return their answers.

        The answer is None for each call that has left.
        """
        for place, call in enumerate(self._calls):
            self._go_on(_Member(self, call, place))
        while self._asking or self._ending:
            if self._asking:
                asking, self._asking = self._asking, []
                self._answer(asking)
            else:
                ending, self._ending = self._ending, {}
                self._commit(ending)
        self._roll_back()  # what is open has no call left that would commit it
        return self._answers

    def _go_on(self, member: _Member, answer: Any = None, error: BaseException | None = None) -> None:
        """Let a call run until it asks again or ends."""
        try:
            asked = member.switch(*(() if not member else (answer,))) if error is None else member.throw(error)
        except LeaveGroup:
            return
        if member.dead:
            self._answers[member.place] = asked
        elif isinstance(asked, Writes):
            self._ending[member] = asked
        else:
            self._asking.append((member, asked))

    def _answer(self, asking: Sequence[tuple[_Member, Question]]) -> None:
        """Answer all questions, with as few statements as possible."""
        try:
            answers = group_statements.answer_together(self._begun(), [question for _, question in asking])
        except Exception as error:  # a call that is to blame meets it again on its own
            self._give_up([member for member, _ in asking], error)
            return
        for (member, _), answer in zip(asking, answers, strict=True):
            self._go_on(member, answer)

    def _begun(self) -> Session:
        if self._session is None:
            assert self._open is not None
            self._context = self._open()
            self._session = self._context.__enter__()
        return self._session

    def _commit(self, members: Mapping[_Member, Writes]) -> None:
        """Write what the calls want to write, and commit.

        Then let all of them go on. Those whose plans could not be written leave.
        """
        try:
            written = group_statements.write_together(self._begun(), list(members.values()))
            self._end(None)
        except CommitInDoubt as error:
            for member in members:
                self._go_on(member, error=error)
            return
        except Exception as error:  # as above
            self._give_up(list(members), error)
            return
        for member, writes in members.items():
            self._go_on(member, error=None if writes in written else LeaveGroup())

    def _give_up(self, members: Sequence[_Member], error: Exception) -> None:
        """Roll back, and let the calls leave the group.

        These are all calls with a part in the transaction.
        """
        self._note_failure(error)
        self._roll_back()
        ending, self._ending = self._ending, {}
        for member in (*members, *ending):
            self._go_on(member, error=LeaveGroup())

    def _roll_back(self) -> None:
        with suppress(StoreError, _Undone):
            self._end(_Undone())

    def _end(self, error: Exception | None) -> None:
        context = self._context
        self._forget()
        if context is not None:
            context.__exit__(None if error is None else type(error), error, None)

    def _forget(self) -> None:
        self._context, self._session = None, None


def run_together(calls: Sequence[Callable[[], _T]], note_failure: NoteFailure = lambda _error: None) -> list[_T | None]:
    """Run calls as one group, and return their answers.

    The answer is None for each call that must be done on its own.
    """
    return _Group(calls, note_failure).run()


def current_group() -> _Group[Any] | None:
    """Return the group of the present call, or None."""
    member = getcurrent()
    return member.group if isinstance(member, _Member) else None


def leave_group() -> None:
    """Leave the group, if the call is in one.

    Call it before work that takes long.
    """
    if current_group() is not None:
        raise LeaveGroup
