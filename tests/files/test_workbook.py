"""Reading Excel workbooks, and refusing them."""

import io
import time
from collections import Counter
from contextlib import suppress
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.files.batches.reading import Unreadable
from gateway.files.batches.workbook import read_workbook
from tests.files.workbooks import LONG_DAY, Cell, book, sheet, workbook

HEADINGS = ["First name", "Surname", "DOB", "ULN"]
ZOE: list[Cell] = ["Zoë", "O'Brien & Sons", date(2003, 2, 1), 1026893096]


def read(data: bytes) -> tuple[list[tuple[int, list[str]]], list[str]]:
    notes = Counter[str]()
    rows = [*read_workbook(data, notes)]
    return rows, [note.format(times) for note, times in notes.items()]


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(data)
    return str(refused.value)


def of_sheet(rows: str) -> bytes:
    return workbook([HEADINGS], {"xl/worksheets/sheet1.xml": sheet(rows)})


@pytest.mark.parametrize("day", [1, LONG_DAY])
def test_texts_dates_and_whole_numbers_are_read_as_they_are_shown(day: int) -> None:
    rows, notes = read(workbook([HEADINGS, [], ZOE, [None, None, None, None]], day=day))
    assert rows == [(1, HEADINGS), (3, ["Zoë", "O'Brien & Sons", "2003-02-01", "1026893096"])]
    assert notes == ["1 empty rows were left out."]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1" t="inlineStr"><is><t> Zoë </t></is></c>', "Zoë"),
        ('<c r="A1" t="str"><f>B1</f><v>Zoë</v></c>', "Zoë"),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="d"><v>2003-02-01T00:00:00</v></c>', "2003-02-01"),
        ('<c r="A1"><v>1.5</v></c>', "1.5"),
        ('<c r="A1" s="3"><v>2</v></c>', "2"),
        ('<c r="A1" s="1"><v>1</v></c>', "1900-01-01"),
        ('<c r="A1" s="1"><v>61.75</v></c>', "1900-03-01"),
        ("<c><v>7</v></c>", "7"),
    ],
)
def test_every_kind_of_cell_is_read(cell: str, text: str) -> None:
    assert read(of_sheet(f"<row>{cell}</row>"))[0] == [(1, [text])]


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    parts = {"xl/workbook.xml": book('<sheet name="a" sheetId="1" r:id="rId1"/>', '<workbookPr date1904="1"/>')}
    row = '<row r="1"><c r="A1" s="1"><v>36191</v></c></row>'
    assert read(workbook([], parts | {"xl/worksheets/sheet1.xml": sheet(row)}))[0] == [(1, ["2003-02-01"])]


def test_the_first_visible_sheet_is_read_and_hidden_rows_are_told() -> None:
    sheets = '<sheet name="a" sheetId="1" state="hidden" r:id="rId1"/><sheet name="b" sheetId="2" r:id="rId2"/>'
    row = '<row r="4" hidden="1"><c r="B4" t="str"><v>Zoë</v></c></row>'
    more = '<sheet name="c" sheetId="3" r:id="rId1"/>'
    parts = {"xl/workbook.xml": book(sheets + more), "xl/worksheets/sheet2.xml": sheet(row)}
    assert read(workbook([HEADINGS], parts)) == (
        [(4, ["", "Zoë"])],
        [
            "The workbook has 2 sheets. Only the first was read.",
            "1 hidden rows were read too.",
        ],
    )


