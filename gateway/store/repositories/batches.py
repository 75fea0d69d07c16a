"""Batch jobs in the database, which is their queue.

A job is accepted in the transaction that stores its rows. A worker claims it with a lease, which ends by itself. Every
claim increases the token, so a worker whose lease has ended can write no more. Organisations take turns, so that a huge
batch does not keep a small one waiting.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select, update

from gateway.domain import choices
from gateway.domain.access import SUBMITTED_BY
from gateway.domain.actors import Caller
from gateway.domain.batch import FILE_ROW, Job, JobKind, JobStatus, RowResult
from gateway.domain.chance import SECURE, new_reference
from gateway.domain.codes import Code
from gateway.domain.misses import HOUR
from gateway.store.database.clock import database_time
from gateway.store.database.job_notifications import CHANNEL
from gateway.store.database.session import Session, only_row
from gateway.store.database.statement import Query, Values
from gateway.store.errors import Clash, NoOpenJob, StaleLease
from gateway.store.repositories import batch_statements as statements
from gateway.store.repositories.organisations import Organisations
from gateway.store.tables.batches import batch_digest, batch_job, batch_row

LONGEST_LEASE = timedelta(seconds=60)

NUMBERS = range(100_000_000, 2**31)
"""Numbers that jobs may have.

ExternalService writes them as an int (contract 4.6).
"""

_MOST_DRAWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A job that a worker has for a while.

    `token` distinguishes this claim from every other claim of the job.
    """

    job_id: int
    number: int
    token: int
    kind: JobKind
    check_only: bool
    submission: str
    caller: Caller

    @property
    def is_first(self) -> bool:
        """Return whether no worker had the job before."""
        return self.token == 1


class _JobRow:
    id: int
    number: int
    user_name: str
    email: str
    submission: str | None
    status: str
    size: int
    done: int
    submitted_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class _ResultRow:
    given: dict[str, str]
    code: str
    uln: str | None
    result: dict[str, object] | None


