"""A unit of work: one transaction, one moment, all repositories."""

import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property, partial
from random import Random

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from gateway.domain.chance import SECURE
from gateway.domain.learner import Person
from gateway.domain.rules import Rules
from gateway.store.chunks.chunk import Chunk, PlannedUnit
from gateway.store.database.database_session import DatabaseSession, transaction
from gateway.store.database.deadline import Deadline
from gateway.store.database.group import LeaveGroup, current_group
from gateway.store.database.group_commit import GroupCommit
from gateway.store.database.locks import loading_alone
from gateway.store.database.session import Session
from gateway.store.repositories.achievements import Achievements
from gateway.store.repositories.audit import Audit
from gateway.store.repositories.audit_trail import AuditSearch
from gateway.store.repositories.batches import Batches
from gateway.store.repositories.challenges import Challenges
from gateway.store.repositories.consents import Consents
from gateway.store.repositories.duplicates import Duplicates
from gateway.store.repositories.event_loads import EventLoads
from gateway.store.repositories.events import Events
from gateway.store.repositories.heartbeats import Heartbeats
from gateway.store.repositories.learner_keys import LearnerKeys
from gateway.store.repositories.learners import Learners
from gateway.store.repositories.lifecycle import Lifecycle
from gateway.store.repositories.matching_models import MatchingModels, NewestModel
from gateway.store.repositories.notifications import Notifications
from gateway.store.repositories.organisations import Organisations
from gateway.store.repositories.recent_searches import RecentSearches
from gateway.store.repositories.settlements import Settlements
from gateway.store.repositories.snapshots import Snapshots
from gateway.store.repositories.subject_access import PersonalData
from gateway.store.repositories.wrong_passwords import WrongPasswords

Clock = Callable[[], datetime]

_STEPS_BETWEEN_CHECKPOINTS = 8
_SECONDS_ASIDE = 0.001
"""Seconds for which `step_aside` sleeps.

Twice the time after which a waiting process tries again (session.py).
"""


def utc_now() -> datetime:
    """Return the time in UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


class Unit:
    """The transaction that a handler works with.

    `at` is its one moment, in UTC without a zone. `rules` are those of the register.
    """

    def __init__(
        self, session: Session, at: datetime, newest: NewestModel, rules: Rules, chance: Random = SECURE
    ) -> None:
        self._session = session
        self._newest = newest
        self._chance = chance
        self.at = at
        self.rules = rules

    @cached_property
    def achievements(self) -> Achievements:
        """Achievements that awarding organisations have reported."""
        return Achievements(self._session, self.at)

    @cached_property
    def audit(self) -> Audit:
        """The audit trail, as calls write and read it."""
        return Audit(self._session, self.at)

    @cached_property
    def batches(self) -> Batches:
        """Batch jobs and their rows."""
        return Batches(self._session, self.at, self.rules.misses_per_hour, self._chance)

    @cached_property
    def challenges(self) -> Challenges:
        """Data challenges."""
        return Challenges(self._session, self.at, self._chance)

    @cached_property
    def consents(self) -> Consents:
        """What learners have said about sharing their records."""
        return Consents(self._session, self.at)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Pairs of learners that may be one person."""
        return Duplicates(self._session, self.at)

    @cached_property
    def event_loads(self) -> EventLoads:
        """Loads of learning events."""
        return EventLoads(self._session, self.at)

    @cached_property
    def events(self) -> Events:
        """Learning events."""
        return Events(self._session)

    @cached_property
    def recent_searches(self) -> RecentSearches:
        """Recent searches of organisations."""
        return RecentSearches(self._session, self.at)

    @cached_property
    def heartbeats(self) -> Heartbeats:
        """Heartbeats of servers and workers."""
        return Heartbeats(self._session, self.at)

    @cached_property
    def personal_data(self) -> PersonalData:
        """All that the database holds about a person."""
        return PersonalData(self._session)

    @cached_property
    def learner_keys(self) -> LearnerKeys:
        """Learners' keys."""
        return LearnerKeys(self._session, self.at)

    @cached_property
    def learners(self) -> Learners:
        """Learners."""
        return Learners(self._session, self.at, self._chance)

    @cached_property
    def matching_models(self) -> MatchingModels:
        """Models of matching."""
        return MatchingModels(self._session, self.at, self._newest)

    @cached_property
    def notifications(self) -> Notifications:
        """Notification settings."""
        return Notifications(self._session, self.at)

    @cached_property
    def organisations(self) -> Organisations:
        """Organisations."""
        return Organisations(self._session)

    @cached_property
    def settlements(self) -> Settlements:
        """Rows of batches that an operator has settled."""
        return Settlements(self._session)

    @cached_property
    def snapshots(self) -> Snapshots:
        """Snapshots."""
        return Snapshots(self._session, self.at, self._chance)

    @cached_property
    def lifecycle(self) -> Lifecycle:
        """Merged and deleted ULNs."""
        return Lifecycle(self._session, self.at)

    @cached_property
    def audit_search(self) -> AuditSearch:
        """The audit trail as an operator searches it."""
        return AuditSearch(self._session)

    @cached_property
    def wrong_passwords(self) -> WrongPasswords:
        """Wrong passwords that were counted."""
        return WrongPasswords(self._session, self.at)

    def chunk(self, people: Sequence[Person], ulns: Collection[str]) -> Chunk:
        """Return a plan that looks up people and ULNs together.

        It needs only a few statements.
        """
        return Chunk(self.learners, self.achievements, self.organisations, self.at, people, ulns)

    def planned(self, plan: Chunk) -> PlannedUnit:
        """Return the unit for the rows of a chunk."""
        return PlannedUnit(
            at=self.at,
            matching_models=self.matching_models,
            learners=plan.learners,
            achievements=plan.achievements,
            organisations=plan.organisations,
        )

    def savepoint(self) -> AbstractContextManager[None]:
        """Open a part of the unit, undone if it raises."""
        return self._session.savepoint()