@pytest.mark.parametrize(
    ("cell", "fact"),
    [
        ('<c r="A7" t="e"><v>#N/A</v></c>', "row 7: has a cell with an error"),
        ('<c r="A7"><f>B7</f></c>', "row 7: has a formula without a value"),
        ('<c r="A7" s="1"><v>60</v></c>', "row 7: has a number that is formatted as a date but is not a date"),
        ('<c r="IW7"><v>1</v></c>', "row 7: has more than 256 columns"),
        (f'<c r="A7" t="str"><v>{"x" * 131_073}</v></c>', "row 7: has a cell of more than 131,072 characters"),
        ('<c r="A7" t="s"><v>9999</v></c>', "file: is not an Excel workbook"),
        ('<c r="A7" t="s"><v>-1</v></c>', "file: is not an Excel workbook"),
        ('<c r="A7" s="1"><v>1e300</v></c>', "file: is not an Excel workbook"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_row(cell: str, fact: str) -> None:
    assert refusal(of_sheet(f'<row r="7">{cell}</row>')).startswith(fact)


def test_what_would_fill_the_memory_is_refused() -> None:
    row = '<row><c t="str"><v>x</v></c></row>'
    assert refusal(of_sheet(row * 20_001)) == "row 20001: has more than 20,000 rows"
    assert refusal(of_sheet(" " * (64 * 2**20))) == "file: is larger than 64 MiB when unpacked"


def test_one_text_that_many_cells_show_is_refused() -> None:
    cell = '<c t="s"><v>0</v></c>'
    row = f"<row>{cell * 200}</row>"
    parts = {
        "xl/sharedStrings.xml": f"<sst><si><t>{'x' * 131_072}</t></si></sst>",
        "xl/worksheets/sheet1.xml": sheet(row * 5_000),
    }
    assert refusal(workbook([], parts)) == "row 3: the cells up to here hold more than 64 million characters"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("xl/styles.xml", f"<a><numFmt numFmtId='200' formatCode='{'[' * 150_000}'/></a>"),
        ("xl/styles.xml", f"<a><numFmt numFmtId='200' formatCode='{'&quot;[' * 150_000}'/></a>"),
        ("xl/styles.xml", f"<a>{'<b>' * 30_000}{'<xf/>' * 100_000}{'</b>' * 30_000}</a>"),
        ("xl/sharedStrings.xml", f"<a>{'<b>' * 30_000}{'<t>x</t>' * 100_000}{'</b>' * 30_000}</a>"),
    ],
)
def test_what_is_written_to_take_long_takes_no_longer_than_its_size(part: str, text: str) -> None:
    began = time.process_time()
    with suppress(Unreadable):
        read(workbook([], {part: text, "xl/worksheets/sheet1.xml": sheet("")}))
    assert time.process_time() - began < 5


@pytest.mark.parametrize("number", ["0", "-7", "1048577", "9" * 4_000])
def test_a_row_has_a_number_that_a_spreadsheet_can_have(number: str) -> None:
    data = of_sheet(f'<row r="{number}"><c t="str"><v>x</v></c></row>')
    assert refusal(data).startswith("file: is not an Excel workbook")


def test_a_document_type_is_not_read() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><sst><si><t>&c;</t></si></sst>'
    assert (
        refusal(workbook([HEADINGS], {"xl/sharedStrings.xml": bomb}))
        == "file: has a document type (DOCTYPE), which is not allowed"
    )


def test_what_is_no_workbook_is_named_as_such() -> None:
    other = io.BytesIO()
    with ZipFile(other, "w", ZIP_DEFLATED) as file:
        file.writestr("content.xml", "<office/>")
    for data in (b"PK\x03\x04rest", other.getvalue(), workbook([HEADINGS])[:-100], of_sheet("<row>")):
        assert refusal(data).startswith("file: is not an Excel workbook (.xlsx): save the spreadsheet as 'CSV UTF-8'")


@given(patches=st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=3)), min_size=1, max_size=6))
def test_a_sheet_that_is_damaged_is_read_or_refused_and_nothing_else(patches: list[tuple[int, bytes]]) -> None:
    with ZipFile(io.BytesIO(workbook([HEADINGS, ZOE]))) as file:
        damaged = bytearray(file.read("xl/worksheets/sheet1.xml"))
    for place, patch in patches:
        damaged[place : place + 1] = patch
    with suppress(Unreadable):
        rows, _ = read(workbook([], {"xl/worksheets/sheet1.xml": damaged.decode("latin-1")}))
        assert all(any(cells) for _, cells in rows)