class Batches:
    """The batch jobs, within one transaction."""

    def __init__(self, session: Session, at: datetime, misses_per_hour: int, chance: Random = SECURE) -> None:
        self._session = session
        self._at = at
        self._chance = chance
        self._misses_per_hour = misses_per_hour

    def submit(
        self,
        kind: JobKind,
        rows: Sequence[Mapping[str, object]],
        caller: Caller,
        *,
        check_only: bool = False,
        email: str = "",
        submission: str = "",
        variant: str = "",
    ) -> int:
        """Accept a job and return its number.

        If the organisation sent the same batch within a day, return the number of that job. Batches of another
        `variant` are not the same.
        """
        stated = [{name: value for name, value in row.items() if name != FILE_ROW} for row in rows]
        asked: list[object] = [kind, check_only, stated, *([submission] if submission else [])]
        if variant:
            asked.append({"variant": variant})
        digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        number = self._first_with(digest, caller)
        if number is not None:
            return number
        try:
            with self._session.savepoint():
                job_id, number = self._insert(
                    kind, len(rows), caller, check_only=check_only, email=email, submission=submission
                )
                self._remember(digest, job_id, caller)
        except _SentMeanwhile:
            first = self._first_with(digest, caller)
            assert first is not None, "the row that was in the way is there"
            return first
        given = [{"job_id": job_id, "position": place, "given": row} for place, row in enumerate(rows, 1)]
        self._session.insert(statements.INSERT_ROWS, given)
        self._session.announce(CHANNEL)
        return number

    def _first_with(self, digest: str, caller: Caller) -> int | None:
        return self._session.number(
            select(batch_job.c.number)
            .join(batch_digest, batch_digest.c.job_id == batch_job.c.id)
            .where(
                batch_digest.c.organisation_id == caller.organisation.id,
                batch_digest.c.digest == digest,
                batch_digest.c.at >= self._at - choices.SAME_BATCH_WITHIN,
            )
        )

    def _insert(
        self, kind: JobKind, size: int, caller: Caller, *, check_only: bool, email: str, submission: str
    ) -> tuple[int, int]:
        """Insert a job, and return its id and its number.

        The number is drawn at random.
        """
        job = {
            "kind": kind.value,
            "check_only": check_only,
            "submission": submission or None,
            "organisation_id": caller.organisation.id,
            "user_name": caller.user,
            "email": email,
            "status": JobStatus.SUBMITTED.value,
            "submitted_at": self._at,
            "started_at": None,
            "finished_at": None,
            "size": size,
            "done": 0,
            "turn": 0,
            "leased_until": None,
            "token": 0,
        }
        for _ in range(_MOST_DRAWS):
            number = self._chance.choice(NUMBERS)
            job_id = self._session.number(statements.INSERT_JOB, job | {"number": number})
            if job_id is not None:
                return job_id, number
        raise Clash("no free number of a job was drawn")

    def _remember(self, digest: str, job_id: int, caller: Caller) -> None:
        row = {"organisation_id": caller.organisation.id, "digest": digest, "job_id": job_id, "at": self._at}
        cutoff = {"cutoff": self._at - choices.SAME_BATCH_WITHIN}
        if not self._session.run(statements.REMEMBER_DIGEST, row | cutoff):
            raise _SentMeanwhile

    def claim(self, lease: timedelta) -> Lease | None:
        """Claim the next job, or return None.

        The organisation whose last turn is the longest ago comes first.
        """
        at = database_time(self._session, self._at)
        now = {"now": at, "latest": at + max(lease, LONGEST_LEASE)}
        limit = {"misses_per_hour": self._misses_per_hour, "hour_ago": at - HOUR}
        found = self._session.row(statements.SELECT_NEXT, now | limit)
        if found is None:
            return None
        claimed = {"job_id_": found.id, "token_": found.token, "lease_end": at + lease}
        return self._claimed(found.id, found.token + 1) if self._session.run(statements.CLAIM, now | claimed) else None

    def _claimed(self, job_id: int, token: int) -> Lease:
        row = only_row(self._session, statements.SELECT_CLAIMED, {"job_id_": job_id})
        who = Organisations(self._session).named(row.ukprn, "")
        assert who is not None, "a foreign key keeps the organisation"
        return Lease(
            job_id=job_id,
            number=row.number,
            token=token,
            kind=JobKind(row.kind),
            check_only=row.check_only,
            submission=row.submission or "",
            caller=Caller(
                organisation=who,
                user=row.user_name,
                operation=SUBMITTED_BY[JobKind(row.kind)],
                call=new_reference(self._chance),
            ),
        )

    def lock(self, lease: Lease) -> None:
        """Keep other workers from the job until the transaction ends.

        Raises StaleLease if another worker has claimed the job meanwhile.
        """
        self._require(self._session.run(statements.HOLD, _of(lease)))

    def _require(self, changed: int) -> None:
        if changed != 1:
            raise StaleLease("the job was claimed by another worker")

    def pending(self, lease: Lease, most: int) -> list[tuple[int, dict[str, str]]]:
        """Return the next rows: position and what was given."""
        rows = self._session.rows(statements.SELECT_PENDING, {"job_id_": lease.job_id, "at_once": most})
        return [(row.position, row.given) for row in rows]

    def done_among(self, ulns: Collection[str], lease: Lease) -> set[str]:
        """Return those of the ULNs that the job already had.

        They are the ULNs of rows of the same job that are done.
        """
        values = {"job_id_": lease.job_id, "ulns": ulns}
        return {row.uln for row in self._session.rows(statements.SELECT_DONE_AMONG, values)}

    def record(self, lease: Lease, results: Mapping[int, RowResult]) -> bool:
        """Write results of rows, by position, and release the job.

        If these were the last rows, the job is finished. Return whether it is. Raises StaleLease if another worker has
        claimed the job or has done one of the rows meanwhile.
        """
        written = [
            {
                "position_": place,
                "new_code": str(result.code),
                "new_uln": result.uln or None,
                "new_result": result.as_json(),
            }
            for place, result in results.items()
        ]
        if self._record_rows(lease, written) != len(written):
            raise StaleLease("a row was done by another worker")
        newly_done = {"newly_done": len(written)}
        if only_row(self._session, statements.SELECT_ROWS_LEFT, _of(lease) | newly_done).left:
            self._require(self._session.run(statements.GIVE_BACK, _of(lease) | newly_done))
            return False
        self._end(lease, JobStatus.FINISHED, len(written))
        return True

    def _record_rows(self, lease: Lease, written: Sequence[Values]) -> int:
        of_job = {"job_id_": lease.job_id}
        if self._session.dialect.name == "sqlite":
            return self._session.run_all(statements.RECORD_ROW, [{**of_job, **row} for row in written])
        lists = {name: [row[name] for row in written] for name in ("position_", "new_code", "new_uln", "new_result")}
        return self._session.run(statements.RECORD_ROWS, {**of_job, **lists})

    def _end(self, lease: Lease, status: JobStatus, newly_done: int = 0) -> None:
        ended = {"new_status": status.value, "now": self._at, "newly_done": newly_done}
        self._require(self._session.run(statements.END, _of(lease) | ended))

    def give_back(self, lease: Lease) -> None:
        """Release a job, so that any worker can claim it.

        Raises StaleLease if another worker has claimed it meanwhile.
        """
        self._require(self._session.run(statements.GIVE_BACK, _of(lease) | {"newly_done": 0}))

    def give_up(self, lease: Lease) -> None:
        """Mark a job as failed.

        Raises StaleLease if another worker has claimed it meanwhile.
        """
        self._end(lease, JobStatus.FAILED)

    def cancel(self, number: int) -> None:
        """Cancel a job that has not finished.

        No more rows are done: a worker that is at some cannot write them. Raises NoOpenJob.
        """
        cancelled = (
            update(batch_job)
            .where(batch_job.c.number == number, batch_job.c.status.in_(statements.OPEN))
            .values(status=JobStatus.CANCELLED.value, finished_at=self._at, leased_until=None)
        )
        if self._session.run(cancelled) != 1:
            raise NoOpenJob(f"no job {number} is waiting or running: it has finished, or does not exist")

    def job(self, number: int, kind: JobKind, caller: Caller) -> Job | None:
        """Return the job of this organisation with this number.

        The job of another organisation is not found.
        """
        own = select(batch_job).where(
            batch_job.c.number == number,
            batch_job.c.kind == kind.value,
            batch_job.c.organisation_id == caller.organisation.id,
        )
        row = self._session.row(Query(own, _JobRow))
        if row is None:
            return None
        return _job_of(row)

    def recent(self, kind: JobKind, caller: Caller, most: int) -> list[Job]:
        """Return the organisation's jobs of a kind, newest first."""
        own = (batch_job.c.kind == kind.value, batch_job.c.organisation_id == caller.organisation.id)
        newest = select(batch_job).where(*own).order_by(batch_job.c.id.desc()).limit(most)
        rows = self._session.rows(Query(newest, _JobRow))
        return [_job_of(row) for row in rows]

    def results(self, job_id: int) -> list[tuple[dict[str, str], RowResult]]:
        """Return what was given, and the result, for every row.

        Only rows that are done, in order.
        """
        done = (batch_row.c.job_id == job_id, batch_row.c.code.is_not(None))
        in_order = select(batch_row).where(*done).order_by(batch_row.c.position)
        rows = self._session.rows(Query(in_order, _ResultRow))
        return [(row.given, RowResult.from_json(_code(row.code), row.uln or "", row.result or {})) for row in rows]


def _code(value: str) -> Code:
    return Code.of(value)


def _job_of(row: _JobRow) -> Job:
    return Job(
        id=row.id,
        number=row.number,
        user=row.user_name,
        email=row.email,
        submission=row.submission or "",
        status=JobStatus(row.status),
        size=row.size,
        done=row.done,
        submitted_at=row.submitted_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def _of(lease: Lease) -> dict[str, int]:
    return {"job_id_": lease.job_id, "token_": lease.token}


class _SentMeanwhile(Exception):
    """The same batch was accepted by another transaction."""
