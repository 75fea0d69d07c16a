"""Batch files of learners: reading, refusing and writing."""

import csv
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.domain.batch import BatchLearner
from gateway.files.batches import BadBatchFile, BatchFile, read_batch, write_output

XSD = Path(__file__).parents[2] / "xsd" / "LearnerService" / "learner.xsd"
HEADER = ("FileVersion", "FileName", "UKPRN", "LearnerRecordCount")
LEARNER = [
    "ULN",
    "MISIdentifier",
    "Title",
    "GivenName",
    "PreferredGivenName",
    "MiddleOtherName",
    "FamilyName",
    "PreviousFamilyName",
    "FamilyNameAt16",
    "SchoolAtAge16",
    "LastKnownAddressLine1",
    "LastKnownAddressLine2",
    "LastKnownAddressTown",
    "LastKnownAddressCountyorCity",
    "LastKnownPostCode",
    "DateOfAddressCapture",
    "DateOfBirth",
    "PlaceOfBirth",
    "EmailAddress",
    "Gender",
    "Nationality",
    "ScottishCandidateNumber",
    "AbilityToShare",
    "VerificationType",
    "OtherVerificationDescription",
    "Notes",
]
HEADINGS = [*HEADER, *LEARNER]
CSV, XML = "LRB_TEST0001_010920250930.CSV", "LRB_TEST0001_010920250930.XML"
BOTH = pytest.mark.parametrize("name", [CSV, XML])

MARY = {
    "MISIdentifier": "4711",
    "GivenName": "Mary",
    "FamilyName": "O'Neill-Jones",
    "LastKnownPostCode": "CV4 9EE",
    "DateOfBirth": "2007-05-04",
    "Gender": "2",
    "AbilityToShare": "1",
    "VerificationType": "999",
    "EmailAddress": "mary@example.org",
    "Notes": 'Says "hello",\nand so on; Siôn',
}

Cells = Mapping[str, str]


def rows_of(learners: Sequence[Cells], header: Sequence[str]) -> list[list[str]]:
    return [
        [*(header if number == 0 else ["", "", "", ""]), *(learner.get(heading, "") for heading in LEARNER)]
        for number, learner in enumerate(learners)
    ]


def write_csv(path: Path, rows: Iterable[Sequence[str]], *, end: str = "\r\n", quoting: int = 1) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return path


def write(
    folder: Path,
    learners: Sequence[Cells],
    *,
    name: str = CSV,
    version: str = "2A",
    reference: str = "intake",
    ukprn: str = "TEST0001",
    count: str | None = None,
) -> Path:
    header = (version, reference, ukprn, str(len(learners)) if count is None else count)
    if name.endswith("CSV"):
        return write_csv(folder / name, [HEADINGS, *rows_of(learners, header)])
    batch = ET.Element("LearnerBatch", dict(zip(HEADER, header, strict=True)))
    for learner in learners:
        element = ET.SubElement(batch, "Learner")
        for heading, cell in learner.items():
            ET.SubElement(element, heading).text = cell
    (folder / name).write_bytes(ET.tostring(batch, encoding="utf-8"))
    return folder / name


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(BadBatchFile) as refused:
        read_batch(path)
    assert str(refused.value) == "\n".join(refused.value.problems)
    return refused.value.problems


@BOTH
def test_a_file_gives_its_learners_as_their_cells_say(tmp_path: Path, name: str) -> None:
    batch = read_batch(
        write(tmp_path, [MARY, *[{"GivenName": "Jo", "FamilyName": "Fal", "ULN": "1026893096"}] * 49], name=name)
    )
    assert (batch.ukprn, batch.reference, len(batch.learners)) == ("TEST0001", "intake", 50)
    assert batch.learners[0] == BatchLearner(
        mis_identifier="4711",
        given_name="Mary",
        family_name="O'Neill-Jones",
        postcode="CV4 9EE",
        date_of_birth="2007-05-04",
        gender="2",
        ability_to_share="1",
        verification_type="999",
        email="mary@example.org",
        notes='Says "hello",\nand so on; Siôn',
    )
    assert batch.learners[49] == BatchLearner(uln="1026893096", given_name="Jo", family_name="Fal")


