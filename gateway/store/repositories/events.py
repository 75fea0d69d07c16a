"""Learning events in the database."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, case, exists, or_, select, true

from gateway.domain.challenge import ChallengeStatus
from gateway.domain.event import LearningEvent
from gateway.domain.event_load import LoadState
from gateway.store.database.session import Session
from gateway.store.database.statement import Insertion, Query, among, constant, words
from gateway.store.tables.challenges import challenge
from gateway.store.tables.event_loads import event_again, event_load
from gateway.store.tables.events import learning_event

_KEPT = LearningEvent._fields
_OPEN = challenge.c.state == constant(ChallengeStatus.OPEN.value)
_IS_RELEASED = event_load.c.state == constant(LoadState.RELEASED.value)
_CHALLENGED = or_(
    exists().where(challenge.c.event_id == learning_event.c.id, _OPEN),
    exists().where(challenge.c.other_event_id == learning_event.c.id, _OPEN),
)
_RELEASED = or_(
    learning_event.c.load_id.is_(None),
    exists().where(event_load.c.id == learning_event.c.load_id, _IS_RELEASED),
    exists().where(
        event_again.c.event_id == learning_event.c.id, event_load.c.id == event_again.c.load_id, _IS_RELEASED
    ),
)
"""Condition under which records show an event.

An event that came in files is shown for as long as one of their loads is released.
"""


def _shown(name: str) -> ColumnElement[Any]:
    """Return a column as records show it.

    An event is under challenge while a challenge that names it is open.
    """
    if name != "under_challenge":
        return learning_event.c[name]
    return case((_CHALLENGED, true()), else_=learning_event.c.under_challenge).label(name)


_SELECT_OF_ULNS = Query(
    select(*(_shown(name) for name in _KEPT))
    .where(among(learning_event.c.uln, words("ulns")), learning_event.c.withdrawn_on.is_(None), _RELEASED)
    .order_by(learning_event.c.id),
    LearningEvent,
)
_INSERT = Insertion(learning_event, but=["id", *(set(learning_event.c.keys()) - {*_KEPT, "uln"})])


class Events:
    """The learning events, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, ulns: Collection[str]) -> list[LearningEvent]:
        """Return the events of these ULNs, in order of arrival.

        Contract 6.9. Withdrawn events are left out.
        """
        assert not isinstance(ulns, str), "one ULN is not a collection of ULNs"
        return self._session.rows(_SELECT_OF_ULNS, {"ulns": ulns})

    def add(self, events: Iterable[tuple[str, LearningEvent]]) -> int:
        """Add events, each with its ULN, and return their number.

        The database gives each event its number.
        """
        rows = [event._asdict() | {"uln": uln} for uln, event in events]
        if rows:
            self._session.insert(_INSERT, rows)
        return len(rows)
