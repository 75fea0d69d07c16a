"""Rows of finished batches, for an operator to settle."""

from sqlalchemy import select, update

from gateway.domain.batch import JobKind, JobStatus, RowResult, file_row_of
from gateway.domain.codes import Code
from gateway.domain.settlement import AlreadySettled, JobNotFinished, NoSuchRow, OpenRow
from gateway.store.database.session import Session, only_row
from gateway.store.database.statement import Query
from gateway.store.tables.batches import batch_job, batch_row
from gateway.store.tables.organisations import organisation


class _JobRow:
    id: int
    status: str
    done: int
    size: int
    check_only: bool
    ukprn: str


class _Row:
    position: int
    given: dict[str, str]
    code: str
    uln: str | None
    result: dict[str, object] | None


class Settlements:
    """The rows of finished batches, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self, job_number: int, number: int) -> OpenRow:
        """Return a row by its number in the file, locked.

        Nobody else can change it until the transaction ends. Raises NoSuchRow or JobNotFinished.
        """
        of_number = (
            select(batch_job, organisation.c.ukprn)
            .join(organisation, organisation.c.id == batch_job.c.organisation_id)
            .where(batch_job.c.number == job_number, batch_job.c.kind == JobKind.REGISTRATION.value)
        )
        job = self._session.row(Query(of_number, _JobRow))
        if job is None:
            raise NoSuchRow(f"there is no job {job_number} of registrations")
        if job.status != JobStatus.FINISHED:
            raise JobNotFinished(f"job {job_number} is {job.status}: {job.done} of {job.size} learners are done")
        of_job = select(batch_row).where(batch_row.c.job_id == job.id)
        rows = self._session.rows(Query(of_job.order_by(batch_row.c.position), _Row))
        position = next((row.position for row in rows if file_row_of(row.given, row.position) == number), None)
        if position is None:
            raise NoSuchRow(f"job {job_number} has no row {number}")
        # SQLite, with its one writer, renders nothing for the lock
        locked = only_row(self._session, Query(of_job.where(batch_row.c.position == position).with_for_update(), _Row))
        code = Code.of(locked.code)
        return OpenRow(
            job_id=job.id,
            job_number=job_number,
            position=position,
            number=number,
            ukprn=job.ukprn,
            check_only=job.check_only,
            given=locked.given,
            result=RowResult.from_json(code, locked.uln or "", locked.result or {}),
        )

    def settle(self, row: OpenRow, result: RowResult) -> None:
        """Write the new result of a locked row.

        Raises AlreadySettled if the row changed since it was read.
        """
        settled = (
            update(batch_row)
            .where(
                batch_row.c.job_id == row.job_id,
                batch_row.c.position == row.position,
                batch_row.c.code == str(row.result.code),
                batch_row.c.uln.is_(None),
            )
            .values(code=str(result.code), uln=result.uln, result=result.as_json())
        )
        if self._session.run(settled) != 1:
            raise AlreadySettled(f"row {row.number} of job {row.job_number} was settled a moment ago")