@BOTH
def test_every_column_has_a_member_of_its_own(tmp_path: Path, name: str) -> None:
    full = {
        "ULN": "1026893096", "MISIdentifier": "mis", "Title": "Ms", "GivenName": "given", "PreferredGivenName": "preferred",
        "MiddleOtherName": "middle", "FamilyName": "family", "PreviousFamilyName": "previous", "FamilyNameAt16": "at 16",
        "SchoolAtAge16": "school", "LastKnownAddressLine1": "line 1", "LastKnownAddressLine2": "line 2",
        "LastKnownAddressTown": "town", "LastKnownAddressCountyorCity": "county", "LastKnownPostCode": "BFPO 12",
        "DateOfAddressCapture": "2024-02-29", "DateOfBirth": "2007-05-04", "PlaceOfBirth": "place", "EmailAddress": "a@bc.org",
        "Gender": "9", "Nationality": "GBR", "ScottishCandidateNumber": "845759406", "AbilityToShare": "2",
        "VerificationType": "7", "OtherVerificationDescription": "described", "Notes": "notes",
    }  # fmt: skip
    learner = read_batch(write(tmp_path, [full] * 50, name=name)).learners[0]
    assert [*learner.kept().values()] == [full[heading] for heading in LEARNER]


@pytest.mark.parametrize(("end", "quoting"), [("\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_ALL)])
def test_line_feeds_bare_cells_and_a_byte_order_mark_are_accepted(tmp_path: Path, end: str, quoting: int) -> None:
    rows = [HEADINGS, *rows_of([MARY] * 50, ("2A", "intake", "TEST0001", "50"))]
    path = write_csv(tmp_path / CSV, rows, end=end, quoting=quoting)
    plain = read_batch(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + end.encode())
    assert read_batch(path) == plain
    assert plain.learners == (plain.learners[0],) * 50


@BOTH
def test_a_cell_of_blanks_is_an_empty_one(tmp_path: Path, name: str) -> None:
    blank = MARY | {"Gender": "  ", "DateOfBirth": " \n"}
    learner = read_batch(write(tmp_path, [blank] * 50, name=name)).learners[0]
    assert (learner.gender, learner.date_of_birth) == ("", "")
    assert "row 2, FamilyName: empty" in problems(write(tmp_path, [MARY | {"FamilyName": " \t"}, *[MARY] * 49]))


@BOTH
def test_every_error_is_listed_with_row_and_column(tmp_path: Path, name: str) -> None:
    learners = [dict(MARY) for _ in range(60)]
    learners[0] |= {"GivenName": "", "ULN": "0123456789"}
    learners[7] |= {"DateOfBirth": "2007-02-30", "Gender": "3", "Nationality": "Welsh"}
    learners[59] |= {"Notes": "n" * 4001, "EmailAddress": "nobody"}
    row = "row {}" if name == CSV else "learner {}"
    first, eighth, last = (row.format(n + 1 if name == CSV else n) for n in (1, 8, 60))
    header = first if name == CSV else "LearnerBatch"
    path = write(tmp_path, learners, name=name, version="1A", count="61", ukprn="TEST0002")
    assert sorted(problems(path)) == sorted(
        [
            f"{header}, FileVersion: must be 2A",
            f"{header}, UKPRN: must be the UKPRN in the name of the file",
            f"{header}, LearnerRecordCount: must be 60, the number of learners in the file",
            f"{first}, GivenName: empty",
            f"{first}, ULN: must be ten digits, and not begin with 0",
            f"{eighth}, DateOfBirth: must be a date as YYYY-MM-DD, from 1800 to 2099",
            f"{eighth}, Gender: must be 0, 1, 2 or 9",
            f"{eighth}, Nationality: is longer than 3 characters",
            f"{last}, Notes: is longer than 4000 characters",
            f"{last}, EmailAddress: must be an e-mail address of at most 254 characters",
        ]
    )


def test_a_thousand_problems_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    rows = rows_of([MARY] * 1100, ("2A", "intake", "TEST0001", "1100"))
    path = write_csv(tmp_path / CSV, [HEADINGS, *([*row, *["x"] * number] for number, row in enumerate(rows, 1))])
    listed = problems(path)
    assert (len(listed), listed[0], listed[-1]) == (1001, "row 2: has 31 cells; expected 30", "and 100 more")


@BOTH
def test_a_fault_of_many_rows_is_named_once_with_their_count_and_numbers(tmp_path: Path, name: str) -> None:
    learners = [MARY | {"DateOfBirth": "04/05/2007"} for _ in range(60)]
    for number in (3, 20, 21, 22, 40, 59):
        learners[number] |= {"Gender": "3"}
    learners[7] |= {"Nationality": "Welsh"}
    first = 2 if name == CSV else 1
    noun = "row" if name == CSV else "learner"
    day, gender, nationality = problems(write(tmp_path, learners, name=name))
    assert day.startswith(f"60 {noun}s ({first} to {first + 59}), DateOfBirth: is DD/MM/YYYY; a batch file needs")
    runs = f"{first + 3}, {first + 20} to {first + 22}, {first + 40}, {first + 59}"
    assert gender == f"6 {noun}s ({runs}), Gender: must be 0, 1, 2 or 9"
    assert nationality == f"{noun} {first + 7}, Nationality: is longer than 3 characters"


@pytest.mark.parametrize(
    ("heading", "cell", "words"),
    [
        ("DateOfBirth", "4/5/2007 00:00", "Format the column as YYYY-MM-DD"),
        ("Gender", "Female", "1 (male), 2 (female)"),
        (
            "EmailAddress",
            "zoë@example.org",
            "has an accented letter, which the LRS does not accept in an e-mail address",
        ),
    ],
)
def test_what_spreadsheets_usually_have_is_named_with_its_cure(
    tmp_path: Path, heading: str, cell: str, words: str
) -> None:
    (problem,) = problems(write(tmp_path, [MARY | {heading: cell}, MARY]))
    assert problem.startswith(f"row 2, {heading}: ")
    assert words in problem
    assert cell not in problem


def test_empty_rows_are_named_as_such_and_not_counted_as_learners(tmp_path: Path) -> None:
    rows = rows_of([MARY] * 50, ("2A", "intake", "TEST0001", "50"))
    path = write_csv(tmp_path / CSV, [HEADINGS, *rows[:20], [""] * 30, *rows[20:], *[[""] * 30] * 7])
    assert problems(path) == ("8 rows (22, 53 to 59): is empty; delete the row",)


@pytest.mark.parametrize(
    ("delimiter", "words"), [(";", "the cells are separated by semicolons"), ("\t", "the cells are separated by tabs")]
)
def test_another_delimiter_is_named_once(tmp_path: Path, delimiter: str, words: str) -> None:
    path = tmp_path / CSV
    path.write_text("\n".join([delimiter.join(HEADINGS), *[delimiter.join("x" * 30)] * 40]), encoding="utf-8")
    (problem,) = problems(path)
    assert problem.startswith(f"row 1: {words}")


def test_a_list_with_headings_of_its_own_says_how_it_is_submitted(tmp_path: Path) -> None:
    (problem,) = problems(write_csv(tmp_path / CSV, [["First name", "Surname"], *[["Mary", "Fal"]] * 40]))
    assert problem.startswith("row 1: 30 of the 30 headings are missing;")
    assert "--ukprn UKPRN" in problem


def test_problems_never_repeat_what_a_cell_holds(tmp_path: Path) -> None:
    secret = dict.fromkeys(LEARNER, "Sesame" + "s" * 5000)
    listed = problems(
        write(tmp_path, [secret] * 50, version="Sesame", ukprn="Sesame", count="Sesame", reference="Sesame" * 99)
    )
    assert len(listed) >= len(LEARNER)
    assert "Sesame" not in "\n".join(listed)
    headless = write_csv(tmp_path / CSV, rows_of([secret] * 50, ("2A", "r", "TEST0001", "50")))
    assert "Sesame" not in "\n".join(problems(headless))


@pytest.mark.parametrize(
    ("size", "fact"),
    [
        (5001, "row 5002: the file has 5001 learners; it must have 1 to 5000"),
    ],
)
def test_a_file_of_too_few_or_too_many_learners_is_refused(tmp_path: Path, size: int, fact: str) -> None:
    assert problems(write(tmp_path, [MARY] * size)) == (fact,)
    (xml,) = problems(write(tmp_path, [MARY] * size, name=XML))
    assert xml == f"learner {size}: {fact.partition(': ')[2]}"


@BOTH
def test_a_full_file_is_read_in_good_time(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, [MARY] * 5000, name=name)
    started = time.thread_time()
    assert len(read_batch(path).learners) == 5000
    assert time.thread_time() - started < 5


@pytest.mark.parametrize(
    "name",
    [
        "intake.CSV",
        "LRB_TEST0001_010920250930.csv",
        "lrb_TEST0001_010920250930.CSV",
        "LRB_TEST001_010920250930.CSV",
        "LRB_TEST0001_320920250930.CSV",
        "LRB_TEST0001_010920252430.CSV",
        "LRB_TEST0001_0109202509.CSV",
        "LRB_TEST0001_٠١0920250930.CSV",
        "LRB_TEST0001_010920250930.TXT",
        "LRB_TEST0001_010920250930",
    ],
)
def test_a_file_of_another_name_is_refused(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, [MARY] * 50).rename(tmp_path / name)
    assert problems(path) == ("file name: must be LRB_<UKPRN>_<DDMMYYYYHHMM>.CSV or .XML, in capitals",)


@pytest.mark.parametrize(
    ("headings", "listed"),
    [
        (
            ["FamilyNameAtAge16" if heading == "FamilyNameAt16" else heading for heading in HEADINGS],
            [
                "row 1, FamilyNameAt16: this column is missing; its heading must have exactly this spelling",
                "row 1, column 13: this heading is not known",
            ],
        ),
        (
            ["Uln" if heading == "ULN" else heading for heading in HEADINGS],
            [
                "row 1, ULN: this column is missing; its heading must have exactly this spelling",
                "row 1, column 5: this heading is not known",
            ],
        ),
        (
            [*HEADINGS[:4], "MISIdentifier", "ULN", *HEADINGS[6:]],
            [
                "row 1, MISIdentifier: is column 5; expected ULN there",
                "row 1, ULN: is column 6; expected MISIdentifier there",
                "row 2, ULN: must be ten digits, and not begin with 0",
            ],
        ),
        (
            ["ULN" if heading == "Notes" else heading for heading in HEADINGS],
            [
                "row 1, Notes: this column is missing; its heading must have exactly this spelling",
                "row 1, ULN: appears again as column 30",
                "row 2, ULN: must be ten digits, and not begin with 0",
            ],
        ),
    ],
)
def test_headings_that_are_not_exactly_those_of_the_file_are_refused(
    tmp_path: Path, headings: list[str], listed: list[str]
) -> None:
    learners = [MARY, *[{"GivenName": "Jo", "FamilyName": "Fal"}] * 49]
    rows = rows_of(learners, ("2A", "intake", "TEST0001", "50"))
    assert list(problems(write_csv(tmp_path / CSV, [headings, *rows]))) == listed


def test_a_column_too_many_and_a_row_of_another_length_are_named(tmp_path: Path) -> None:
    rows = rows_of([MARY] * 50, ("2A", "intake", "TEST0001", "50"))
    rows[3].append("")
    rows[9].pop()
    assert problems(write_csv(tmp_path / CSV, [HEADINGS, *rows])) == (
        "row 5: has 31 cells; expected 30",
        "row 11: has 29 cells; expected 30",
    )
    wide = [[*row, ""] for row in rows_of([MARY] * 50, ("2A", "intake", "TEST0001", "50"))]
    assert problems(write_csv(tmp_path / CSV, [[*HEADINGS, "ReturnCode"], *wide])) == (
        "row 1, column 31: this heading is not known",
    )


def test_only_the_first_learner_s_row_states_the_header(tmp_path: Path) -> None:
    rows = rows_of([MARY] * 50, ("2A", "intake", "TEST0001", "50"))
    rows[1][:4] = rows[0][:4]
    rows[0][:4] = ["", "", "", ""]
    fact = "must be empty: only the row of the first learner has it"
    assert problems(write_csv(tmp_path / CSV, [HEADINGS, *rows])) == (
        "row 2, FileVersion: must be 2A",
        "row 2, FileName: empty",
        "row 2, UKPRN: must be eight letters or digits",
        *(f"row 3, {heading}: {fact}" for heading in HEADER),
        "row 2, LearnerRecordCount: must be 50, the number of learners in the file",
    )


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b"", "row 1: no headings"),
        (b"\xff\xfeL\x00R\x00", "line 1: is not UTF-8"),
        ("ok\r\nSiôn".encode("latin-1"), "line 2: is not UTF-8"),
    ],
)
def test_a_file_that_holds_something_else_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, start: str
) -> None:
    (tmp_path / CSV).write_bytes(content)
    (problem,) = problems(tmp_path / CSV)
    assert problem.startswith(start)


