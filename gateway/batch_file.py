"""Reads and writes the batch files of learners (contract 8); a file with any error is refused whole.

A file is named LRB_<UKPRN>_<DDMMYYYYHHMM>.CSV or .XML, its extension in capitals, is in UTF-8 with or without
a byte order mark, and holds 50 to 5,000 learners. The cells obey the rules of the strict contract (3.1), of
which an empty one needs only the given and the family name; a cell of blanks is an empty one.

CSV: row 1 holds the 30 headings, exactly and in this order; row 2, the first learner's, also states the four
cells of the header (FileVersion "2A", FileName, UKPRN, LearnerRecordCount), which later rows leave empty. Rows
end with CRLF, or LF; cells may go without quotes. What we write has CRLF and quotes throughout.

XML: the layout is not published. Ours has the CSV headings for names, and no namespace:

    <LearnerBatch FileVersion="2A" FileName="intake" UKPRN="TEST0001" LearnerRecordCount="50">
      <Learner><ULN/><MISIdentifier>4711</MISIdentifier><GivenName>Mary</GivenName>...</Learner>
      ...
    </LearnerBatch>

The elements of a Learner stand in any order, each at most once; one without a value may be left out. A file
with the text "<!DOCTYPE" in it is not read at all: no entity is ever declared.

The output has the same columns, the ULN filled in where one is known, and after them ReturnCode. Problems name
row and column and never repeat a cell, which is personal data.
"""

import csv
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO, TextIOWrapper
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from gateway.domain.batch import BatchLearner
from gateway.domain.text import is_writable

FEWEST, MOST = 50, 5000
"""How many learners a file may hold."""

VERSION = "2A"
_MOST_BYTES = 64 * 2**20
_MOST_LISTED = 1000
_DEEPEST = 20
_CHUNK = 2**20
"""A handler's exception ends the parsing only at the end of a chunk, and a long token is scanned again in each."""

_BLANKS = " \t\r\n"

_Check = Callable[[str], bool]


class BadBatchFile(Exception):
    """The file cannot be accepted; `problems` names every error, or the first 1,000 and how many more there are."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFile:
    """A file that was read: whose it is, what its sender calls it, and its learners in order."""

    ukprn: str
    reference: str
    learners: tuple[BatchLearner, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the file: our name for it, whether a cell is right, and what it is if not."""

    field: str
    is_right: _Check
    fact: str


def _text(field: str, most: int) -> _Column:
    return _Column(field, lambda cell: len(cell) <= most, f"longer than {most} characters")


def _pattern(field: str, pattern: str, fact: str, most: int = 10) -> _Column:
    compiled = re.compile(pattern, re.ASCII)
    return _Column(field, lambda cell: len(cell) <= most and compiled.fullmatch(cell) is not None, fact)


def _day(field: str) -> _Column:
    return _Column(field, _is_day, "not a date of the form YYYY-MM-DD, from 1800 to 2099")


def _is_day(cell: str) -> bool:
    """Tell whether it is a date; the contract's pattern would also let 29 February 1900 pass."""
    if re.fullmatch("(?:18|19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", cell) is None:
        return False
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


_POSTCODE = r"(?i:[a-z]{1,2}[0-9r][0-9a-z]? ?[0-9][abd-hjlnp-uw-z]{2}|bfpo ?[0-9]{1,4}) {0,4}"
_LABEL = "[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9]"
_EMAIL = rf"[\w!#$%'*+\-/=?^`{{|}}~]++(?:\.[\w!#$%'*+\-/=?^`{{|}}~]++)*+@{_LABEL}(?:\.{_LABEL})*\.[a-zA-Z]{{2,6}}"

