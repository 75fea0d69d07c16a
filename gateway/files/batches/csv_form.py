"""The CSV form of a batch file."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO, TextIOWrapper

from gateway.domain.batch import BatchLearner
from gateway.domain.text import BLANKS, without_formula
from gateway.files.batches.columns import HEADER, HEADINGS, written_cells
from gateway.files.batches.reading import Reading, Unreadable

_MOST_MISSING = 5
_NO_BATCH_FILE = "to submit a spreadsheet of your own, rename it and add --ukprn UKPRN"


def read_csv(text: str, reading: Reading) -> None:
    """Read a CSV file.

    Raises Unreadable if the rest of the file cannot be understood.
    """
    number = 0
    try:
        rows = csv.reader(StringIO(text), strict=True)  # StringIO splits lines at LF only
        headings = next(rows, [])
        number = 1
        _check_headings(headings, reading)
        for number, row in enumerate(rows, 2):
            if row:
                _read_row(f"row {number}", headings, row, reading)
    except csv.Error:
        fact = "is not CSV: double each quote in a cell, end rows with CRLF, use at most 131,072 characters in a cell"
        raise Unreadable(f"row {number + 1}", fact) from None
    reading.check_size(f"row {number}")


def _require_headings(headings: Sequence[str]) -> None:
    """Raise Unreadable unless row 1 has the headings needed.

    They may be in any order.
    """
    if not headings:
        raise Unreadable("row 1", "no headings")
    if len(headings) == 1 and (";" in headings[0] or "\t" in headings[0]):
        what = "semicolons" if ";" in headings[0] else "tabs"
        raise Unreadable("row 1", f"the cells are separated by {what}; save the file as 'CSV UTF-8 (comma delimited)'")
    missing = len({*HEADINGS} - {*headings})
    if missing > _MOST_MISSING:
        raise Unreadable("row 1", f"{missing} of the {len(HEADINGS)} headings are missing; {_NO_BATCH_FILE}")


def _check_headings(headings: Sequence[str], reading: Reading) -> None:
    _require_headings(headings)
    missing = [heading for heading in HEADINGS if heading not in headings]
    for heading in missing:
        reading.problem(f"row 1, {heading}", "this column is missing; its heading must have exactly this spelling")
    seen: set[str] = set()
    for position, heading in enumerate(headings, 1):
        if heading not in HEADINGS:
            reading.problem(f"row 1, column {position}", "this heading is not known")
        elif heading in seen:
            reading.problem(f"row 1, {heading}", f"appears again as column {position}")
        seen.add(heading)
    if not missing and len(headings) == len(HEADINGS):
        for position, (heading, expected) in enumerate(zip(headings, HEADINGS, strict=True), 1):
            if heading != expected:
                reading.problem(f"row 1, {heading}", f"is column {position}; expected {expected} there")


def _read_row(where: str, headings: Sequence[str], row: Sequence[str], reading: Reading) -> None:
    if not any(cell.strip(BLANKS) for cell in row):
        reading.problem(where, "is empty; delete the row")
        return
    if len(row) != len(headings):
        reading.size += 1
        reading.problem(where, f"has {len(row)} cells; expected {len(headings)}")
        return
    cells = dict(zip(headings, row, strict=True))
    if reading.size == 0:
        reading.header(where, cells)
    else:
        for heading in HEADER:
            if cells.get(heading):
                reading.problem(where, "must be empty: only the row of the first learner has it", heading)
    reading.learner(where, cells)


def write_csv(
    file: TextIOWrapper, header: Mapping[str, str], rows: Sequence[tuple[BatchLearner, str]], *, for_spreadsheets: bool
) -> None:
    """Write the output of a job as CSV.

    With `for_spreadsheets`, no cell is a formula.
    """
    safe: Callable[[str], str] = without_formula if for_spreadsheets else str
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow((*HEADINGS, "ReturnCode"))
    leading: Iterable[str] = header.values()
    for learner, code in rows:
        writer.writerow([safe(cell) for cell in (*leading, *written_cells(learner, code).values())])
        leading = [""] * len(HEADER)