@pytest.mark.parametrize("broken", [b'"a"b,', b'"never closed', b'"a"\r"b"', b"a\rb"])
def test_rows_that_are_not_csv_end_the_reading_where_they_stand(tmp_path: Path, broken: bytes) -> None:
    path = write(tmp_path, [MARY | {"Gender": "x"}, *[MARY] * 49])
    path.write_bytes(path.read_bytes() + broken)
    gender, end = problems(path)
    assert gender == "row 2, Gender: must be 0, 1, 2 or 9"
    assert end.startswith("row 52: is not CSV")


def test_bare_carriage_returns_end_no_row(tmp_path: Path) -> None:
    path = write(tmp_path, [MARY] * 50)
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\r"))
    (problem,) = problems(path)
    assert problem.startswith("row 1: is not CSV")


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\uffff"])
def test_a_character_that_xml_cannot_carry_is_refused(tmp_path: Path, character: str) -> None:
    path = write(tmp_path, [MARY | {"Notes": f"a{character}b"}, *[MARY] * 49])
    assert problems(path) == ("row 2, Notes: has a character that XML does not allow",)


def test_a_file_larger_than_any_batch_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / CSV).open("wb") as file:
        file.truncate(2**26 + 1)
    assert problems(tmp_path / CSV) == ("file: is larger than 64 MiB",)