_COLUMNS = {
    "ULN": _pattern("uln", "[1-9][0-9]{9}", "not ten digits of which the first is not 0"),
    "MISIdentifier": _text("mis_identifier", 128),
    "Title": _text("title", 35),
    "GivenName": _text("given_name", 35),
    "PreferredGivenName": _text("preferred_given_name", 35),
    "MiddleOtherName": _text("middle_name", 35),
    "FamilyName": _text("family_name", 35),
    "PreviousFamilyName": _text("previous_family_name", 35),
    "FamilyNameAt16": _text("family_name_at_16", 35),
    "SchoolAtAge16": _text("school_at_16", 254),
    "LastKnownAddressLine1": _text("address_line1", 50),
    "LastKnownAddressLine2": _text("address_line2", 50),
    "LastKnownAddressTown": _text("address_town", 50),
    "LastKnownAddressCountyorCity": _text("address_county", 50),
    "LastKnownPostCode": _pattern("postcode", _POSTCODE, "not a postcode", most=9),
    "DateOfAddressCapture": _day("address_captured_on"),
    "DateOfBirth": _day("date_of_birth"),
    "PlaceOfBirth": _text("place_of_birth", 35),
    "EmailAddress": _pattern("email", _EMAIL, "not an e-mail address of at most 254 characters", most=254),
    "Gender": _pattern("gender", "[0129]", "not 0, 1, 2 or 9"),
    "Nationality": _text("nationality", 3),
    "ScottishCandidateNumber": _pattern("scottish_candidate_number", "[0-9]{9}", "not nine digits"),
    "AbilityToShare": _pattern("ability_to_share", "[012]", "not 0, 1 or 2"),
    "VerificationType": _pattern("verification_type", "[0-7]|999", "not 0 to 7 or 999"),
    "OtherVerificationDescription": _text("verification_description", 255),
    "Notes": _text("notes", 4000),
}
_HEADER = ("FileVersion", "FileName", "UKPRN", "LearnerRecordCount")
_HEADINGS = (*_HEADER, *_COLUMNS)
_ATTRIBUTES = frozenset(_HEADER)
_NEEDED = frozenset({"GivenName", "FamilyName"})
_UKPRN = re.compile("[0-9a-zA-Z]{8}")


class _Unreadable(Exception):
    """From here on the file cannot be made out."""

    def __init__(self, where: str, fact: str) -> None:
        self.where, self.fact = where, fact
        super().__init__(f"{where}: {fact}")


class _Reading:
    """What was read of a file so far: its learners, and what is wrong with it."""

    def __init__(self) -> None:
        self.ukprn = self.reference = ""
        self.learners: list[BatchLearner] = []
        self.size = 0
        self._stated: tuple[str, str] | None = None
        self._problems: list[str] = []
        self._more = 0

    def problem(self, where: str, fact: str) -> None:
        if len(self._problems) < _MOST_LISTED:
            self._problems.append(f"{where}: {fact}")
        else:
            self._more += 1

    def header(self, where: str, cells: Mapping[str, str]) -> None:
        """Take the cells of the header; a column that is missing was named as such already."""
        if cells.get("FileVersion", VERSION) != VERSION:
            self.problem(f"{where}, FileVersion", f"not {VERSION}")
        self.reference = cells.get("FileName", "-")
        if not self.reference.strip(_BLANKS):
            self.problem(f"{where}, FileName", "empty")
        elif len(self.reference) > 254 or not is_writable(self.reference):
            self.problem(f"{where}, FileName", "not at most 254 characters that XML can carry")
        ukprn = cells.get("UKPRN", self.ukprn)
        if _UKPRN.fullmatch(ukprn) is None:
            self.problem(f"{where}, UKPRN", "not eight letters or digits")
        elif self.ukprn not in ("", ukprn):
            self.problem(f"{where}, UKPRN", "not the one in the name of the file")
        self.ukprn = ukprn
        if "LearnerRecordCount" in cells:
            self._stated = f"{where}, LearnerRecordCount", cells["LearnerRecordCount"]

    def learner(self, where: str, cells: Mapping[str, str]) -> None:
        """Take a learner; those beyond the most are only counted."""
        self.size += 1
        if self.size > MOST:
            return
        values = {}
        for heading, column in _COLUMNS.items():
            cell = cells.get(heading)
            if cell is None:
                continue
            if not cell.strip(_BLANKS):
                if heading in _NEEDED:
                    self.problem(f"{where}, {heading}", "empty")
            elif not is_writable(cell):
                self.problem(f"{where}, {heading}", "holds a character that XML cannot carry")
            elif column.is_right(cell):
                values[column.field] = cell
            else:
                self.problem(f"{where}, {heading}", column.fact)
        if not self._problems:
            self.learners.append(BatchLearner(**values))

    def check_size(self, end: str) -> None:
        if not FEWEST <= self.size <= MOST:
            self.problem(end, f"the file ends with {self.size} learners; it must have {FEWEST} to {MOST}")
        if self._stated is not None and self._stated[1] != str(self.size):
            self.problem(self._stated[0], f"not {self.size}, which is how many learners there are")

    def finish(self) -> BatchFile:
        if self._problems:
            raise BadBatchFile([*self._problems, *([f"and {self._more} more"] if self._more else [])])
        return BatchFile(ukprn=self.ukprn, reference=self.reference, learners=tuple(self.learners))


