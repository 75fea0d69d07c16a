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
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, NoReturn, TypeVar

from greenlet import getcurrent, greenlet
from sqlalchemy import Dialect

from gateway.store.database.session import Session
from gateway.store.database.statement import Core, Insertion, Lookup, Numbered, Place, Statement, Values
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


class LeaveGroup(BaseException):
    """The call must be done on its own.

    Not an Exception, so that nobody takes it for a failure.
    """


class _Undone(Exception):
    """Raised to end a transaction without a commit."""


class _Kind(Enum):
    """What a call asks of the database."""

    ROW = auto()
    ROWS = auto()
    COMMIT = auto()


@dataclass(frozen=True, slots=True)
class _Question:
    kind: _Kind
    statement: Statement | Core | None = None
    values: Values | None = None
    session: "MemberSession | None" = None
    """What the call writes, if it asks for the commit."""

    @property
    def key(self) -> Any:
        """Return a key that questions with the same answer share.

        Return None if the question cannot have one.
        """
        key = (self.kind, self.statement, *(self.values or {}).items())
        try:
            hash(key)
        except TypeError:
            return None
        return key


@dataclass(frozen=True, slots=True)
class _Planned:
    """A row that a call plans to write."""

    how: Insertion | Statement
    row: Values
    place: Place


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
        self.planned: _Planned | None = None
        self.inserted: list[tuple[Insertion, Sequence[Values]]] = []
        self.later: list[tuple[Statement, Values]] = []

    def row(self, statement: Statement | Core, values: Values | None = None) -> Any:
        """Return the first row, or None."""
        return self._group.ask(_Question(_Kind.ROW, statement, values))

    def rows(self, statement: Statement | Core, values: Values | None = None) -> list[Any]:
        """Return all rows."""
        rows: list[Any] = self._group.ask(_Question(_Kind.ROWS, statement, values))
        return rows

    def number(self, statement: Statement | Core, values: Values | None = None) -> Any:
        """Return the first column of the first row, or None."""
        row = self.row(statement, values)
        return None if row is None else row[0]

    def add(self, insertion: Insertion, rows: Sequence[Values]) -> None:
        """Insert rows at the end of the unit."""
        self.inserted.append((insertion, rows))

    def insert_planned(self, insertion: Insertion, row: Values, place: Place) -> bool:
        """Plan to insert a row.

        A call that has planned one before leaves the group.
        """
        return self._plan(_Planned(insertion, row, place))

    def run_planned(self, statement: Statement, values: Values, place: Place) -> bool:
        """Plan to change a row, as `insert_planned` does."""
        return self._plan(_Planned(statement, values, place))

    def _plan(self, planned: _Planned) -> bool:
        if self.planned is not None:
            raise LeaveGroup
        self.planned = planned
        return True

    def run_later(self, statement: Statement, values: Values) -> None:
        """Run a statement at the end of the unit."""
        self.later.append((statement, values))

    def run(self, *_: Any) -> NoReturn:
        """Leave the group."""
        raise LeaveGroup

    run_all = insert = insert_each = announce = savepoint = run


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
            self._group.join(self._session)


class _Group(Generic[_T]):
    """Calls that run together in one thread."""

    def __init__(self, calls: Sequence[Callable[[], _T]]) -> None:
        self._calls = calls
        self._hub = getcurrent()
        self._answers: list[_T | None] = [None] * len(calls)
        self._waiting: list[tuple[_Member, _Question]] = []
        self._open: OpenTransaction | None = None
        self._context: AbstractContextManager[Session] | None = None
        self._session: Session | None = None
        self.dialect: Any = None

    # What calls do.

    def ask(self, question: _Question) -> Any:
        """Wait for the answer to a question. Raises LeaveGroup."""
        return self._hub.switch(question)

    def part(self, dialect: Dialect, open_transaction: OpenTransaction, make: Callable[[Session], _U]) -> "Part[_U]":
        """Return the part of one call.

        `make` makes its unit. It is committed when the block has ended.
        """
        self._open, self.dialect = open_transaction, dialect
        return Part(self, make)

    def join(self, session: MemberSession) -> None:
        """Commit a call's writes with those of all others.

        Raises LeaveGroup or CommitInDoubt.
        """
        self.ask(_Question(_Kind.COMMIT, session=session))

    # What the hub does.

    def run(self) -> list[_T | None]:
        """Run the calls, and return their answers.

        The answer is None for each call that has left.
        """
        for place, call in enumerate(self._calls):
            self._go_on(_Member(self, call, place))
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            asking = [one for one in waiting if one[1].session is None]
            if asking:
                self._waiting = [one for one in waiting if one[1].session is not None]
                self._answer(asking)
            else:
                self._commit({member: question.session for member, question in waiting if question.session})
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
        else:
            self._waiting.append((member, asked))

    def _answer(self, asking: Sequence[tuple[_Member, _Question]]) -> None:
        """Answer all questions, with as few statements as possible."""
        try:
            answers = answer_together(self._begun(), [question for _, question in asking])
        except Exception:  # a call that is to blame meets it again on its own
            self._give_up([member for member, _ in asking])
            return
        for (member, _), answer in zip(asking, answers, strict=True):
            self._go_on(member, answer)

    def _begun(self) -> Session:
        if self._session is None:
            assert self._open is not None
            self._context = self._open()
            self._session = self._context.__enter__()
        return self._session

    def _commit(self, members: Mapping[_Member, MemberSession]) -> None:
        """Write what the calls want to write, and commit.

        Then let all of them go on. Those whose plans could not be written leave.
        """
        try:
            written = write_together(self._begun(), list(members.values()))
            self._end(None)
        except CommitInDoubt as error:
            for member in members:
                self._go_on(member, error=error)
            return
        except Exception:  # as above
            self._give_up(list(members))
            return
        for member, session in members.items():
            self._go_on(member, error=None if session in written else LeaveGroup())

    def _give_up(self, members: Sequence[_Member]) -> None:
        """Roll back, and let the calls leave the group.

        These are all calls with a part in the transaction.
        """
        self._roll_back()
        waiting, self._waiting = self._waiting, []
        for member in (*members, *(member for member, _ in waiting)):
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