def xml(folder: Path, text: str) -> Path:
    (folder / XML).write_text(text, encoding="utf-8")
    return folder / XML


HEAD = '<LearnerBatch FileVersion="2A" FileName="r" UKPRN="TEST0001" LearnerRecordCount="50">'
JO = "<Learner><FamilyName>Fal</FamilyName><GivenName>Jo</GivenName></Learner>"


def test_elements_of_a_learner_may_stand_in_any_order_but_not_twice(tmp_path: Path) -> None:
    path = xml(tmp_path, f'<?xml version="1.0" encoding="utf-8"?><!-- a --> {HEAD}{JO * 50}</LearnerBatch>')
    assert read_batch(path).learners[49] == BatchLearner(given_name="Jo", family_name="Fal")
    twice = JO.replace("</Learner>", "<GivenName>Jo</GivenName></Learner>")
    assert problems(xml(tmp_path, f"{HEAD}{twice}{JO * 49}</LearnerBatch>")) == ("learner 1, GivenName: appears twice",)


@pytest.mark.parametrize(
    ("learner", "listed"),
    [
        ("<Learners/>", ["line 1: has an element that is not allowed here"]),
        ("<ULN/>", ["line 1: has an element that is not allowed here"]),
        (JO.replace("FamilyName>", "Surname>"), ["an element", "text", "learner 1, FamilyName: empty"]),
        (JO.replace("Fal", "F<b/>al"), ["line 1: has an element that is not allowed here"]),
        (JO.replace("<Learner>", "<Learner>text"), ["line 1: has text that is not allowed here"]),
        (JO.replace("<Learner>", "<Learner a='b'>"), ["line 1: has an attribute that is not allowed here"]),
        (JO.replace("<GivenName>", "<GivenName a='b'>"), ["line 1: has an attribute that is not allowed here"]),
    ],
)
def test_what_has_no_place_in_the_xml_is_named(tmp_path: Path, learner: str, listed: list[str]) -> None:
    path = xml(
        tmp_path, f"{HEAD}{learner}{JO * (50 - learner.count('<Learner>') - learner.count('<Learner '))}</LearnerBatch>"
    )
    found = problems(path)
    assert len(found) == len(listed)
    assert all(fact in problem for fact, problem in zip(listed, found, strict=True))