def read_batch(path: Path) -> BatchFile:
    """Read a batch file, CSV or XML by its name. Raises BadBatchFile with all that is wrong, OSError."""
    read = {".csv": _read_csv, ".xml": _read_xml}.get(path.suffix.lower())
    reading = _Reading()
    _check_name(path.name, reading)
    if read is not None:
        try:
            read(_decoded(path), reading)
        except _Unreadable as end:
            reading.problem(end.where, end.fact)
    return reading.finish()


def _check_name(name: str, reading: _Reading) -> None:
    found = re.fullmatch(r"LRB_([0-9a-zA-Z]{8})_([0-9]{12})\.(CSV|XML)", name)
    try:
        if found is None:
            raise ValueError
        datetime.strptime(found[2], "%d%m%Y%H%M")
        reading.ukprn = found[1]
    except ValueError:
        reading.problem("file name", "not LRB_<UKPRN>_<DDMMYYYYHHMM>.CSV or .XML, in capitals")


def _decoded(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise _Unreadable("file", f"larger than {_MOST_BYTES // 2**20} MiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Unreadable(f"line {line}", "not UTF-8; a spreadsheet writes it as 'CSV UTF-8'") from None


def _read_csv(text: str, reading: _Reading) -> None:
    number = 0
    try:
        rows = csv.reader(StringIO(text), strict=True)  # which ends its lines at LF only
        headings = next(rows, [])
        number = 1
        _check_headings(headings, reading)
        for number, row in enumerate(rows, 2):
            if row:
                _read_row(f"row {number}", headings, row, reading)
    except csv.Error:
        fact = "not CSV: a quote in a cell is doubled, a row ends with CRLF, a cell has at most 131,072 characters"
        raise _Unreadable(f"row {number + 1}", fact) from None
    reading.check_size(f"row {number}")


def _check_headings(headings: Sequence[str], reading: _Reading) -> None:
    if not headings:
        raise _Unreadable("row 1", "no headings")
    missing = [heading for heading in _HEADINGS if heading not in headings]
    for heading in missing:
        reading.problem(f"row 1, {heading}", "the column is missing; its heading must be spelled exactly so")
    seen: set[str] = set()
    for position, heading in enumerate(headings, 1):
        if heading not in _HEADINGS:
            reading.problem(f"row 1, column {position}", "the file has no column of this heading")
        elif heading in seen:
            reading.problem(f"row 1, {heading}", f"stands again as column {position}")
        seen.add(heading)
    if not missing and len(headings) == len(_HEADINGS):
        for position, (heading, expected) in enumerate(zip(headings, _HEADINGS, strict=True), 1):
            if heading != expected:
                reading.problem(f"row 1, {heading}", f"stands as column {position}, where {expected} must stand")


def _read_row(where: str, headings: Sequence[str], row: Sequence[str], reading: _Reading) -> None:
    if len(row) != len(headings):
        reading.size += 1
        reading.problem(where, f"{len(row)} cells, but {len(headings)} columns")
        return
    cells = dict(zip(headings, row, strict=True))
    if reading.size == 0:
        reading.header(where, cells)
    else:
        for heading in _HEADER:
            if cells.get(heading):
                reading.problem(f"{where}, {heading}", "not empty; only the row of the first learner states it")
    reading.learner(where, cells)


def _read_xml(text: str, reading: _Reading) -> None:
    found = text.find("<!DOCTYPE")
    if found >= 0:
        raise _Unreadable(f"line {text.count(chr(10), 0, found) + 1}", "a document type, which is never read")
    _XmlReader(reading).read(text)
    reading.check_size(f"learner {reading.size}")


class _XmlReader:
    """Follows the elements of an XML file: LearnerBatch, in it Learner, in it one element a column."""

    def __init__(self, reading: _Reading) -> None:
        self._reading = reading
        self._depth = 0
        self._cells: dict[str, str] | None = None
        self._heading: str | None = None
        self._pieces: list[str] = []
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def read(self, text: str) -> None:
        try:
            for start in range(0, len(text), _CHUNK):
                self._parser.Parse(text[start : start + _CHUNK])
            self._parser.Parse("", True)  # noqa: FBT003
        except expat.ExpatError as error:
            raise _Unreadable(f"line {error.lineno}", f"not XML ({expat.ErrorString(error.code)})") from None

    def _here(self) -> str:
        return f"line {self._parser.CurrentLineNumber}"

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() != "UTF-8":
            raise _Unreadable(self._here(), "states an encoding other than UTF-8")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Unreadable(self._here(), f"more than {_DEEPEST} elements in one another")
        if not attributes.keys() <= (_ATTRIBUTES if self._depth == 1 else set()):
            self._reading.problem(self._here(), "an attribute that has no place here")
        if self._depth == 1:
            self._start_batch(tag, attributes)
        elif self._depth == 2 and tag == "Learner":
            self._cells = {}
        elif self._depth == 3 and self._cells is not None and tag in _COLUMNS:
            if tag in self._cells:
                self._reading.problem(f"learner {self._reading.size + 1}, {tag}", "stands twice")
            self._heading, self._pieces = tag, []
        else:
            self._reading.problem(self._here(), "an element that has no place here")

    def _start_batch(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "LearnerBatch":
            raise _Unreadable(self._here(), "the file is no LearnerBatch")
        self._reading.header("LearnerBatch", dict.fromkeys(_HEADER, "") | attributes)

    def _characters(self, text: str) -> None:
        if self._depth == 3 and self._heading is not None:
            self._pieces.append(text)
        elif text.strip(_BLANKS):
            self._reading.problem(self._here(), "text that has no place here")

    def _end(self, _tag: str) -> None:
        if self._depth == 3 and self._cells is not None and self._heading is not None:
            self._cells[self._heading] = "".join(self._pieces)
            self._heading = None
        elif self._depth == 2 and self._cells is not None:
            self._reading.learner(f"learner {self._reading.size + 1}", dict.fromkeys(_COLUMNS, "") | self._cells)
            self._cells = None
        self._depth -= 1


def write_output(path: Path, *, ukprn: str, reference: str, rows: Iterable[tuple[BatchLearner, str]]) -> None:
    """Write learners and their return codes, as CSV or XML by the extension, whole or not at all.

    The file is only its owner's to read. Raises BadBatchFile for another extension, OSError.
    """
    write = {".csv": _write_csv, ".xml": _write_xml}.get(path.suffix.lower())
    if write is None:
        raise BadBatchFile(["file name: ends neither in .CSV nor in .XML"])
    learners = tuple(rows)
    header = dict(zip(_HEADER, (VERSION, reference, ukprn, str(len(learners))), strict=True))
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            write(file, header, learners)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _cells(learner: BatchLearner, code: str) -> dict[str, str]:
    cells = {heading: str(getattr(learner, column.field)) for heading, column in _COLUMNS.items()}
    return cells | {"ReturnCode": code}


def _write_csv(file: TextIOWrapper, header: Mapping[str, str], rows: Sequence[tuple[BatchLearner, str]]) -> None:
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow((*_HEADINGS, "ReturnCode"))
    leading: Iterable[str] = header.values()
    for learner, code in rows:
        writer.writerow((*leading, *_cells(learner, code).values()))
        leading = [""] * len(_HEADER)


def _write_xml(file: TextIOWrapper, header: Mapping[str, str], rows: Sequence[tuple[BatchLearner, str]]) -> None:
    out = XMLGenerator(file, "utf-8", short_empty_elements=True)
    none: AttributesImpl[str] = AttributesImpl({})
    out.startDocument()
    out.startElement("LearnerBatch", AttributesImpl(header))
    for learner, code in rows:
        out.characters("\n  ")
        out.startElement("Learner", none)
        for name, cell in _cells(learner, code).items():
            out.startElement(name, none)
            _write_characters(out, cell)
            out.endElement(name)
        out.endElement("Learner")
    out.characters("\n")
    out.endElement("LearnerBatch")
    out.characters("\n")
    out.endDocument()


def _write_characters(out: XMLGenerator, text: str) -> None:
    """Write the text with &#13; for a carriage return, which a reader would take for a line feed."""
    first, *others = text.split("\r")
    if first:
        out.characters(first)
    for other in others:
        out.ignorableWhitespace("&#13;")  # the one method that does not escape
        out.characters(other)
