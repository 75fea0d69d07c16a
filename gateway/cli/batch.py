"""`lrs-gateway batch`: batches from files of the LRS batch format, and their outputs."""

import secrets
import time
from collections.abc import Mapping
from pathlib import Path

import click

from gateway.batch_file import BadBatchFile, read_batch, write_output
from gateway.cli.deciding import by_option, decide, signed, signed_option
from gateway.cli.printing import progress_bar, say
from gateway.cli.shared import Failed, in_one_line, opened_store, opened_unit
from gateway.domain.access import Operation, may
from gateway.domain.batch import BatchLearner, Job, JobKind, JobStatus, RowResult
from gateway.domain.organisation import Caller
from gateway.handlers.audited import Handler, Out, Request, audited
from gateway.handlers.cancel_batch import cancel_batch
from gateway.handlers.read_batch import ReadBatch
from gateway.handlers.read_batch import read_batch as read_job
from gateway.handlers.submit_batch import SubmitBatch, submit_batch
from gateway.store.unit import Store, Unit

_SECONDS_BETWEEN_LOOKS = 0.5
_ENDED = (JobStatus.FINISHED, JobStatus.FAILED, JobStatus.CANCELLED)
_job = click.argument("number", metavar="JOB", type=click.IntRange(1, 2**31 - 1))


@click.group()
def batch() -> None:
    """Submit batch files of learners, and write what became of them."""


def _caller(unit: Unit, ukprn: str, user: str) -> Caller:
    organisation = unit.organisations.named(ukprn, "")
    if organisation is None or organisation.suspended:
        raise Failed(f"there is no organisation {ukprn} that may submit")
    if not may(organisation, Operation.SUBMIT_BATCH):
        raise Failed(f"{ukprn} may not submit batches")
    return Caller(organisation=organisation, user=user)


@batch.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--user",
    default="file",
    show_default=True,
    callback=signed_option,
    help="The user in whose name the batch is submitted; the user of this computer is kept beside it.",
)
@click.option("--check", is_flag=True, help="Only look up: create and change nothing.")
@click.option("--wait", is_flag=True, help="Wait until a worker has done the batch.")
@in_one_line
def submit(path: Path, user: str, *, check: bool, wait: bool) -> None:
    """Submit a batch file (CSV or XML) for the organisation it names; print the number of the job.

    A file with any error is refused whole, with every error by row and column.
    """
    try:
        file = read_batch(path)
    except BadBatchFile as bad:
        for problem in bad.problems:
            say(problem, error=True)
        raise Failed(f"{path.name} has errors; nothing is accepted") from bad
    with opened_store() as store:
        with store.unit() as unit:
            caller = _caller(unit, file.ukprn, user)
            rows = tuple(learner.kept() for learner in file.learners)
            request = SubmitBatch(kind=JobKind.REGISTRATION, rows=rows, stated_size=None, check_only=check)
            accepted = _answer(submit_batch, request, caller, unit, Operation.SUBMIT_BATCH)
        say(accepted.job_number)
        if wait:
            _wait(store, accepted.job_number, caller)


def _wait(store: Store, number: int, caller: Caller) -> None:
    with progress_bar() as progress:
        task = progress.add_task(f"Job {number}")
        while True:
            with store.unit() as unit:
                job = unit.batches.job(number, JobKind.REGISTRATION, caller)
            assert job is not None, "the job was accepted a moment ago"
            progress.update(task, total=job.size, completed=job.done)
            if job.status in _ENDED:
                return
            time.sleep(_SECONDS_BETWEEN_LOOKS)


@batch.command()
@_job
@click.option("--ukprn", required=True, help="The organisation that submitted the batch.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--raw", is_flag=True, help="For programs: write cells that spreadsheets take for formulas as they are.")
@in_one_line
def output(number: int, ukprn: str, out: Path, *, raw: bool) -> None:
    """Write what became of a job, as a batch file with the ULNs filled in and a return code for every learner.

    The file's extension (CSV or XML) chooses the form. In CSV an apostrophe stands before a cell that spreadsheets
    would take for a formula, unless --raw is given.
    """
    with opened_unit() as unit:
        caller = _caller(unit, ukprn, signed("file"))
        request = ReadBatch(kind=JobKind.REGISTRATION, number=number)
        read = _answer(read_job, request, caller, unit, Operation.READ_BATCH)
        _require_finished(read.job, number)
    done = [(_filled(result.echo(given), result), str(result.code)) for given, result in read.rows]
    try:
        write_output(out, ukprn=ukprn, reference=f"job-{number}", rows=done, for_spreadsheets=not raw)
    except OSError as error:
        raise Failed(f"{out} cannot be written: {error.strerror}") from error
    say(f"Wrote {len(done)} learners to {out}.")


@batch.command()
@_job
@by_option
@in_one_line
def cancel(number: int, by: str) -> None:
    """Let no more rows of a job, of any kind, be done. What is done stays done.

    Its organisation finds a job of achievements cancelled, any other failed.
    """
    decide("cancel-batch", cancel_batch, number, by, reason="")
    say(f"Job {number} is cancelled.")


def _filled(given: Mapping[str, str], result: RowResult) -> BatchLearner:
    return BatchLearner.of({**given, "uln": result.uln or given.get("uln", "")})


def _answer(handler: Handler[Request, Out], request: Request, caller: Caller, unit: Unit, operation: Operation) -> Out:
    """Answer as the same call over the wire would be, with the audit row that it leaves."""
    return audited(handler, request, caller, unit, operation=operation, call=secrets.token_hex(16))


def _require_finished(job: Job | None, number: int) -> None:
    if job is None:
        raise Failed(f"there is no job {number} of this organisation")
    if job.status is not JobStatus.FINISHED:
        raise Failed(f"job {number} is {job.status}: {job.done} of {job.size} learners are done")
