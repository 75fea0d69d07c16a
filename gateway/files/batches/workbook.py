"""Read the first visible sheet of an Excel workbook.

The format is .xlsx (ECMA-376); all cells are read as text. Cells that are formatted as dates become YYYY-MM-DD. Whole
numbers have no decimal point. Formulas have the value that Excel saved. A part with a document type is not read, so no
entity is ever declared.
"""

import posixpath
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from gateway.files.batches.reading import Unreadable

_MOST_BYTES = 64 * 2**20
_MOST_ROWS, _MOST_COLUMNS, _LONGEST = 20_000, 256, 131_072
_MOST_LETTERS = 64 * 2**20
"""Most characters in all cells together.

Many cells may show one shared text.
"""

_LAST_ROW = 1_048_576
_DEEPEST = 100
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(50, 59)))
"""Numbers of Excel's own date formats."""

_NOT_OF_THE_FORMAT = re.compile(r'"[^"]*(?:"|\Z)|\\.|_.|\*.|\[[^\]]*(?:\]|\Z)')
"""Parts of a number format that format no number.

A part that is not closed goes on to the end. A new search from each beginning would take forever.
"""

_REFERENCE = re.compile("([A-Z]{1,3})[0-9]+", re.ASCII)
_NO_WORKBOOK = "is not an Excel workbook (.xlsx): save the spreadsheet as 'CSV UTF-8'"
_UNREADABLE = (
    BadZipFile, zlib.error, expat.ExpatError, LookupError, ValueError, ArithmeticError, RuntimeError, EOFError, OSError
)  # fmt: skip
"""Errors that a broken archive causes."""

_LEAP_DAY = 60
"""Excel's number of 29 February 1900, which never was.

The numbers of later days are therefore one too high.
"""


def read_workbook(data: bytes, notes: Counter[str]) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that are not empty, with their numbers.

    Raises Unreadable.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            book = _Book(archive)
            rows = book.read_rows(notes)
    except _UNREADABLE:
        raise Unreadable("file", _NO_WORKBOOK) from None
    before = rows[0][0] - 1 if rows else 0
    for number, cells in rows:
        if number > before + 1:
            notes["{} empty rows were left out."] += number - before - 1
        before = number
        yield number, cells


