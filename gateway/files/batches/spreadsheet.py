"""Read learners from a spreadsheet: CSV or an Excel workbook.

It notes what it changed. The first row that is not empty has the headings. It knows the usual ones ("First name",
"DOB", "Sex"). It reads dates day first, and refuses what could mean two things. It numbers rows as spreadsheets do, and
never repeats a cell.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path

from gateway.files.batches.columns import COLUMNS, NEEDED
from gateway.files.batches.reading import BatchFile, Reading, Unreadable, read_bytes
from gateway.files.batches.workbook import read_workbook

TEMPLATE = (
    "Student reference",
    "Given name",
    "Middle names",
    "Family name",
    "Date of birth",
    "Gender",
    "Postcode",
    "Email",
    "Ability to share",
    "Verification type",
)
"""The headings that a template has."""

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_ALSO_CALLED = {
    "ULN": "uniquelearnernumber uniquelearningnumber",
    "MISIdentifier": "studentreference studentref studentid learnerreference learnerref learnerid misid reference id"
    " ref",
    "GivenName": "firstname forename givennames forenames legalfirstname",
    "PreferredGivenName": "preferredname knownas preferredfirstname",
    "MiddleOtherName": "middlename middlenames othernames middleothernames",
    "FamilyName": "surname lastname legalsurname",
    "PreviousFamilyName": "previoussurname formersurname formername previousname maidenname",
    "FamilyNameAt16": "familynameatage16 surnameat16",
    "LastKnownAddressLine1": "address address1 addressline1 street",
    "LastKnownAddressLine2": "address2 addressline2",
    "LastKnownAddressTown": "town city addresstown",
    "LastKnownAddressCountyorCity": "county addresscounty",
    "LastKnownPostCode": "postcode postalcode homepostcode lastknownpostcode",
    "DateOfBirth": "dob birthdate birthday dateofbirthddmmyyyy",
    "EmailAddress": "email mail studentemail",
    "Gender": "sex legalsex",
    "AbilityToShare": "abilitytoshare sharing privacynotice",
    "VerificationType": "verification idchecked",
}
_HEADINGS = {heading.lower(): heading for heading in COLUMNS} | {
    name: heading for heading, names in _ALSO_CALLED.items() for name in names.split()
}
_GENDERS = {
    "1": "m male man boy",
    "2": "f female woman girl",
    "0": "unknown notknown u",
    "9": "x other nonbinary notspecified prefernottosay",
}
_GENDER_OF = {word: code for code, words in _GENDERS.items() for word in words.split()}
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})(?: 00:00(?::00)?)?")
_MOST_COLUMNS = 20
_DAYS = ("DateOfBirth", "DateOfAddressCapture")


def read_spreadsheet(path: Path, ukprn: str, defaults: Mapping[str, str]) -> tuple[BatchFile, list[str]]:
    """Read an organisation's spreadsheet.

    Return its learners, and what was changed, a line for each kind. `defaults` are values for empty cells, by the
    heading of a batch file. Raises BadBatchFile with all errors, and OSError.
    """
    reading, notes = Reading(), Counter[str]()
    reading.ukprn, reading.reference = ukprn, path.stem[:200]
    try:
        data = read_bytes(path)
        rows = read_workbook(data, notes) if data.startswith(_ZIP) else _rows(_decoded(data, notes), notes)
        number, headings = next(rows, (1, []))
        columns = _columns(f"row {number}", headings, reading, notes)
        for number, row in rows:
            if any(row[len(headings) :]):
                reading.problem(
                    f"row {number}", f"has more than {len(headings)} cells; put a cell with a comma in quotes"
                )
            cells = {heading: row[place] for heading, place in columns.items() if place < len(row)}
            given = _put_right(f"row {number}", cells, reading, notes)
            for heading, cell in defaults.items():
                if not given.get(heading):
                    given[heading] = cell
                    notes[f"{{}} rows had no {heading}; they got {cell}."] += 1
            reading.learner(f"row {number}", given)
        reading.check_size(f"row {number}")
    except Unreadable as end:
        reading.problem(end.where, end.fact)
    return reading.finish(), [note.format(times) for note, times in notes.items()]


def _decoded(data: bytes, notes: Counter[str]) -> str:
    if data.startswith(_OLD_EXCEL):
        raise Unreadable("file", "is an old (.xls) or encrypted workbook: save it as .xlsx or 'CSV UTF-8'")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise Unreadable("file", "is neither UTF-8 nor Windows text: save it as 'CSV UTF-8'") from None
        notes["The file is not UTF-8 and was read as Windows text. Check that accents are right."] += 1
    if "\0" in text:
        raise Unreadable("file", "is not text: save the spreadsheet as 'CSV UTF-8'")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rows(text: str, notes: Counter[str]) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that are not empty, with their numbers."""
    first = next((line for line in text.split("\n") if line.strip(" ,;\t")), "")
    delimiter = max(_DELIMITERS, key=first.count)
    if delimiter != ",":
        notes[f"The cells are separated by {_DELIMITERS[delimiter]}."] += 1
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield number, cells
            elif row:
                notes["{} empty rows were left out."] += 1
    except csv.Error:
        raise Unreadable(f"row {number + 1}", "is not CSV: a quote is not closed, or a cell is too long") from None


