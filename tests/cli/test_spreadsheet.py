"""Somebody with a spreadsheet and no other system gets ULNs."""

import re
import sys
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.test_batch import lrs_gateway, work

HEADINGS = ["Student ref", "First name", "Surname", "DOB", "Sex", "Post code"]
ROWS = [
    [
        f"s{number}",
        f"Q{chr(97 + number % 26)}{chr(97 + number // 26)}",
        "Orme",
        f"{2 + number % 27:02}/0{1 + number % 9}/2001",
        "MF"[number % 2],
        f"LS{1 + number % 9} {1 + number // 9}AP",
    ]
    for number in range(40)
]


def lines(delimiter: str = ",", rows: list[list[str]] = ROWS) -> list[str]:
    return [delimiter.join(row) for row in [HEADINGS, *rows]]


SHAPES = {
    "UTF-8": "\r\n".join(lines()).encode("utf-8-sig"),
    "semicolons": "\r\n".join(lines(";")).encode(),
    "tabs and UTF-16": "\r\n".join(lines("\t")).encode("utf-16"),
    "blank rows": "\r\n".join([*lines(), ",,,,,", "", ",,,,,"]).encode(),
    "bare carriage returns": "\r".join(lines()).encode(),
    "Windows": "\r\n".join(lines()).replace("Qaa", "Zoë").encode("cp1252"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "enrolments.Csv"


def submit(url: str, file: Path, *more: str) -> Result:
    return lrs_gateway(url, "batch", "submit", str(file), "--ukprn", "TEST0001", *more)


@pytest.mark.parametrize("shape", SHAPES)
def test_forty_enrolments_get_ulns(sqlite_url: str, file: Path, shape: str) -> None:
    file.write_bytes(SHAPES[shape])
    submitted = submit(sqlite_url, file)
    assert submitted.exit_code == 0, submitted.stderr
    job = submitted.stdout.strip()
    assert "40 dates were read as DD/MM/YYYY." in submitted.stderr
    assert "40 rows had no AbilityToShare; they got 0." in submitted.stderr
    assert f"Accepted 40 learners as job {job}." in submitted.stderr
    work(sqlite_url)
    shown = lrs_gateway(sqlite_url, "batch", "show", job, "--ukprn", "TEST0001").stdout
    assert len(re.findall(r"RC001.*[1-9][0-9]{9}.*New ULN\.", shown)) == 40
    assert "40 learners: 40 new." in shown
    assert job in lrs_gateway(sqlite_url, "batch", "list", "--ukprn", "TEST0001").stdout


def test_what_is_wrong_is_told_by_check_and_nothing_is_submitted(sqlite_url: str, file: Path) -> None:
    bad = [["s1", "Ann", "Lee", "12/31/2004", "M", "CV1 2WT"], ["s2", "", "Lee", "01/02/2004", "?", "CV1 2WT"]]
    file.write_text("\n".join(lines(rows=bad)))
    checked = lrs_gateway(sqlite_url, "batch", "check", str(file), "--ukprn", "TEST0001")
    assert checked.exit_code == 1
    assert [line.partition(":")[0] for line in checked.stderr.splitlines()[:-1]] == [
        "row 2, DateOfBirth",
        "row 3, GivenName",
        "row 3, Gender",
    ]
    assert "Lee" not in checked.stderr
    file.write_text("\n".join(lines()))
    assert lrs_gateway(sqlite_url, "batch", "check", str(file), "--ukprn", "TEST0001").stdout.startswith("40 learners")
    assert "job" not in lrs_gateway(sqlite_url, "batch", "list", "--ukprn", "TEST0001").stdout


def test_a_row_whose_cells_have_moved_is_refused(sqlite_url: str, file: Path) -> None:
    moved = ["s1", "Ida", "Orme, of Leeds", "01/02/2003", "F", "LS1 1AP"]
    file.write_text("\n".join([*lines(), ",".join(moved)]))
    refused = submit(sqlite_url, file)
    assert refused.exit_code == 1
    assert "row 42: has more than 6 cells; put a cell with a comma in quotes" in refused.stderr
    file.write_text("\n".join([*(f"{line},," for line in lines()), '"' + '","'.join(moved) + '"']))
    assert submit(sqlite_url, file).exit_code == 0, "empty cells at the end, and a comma in quotes"


@pytest.mark.parametrize(
    ("first", "more", "told"),
    [
        ("Tutor group", 0, "1 columns with an unknown heading were left out: A."),
        ("Ref", 0, None),
        ("Ref", 21, "21 columns with an unknown heading were left out: G, H, I, J, K, L, M, N, O, P, Q,"),
        ("Ref", 21, " X, Y, Z, ...."),
    ],
)
def test_a_column_that_is_left_out_is_named_by_its_letter(
    sqlite_url: str, file: Path, first: str, more: int, told: str | None
) -> None:
    headings = ",".join([first, *HEADINGS[1:], *(f"Tutor {number}" for number in range(more))])
    file.write_text("\n".join([headings, *lines()[1:]]))
    checked = lrs_gateway(sqlite_url, "batch", "check", str(file), "--ukprn", "TEST0001")
    assert checked.exit_code == 0
    assert told in checked.stderr if told else "left out" not in checked.stderr
    assert "utor" not in checked.stderr, "what stands in a cell may be a learner's"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest", "is not an Excel workbook (.xlsx): save the spreadsheet as 'CSV UTF-8'"),
        (b"\xd0\xcf\x11\xe0rest", "an old (.xls) or encrypted workbook: save it as .xlsx"),
        (b"a,b\n1,2\n", "no heading for GivenName and FamilyName; lrs-gateway batch template"),
        (b"First name,Forename,Surname\nA,B,C\n", "is a second column for GivenName"),
        (b"First name,Surname\n", "has 0 learners"),
        (b"", "no heading for"),
    ],
)
def test_what_is_no_list_of_learners_is_named_as_what_it_is(
    sqlite_url: str, file: Path, content: bytes, words: str
) -> None:
    file.write_bytes(content)
    refused = submit(sqlite_url, file)
    assert refused.exit_code == 1
    assert words in refused.stderr


