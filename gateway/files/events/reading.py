"""Read a CSV file of learning events row by row.

The file may have any size. It is UTF-8, and has the headings of its form. Every malformed cell is a problem of its own,
so that you can correct a file in one go.
"""

import csv
import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from gateway.domain.event import LearningEvent
from gateway.domain.event_load import EventRow, Problem, UnknownLearner
from gateway.files.events.cells import Cell, NoUln, valid_uln
from gateway.files.events.forms import ULN, Form

_TOLD_EVERY = 1 << 18


class WatchedFile:
    """The lines of a file as text.

    It reports how many bytes were read. At the end, it has their digest.
    """

    def __init__(self, path: Path, done: Callable[[int], object] = lambda _bytes: None) -> None:
        self._path = path
        self._done = done
        self._hash = hashlib.sha256()

    def __iter__(self) -> Iterator[str]:
        """Return the lines, with their ends. Raises UnicodeDecodeError."""
        untold = 0
        encoding = "utf-8-sig"
        with self._path.open("rb") as file:
            for line in file:
                self._hash.update(line)
                untold += len(line)
                if untold >= _TOLD_EVERY:
                    self._done(untold)
                    untold = 0
                yield line.decode(encoding)
                encoding = "utf-8"
        self._done(untold)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what was read."""
        return self._hash.hexdigest()


def read_rows(lines: WatchedFile, form: Form, *, at: datetime, return_number: str = "") -> Iterator[EventRow | Problem]:
    """Return the rows, and the problems.

    For extracts, `at` becomes the time at which events were loaded.
    """
    rows = csv.reader(lines, strict=True)
    try:
        headings = next(rows, [])
        problems = list(_wrong_with(headings, form))
        if problems:
            yield from problems
            return
        says = {"id": 0, **form.says}
        if form.source != "any":
            says |= {"loaded_at": at.replace(microsecond=0), "return_number": return_number}
        read = _reader(headings, form, says)
        for cells in rows:
            if cells:
                yield from read(rows.line_num, cells)
    except csv.Error:
        yield Problem(rows.line_num, "", "the file is not CSV; the rest was not read")
    except UnicodeDecodeError:
        yield Problem(rows.line_num + 1, "", "the file is not UTF-8; the rest was not read")


def _wrong_with(headings: list[str], form: Form) -> Iterator[Problem]:
    missing = [name for name in form.needed if name not in headings]
    unknown = [_printable(name) for name in headings if name not in form.columns and name != ULN]
    if missing:
        yield Problem(1, "", f"has no column {', '.join(missing)}")
    if unknown:
        yield Problem(1, "", f"has an unknown column {', '.join(unknown)}")
    if len(set(headings)) < len(headings):
        yield Problem(1, "", "has a column twice")


def _printable(heading: str) -> str:
    """Return a heading, unless it may be personal data.

    A file without headings has data there.
    """
    return heading if heading.isprintable() and heading.isascii() and heading.isalpha() else "(not a name)"


def _reader(
    headings: list[str], form: Form, says: dict[str, Any]
) -> Callable[[int, list[str]], Iterator[EventRow | Problem]]:
    """Return a function that reads a row."""
    uln_at = headings.index(ULN)
    columns = [(place, name, form.columns[name]) for place, name in enumerate(headings) if name != ULN]
    takes = [(place, name, column.member, column.read, column.needed) for place, name, column in columns]
    read_uln = lru_cache(64)(valid_uln)

    def read(line: int, cells: list[str]) -> Iterator[EventRow | Problem]:
        if len(cells) != len(headings):
            yield Problem(line, "", f"has {len(cells)} cells; expected {len(headings)}")
            return
        values = says.copy()
        problems = [*_take(line, cells, takes, values)]
        try:
            uln = read_uln(cells[uln_at].strip())
        except NoUln as error:
            problems.append((UnknownLearner if error.temporary else Problem)(line, ULN, str(error)))
        if problems:
            yield from problems
            return
        for member, other in form.falls_back.items():
            values.setdefault(member, values.get(other))
        yield EventRow(line, uln, LearningEvent(**values))

    return read


def _take(
    line: int, cells: list[str], takes: list[tuple[int, str, str, Cell, bool]], values: dict[str, Any]
) -> Iterator[Problem]:
    """Add the cells of a row to the values.

    Return the problems of the cells.
    """
    for place, name, member, take, needed in takes:
        cell = cells[place].strip()
        if cell:
            try:
                values[member] = take(cell)
            except ValueError as error:
                yield Problem(line, name, str(error))
        elif needed:
            yield Problem(line, name, "empty")
