"""`lrs-gateway batch`: register learners from files."""

import re
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from gateway.cli import candidates
from gateway.cli.deciding import by_option, decide, reason_option, signed, signed_option, valid_uln
from gateway.cli.opened import opened_store, opened_unit
from gateway.cli.printing import progress_bar, say, say_table
from gateway.cli.shared import Failed, in_one_line
from gateway.domain.access import Operation, may
from gateway.domain.access_log import OperatorAction, OperatorLook
from gateway.domain.actors import Caller
from gateway.domain.batch import BatchLearner, Job, JobKind, JobStatus, RowResult, Tally, tally
from gateway.domain.codes import Code
from gateway.files.batches import TEMPLATE, BadBatchFile, BatchFile, read_batch, read_spreadsheet, write_output
from gateway.handlers.batch_rows.explain_rows import explain_rows
from gateway.handlers.batch_rows.settle_row import SettleRow, settle_row
from gateway.handlers.batches.cancel_batch import cancel_batch
from gateway.handlers.batches.read_batch import ReadBatch
from gateway.handlers.batches.read_batch import read_batch as read_job
from gateway.handlers.batches.submit_batch import SubmitBatch, submit_batch
from gateway.handlers.execution.audit import audited
from gateway.handlers.execution.operator import look
from gateway.store.repositories.heartbeats import count_live_workers
from gateway.store.unit import Store, Unit

_SECONDS_BETWEEN_POLLS = 0.5
_MOST_LISTED = 50
_LRS_NAME = re.compile(r"LRB_.*\.(CSV|XML)", re.IGNORECASE)
_ENDED = (JobStatus.FINISHED, JobStatus.FAILED, JobStatus.CANCELLED)
_job = click.argument("number", metavar="JOB", type=click.IntRange(1, 2**31 - 1))


