"""Batches by file: submitted, processed, written; errors refuse the file."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from gateway.batch_worker.worker import Worker
from gateway.cli import main
from gateway.domain.batch import BatchLearner
from gateway.files.batches import read_batch, write_output
from gateway.store.database.engine import open_engine
from gateway.store.tables.audit import audit
from gateway.store.tables.batches import batch_job
from gateway.store.unit import Store
from tests.cli.test_commands import OS_USER

NAME = "LRB_TEST0001_240920260900"
ANN = BatchLearner(
    mis_identifier="ann",
    given_name="Ann",
    family_name="Lee",
    postcode="CV1 2WT",
    date_of_birth="2004-03-09",
    gender="2",
    ability_to_share="1",
    verification_type="1",
)


def lrs_gateway(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"GATEWAY_DATABASE_URL": url})


def intake(path: Path, ukprn: str = "TEST0001", notes: str = "") -> Path:
    """Write a file with Ann Lee and 49 new learners.

    It has the columns of an output file but the last.
    """
    letters = [chr(97 + number // 26) + chr(97 + number % 26) for number in range(49)]
    new = [
        BatchLearner(
            **ANN.kept()
            | {
                "mis_identifier": word,
                "given_name": f"Q{word}",
                "family_name": "Orme",
                "date_of_birth": f"{1970 + number % 30}-0{1 + number % 9}-{10 + number % 17}",
                "postcode": f"LS{1 + number % 9} {number // 9}AP",
            }
        )
        for number, word in enumerate(letters)
    ]
    write_output(
        path, ukprn=ukprn, reference="intake", rows=[(learner, "") for learner in (replace(ANN, notes=notes), *new)]
    )
    if path.suffix == ".CSV":
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        path.write_text("".join(line.rpartition(",")[0] + "\r\n" for line in lines), encoding="utf-8", newline="")
    else:
        path.write_text(
            path.read_text(encoding="utf-8").replace("<ReturnCode></ReturnCode>", "").replace("<ReturnCode/>", ""),
            encoding="utf-8",
        )
    return path


def work(url: str) -> None:
    engine = open_engine(url)
    worker = Worker(Store(engine))
    while worker.work():
        pass
    engine.dispose()


@pytest.mark.parametrize("extension", ["CSV", "XML"])
def test_a_file_is_submitted_done_and_written(database_url: str, tmp_path: Path, extension: str) -> None:
    path = intake(tmp_path / f"{NAME}.{extension}")
    submitted = lrs_gateway(database_url, "batch", "submit", str(path))
    assert submitted.exit_code == 0, submitted.stderr
    job = submitted.stdout.strip()
    unfinished = lrs_gateway(
        database_url, "batch", "output", job, "--ukprn", "TEST0001", "--out", str(tmp_path / "out.CSV")
    )
    assert (unfinished.exit_code, unfinished.stderr) == (
        1,
        f"lrs-gateway: job {job} is submitted: 0 of 50 learners are done\n",
    )
    work(database_url)
    out = tmp_path / f"out.{extension}"
    written = lrs_gateway(database_url, "batch", "output", job, "--ukprn", "TEST0001", "--out", str(out))
    assert written.exit_code == 0, written.stderr
    text = out.read_text(encoding="utf-8-sig")
    assert text.count("RC001") == 49
    assert text.count("RC002") == 1
    assert "3000000207" in text


def test_the_same_file_is_the_same_job_and_every_step_is_audited(sqlite_url: str, tmp_path: Path) -> None:
    path = intake(tmp_path / f"{NAME}.CSV")
    jobs = {lrs_gateway(sqlite_url, "batch", "submit", str(path), "--user", "registrar").stdout for _ in range(2)}
    assert len(jobs) == 1
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        rows = connection.execute(select(audit.c.operation, audit.c.code, audit.c.user_name)).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("submit-batch", "WSRC0007", f"registrar (os user {OS_USER})")] * 2


def test_a_file_with_errors_is_refused_whole_with_every_error(sqlite_url: str, tmp_path: Path) -> None:
    path = intake(tmp_path / f"{NAME}.CSV")
    text = path.read_text(encoding="utf-8")
    for right, wrong in (("2004-03-09", "09/03/2004"), ("1970-01-10", "10/01/1970"), ("Qac", "")):
        assert text.count(f'"{right}"') == 1
        text = text.replace(f'"{right}"', f'"{wrong}"')
    path.write_text(text, encoding="utf-8", newline="")
    refused = lrs_gateway(sqlite_url, "batch", "submit", str(path))
    assert refused.exit_code == 1
    *problems, last = refused.stderr.splitlines()
    assert len(problems) == 3
    assert all(problem.startswith("row ") for problem in problems)
    assert last == f"lrs-gateway: {NAME}.CSV has errors; nothing was accepted"
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.execute(select(batch_job.c.id)).all() == []
    engine.dispose()


def test_a_file_of_an_organisation_that_may_not_submit_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    for ukprn, reason in (
        ("TEST0004", "may not submit"),
        ("TEST0005", "no active organisation"),
        ("TEST0099", "no active organisation"),
    ):
        path = intake(tmp_path / f"LRB_{ukprn}_240920260900.CSV", ukprn)
        refused = lrs_gateway(sqlite_url, "batch", "submit", str(path))
        assert refused.exit_code == 1
        assert reason in refused.stderr


def test_a_job_of_another_organisation_is_not_there(sqlite_url: str, tmp_path: Path) -> None:
    job = lrs_gateway(sqlite_url, "batch", "submit", str(intake(tmp_path / f"{NAME}.CSV"))).stdout.strip()
    refused = lrs_gateway(sqlite_url, "batch", "output", job, "--ukprn", "TEST0002", "--out", str(tmp_path / "out.CSV"))
    assert (refused.exit_code, refused.stderr) == (1, f"lrs-gateway: this organisation has no job {job}\n")


def test_what_is_submitted_reads_back_as_it_was_meant(tmp_path: Path) -> None:
    assert read_batch(intake(tmp_path / f"{NAME}.CSV")).learners[0] == ANN


def test_an_output_that_cannot_be_written_is_one_line(sqlite_url: str, tmp_path: Path) -> None:
    job = lrs_gateway(sqlite_url, "batch", "submit", str(intake(tmp_path / f"{NAME}.CSV"))).stdout.strip()
    work(sqlite_url)
    for out in (tmp_path / "out.txt", tmp_path / "nowhere" / "out.CSV"):
        refused = lrs_gateway(sqlite_url, "batch", "output", job, "--ukprn", "TEST0001", "--out", str(out))
        assert refused.exit_code == 1
        assert refused.stderr.startswith("lrs-gateway: ")
        assert refused.stderr.count("\n") == 1
        assert not out.exists()


def test_a_job_is_cancelled_once_and_audited(sqlite_url: str, tmp_path: Path) -> None:
    job = lrs_gateway(sqlite_url, "batch", "submit", str(intake(tmp_path / f"{NAME}.CSV"))).stdout.strip()
    cancelled = lrs_gateway(sqlite_url, "batch", "cancel", job, "--reason", "Sent twice", "--by", "Operator")
    assert (cancelled.exit_code, cancelled.stdout) == (0, f"Job {job} is cancelled.\n")
    refused = lrs_gateway(sqlite_url, "batch", "cancel", job, "--reason", "Sent twice", "--by", "Operator")
    assert (refused.exit_code, refused.stderr) == (
        1,
        f"lrs-gateway: no job {job} is waiting or running: it has finished, or does not exist\n",
    )
    work(sqlite_url)
    output = lrs_gateway(sqlite_url, "batch", "output", job, "--ukprn", "TEST0001", "--out", str(tmp_path / "out.CSV"))
    assert f"job {job} is cancelled: 0 of 50 learners are done" in output.stderr
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        row = connection.execute(select(audit.c.user_name).where(audit.c.operation == "cancel-batch")).scalar_one()
    engine.dispose()
    assert row == f"Operator (os user {OS_USER})"


@pytest.mark.parametrize("cell", ["=1+1", "\t@x"])
def test_an_output_is_safe_in_a_spreadsheet_and_exact_for_programs(sqlite_url: str, tmp_path: Path, cell: str) -> None:
    path = intake(tmp_path / f"{NAME}.CSV", notes=cell)
    job = lrs_gateway(sqlite_url, "batch", "submit", str(path)).stdout.strip()
    work(sqlite_url)
    for name, options, notes in (("safe", (), f"'{cell}"), ("raw", ("--raw",), cell)):
        out = tmp_path / f"{name}.CSV"
        written = lrs_gateway(sqlite_url, "batch", "output", job, "--ukprn", "TEST0001", "--out", str(out), *options)
        assert written.exit_code == 0, written.stderr
        rows = [*csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline=""))]
        assert {row["Notes"] for row in rows} == {"", notes}
