"""Learning events in the database."""

from collections.abc import Iterable
from dataclasses import asdict, fields

from sqlalchemy import select

from gateway.domain.event import LearningEvent
from gateway.store.session import Session
from gateway.store.statement import Insertion, Statement, parameter
from gateway.store.tables import learning_event

_KEPT = [one.name for one in fields(LearningEvent)]
_OF = Statement(
    select(*(learning_event.c[name] for name in _KEPT))
    .where(learning_event.c.uln == parameter("of"), learning_event.c.withdrawn_on.is_(None))
    .order_by(learning_event.c.id)
)
_INSERT = Insertion(learning_event, but=["id", *(set(learning_event.c.keys()) - {*_KEPT, "uln"})])


class Events:
    """The learning events, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, uln: str) -> list[LearningEvent]:
        """Give the events of a learner in the order in which they came (contract 6.9), but those withdrawn."""
        return [LearningEvent(**row._asdict()) for row in self._session.rows(_OF, {"of": uln})]

    def add(self, events: Iterable[tuple[str, LearningEvent]]) -> int:
        """Add events, each with the ULN it belongs to; give how many. The database numbers them."""
        rows = [asdict(event) | {"uln": uln} for uln, event in events]
        if rows:
            self._session.insert(_INSERT, rows)
        return len(rows)
