"""Reads learning events from a CSV file; a file with any error is refused whole, with line and reason.

The headings are the names that the service itself uses for an event (contract 2.14), with ULN first.
ULN, Source, Subject and SubjectCode are needed; other columns may be missing and cells empty. Dates are
YYYY-MM-DD, DateLoaded may have a time (YYYY-MM-DD HH:MM:SS).
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from gateway.domain import uln
from gateway.domain.event import LearningEvent
from gateway.domain.text import is_writable

_Cell = Callable[[str], Any]


class BadEventFile(Exception):
    """The file holds no events that can be loaded; the message names line and reason."""


def _text(most: int) -> _Cell:
    def read(cell: str) -> str:
        if len(cell) > most:
            raise ValueError(f"longer than {most} characters")
        if not is_writable(cell):
            raise ValueError("holds a character that XML cannot carry")
        return cell

    return read


def _day(cell: str) -> date:
    try:
        if len(cell) != 10:
            raise ValueError
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError("not a date of the form YYYY-MM-DD") from None


def _moment(cell: str) -> datetime:
    try:
        moment = datetime.fromisoformat(cell)
        if moment.tzinfo is not None:
            raise ValueError
        return moment
    except ValueError:
        raise ValueError("not a date and time of the form YYYY-MM-DD HH:MM:SS") from None


def _whole(cell: str) -> int:
    if not (cell.isascii() and cell.isdecimal()) or len(cell) > 9:
        raise ValueError("not a whole number")
    return int(cell)


def _yes(cell: str) -> bool:
    if cell not in ("Y", "N"):
        raise ValueError("neither Y nor N")
    return cell == "Y"


_COLUMNS: dict[str, tuple[str, _Cell]] = {
    "Source": ("source", _text(8)),
    "Subject": ("subject", _text(254)),
    "SubjectCode": ("subject_code", _text(35)),
    "AchievementAwardDate": ("awarded_on", _day),
    "AchievementProviderUkprn": ("provider_ukprn", _text(8)),
    "AchievementProviderName": ("provider_name", _text(254)),
    "AwardingOrganisationUkprn": ("awarding_ukprn", _text(8)),
    "AwardingOrganisationName": ("awarding_name", _text(254)),
    "CollectionType": ("collection_type", _text(8)),
    "Credits": ("credits", _whole),
    "DateLoaded": ("loaded_at", _moment),
    "Grade": ("grade", _text(35)),
    "LanguageForAssessment": ("language", _text(35)),
    "Level": ("level", _text(35)),
    "ParticipationStartDate": ("started_on", _day),
    "ParticipationEndDate": ("ended_on", _day),
    "QualificationType": ("qualification_type", _text(254)),
    "Restriction": ("restriction", _text(8)),
    "ReturnNumber": ("return_number", _text(8)),
    "Status": ("status", _text(8)),
    "UnderDataChallenge": ("under_challenge", _yes),
}
_NEEDED = ("ULN", "Source", "Subject", "SubjectCode")


def read_events(lines: Iterable[str]) -> Iterator[tuple[int, str, LearningEvent]]:
    """Give line number, ULN and event of every row. Raises BadEventFile at the first error."""
    rows = csv.reader(lines, strict=True)
    try:
        headings = next(rows, [])
        _check_headings(headings)
        for row in rows:
            if row:
                yield (rows.line_num, *_event(rows.line_num, headings, row))
    except csv.Error as error:
        raise BadEventFile(f"line {rows.line_num}: the file is not CSV") from error
    except UnicodeDecodeError as error:
        raise BadEventFile(f"line {rows.line_num + 1}: the file is not UTF-8") from error


def _check_headings(headings: list[str]) -> None:
    missing = [name for name in _NEEDED if name not in headings]
    unknown = [name for name in headings if name not in _COLUMNS and name != "ULN"]
    if missing:
        raise BadEventFile(f"line 1: no column {', '.join(missing)}")
    if unknown:
        raise BadEventFile(f"line 1: unknown column {', '.join(unknown)}")
    if len(set(headings)) < len(headings):
        raise BadEventFile("line 1: a column stands twice")


def _event(line: int, headings: list[str], row: list[str]) -> tuple[str, LearningEvent]:
    if len(row) != len(headings):
        raise BadEventFile(f"line {line}: {len(row)} cells, {len(headings)} columns")
    cells = dict(zip(headings, (cell.strip() for cell in row), strict=True))
    for name in _NEEDED:
        if not cells[name]:
            raise BadEventFile(f"line {line}, {name}: empty")
    if not uln.is_valid(cells["ULN"]):
        raise BadEventFile(f"line {line}, ULN: not a valid ULN")
    values: dict[str, Any] = {"id": 0}
    for name, cell in cells.items():
        if name == "ULN" or not cell:
            continue
        field, read = _COLUMNS[name]
        try:
            values[field] = read(cell)
        except ValueError as error:
            raise BadEventFile(f"line {line}, {name}: {error}") from error
    return uln.compact(cells["ULN"]), LearningEvent(**values)