LAUGHS = (
    "<!DOCTYPE b [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY b{n} '{f'&b{n - 1};' * 10}'>" for n in range(1, 40)) + "]>"
)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (f"{LAUGHS}\n{HEAD}{JO * 50}</LearnerBatch>", "line 1: has a document type"),
        ("\n<!DOCTYPE b SYSTEM 'file:///etc/passwd'><b/>", "line 2: has a document type"),
        (f"{HEAD}{JO.replace('Jo', '&amp;&e;')}</LearnerBatch>", "line 1: not XML (undefined entity)"),
        (f"{HEAD}{JO.replace('Jo', '&#1;')}</LearnerBatch>", "line 1: not XML"),
        (f"{HEAD}{JO}", "line 1: not XML (no element found)"),
        ("", "line 1: not XML (no element found)"),
        ("<Envelope/>", "line 1: the file is not a LearnerBatch"),
        ("<?xml version='1.0' encoding='latin-1'?><LearnerBatch/>", "line 1: has an encoding other than UTF-8"),
        ("<LearnerBatch " + " ".join(f"a{n}=''" for n in range(10)) + "><", "line 1: has an attribute"),
    ],
)
def test_hostile_or_broken_xml_is_refused(tmp_path: Path, text: str, start: str) -> None:
    assert problems(xml(tmp_path, text))[0].startswith(start)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("<LearnerBatch>" * 1_000_000, "more than 20 nested elements"),
        (f"{HEAD}{JO.replace('Jo', 'J' * 10_000_000)}{JO * 49}</LearnerBatch>", "longer than 35 characters"),
        (f"{HEAD}{JO * 49}{JO.replace('Jo', '&#10;' * 2_000_000)}</LearnerBatch>", "learner 50, GivenName: empty"),
        (f"{HEAD}{'<Learner/>' * 200_000}</LearnerBatch>", "the file has 200000 learners"),
        (f"{HEAD}<{'x' * 10_000_000}/>{JO * 50}</LearnerBatch>", "has an element that is not allowed here"),
    ],
)
def test_megabytes_of_malice_are_refused_in_good_time(tmp_path: Path, text: str, fact: str) -> None:
    path = xml(tmp_path, text)
    started = time.thread_time()
    with pytest.raises(BadBatchFile) as refused:
        read_batch(path)
    assert time.thread_time() - started < 5
    assert fact in str(refused.value) or refused.value.problems[-1].endswith("more")


