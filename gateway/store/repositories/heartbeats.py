"""Heartbeats of servers and workers, and open batch jobs.

Operators ask for them to see whether a register works.
"""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Insert, case, delete, func, select

from gateway.domain.batch import JobStatus
from gateway.store.database.clock import database_time
from gateway.store.database.session import Session, only_row
from gateway.store.database.statement import OwnInsert, Query, Statement, constant, parameter, parameters
from gateway.store.repositories.batch_statements import OPEN
from gateway.store.tables.batches import batch_job
from gateway.store.tables.heartbeats import heartbeat

_KEPT_FOR = timedelta(days=1)
_LONGEST_NAME = 254
_SECONDS_ALIVE = 60


class ProcessKind(StrEnum):
    """What a process does for the register."""

    SERVER = "server"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A process, and the seconds since its last heartbeat."""

    kind: ProcessKind
    name: str
    seconds_ago: float


@dataclass(frozen=True, slots=True)
class OpenJobs:
    """Numbers of open batch jobs, and the longest wait."""

    waiting: int
    running: int
    oldest_waiting_seconds: float | None


def _write(insert: OwnInsert) -> Insert:
    new = insert(heartbeat).values(parameters(heartbeat))
    place = [heartbeat.c.kind, heartbeat.c.name]
    return new.on_conflict_do_update(index_elements=place, set_={"at": new.excluded.at})


_UPSERT = Statement(_write)
_DELETE_OLD = Statement(delete(heartbeat).where(heartbeat.c.at < parameter("cutoff")))
_DELETE = Statement(
    delete(heartbeat).where(heartbeat.c.kind == parameter("kind_"), heartbeat.c.name == parameter("name_"))
)


class _HeartbeatRow:
    kind: str
    name: str
    at: datetime


class _OpenJobsRow:
    open: int
    waiting: int
    oldest: datetime | None


_SELECT_ALL = Query(
    select(heartbeat.c.kind, heartbeat.c.name, heartbeat.c.at).order_by(heartbeat.c.kind, heartbeat.c.at.desc()),
    _HeartbeatRow,
)
_WAITS = batch_job.c.status == constant(JobStatus.SUBMITTED.value)
_COUNTED: Any = select(
    func.count().label("open"),
    func.count(case((_WAITS, batch_job.c.id))).label("waiting"),
    func.min(case((_WAITS, batch_job.c.submitted_at))).label("oldest"),
).where(batch_job.c.status.in_(OPEN))
_COUNT_OPEN_JOBS = Query(_COUNTED, _OpenJobsRow)


def is_alive(beat: Heartbeat) -> bool:
    """Return whether a process had a heartbeat within a minute."""
    return beat.seconds_ago < _SECONDS_ALIVE


def count_live_workers(beats: Iterable[Heartbeat]) -> int:
    """Return how many workers had a heartbeat within a minute."""
    return sum(beat.kind is ProcessKind.WORKER and is_alive(beat) for beat in beats)


def on_this_host(what: object) -> str:
    """Return the name of a process on this host.

    `what` distinguishes it from other processes on the host.
    """
    return f"{socket.gethostname()} {what}"[:_LONGEST_NAME]


class Heartbeats:
    """The heartbeats, within one transaction.

    Times are those of the database's clock.
    """

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def beat(self, kind: ProcessKind, name: str) -> None:
        """Write a heartbeat, and delete those older than a day."""
        now = database_time(self._session, self._at)
        self._session.run(_DELETE_OLD, {"cutoff": now - _KEPT_FOR})
        self._session.run(_UPSERT, {"kind": kind.value, "name": name, "at": now})

    def end(self, kind: ProcessKind, name: str) -> None:
        """Write that a process ends."""
        self._session.run(_DELETE, {"kind_": kind.value, "name_": name})

    def all(self) -> list[Heartbeat]:
        """Return the last heartbeat of each process.

        In the order of their kinds, the newest first.
        """
        now = database_time(self._session, self._at)
        return [
            Heartbeat(ProcessKind(row.kind), row.name, max(0.0, (now - row.at).total_seconds()))
            for row in self._session.rows(_SELECT_ALL)
        ]

    def open_jobs(self) -> OpenJobs:
        """Return how many batch jobs are open."""
        row = only_row(self._session, _COUNT_OPEN_JOBS)
        oldest = None if row.oldest is None else max(0.0, (self._at - row.oldest).total_seconds())
        return OpenJobs(row.waiting, row.open - row.waiting, oldest)