def test_a_row_without_what_a_uln_needs_says_what_is_missing(sqlite_url: str, file: Path) -> None:
    file.write_text("\n".join(lines(rows=[["s1", "Ida", "Orme", "", "F", ""]])))
    job = submit(sqlite_url, file).stdout.strip()
    work(sqlite_url)
    shown = lrs_gateway(sqlite_url, "batch", "show", job, "--ukprn", "TEST0001").stdout
    assert "No ULN: date of birth and postcode missing." in " ".join(shown.split())


@pytest.mark.parametrize(
    ("row", "more", "words"),
    [
        (
            "Ida,Orme,01/02/2020,F,LS1 1AP,,",
            (),
            "The date of birth makes the learner younger than 13 or older than 110.",
        ),
        ("Ida,Orme,01/02/2003,F,LS1 1AP,,999", (), "No ULN: description of the other verification missing."),
        ("Ida,Orme,09/03/2004,F,CV1 2WT,3000000207,", (), "The learner with the ULN in the row has another name."),
        (
            "Ann,Lee,09/03/2005,F,CV1 2WT,3000000207,",
            (),
            "The learner with the ULN in the row has another date of birth.",
        ),
        ("Ida,Orme,01/02/2003,F,LS1 1AP,1026893096,", (), "No learner has the ULN in the row."),
        ("Ida,Orme,01/02/2003,F,LS1 1AP,,", ("--check",), "Not on the register (check only)."),
    ],
)
def test_a_row_says_which_field_is_wrong_and_what_to_do(
    sqlite_url: str, file: Path, row: str, more: tuple[str, ...], words: str
) -> None:
    file.write_text(f"First name,Surname,DOB,Sex,Post code,ULN,Verification type\n{row}\n")
    job = submit(sqlite_url, file, *more).stdout.strip()
    work(sqlite_url)
    shown = lrs_gateway(sqlite_url, "batch", "show", job, "--ukprn", "TEST0001").stdout
    assert words in " ".join(shown.replace("│", " ").split())


def test_rows_are_numbered_as_in_the_file_and_empty_rows_make_no_other_batch(sqlite_url: str, file: Path) -> None:
    headings, *rows = lines(rows=ROWS[:3])
    file.write_text("\n".join([headings, rows[0], ",,,,,", "", rows[1], ",,,,,", rows[2]]))
    job = submit(sqlite_url, file).stdout.strip()
    file.write_text("\n".join([headings, *rows]))
    assert submit(sqlite_url, file).stdout.strip() == job
    work(sqlite_url)
    shown = lrs_gateway(sqlite_url, "batch", "show", job, "--ukprn", "TEST0001").stdout
    assert re.findall(r"│ (\d+) +│ (s\d+)", shown) == [("2", "s0"), ("5", "s1"), ("7", "s2")]


def test_a_file_that_was_submitted_before_is_named_as_such(database_url: str, file: Path) -> None:
    file.write_bytes(SHAPES["UTF-8"])
    first = submit(database_url, file)
    again = submit(database_url, file)
    assert again.stdout == first.stdout
    told = (
        rf"You submitted this file before, as job {first.stdout.strip()} \(20\d\d-\d\d-\d\d \d\d:\d\d UTC, submitted\)"
    )
    assert re.search(told, again.stderr)
    assert "Accepted" not in again.stderr
    work(database_url)
    assert "UTC, finished). No new job was started" in submit(database_url, file).stderr


def test_a_template_is_written_once_and_can_be_filled_in(sqlite_url: str, tmp_path: Path) -> None:
    out = tmp_path / "learners.csv"
    assert lrs_gateway(sqlite_url, "batch", "template", "--out", str(out)).exit_code == 0
    assert lrs_gateway(sqlite_url, "batch", "template", "--out", str(out)).exit_code == 1
    with out.open("a", encoding="utf-8") as file:
        file.write("s1,Ida,,Orme,01/02/2003,F,LS1 1AP,ida@example.org,1,1\r\n")
    submitted = submit(sqlite_url, out)
    assert submitted.exit_code == 0, submitted.stderr
    assert "left out" not in submitted.stderr


def test_who_waits_is_told_that_no_worker_runs(sqlite_url: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(SHAPES["UTF-8"])
    monkeypatch.setattr(sys.modules["gateway.cli.batch"], "_wait", lambda *_: None)
    assert "No worker is running. Start lrs-gateway serve" in submit(sqlite_url, file, "--wait").stderr


def test_who_asks_for_a_job_that_nobody_works_on_is_told_so(database_url: str, file: Path) -> None:
    file.write_bytes(SHAPES["UTF-8"])
    job = submit(database_url, file).stdout.strip()
    shown = lrs_gateway(database_url, "batch", "show", job, "--ukprn", "TEST0001")
    assert shown.exit_code == 1
    assert "No worker is running. Start lrs-gateway serve" in shown.stderr
    assert f"job {job} is submitted: 0 of 40 learners are done" in shown.stderr


def test_a_spreadsheet_without_an_organisation_says_how_to_name_it(sqlite_url: str, file: Path) -> None:
    file.write_bytes(SHAPES["UTF-8"])
    refused = lrs_gateway(sqlite_url, "batch", "submit", str(file))
    assert refused.exit_code == 1
    assert "add --ukprn UKPRN" in refused.stderr