def test_a_hostile_e_mail_address_takes_no_time(tmp_path: Path) -> None:
    hostile = ["a." * 126 + "@", "a" * 253 + "@", "a@" + "aa." * 83, "a@" + "a" * 252, "a@" + "a-" * 126, "." * 254]
    learners = [MARY | {"EmailAddress": hostile[number % len(hostile)]} for number in range(900)]
    started = time.thread_time()
    assert problems(write(tmp_path, learners)) == (
        "900 rows (2 to 901), EmailAddress: must be an e-mail address of at most 254 characters",
    )
    assert time.thread_time() - started < 5


TYPES = {
    "ULN": "ULNNillable",
    "GivenName": "NameNonEmpty",
    "MiddleOtherName": "Name",
    "SchoolAtAge16": "SchoolName",
    "LastKnownAddressTown": "Address",
    "LastKnownPostCode": "PostCodeNillable",
    "DateOfBirth": "DateNillable",
    "EmailAddress": "Email",
    "Gender": "GenderNillable",
    "Nationality": "Nationality",
    "ScottishCandidateNumber": "ScottishCandidateNumber",
    "AbilityToShare": "AbilityToShare",
    "VerificationType": "VerificationType",
    "OtherVerificationDescription": "OtherVerificationDescription",
    "MISIdentifier": "MISIdentifier",
    "Notes": "Notes",
}
EDGES = {
    "ULN": ["1026893096", "0026893096", "102689309", "10268930961", "١٠٢٦٨٩٣٠٩٦", "1026893096\n"],
    "LastKnownPostCode": [
        "CV4 9EE", "cv49ee", "GIR 0AA", "ZZ99 9ZZ", "BFPO 1234", "bfpo12", "CV4  9EE", "CV4 9EC", "CV4 9EI", "CV4 9EK",
        "CV4 9EM", "CV4 9EO", "CV4 9EV", "CV4 9EE  ", "CV49EE    ", "D02 AF30", "BFPO 12345", "ſW1A 1AA", "CV4 9EL", "SW1A 1AW", "AB1 2ab",
    ],
    "DateOfBirth": ["2007-05-04", "2007-02-29", "2008-02-29", "1799-01-01", "2100-01-01", "2007-04-31", "2007-5-4", "20070504", "2000-02-29"],
    "EmailAddress": [
        "a@bc.org", "a.b+c@sub.example.co.uk", "a@b.org", "a@bc.toolong", "a&b@bc.org", "é@bc.org", ".a@bc.org", "a..b@bc.org",
        "a@-bc.org", "a@bc-.org", "a@bc.o", "a@bc", "_a@bc.org", "a@" + "b" * 63 + ".org", "a@" + "b" * 64 + ".org", "a" * 247 + "@bc.org", "a" * 248 + "@bc.org",
    ],
    "Gender": ["0", "1", "2", "9", "3", "01", "٢"],
    "VerificationType": ["0", "7", "8", "999", "99", "0999"],
    "AbilityToShare": ["0", "1", "2", "3", "12"],
    "ScottishCandidateNumber": ["145589606", "14558960", "1455896060"],
}  # fmt: skip