def _spreadsheet_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options for spreadsheets."""
    options = (
        click.option("--ukprn", help="Your organisation. Needed for a spreadsheet; an LRS batch file names it."),
        click.option(
            "--ability-to-share",
            "sharing",
            type=click.Choice(["0", "1", "2"]),
            default="0",
            show_default=True,
            help="For rows that do not say it: 0 privacy notice not seen, 1 shares, 2 opted out.",
        ),
        click.option(
            "--verification-type",
            "verified",
            type=click.Choice([*"01234567"]),
            default="0",
            show_default=True,
            help="For rows that do not say how you checked the identity: 0 not provided, 1 relationship with"
            " school, 2 passport, 3 driving licence, 4 identity card, 5 National Insurance card, 6 certificate of"
            " entitlement to funding, 7 bank card.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group()
def batch() -> None:
    """Register learners from spreadsheets and LRS batch files."""


def _caller(unit: Unit, ukprn: str, user: str, operation: Operation) -> Caller:
    organisation = unit.organisations.named(ukprn, "")
    if organisation is None or organisation.suspended:
        raise Failed(f"no active organisation has the UKPRN {ukprn}")
    if not may(organisation, Operation.SUBMIT_BATCH):
        raise Failed(f"{ukprn} may not submit batches: it needs the role register")
    return Caller(organisation=organisation, user=user, operation=operation, call=secrets.token_hex(16))


@batch.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--user",
    default="file",
    show_default=True,
    callback=signed_option,
    help="The user who submits the batch. Your login name is kept beside it.",
)
@_spreadsheet_options
@click.option("--check", is_flag=True, help="Only search: register and change nothing.")
@click.option("--wait", is_flag=True, help="Wait for the result (needs a running worker).")
@in_one_line
def submit(path: Path, user: str, *, ukprn: str | None, sharing: str, verified: str, check: bool, wait: bool) -> None:
    """Submit a file of 1 to 5,000 learners.

    Prints the number of the job on standard output, and everything else on standard error. With --ukprn the file may be
    an Excel workbook (.xlsx) or CSV from any spreadsheet. The command understands common headings, DD/MM/YYYY, M and F,
    semicolons and empty rows, and says what it changed. An LRS batch file (CSV or XML) names its organisation. If the
    file has an error, every error is listed by row and column, and nothing is accepted. If you submit the same file
    again within a day, you get the same job.
    """
    file = _read(path, ukprn, sharing, verified)
    with opened_store() as store:
        with store.unit() as unit:
            caller = _caller(unit, file.ukprn, user, Operation.SUBMIT_BATCH)
            rows = tuple(learner.kept() for learner in file.learners)
            request = SubmitBatch(kind=JobKind.REGISTRATION, rows=rows, stated_size=None, check_only=check)
            accepted = audited(submit_batch, request, caller, unit)
            assert accepted.job_number is not None, "a batch of no stated size is accepted"
            job = unit.batches.job(accepted.job_number, JobKind.REGISTRATION, caller)
        assert job is not None, "the job was accepted a moment ago"
        say(job.number)
        result = f"lrs-gateway batch show {job.number} --ukprn {file.ukprn}"
        if job.submitted_at == unit.at:
            say(f"Accepted {len(rows)} learners as job {job.number}. For the result: {result}", error=True)
        else:
            before = f"job {job.number} ({job.submitted_at:%Y-%m-%d %H:%M} UTC, {job.status})"
            say(
                f"You submitted this file before, as {before}. No new job was started. For the result: {result}",
                error=True,
            )
        if wait:
            _warn_without_worker(store)
            _wait(store, job.number, caller)


@batch.command("check")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_spreadsheet_options
@in_one_line
def check_file(path: Path, *, ukprn: str | None, sharing: str, verified: str) -> None:
    """Check a file and list its errors, without submitting it."""
    file = _read(path, ukprn, sharing, verified)
    say(f"{len(file.learners)} learners can be submitted.")


@batch.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. Without it, the headings go to standard output.",
)
@in_one_line
def template(out: Path | None) -> None:
    """Write a CSV file with headings to fill in.

    Fill it in with a spreadsheet. Given name and family name are needed. A new ULN also needs date of birth (DD/MM/YYYY
    or YYYY-MM-DD), gender (M or 1 for male, F or 2 for female, 0 for not known, 9 for not specified) and postcode (ZZ99
    9ZZ if it is not known). Ability to share: 0 privacy notice not seen, 1 shares, 2 opted out. Verification type: 0 to
    7 or 999.
    """
    if out is None:
        say(",".join(TEMPLATE))
        return
    try:
        with out.open("x", encoding="utf-8-sig", newline="") as file:
            file.write(",".join(TEMPLATE) + "\r\n")
    except OSError as error:
        raise Failed(f"{out} cannot be written: {error.strerror}") from error
    say(f"Wrote {out}. Fill it in, then: lrs-gateway batch submit {out} --ukprn UKPRN")


@batch.command("list")
@click.option("--ukprn", required=True, help="The organisation that submitted the batches.")
@in_one_line
def list_jobs(ukprn: str) -> None:
    """List the newest 50 registration jobs of an organisation."""
    with opened_unit() as unit:
        caller = _caller(unit, ukprn, signed("list"), Operation.READ_BATCH)
        jobs = unit.batches.recent(JobKind.REGISTRATION, caller, _MOST_LISTED)
    say_table(
        ("job", "status", "learners", "done", "submitted (UTC)", "user"),
        [
            (str(job.number), job.status, str(job.size), str(job.done), f"{job.submitted_at:%Y-%m-%d %H:%M}", job.user)
            for job in jobs
        ],
    )


@batch.command()
@_job
@click.option("--ukprn", required=True, help="The organisation that submitted the batch.")
@by_option
@in_one_line
def show(number: int, ukprn: str, by: str) -> None:
    """Show the result of each row, and the candidates.

    Rows are numbered as in the file; the headings are row 1. ViewAudit tells the candidates that you looked.
    """
    with opened_store() as store:
        with store.unit() as unit:
            caller = _caller(unit, ukprn, by, Operation.READ_BATCH)
            request = ReadBatch(kind=JobKind.REGISTRATION, number=number)
            read = audited(read_job, request, caller, unit)
        if read.job is not None and read.job.status not in _ENDED:
            _warn_without_worker(store)
        _require_finished(read.job, number)
        with store.reading() as unit:
            rows = explain_rows(read.rows, unit)
        ulns = [uln for row in rows for uln in row.candidates.ulns]
        if ulns:
            with store.unit() as unit:
                look(OperatorLook.BATCH, ulns, by, unit, code=Code.POSSIBLE_MATCH)
    say_table(
        ("row", "your reference", "code", "ULN", "what it means"),
        [(str(row.number), row.given.mis_identifier, row.result.code, row.result.uln, row.words) for row in rows],
        folded=("what it means",),
    )
    possible = [(row, candidate) for row in rows for candidate in row.candidates.shown]
    say_table(
        ("row", *candidates.HEADINGS), [(str(row.number), *candidates.cells(candidate)) for row, candidate in possible]
    )
    counts = tally(result for _, result in read.rows)
    say(f"{len(read.rows)} learners: {_counted(counts)}.")
    if counts[Tally.POSSIBLE]:
        settling = f"lrs-gateway batch settle {number} ROW --reason WHY"
        say(f"To settle a row: {settling} --is ULN if it is that candidate, or --new if it is none of them.")
    say(f"For a file: lrs-gateway batch output {number} --ukprn {ukprn} --out RESULT.CSV")


@batch.command()
@_job
@click.argument("row", type=click.IntRange(1, 2**31 - 1))
@click.option("--is", "uln", metavar="ULN", help="The row is the learner with this ULN.")
@click.option("--new", "is_new", is_flag=True, help="The row is none of the candidates. Register a new learner.")
@click.option("--not-listed", is_flag=True, help="With --is: accept a learner who is not among the candidates.")
@reason_option
@by_option
@in_one_line
def settle(number: int, row: int, uln: str | None, reason: str, by: str, *, is_new: bool, not_listed: bool) -> None:
    """Decide a ROW that may be a registered learner (RC007).

    ROW is its number in `batch show`, which lists the candidates. With --is the row fills fields that are empty on the
    register; an opt-out stays. You can settle a row once. `learner merge` and `learner delete` correct a mistake.
    """
    if (uln is None) is not is_new:
        raise click.UsageError("state either --is ULN or --new")
    if is_new and not_listed:
        raise click.UsageError("--not-listed goes with --is")
    request = SettleRow(job=number, row=row, uln="" if uln is None else valid_uln(uln), unlisted=not_listed)
    settled = decide(OperatorAction.SETTLE_ROW, settle_row, request, by, reason)
    code = settled.result.code
    say(f"Row {row} of job {number} has the ULN {settled.result.uln} ({code}: {code.text}).")


def _read(path: Path, ukprn: str | None, sharing: str, verified: str) -> BatchFile:
    """Read a file, and print its problems or changes."""
    try:
        if ukprn is None or _LRS_NAME.fullmatch(path.name):
            return read_batch(path)
        defaults = {"AbilityToShare": sharing, "VerificationType": verified}
        file, notes = read_spreadsheet(path, ukprn, defaults)
    except BadBatchFile as bad:
        for problem in bad.problems:
            say(problem, error=True)
        if ukprn is None and not _LRS_NAME.fullmatch(path.name):
            say("If the file is a spreadsheet, add --ukprn UKPRN.", error=True)
        raise Failed(f"{path.name} has errors; nothing was accepted") from bad
    for note in notes:
        say(note, error=True)
    return file


def _warn_without_worker(store: Store) -> None:
    with store.unit() as unit:
        beats = unit.heartbeats.all()
    if not count_live_workers(beats):
        say(
            "No worker is running. Start lrs-gateway serve (SQLite) or lrs-gateway worker in another window.",
            error=True,
        )


def _wait(store: Store, number: int, caller: Caller) -> None:
    with progress_bar() as progress:
        task = progress.add_task(f"Job {number}")
        while True:
            with store.unit() as unit:
                job = unit.batches.job(number, JobKind.REGISTRATION, caller)
                assert job is not None, "the job was accepted a moment ago"
                counts = tally(result for _, result in unit.batches.results(job.id)) if job.status in _ENDED else None
            progress.update(task, total=job.size, completed=job.done)
            if counts is not None:
                break
            time.sleep(_SECONDS_BETWEEN_POLLS)
    say(f"Job {number} is {job.status}: {_counted(counts) or 'no learners'}.", error=True)


def _counted(counts: Mapping[Tally, int]) -> str:
    return ", ".join(f"{times} {what.value}" for what, times in counts.items() if times)


@batch.command()
@_job
@click.option("--ukprn", required=True, help="The organisation that submitted the batch.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--raw", is_flag=True, help="Write every cell as it is, for programs.")
@in_one_line
def output(number: int, ukprn: str, out: Path, *, raw: bool) -> None:
    """Write the result of a job as a batch file.

    It holds ULNs and return codes. The extension of the file (CSV or XML) chooses the form. In CSV, cells that a
    spreadsheet would take for a formula begin with an apostrophe, unless you add --raw.
    """
    with opened_unit() as unit:
        caller = _caller(unit, ukprn, signed("file"), Operation.READ_BATCH)
        request = ReadBatch(kind=JobKind.REGISTRATION, number=number)
        read = audited(read_job, request, caller, unit)
        _require_finished(read.job, number)
    done = [(_filled(result.echo(given), result), str(result.code)) for given, result in read.rows]
    try:
        write_output(out, ukprn=ukprn, reference=f"job-{number}", rows=done, for_spreadsheets=not raw)
    except OSError as error:
        raise Failed(f"{out} cannot be written: {error.strerror}") from error
    say(f"Wrote {len(done)} learners to {out}.")


@batch.command()
@_job
@reason_option
@by_option
@in_one_line
def cancel(number: int, reason: str, by: str) -> None:
    """Stop a job.

    Rows that are already processed stay as they are.

    The organisation sees a job of achievements as cancelled, and any other as failed.
    """
    decide(OperatorAction.CANCEL_BATCH, cancel_batch, number, by, reason)
    say(f"Job {number} is cancelled.")


def _filled(given: Mapping[str, str], result: RowResult) -> BatchLearner:
    return BatchLearner.of({**given, "uln": result.uln or given.get("uln", "")})


def _require_finished(job: Job | None, number: int) -> None:
    if job is None:
        raise Failed(f"this organisation has no job {number}")
    if job.status is not JobStatus.FINISHED:
        raise Failed(f"job {number} is {job.status}: {job.done} of {job.size} learners are done")
