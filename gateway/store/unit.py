"""One unit of work: one transaction, one moment, all repositories."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Engine

from gateway.domain.learner import Person
from gateway.store.audit import Audit
from gateway.store.batches import Batches
from gateway.store.events import Events
from gateway.store.intake import Intake
from gateway.store.learners import Learners
from gateway.store.organisations import Organisations
from gateway.store.session import Session, transaction
from gateway.store.standings import Standings
from gateway.store.turns import Turns

Clock = Callable[[], datetime]

_SECONDS_ASIDE = 0.001
"""Twice what a process waits before it tries again for its turn (session.py)."""


def utc_now() -> datetime:
    """Give the time in UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


class Unit:
    """What a handler works with. `at` is the moment of the whole unit, in UTC without a zone."""

    __slots__ = ("_session", "at", "audit", "batches", "events", "learners", "organisations", "standings")

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self.at = at
        self.learners: Learners = Learners(session, at)
        self.events = Events(session)
        self.organisations = Organisations(session)
        self.audit = Audit(session, at)
        self.batches = Batches(session, at)
        self.standings = Standings(session, at)

    @contextmanager
    def ahead(self, people: Iterable[Person], ulns: Collection[str]) -> Iterator["Unit"]:
        """Work on many learners at once: these people, and the learners with these ULNs, are looked up together.

        What is new is written at the end of the block. Raises Overtaken, with nothing of the block done, where
        somebody else has registered one of the people meanwhile.
        """
        unit = Unit(self._session, self.at)
        intake = unit.learners = Intake(self._session, self.at)
        intake.look_ahead(people, ulns)
        with self._session.savepoint("ahead"):
            yield unit
            intake.write()


class Store:
    """A database that is open."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self.engine = engine
        self._clock = clock
        self._transaction = (
            Turns(engine).transaction if engine.dialect.name == "sqlite" else partial(transaction, engine)
        )

    def step_aside(self) -> None:
        """Let other processes have a turn, between the many units of long work; on PostgreSQL nobody is in the way."""
        if self.engine.dialect.name == "sqlite":
            time.sleep(_SECONDS_ASIDE)

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """Open a unit; it commits at the end of the block and rolls back on any exception."""
        with self._transaction() as session:
            yield Unit(session, self._clock())
