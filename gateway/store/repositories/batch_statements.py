"""The statements of the batch queue."""

from sqlalchemy import JSON, ColumnElement, Insert, Integer, String, and_, func, or_, select, update

from gateway.domain.access import WORKED_ON_FOR
from gateway.domain.batch import JobStatus
from gateway.store.database.statement import (
    Insertion,
    OwnInsert,
    Query,
    Statement,
    among,
    arrays,
    constant,
    parameter,
    parameters,
    words,
)
from gateway.store.tables.batches import batch_digest, batch_job, batch_row
from gateway.store.tables.organisations import organisation

OPEN = [constant(status.value) for status in (JobStatus.SUBMITTED, JobStatus.RUNNING)]


def _insert_job(insert: OwnInsert) -> Insert:
    """Return the statement that inserts a job.

    It inserts nothing if the number of the job is taken.
    """
    job = insert(batch_job).values({name: one for name, one in parameters(batch_job).items() if name != "id"})
    return job.on_conflict_do_nothing(index_elements=[batch_job.c.number]).returning(batch_job.c.id)


INSERT_JOB = Statement(_insert_job)
INSERT_ROWS = Insertion(batch_row, but=["code", "uln", "result"])
_OF_JOB = batch_row.c.job_id == parameter("job_id_")
RECORD_ROW = Statement(
    update(batch_row)
    .where(_OF_JOB, batch_row.c.position == parameter("position_"), batch_row.c.code.is_(None))
    .values(code=parameter("new_code"), uln=parameter("new_uln"), result=parameter("new_result")),
    only="sqlite",
)


def _record_rows() -> Statement:
    """Return the statement that writes the results of many rows.

    For PostgreSQL only.
    """
    done = arrays("done", {"position_": Integer(), "new_code": String(), "new_uln": String(), "new_result": JSON()})
    written = update(batch_row).where(_OF_JOB, batch_row.c.position == done.c.position_, batch_row.c.code.is_(None))
    changed = written.values(code=done.c.new_code, uln=done.c.new_uln, result=done.c.new_result)
    return Statement(changed, only="postgresql")


RECORD_ROWS = _record_rows()
_DIGEST = parameters(batch_digest)


def _remember(insert: OwnInsert) -> Insert:
    """Return the statement that remembers the digest of a batch.

    It changes nothing if the digest was remembered after the cutoff.
    """
    remembered = insert(batch_digest).values(_DIGEST)
    return remembered.on_conflict_do_update(
        index_elements=[batch_digest.c.organisation_id, batch_digest.c.digest],
        set_={"job_id": remembered.excluded.job_id, "at": remembered.excluded.at},
        where=batch_digest.c.at < parameter("cutoff"),
    )


REMEMBER_DIGEST = Statement(_remember)


# A lease that ends later than any lease may was made by a wrong clock, and does not count.
_FREE = or_(
    batch_job.c.leased_until.is_(None),
    batch_job.c.leased_until <= parameter("now"),
    batch_job.c.leased_until > parameter("latest"),
)


def _may_be_worked_on() -> ColumnElement[bool]:
    """Return the condition under which a job may run.

    Its organisation must not be suspended, must have a role for the job, and must not have used up its misses. Other
    jobs wait.
    """
    entitled = [
        and_(
            batch_job.c.kind == constant(kind.value),
            or_(*(organisation.c.roles.like(constant(f"%{role.value}%")) for role in sorted(roles))),
        )
        for kind, roles in WORKED_ON_FOR.items()
    ]
    has_misses_left = or_(
        parameter("misses_per_hour", Integer()) == constant(0),
        organisation.c.misses < parameter("misses_per_hour", Integer()),
        organisation.c.misses_since <= parameter("hour_ago"),
    )
    return and_(organisation.c.suspended.is_(False), or_(*entitled), has_misses_left)


class _NextRow:
    id: int
    token: int


class _ClaimedRow:
    number: int
    kind: str
    check_only: bool
    submission: str | None
    user_name: str
    ukprn: str


class _PendingRow:
    position: int
    given: dict[str, str]


class _DoneRow:
    uln: str


class _LeftRow:
    left: bool


def _next() -> Query[_NextRow]:
    """Return the statement that finds the next job.

    It is a job that no worker has and that may run. Of several, the organisation whose last turn is the longest ago
    comes first.
    """
    other = batch_job.alias("other")
    turn_of_organisation = (
        select(func.max(other.c.turn))
        .where(other.c.organisation_id == batch_job.c.organisation_id)
        .correlate(batch_job)
        .scalar_subquery()
    )
    return Query(
        select(batch_job.c.id, batch_job.c.token)
        .join(organisation, organisation.c.id == batch_job.c.organisation_id)
        .where(batch_job.c.status.in_(OPEN), _FREE, _may_be_worked_on())
        .order_by(turn_of_organisation, batch_job.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=batch_job),  # SQLite, which has one writer, renders nothing here
        _NextRow,
    )


SELECT_NEXT = _next()
CLAIM = Statement(
    update(batch_job)
    .where(batch_job.c.id == parameter("job_id_"), batch_job.c.token == parameter("token_"), _FREE)
    .values(
        status=JobStatus.RUNNING.value,
        started_at=func.coalesce(batch_job.c.started_at, parameter("now")),
        token=batch_job.c.token + 1,
        turn=select(func.max(batch_job.alias("other").c.turn) + 1).scalar_subquery(),
        leased_until=parameter("lease_end"),
    )
)
SELECT_CLAIMED = Query(
    select(
        batch_job.c.number,
        batch_job.c.kind,
        batch_job.c.check_only,
        batch_job.c.submission,
        batch_job.c.user_name,
        organisation.c.ukprn,
    )
    .join(organisation, organisation.c.id == batch_job.c.organisation_id)
    .where(batch_job.c.id == parameter("job_id_")),
    _ClaimedRow,
)
_HELD = (
    batch_job.c.id == parameter("job_id_"),
    batch_job.c.token == parameter("token_"),
    batch_job.c.status == JobStatus.RUNNING.value,
)
HOLD = Statement(update(batch_job).where(*_HELD).values(token=batch_job.c.token))
_DONE = batch_job.c.done + parameter("newly_done")
GIVE_BACK = Statement(update(batch_job).where(*_HELD).values(done=_DONE, leased_until=None))
END = Statement(
    update(batch_job)
    .where(*_HELD)
    .values(done=_DONE, leased_until=None, status=parameter("new_status"), finished_at=parameter("now"))
)
# Rows are processed in order, so those after the first `done` are next: the earlier ones need not be read.
SELECT_PENDING = Query(
    select(batch_row.c.position, batch_row.c.given)
    .where(
        _OF_JOB,
        batch_row.c.position > select(batch_job.c.done).where(batch_job.c.id == parameter("job_id_")).scalar_subquery(),
        batch_row.c.code.is_(None),
    )
    .order_by(batch_row.c.position)
    .limit(parameter("at_once")),
    _PendingRow,
)


SELECT_DONE_AMONG = Query(select(batch_row.c.uln).where(_OF_JOB, among(batch_row.c.uln, words("ulns"))), _DoneRow)
SELECT_ROWS_LEFT = Query(select((batch_job.c.size > _DONE).label("left")).where(*_HELD), _LeftRow)