class _Book:
    """The parts of a workbook for its first sheet."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = frozenset(archive.namelist())
        if "xl/workbook.xml" not in self._names:
            raise Unreadable("file", _NO_WORKBOOK)

    def read_rows(self, notes: Counter[str]) -> list[tuple[int, list[str]]]:
        targets: dict[str, str] = {}
        sheets: list[str] = []
        starts_1904 = []

        def relation(tag: str, given: Mapping[str, str]) -> None:
            if tag == "Relationship":
                targets[given["Id"]] = posixpath.normpath(posixpath.join("/xl", given["Target"])).lstrip("/")

        def sheet(tag: str, given: Mapping[str, str]) -> None:
            if tag == "sheet" and given.get("state", "visible") == "visible":
                sheets.append(next((value for name, value in given.items() if name.endswith(":id")), ""))
            elif tag == "workbookPr" and given.get("date1904") in ("1", "true"):
                starts_1904.append(tag)

        self._parse("xl/_rels/workbook.xml.rels", relation)
        self._parse("xl/workbook.xml", sheet)
        if not sheets:
            raise Unreadable("file", "has no visible sheet")
        if len(sheets) > 1:
            notes[f"The workbook has {len(sheets)} sheets. Only the first was read."] += 1
        reader = _SheetReader(self._strings(), self._date_styles(), starts_1904=bool(starts_1904))
        self._parse(targets[sheets[0]], reader.start, reader.end, reader.text)
        if reader.hidden:
            notes["{} hidden rows were read too."] += reader.hidden
        return reader.rows

    def _strings(self) -> list[str]:
        """Return the texts that cells refer to by number.

        Phonetic readings are left out.
        """
        strings: list[str] = []
        pieces: list[str] = []
        inside: list[str] = []

        def start(tag: str, _given: Mapping[str, str]) -> None:
            inside.append(tag)
            if tag == "si":
                pieces.clear()

        def end(tag: str) -> None:
            inside.pop()
            if tag == "si":
                strings.append(_cell("file", pieces))

        def text(data: str) -> None:
            if inside[-1] == "t" and "rPh" not in inside:
                pieces.append(data)

        if "xl/sharedStrings.xml" in self._names:
            self._parse("xl/sharedStrings.xml", start, end, text)
        return strings

    def _date_styles(self) -> set[str]:
        """Return the numbers of the styles for dates."""
        formats = dict.fromkeys(_DATES, True)
        styles: list[bool] = []
        inside: list[str] = []

        def start(tag: str, given: Mapping[str, str]) -> None:
            inside.append(tag)
            if tag == "numFmt":
                shown = _NOT_OF_THE_FORMAT.sub("", given["formatCode"]).lower()
                formats[int(given["numFmtId"])] = "y" in shown or "d" in shown
            elif tag == "xf" and "cellXfs" in inside:
                styles.append(formats.get(int(given.get("numFmtId", "0")), False))

        def end(_tag: str) -> None:
            inside.pop()

        if "xl/styles.xml" in self._names:
            self._parse("xl/styles.xml", start, end)
        return {str(number) for number, is_date in enumerate(styles) if is_date}

    def _parse(
        self,
        part: str,
        start: Callable[[str, Mapping[str, str]], None],
        end: Callable[[str], None] = lambda _tag: None,
        text: Callable[[str], None] = lambda _data: None,
    ) -> None:
        with self._archive.open(part) as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise Unreadable("file", f"is larger than {_MOST_BYTES // 2**20} MiB when unpacked")
        depth = 0

        def enter(tag: str, given: Mapping[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > _DEEPEST:
                raise Unreadable("file", _NO_WORKBOOK)
            start(tag.rpartition(":")[2], given)

        def leave(tag: str) -> None:
            nonlocal depth
            depth -= 1
            end(tag.rpartition(":")[2])

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = enter
        parser.EndElementHandler = leave
        parser.CharacterDataHandler = text
        parser.Parse(data, True)  # noqa: FBT003


def _refuse_document_type(*_arguments: object) -> NoReturn:
    raise Unreadable("file", "has a document type (DOCTYPE), which is not allowed")


def _cell(where: str, pieces: list[str]) -> str:
    if sum(map(len, pieces)) > _LONGEST:
        raise Unreadable(where, f"has a cell of more than {_LONGEST:,} characters")
    return "".join(pieces).strip()


@dataclass(slots=True)
class _SheetReader:
    """A reader of a sheet that drops empty rows."""

    strings: list[str]
    date_styles: set[str]
    starts_1904: bool
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    hidden: int = 0
    _number: int = 0
    _letters: int = 0
    _is_hidden: bool = False
    _cells: list[str] = field(default_factory=list)
    _column: int = 0
    _kind: str = ""
    _style: str = ""
    _has_formula: bool = False
    _inside: str = ""
    _pieces: list[str] = field(default_factory=list)

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        self._inside = tag
        if tag == "row":
            self._number = int(given.get("r", self._number + 1))
            if not 1 <= self._number <= _LAST_ROW:
                raise Unreadable("file", _NO_WORKBOOK)
            self._is_hidden = given.get("hidden") in ("1", "true")
            self._cells, self._column = [], 0
        elif tag == "c":
            found = _REFERENCE.fullmatch(given.get("r", ""))
            self._column = self._column + 1 if found is None else _column_of(found[1])
            if self._column > _MOST_COLUMNS:
                raise Unreadable(self._where, f"has more than {_MOST_COLUMNS} columns")
            self._kind, self._style = given.get("t", "n"), given.get("s", "")
            self._has_formula, self._pieces = False, []
        elif tag == "f":
            self._has_formula = True

    def text(self, data: str) -> None:
        if self._inside in ("v", "t"):
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        self._inside = ""
        if tag == "c":
            value = self._value(_cell(self._where, self._pieces))
            if value:
                self._letters += len(value)
                if self._letters > _MOST_LETTERS:
                    fact = f"the cells up to here hold more than {_MOST_LETTERS // 2**20} million characters"
                    raise Unreadable(self._where, fact)
                self._cells += [""] * (self._column - len(self._cells))
                self._cells[self._column - 1] = value
        elif tag == "row" and any(self._cells):
            if len(self.rows) >= _MOST_ROWS:
                raise Unreadable(self._where, f"has more than {_MOST_ROWS:,} rows")
            self.rows.append((self._number, self._cells))
            self.hidden += self._is_hidden

    @property
    def _where(self) -> str:
        return f"row {self._number}"

    def _value(self, text: str) -> str:
        if not text and self._has_formula and self._kind == "n":
            raise Unreadable(self._where, "has a formula without a value: open the file in Excel and save it")
        match self._kind:
            case "s" if text:
                if (place := int(text)) < 0:
                    raise Unreadable("file", _NO_WORKBOOK)
                return self.strings[place]
            case "e":
                raise Unreadable(self._where, "has a cell with an error, such as #N/A")
            case "b":
                return "TRUE" if text == "1" else "FALSE"
            case "d":
                return text[:10]
            case "n" if text:
                return self._day(text) if self._style in self.date_styles else _number(text)
            case _:
                return text

    def _day(self, text: str) -> str:
        """Return the day that a number stands for.

        A time of day is left out.
        """
        days = int(float(text))
        if self.starts_1904:
            return (date(1904, 1, 1) + timedelta(days)).isoformat()
        if days < 1 or days == _LEAP_DAY:
            raise Unreadable(self._where, "has a number that is formatted as a date but is not a date")
        return (date(1899, 12, 31) + timedelta(days - (days > _LEAP_DAY))).isoformat()


def _number(text: str) -> str:
    """Return a number as a spreadsheet shows it.

    Excel may save 1026893096 as 1.026893096E9.
    """
    with suppress(ValueError, OverflowError):
        number = float(text)
        if number.is_integer() and abs(number) < 1e15:
            return str(int(number))
    return text


def _column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
