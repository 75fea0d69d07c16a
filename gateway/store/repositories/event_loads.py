"""Loads of learning events in the database.

A load is written in chunks. No record shows its events until it is released. One process loads at a time
(`loading_alone`). A chunk commits only if `attempt` shows that no other process has taken the load up meanwhile.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from operator import attrgetter

from sqlalchemy import delete, func, insert, select, update

from gateway.domain.actors import Decision
from gateway.domain.event import LearningEvent, identity_of
from gateway.domain.event_load import EventFile, EventLoad, EventRow, LoadCounts, LoadState
from gateway.store.database.session import Session, only_row
from gateway.store.database.statement import Insertion, Query, Statement, Values, among, constant, parameter, words
from gateway.store.errors import NoSuchLoad, Stale
from gateway.store.tables.event_loads import event_again, event_load
from gateway.store.tables.events import learning_event
from gateway.store.tables.learners import learner

_EVENT = tuple(name for name in LearningEvent._fields if name != "id")
_values_of = attrgetter(*_EVENT)
_OURS = (*_EVENT, "uln", "load_id", "line", "identity")
_INSERT_EVENTS = Insertion(learning_event, but=set(learning_event.c.keys()) - set(_OURS))
_INSERT_AGAIN = Insertion(event_again, unless_taken=True)


class _EventRow:
    id: int
    uln: str
    identity: int | None
    load_id: int | None


class _UlnRow:
    uln: str


class _LoadRow:
    id: int
    source: str
    file_name: str
    digest: str
    year: str
    return_number: str
    state: str
    attempt: int
    after_event: int
    line: int
    new: int
    known: int
    left_out: int
    by: str
    begun_at: datetime
    released_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: str
    reason: str


_SELECT_EVENTS = Query(
    select(learning_event.c.id, learning_event.c.uln, learning_event.c.identity, learning_event.c.load_id).where(
        among(learning_event.c.uln, words("ulns")), learning_event.c.identity.is_not(None)
    ),
    _EventRow,
)
_SELECT_ULNS = Query(select(learner.c.uln).where(among(learner.c.uln, words("ulns"))), _UlnRow)
_SELECT_BY_NUMBER = Query(select(event_load).where(event_load.c.id == parameter("number")), _LoadRow)
_SELECT_BY_STATE = Query(
    select(event_load).where(event_load.c.state == parameter("state_")).order_by(event_load.c.id.desc()), _LoadRow
)
_SELECT_NEWEST = Query(select(event_load).order_by(event_load.c.id.desc()).limit(parameter("most")), _LoadRow)
_SELECT_RELEASED_FROM = Query(
    select(event_load).where(
        event_load.c.digest == parameter("digest_"),
        event_load.c.source == parameter("source_"),
        event_load.c.state == constant(LoadState.RELEASED.value),
    ),
    _LoadRow,
)
_MINE = (
    event_load.c.id == parameter("number"),
    event_load.c.attempt == parameter("attempt_"),
    event_load.c.state == constant(LoadState.LOADING.value),
)
_ADD_COUNTS = Statement(
    update(event_load)
    .where(*_MINE)
    .values(
        line=parameter("new_line"),
        new=event_load.c.new + parameter("more_new"),
        known=event_load.c.known + parameter("more_known"),
        left_out=event_load.c.left_out + parameter("more_left_out"),
    )
)
_TAKE_UP = Statement(update(event_load).where(*_MINE).values(attempt=event_load.c.attempt + 1))
_RELEASE = Statement(
    update(event_load).where(*_MINE).values(state=LoadState.RELEASED.value, released_at=parameter("now"))
)
_END = Statement(update(event_load).where(*_MINE).values(state=LoadState.UNDONE.value, new=0, known=0, left_out=0))
_WITHDRAW = Statement(
    update(event_load)
    .where(event_load.c.id == parameter("number"), event_load.c.state == constant(LoadState.RELEASED.value))
    .values(
        state=LoadState.WITHDRAWN.value,
        withdrawn_at=parameter("now"),
        withdrawn_by=parameter("new_withdrawn_by"),
        reason=parameter("new_reason"),
    )
)
_SOME_OF = (
    select(learning_event.c.id)
    .where(learning_event.c.load_id == parameter("number"), learning_event.c.id > parameter("after"))
    .order_by(learning_event.c.id)
    .limit(parameter("most"))
)
_DELETE_EVENTS = Statement(delete(learning_event).where(learning_event.c.id.in_(_SOME_OF)))
_DELETE_AGAIN = Statement(delete(event_again).where(event_again.c.load_id == parameter("number")))
_SELECT_LAST_EVENT = Statement(select(func.coalesce(func.max(learning_event.c.id), 0)))


class EventLoads:
    """The loads, within one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def unknown_ulns(self, ulns: Collection[str]) -> set[str]:
        """Return those of the ULNs that no learner has."""
        return {*ulns}.difference(row.uln for row in self._session.rows(_SELECT_ULNS, {"ulns": ulns}))

    def begin(self, file: EventFile, by: str) -> EventLoad:
        """Begin a load, whose events no record shows yet."""
        number = self._session.number(
            insert(event_load)
            .values(
                source=file.source,
                file_name=file.name,
                digest=file.digest,
                year=file.year,
                return_number=file.return_number,
                state=LoadState.LOADING.value,
                attempt=1,
                after_event=self._session.number(_SELECT_LAST_EVENT),
                line=0,
                new=0,
                known=0,
                left_out=0,
                by=by,
                begun_at=self._at,
                withdrawn_by="",
                reason="",
            )
            .returning(event_load.c.id)
        )
        assert number is not None, "the insertion returns it"
        return self.by_number(number)

    def by_number(self, number: int) -> EventLoad:
        """Return a load, or raise NoSuchLoad."""
        row = self._session.row(_SELECT_BY_NUMBER, {"number": number})
        if row is None:
            raise NoSuchLoad(f"there is no load {number}")
        return _load(row)

    def unfinished(self) -> list[EventLoad]:
        """Return the loads that are neither released nor undone."""
        return [_load(row) for row in self._session.rows(_SELECT_BY_STATE, {"state_": LoadState.LOADING.value})]

    def released_from(self, file: EventFile) -> EventLoad | None:
        """Return the released load of exactly this file, or None."""
        row = self._session.row(_SELECT_RELEASED_FROM, {"digest_": file.digest, "source_": file.source})
        return None if row is None else _load(row)

    def listed(self, most: int) -> list[EventLoad]:
        """Return at most `most` loads, newest first."""
        return [_load(row) for row in self._session.rows(_SELECT_NEWEST, {"most": most})]

    def take_up(self, load: EventLoad) -> EventLoad:
        """Take up a load that was interrupted.

        A process that still works on it can write no more. Raises Stale if another process takes it up first.
        """
        self._change(_TAKE_UP, load)
        return self.by_number(load.number)

    def write(self, load: EventLoad, rows: Sequence[EventRow], line: int, left_out: int) -> LoadCounts:
        """Write the rows up to a line, and count them.

        A new event is written. For an event that exists, it is written that it came again. Raises Stale if another
        process has taken the load up; then the transaction must be rolled back.
        """
        stored = {
            (row.uln, row.identity): (row.id, row.load_id)
            for row in self._session.rows(_SELECT_EVENTS, {"ulns": {row.uln for row in rows}})
        }
        new: dict[tuple[str, int], dict[str, object]] = {}
        again: dict[int, dict[str, object]] = {}
        for row in rows:
            key = row.uln, identity_of(row.event)
            if key in stored:
                event_id, load_id = stored[key]
                if load_id != load.number:
                    again.setdefault(event_id, {"load_id": load.number, "event_id": event_id, "line": row.line})
            elif key not in new:
                values = dict(zip(_EVENT, _values_of(row.event), strict=True))
                new[key] = values | {"uln": key[0], "identity": key[1], "load_id": load.number, "line": row.line}
        if new:
            self._session.insert(_INSERT_EVENTS, list(new.values()))
        if again:
            self._session.insert(_INSERT_AGAIN, list(again.values()))
        counts = LoadCounts(len(new), len(rows) - len(new), left_out)
        more = {"more_new": counts.new, "more_known": counts.known, "more_left_out": counts.left_out}
        self._change(_ADD_COUNTS, load, more | {"new_line": line})
        return counts

    def release(self, load: EventLoad) -> None:
        """Release a load: the records show its events at once.

        Raises Stale if another process has taken the load up.
        """
        self._change(_RELEASE, load, {"now": self._at})

    def undo(self, load: EventLoad, most: int) -> int:
        """Delete at most `most` events of a load not released.

        Return how many were deleted: 0 if none is left.
        """
        values = {"number": load.number, "after": self._after(load), "most": most}
        return self._session.run(_DELETE_EVENTS, values)

    def end(self, load: EventLoad) -> None:
        """Mark a load as undone, after its events were deleted.

        Raises Stale if another process has taken the load up.
        """
        self._session.run(_DELETE_AGAIN, {"number": load.number})
        self._change(_END, load)

    def withdraw(self, load: EventLoad, decision: Decision) -> None:
        """Withdraw a load: the records no longer show its events.

        They stay in the database. Raises Stale if the load was withdrawn meanwhile.
        """
        values = {
            "number": load.number,
            "now": self._at,
            "new_withdrawn_by": decision.by,
            "new_reason": decision.reason,
        }
        if self._session.run(_WITHDRAW, values) != 1:
            raise Stale(f"load {load.number} was withdrawn since it was read")

    def _after(self, load: EventLoad) -> int:
        return only_row(self._session, _SELECT_BY_NUMBER, {"number": load.number}).after_event

    def _change(self, statement: Statement, load: EventLoad, values: Values | None = None) -> None:
        if self._session.run(statement, {"number": load.number, "attempt_": load.attempt, **(values or {})}) != 1:
            raise Stale(f"another process has taken up load {load.number}")


def _load(row: _LoadRow) -> EventLoad:
    return EventLoad(
        number=row.id,
        file=EventFile(
            name=row.file_name, digest=row.digest, source=row.source, year=row.year, return_number=row.return_number
        ),
        state=LoadState(row.state),
        attempt=row.attempt,
        line=row.line,
        counts=LoadCounts(row.new, row.known, row.left_out),
        by=row.by,
        begun_at=row.begun_at,
        released_at=row.released_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        reason=row.reason,
    )
