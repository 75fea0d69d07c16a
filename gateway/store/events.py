"""Learning events in the database."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, func, insert, select

from gateway.domain.event import LearningEvent
from gateway.store.tables import learning_event

_EVENTS = select(*(column for column in learning_event.c if column.name != "uln"))


class Events:
    """The learning events, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, uln: str) -> list[LearningEvent]:
        """Give the events of a learner in the order in which they came (contract 6.9)."""
        rows = self._connection.execute(_EVENTS.where(learning_event.c.uln == uln).order_by(learning_event.c.id))
        return [LearningEvent(**row._mapping) for row in rows]

    def add(self, events: Iterable[tuple[str, LearningEvent]]) -> int:
        """Add events, each with the ULN it belongs to; give how many. An id of 0 is numbered by the database."""
        rows = [_values(uln, event) for uln, event in events]
        numbered = [row for row in rows if "id" in row]
        unnumbered = [row for row in rows if "id" not in row]
        for group in (numbered, unnumbered):
            if group:
                self._connection.execute(insert(learning_event), group)
        return len(rows)

    def count(self) -> int:
        """Count the events of all learners."""
        return self._connection.execute(select(func.count()).select_from(learning_event)).scalar_one()


def _values(uln: str, event: LearningEvent) -> dict[str, Any]:
    row = asdict(event) | {"uln": uln}
    if not event.id:
        del row["id"]
    return row