@pytest.mark.parametrize("heading", TYPES)
def test_a_cell_is_right_exactly_when_the_strict_contract_says_so(tmp_path: Path, heading: str) -> None:
    strict = xmlschema.XMLSchema(str(XSD)).types[f"MIAP{TYPES[heading]}"]
    cells = [
        *EDGES.get(heading, []),
        *("x" * most for most in (3, 4, 35, 36, 50, 51, 128, 129, 254, 255, 256, 4000, 4001)),
    ]
    for cell in cells:
        learner = {"GivenName": "Jo", "FamilyName": "Fal", "Title": "x" * 36, heading: cell}
        refused = problems(write(tmp_path, [learner]))
        assert strict.is_valid(cell) != any(one.startswith(f"row 2, {heading}:") for one in refused), cell


def test_a_twenty_ninth_of_february_that_never_was_is_refused_though_the_schema_lets_it_pass(tmp_path: Path) -> None:
    assert problems(write(tmp_path, [MARY | {"DateOfBirth": "1900-02-29"}, *[MARY] * 49])) == (
        "row 2, DateOfBirth: must be a date as YYYY-MM-DD, from 1800 to 2099",
    )


def names_of_people(most: int = 35, least: int = 0) -> st.SearchStrategy[str]:
    letters = st.characters(
        exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32)] + ["\ufffe", "\uffff"]
    )
    text = st.text(letters | st.sampled_from("\r\n\t\"',;<>&]"), min_size=least, max_size=most)
    return text.filter(lambda text: bool(text.strip(" \t\r\n")) or not (text or least))


LEARNERS = st.builds(
    BatchLearner,
    uln=st.sampled_from(["", "1026893096"]),
    mis_identifier=names_of_people(128),
    title=names_of_people(),
    given_name=names_of_people(least=1),
    family_name=names_of_people(least=1),
    family_name_at_16=names_of_people(),
    school_at_16=names_of_people(254),
    address_county=names_of_people(50),
    postcode=st.sampled_from(["", "CV4 9EE", "cv49ee "]),
    date_of_birth=st.sampled_from(["", "2007-05-04"]),
    gender=st.sampled_from(["", "0", "1", "2", "9"]),
    notes=names_of_people(400),
)