def run_together(calls: Sequence[Callable[[], _T]]) -> list[_T | None]:
    """Run calls as one group, and return their answers.

    The answer is None for each call that must be done on its own.
    """
    return _Group(calls).run()


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


def answer_together(session: Session, questions: Sequence[_Question]) -> list[Any]:
    """Return the answers to questions.

    Equal questions are asked once. One statement does all look-ups of a kind.
    """
    answers: dict[int, Any] = {}
    by_statement: dict[tuple[_Kind, Any], list[int]] = {}
    for place, question in enumerate(questions):
        by_statement.setdefault((question.kind, question.statement), []).append(place)
    for (_, statement), places in by_statement.items():
        together = statement.together if isinstance(statement, Statement) else None
        if together is not None and len(places) > 1:
            values = [questions[place].values or {} for place in places]
            found = _ask_together(session, together, values)
            if found is not None:
                answers |= dict(zip(places, found, strict=True))
                continue
        known: dict[Any, Any] = {}
        for place in places:
            key = place if len(places) == 1 else questions[place].key or place
            if key not in known:
                known[key] = _ask(session, questions[place])
            answers[place] = known[key]
    return [answers[place] for place in range(len(questions))]


def _ask_together(session: Session, together: Lookup | Numbered, values: Sequence[Values]) -> Sequence[object] | None:
    """Return the answers to questions of one kind.

    Return None if this database cannot be asked for all of them.
    """
    if isinstance(together, Lookup):
        wanted = [one[together.one] for one in values]
        by_value = {getattr(row, together.column): row for row in session.rows(together.all, {together.many: wanted})}
        return [by_value.get(one) for one in wanted]
    if together.all.only not in (None, session.dialect.name):
        return None
    answers: list[list[Any]] = [[] for _ in values]
    for row in session.rows(together.all, together.parameters(values)):
        answers[row.n - 1].append(row)
    return answers


def _ask(session: Session, question: _Question) -> Any:
    assert question.statement is not None
    if question.kind is _Kind.ROW:
        return session.row(question.statement, question.values)
    return session.rows(question.statement, question.values)


def write_together(session: Session, members: Sequence[MemberSession]) -> Sequence[MemberSession]:
    """Write what the calls want to write.

    Return the calls whose plans could be written. Nothing is written for the others. Rows that several groups change
    are changed in one order, so that groups do not deadlock.
    """
    members = _write_planned(session, members)
    later = [one for member in members for one in member.later]
    for statement, values in sorted(later, key=lambda one: (one[0].compiled(session.dialect).sql, repr(one[1]))):
        session.run(statement, values)
    rows: dict[Insertion, list[Values]] = {}
    for insertion, added in (one for member in members for one in member.inserted):
        rows.setdefault(insertion, []).extend(added)
    for insertion, added in rows.items():
        session.insert(insertion, added)
    return members


def _write_planned(session: Session, members: Sequence[MemberSession]) -> Sequence[MemberSession]:
    """Write the planned rows, and return whose were written.

    Insertions go first, as in a chunk.
    """
    by_how: dict[Insertion | Statement, list[tuple[_Planned, MemberSession]]] = {}
    for member in members:
        if member.planned is not None:
            by_how.setdefault(member.planned.how, []).append((member.planned, member))
    refused = set()
    for how in sorted(by_how, key=lambda one: _text_of(one, session.dialect)):
        planned = sorted(by_how[how], key=lambda one: one[0].place)
        rows = [one.row for one, _ in planned]
        are_written = (
            session.insert_each(how, rows)
            if isinstance(how, Insertion)
            else [session.run(how, row) == 1 for row in rows]
        )
        refused |= {member for (_, member), is_written in zip(planned, are_written, strict=True) if not is_written}
    return [member for member in members if member not in refused]


def _text_of(how: Insertion | Statement, dialect: Dialect) -> str:
    """Return the SQL, by which INSERT comes before UPDATE."""
    return (how.statement if isinstance(how, Insertion) else how).compiled(dialect).sql