class Store:
    """A database that is open."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock = utc_now,
        *,
        patience: float | None = None,
        rules: Rules = Rules(),  # noqa: B008  (frozen)
        chance: Random = SECURE,
    ) -> None:
        """Use an engine, with `patience` as the default deadline.

        It is the seconds for a unit. None means no deadline. New ULNs and job numbers come from `chance`.
        """
        self.engine = engine
        self._chance = chance
        self._patience = patience
        self._rules = rules
        self._clock = clock
        self._steps = 0
        self._newest = NewestModel()
        is_sqlite = engine.dialect.name == "sqlite"
        self._transaction = GroupCommit(engine).transaction if is_sqlite else partial(transaction, engine)
        self._group_transaction = self._transaction if is_sqlite else partial(transaction, engine, late=True)

    def step_aside(self) -> None:
        """Let other processes have a turn between two units.

        For long work with many units. On PostgreSQL nobody has to wait for a turn. On SQLite, every eighth call also
        makes a checkpoint: it moves what was written ahead into the file. Otherwise SQLite would do that in the commit
        of some call.
        """
        if self.engine.dialect.name != "sqlite":
            return
        time.sleep(_SECONDS_ASIDE)
        self._steps += 1
        if self._steps % _STEPS_BETWEEN_CHECKPOINTS == 0:
            with suppress(SQLAlchemyError, sqlite3.Error), closing(self.engine.raw_connection()) as pooled:
                pooled.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")

    def unit(self, deadline: Deadline | None = None, *, shared: bool = False) -> AbstractContextManager[Unit]:
        """Open a unit.

        It commits at the end of the block and rolls back on any exception. One that is `shared` shares the
        transaction of its group, if the call has one. Any other leaves the group.
        """
        group, limit = current_group(), deadline or Deadline(self._patience)
        if group is None:
            return self._own_unit(limit)
        if not shared:
            raise LeaveGroup
        return group.part(self.engine.dialect, partial(self._group_transaction, limit), self._unit_of)

    @contextmanager
    def _own_unit(self, deadline: Deadline) -> Iterator[Unit]:
        with self._transaction(deadline) as session:
            yield self._unit_of(session)

    def _unit_of(self, session: Session) -> Unit:
        return Unit(session, self._clock(), self._newest, self._rules, self._chance)

    @contextmanager
    def lazy_unit(self) -> Iterator[Unit]:
        """Open a unit whose commit waits for no disk.

        A loss of power may undo it, as if it had not been done. Nobody can have seen it by then: before every answer,
        the audit row is committed, and this commit waits for the disk, also for all that was written before it.
        """
        with transaction(self.engine, Deadline(self._patience), lazy=True) as session:
            yield self._unit_of(session)

    def loading_alone(self) -> AbstractContextManager[None]:
        """Keep other processes from loading events meanwhile.

        Raises LoadRunning if another process is loading events.
        """
        return loading_alone(self.engine)

    @contextmanager
    def reading(self, deadline: Deadline | None = None) -> Iterator[Unit]:
        """Open a unit that only reads, as of one moment.

        No other unit waits for it. It is rolled back at the end.
        """
        session = DatabaseSession(self.engine, reading=True, deadline=deadline or Deadline(self._patience))
        try:
            yield self._unit_of(session)
        finally:
            session.roll_back()