def reread(path: Path, folder: Path) -> BatchFile:
    """Read the input columns of an output file."""
    again = folder / f"LRB_TEST0001_010920250930{path.suffix}"
    if path.suffix == ".CSV":
        with path.open(encoding="utf-8", newline="") as file:
            return read_batch(write_csv(again, [row[:30] for row in csv.reader(file)]))
    tree = ET.parse(path)
    for learner in tree.getroot():
        learner.remove(learner[-1])
    text = ET.tostring(tree.getroot(), encoding="unicode")
    again.write_text(text.replace("\r", "&#13;"), encoding="utf-8", newline="")
    return read_batch(again)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(learner=LEARNERS, suffix=st.sampled_from([".CSV", ".XML"]), reference=names_of_people(254, least=1))
def test_what_was_written_is_read_again_as_it_was(
    tmp_path: Path, learner: BatchLearner, suffix: str, reference: str
) -> None:
    path = tmp_path / f"output{suffix}"
    learners = (learner, *[replace(learner, mis_identifier="other")] * 49)
    write_output(path, ukprn="TEST0001", reference=reference, rows=((one, "RC001") for one in learners))
    assert reread(path, tmp_path) == BatchFile(ukprn="TEST0001", reference=reference, learners=learners)


def test_the_output_has_the_same_columns_and_a_return_code_all_quoted(tmp_path: Path) -> None:
    jo = BatchLearner(uln="1026893096", given_name="Jo", family_name='Fal "F"')
    write_output(tmp_path / "out.CSV", ukprn="TEST0001", reference="intake", rows=[(jo, "RC001"), (jo, "RC007")])
    empty = ',""'
    heading, first, second, end = (tmp_path / "out.CSV").read_bytes().decode().split("\r\n")
    assert heading == ",".join(f'"{name}"' for name in [*HEADINGS, "ReturnCode"])
    learner = f'"1026893096"{empty * 2},"Jo"{empty * 2},"Fal ""F"""{empty * 19}'
    assert first == f'"2A","intake","TEST0001","2",{learner},"RC001"'
    assert second == f'"","","","",{learner},"RC007"'
    assert end == ""


def test_the_xml_output_has_the_return_code_last(tmp_path: Path) -> None:
    jo = BatchLearner(uln="1026893096", given_name="Jo", family_name="Fal & <F>")
    write_output(tmp_path / "out.XML", ukprn="TEST0001", reference='"in"', rows=[(jo, "RC001")])
    root = ET.parse(tmp_path / "out.XML").getroot()
    assert root.attrib == {"FileVersion": "2A", "FileName": '"in"', "UKPRN": "TEST0001", "LearnerRecordCount": "1"}
    assert [child.tag for child in root[0]] == [*LEARNER, "ReturnCode"]
    assert (root[0][0].text, root[0][6].text, root[0][26].text) == ("1026893096", "Fal & <F>", "RC001")


def test_an_output_file_is_never_half_written(tmp_path: Path) -> None:
    path = tmp_path / "out.CSV"
    path.write_text("what was there")
    unwritable = BatchLearner(given_name="Jo", family_name="\ud800")
    with pytest.raises(UnicodeEncodeError):
        write_output(path, ukprn="TEST0001", reference="r", rows=[(unwritable, "RC001")])
    assert path.read_text() == "what was there"
    write_output(path, ukprn="TEST0001", reference="r", rows=[])
    assert path.read_text().startswith('"FileVersion"')
    assert [one.name for one in tmp_path.iterdir()] == ["out.CSV"]


def test_an_output_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadBatchFile, match=r"must end in \.CSV or \.XML"):
        write_output(tmp_path / "out.txt", ukprn="TEST0001", reference="r", rows=[])
    assert list(tmp_path.iterdir()) == []