def _columns(where: str, headings: Sequence[str], reading: Reading, notes: Counter[str]) -> Mapping[str, int]:
    """Return the place of each known heading."""
    places: dict[str, int] = {}
    unknown: list[str] = []
    for place, name in enumerate(headings):
        heading = _HEADINGS.get(re.sub("[^a-z0-9]", "", name.lower()))
        if heading is None:
            if name:
                unknown.append(_letters(place))
        elif heading in places:
            reading.problem(f"{where}, column {place + 1}", f"is a second column for {heading}; remove one of them")
        else:
            places[heading] = place
    if unknown:
        named = ", ".join(unknown[:_MOST_COLUMNS]) + (", ..." if len(unknown) > _MOST_COLUMNS else "")
        notes[f"{len(unknown)} columns with an unknown heading were left out: {named}."] += 1
    missing = [heading for heading in COLUMNS if heading in NEEDED and heading not in places]
    if missing:
        fact = f"has no heading for {' and '.join(missing)}; lrs-gateway batch template writes a file with headings"
        raise Unreadable(where, fact)
    lacking = [one for one in ("DateOfBirth", "Gender", "LastKnownPostCode") if one not in places]
    if lacking:
        notes[f"There is no column for {', '.join(lacking)}. Without them the gateway issues no new ULN (RC006)."] += 1
    return places


def _letters(place: int) -> str:
    """Return the letters of a column; the first is A."""
    above, last = divmod(place, 26)
    return (_letters(above - 1) if above else "") + chr(ord("A") + last)


def _put_right(where: str, cells: Mapping[str, str], reading: Reading, notes: Counter[str]) -> dict[str, str]:
    right = dict(cells)
    for heading in _DAYS:
        if cells.get(heading):
            right[heading] = _day(where, heading, cells[heading], reading, notes)
    gender = _GENDER_OF.get(re.sub("[^a-z0-9]", "", cells.get("Gender", "").lower()))
    if gender is not None:
        right["Gender"] = gender
        notes["{} genders in words were read as 1 (male), 2 (female), 0 (not known) or 9 (not specified)."] += 1
    return right


def _day(where: str, heading: str, cell: str, reading: Reading, notes: Counter[str]) -> str:
    """Return a date as YYYY-MM-DD.

    The spreadsheet has the day first, as is usual in the United Kingdom.
    """
    found = _DAY_FIRST.fullmatch(cell)
    if found is None:
        return cell
    day, month, year = (int(part) for part in found.groups())
    try:
        read = date(year, month, day)
    except ValueError:
        fact = "is not a date as DD/MM/YYYY; if the month is first, format the column as YYYY-MM-DD"
        reading.problem(where, fact, heading)
        return ""
    notes["{} dates were read as DD/MM/YYYY."] += 1
    return read.isoformat()
