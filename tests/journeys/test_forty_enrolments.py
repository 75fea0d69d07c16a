"""A college gets ULNs for forty enrolments in a spreadsheet.

It uses nothing but the command line.
"""

import csv
import re
import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from gateway import demo
from gateway.batch_worker.worker import Worker
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.cli.test_commands import lrs_gateway
from tests.files.workbooks import Cell, workbook

HEADINGS = ["Student ref", "First name", "Surname", "DOB", "Sex", "Post code"]
COLLEGE = ("--ukprn", "TEST0001")
STATED = (*COLLEGE, "--ability-to-share", "1", "--verification-type", "2")
WHY = ("--reason", "Seen the passport", "--by", "jo")
Row = tuple[str, str, str, date, str, str]
NEW: list[Row] = [
    (
        f"s{number}",
        f"Q{chr(97 + number % 26)}{chr(97 + number // 26)}ë",
        "O'Orme",
        date(2001 + number % 7, 1 + number % 9, 1 + number % 28),
        "MF"[number % 2],
        f"ls{1 + number % 9} {1 + number // 9}ap",
    )
    for number in range(36)
]
KNOWN: Row = ("known", "Gil", "Ash", date(2003, 1, 15), "M", "EX4 3SR")
MISSPELT: Row = ("misspelt", "Anne", "Lee", date(2004, 3, 9), "F", "CV1 2WT")
RELATIVE: Row = ("relative", "Cyr", "Roe", date(1999, 11, 30), "M", "LS1 4AP")
LACKING: Row = ("lacking", "Zed", "Quux", date(2005, 6, 7), "M", "")
ENROLMENTS = [*NEW[:20], KNOWN, MISSPELT, RELATIVE, LACKING, *NEW[20:]]


def as_csv(rows: Sequence[Row], delimiter: str) -> str:
    return "\r\n".join(delimiter.join([*row[:3], f"{row[3]:%d/%m/%Y}", *row[4:]]) for row in rows)


def with_bom(rows: Sequence[Row]) -> bytes:
    return f"{','.join(HEADINGS)}\r\n{as_csv(rows, ',')}\r\n".encode("utf-8-sig")


def with_semicolons(rows: Sequence[Row]) -> bytes:
    return f"{';'.join(HEADINGS)}\r\n{as_csv(rows, ';')}\r\n".encode()


def with_empty_rows(rows: Sequence[Row]) -> bytes:
    first, rest = as_csv(rows[:5], ","), as_csv(rows[5:], ",")
    return f"{','.join(HEADINGS)}\r\n{first}\r\n,,,,,\r\n\r\n{rest}\r\n,,,,,\r\n,,,,,\r\n".encode()


def as_workbook(rows: Sequence[Row]) -> bytes:
    cells: list[Sequence[Cell]] = [HEADINGS, *rows[:5], [], *rows[5:]]
    return workbook(cells)


SHAPES = {
    "UTF-8 with BOM.csv": with_bom,
    "semicolons.csv": with_semicolons,
    "empty rows.csv": with_empty_rows,
    "workbook.xlsx": as_workbook,
}


@pytest.fixture
def _working(database_url: str) -> Iterator[None]:
    engine = open_engine(database_url)
    stop = threading.Event()
    thread = threading.Thread(target=Worker(Store(engine)).run, args=[stop])
    thread.start()
    yield
    stop.set()
    thread.join()
    engine.dispose()


@pytest.mark.usefixtures("_working")
@pytest.mark.parametrize("shape", SHAPES)
def test_forty_enrolments_of_a_spreadsheet_have_ulns_in_the_end(database_url: str, tmp_path: Path, shape: str) -> None:
    def run(*arguments: str) -> str:
        result = lrs_gateway(database_url, *arguments)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    def submit(name: str, rows: Sequence[Row]) -> str:
        file = tmp_path / f"{name} {shape}"
        file.write_bytes(SHAPES[shape](rows))
        assert run("batch", "check", str(file), *STATED) == f"{len(rows)} learners can be submitted.\n"
        result = lrs_gateway(database_url, "batch", "submit", str(file), *STATED, "--wait")
        assert result.exit_code == 0, result.stderr
        told.append(result.stderr.splitlines()[-1])
        return result.stdout.strip()

    def output(job: str) -> dict[str, str]:
        out = tmp_path / f"{job}.CSV"
        run("batch", "output", job, *COLLEGE, "--out", str(out))
        with out.open(encoding="utf-8", newline="") as file:
            return {row["MISIdentifier"]: row["ULN"] for row in csv.DictReader(file)}

    told: list[str] = []
    job = submit("enrolments", ENROLMENTS)
    assert told[0].endswith(": 36 new, 1 exists or updated, 2 possible match, 1 rejected.")
    shown = run("batch", "show", job, *COLLEGE, "--by", "jo")
    assert "40 learners: 36 new, 1 exists or updated, 2 possible match, 1 rejected." in shown
    assert "No ULN: postcode missing." in " ".join(shown.split())
    rows = {ref: row for row, ref in re.findall(r"│ (\d+) +│ (\w+) ", shown)}
    assert re.search(rf"│ {rows['misspelt']} +│ {demo.ANN_ULN} │ Ann ", shown)
    assert re.search(rf"│ {rows['relative']} +│ {demo.CY_ULN} │ Cy ", shown)

    run("batch", "settle", job, rows["misspelt"], "--is", demo.ANN_ULN, *WHY)
    run("batch", "settle", job, rows["relative"], "--new", *WHY)
    mended = submit("mended", [(*LACKING[:5], "LS1 4AQ")])

    ulns = output(job) | output(mended)
    assert len(ulns) == 40
    assert all(ulns.values())
    assert len({*ulns.values()}) == 40
    assert (ulns["known"], ulns["misspelt"]) == (demo.GIL_ULN, demo.ANN_ULN)
    assert ulns["relative"] != demo.CY_ULN
    given, family, born = LACKING[1], LACKING[2], f"{LACKING[3]:%d/%m/%Y}"
    found = run("learner", "find", "--given", given, "--family", family, "--born", born, "--postcode", "LS1 4AQ", *WHY)
    assert ulns["lacking"] in found
