"""What was read of a batch file, and its errors."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway.domain.batch import BatchLearner
from gateway.domain.text import BLANKS, is_writable
from gateway.files.batches.columns import COLUMNS, NEEDED, VERSION

FEWEST, MOST = 1, 5000
"""Fewest and most learners in a file."""

_MOST_LISTED = 1000
_MOST_APART = 5
"""Most rows for which the same fault is listed separately.

If more rows have it, it is listed once.
"""

_MOST_RANGES = 10
_NUMBERED = re.compile("(row|learner|line) ([0-9]+)")
_MOST_BYTES = 64 * 2**20
_UKPRN = re.compile("[0-9a-zA-Z]{8}")


class BadBatchFile(Exception):
    """The file cannot be accepted.

    `problems` names every error, or the first 1,000 and how many more there are.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFile:
    """A batch file with its learners, in order."""

    ukprn: str
    reference: str
    learners: tuple[BatchLearner, ...]


class Unreadable(Exception):
    """The rest of the file cannot be understood."""

    def __init__(self, where: str, fact: str) -> None:
        self.where, self.fact = where, fact
        super().__init__(f"{where}: {fact}")


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises Unreadable if it is too large, and OSError.
    """
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise Unreadable("file", f"is larger than {_MOST_BYTES // 2**20} MiB")
    return data


@dataclass(slots=True)
class _Rows:
    """Rows with the same fault: their number and first ranges."""

    count: int = 0
    runs: list[tuple[int, int]] = field(default_factory=list)

    def add(self, number: int) -> None:
        self.count += 1
        if self.runs and self.runs[-1][1] == number - 1:
            self.runs[-1] = self.runs[-1][0], number
        elif len(self.runs) < _MOST_RANGES:
            self.runs.append((number, number))

    def told(self, noun: str) -> str:
        runs = ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in self.runs)
        more = self.count - sum(last - first + 1 for first, last in self.runs)
        return f"{self.count} {noun}s ({runs}{f' and {more} more' if more else ''})"


_Fault = tuple[str, str, str]
"""A noun or place, a column or "", a fault."""


class Reading:
    """The learners read so far, and the errors."""

    def __init__(self) -> None:
        self.ukprn = self.reference = ""
        self.learners: list[BatchLearner] = []
        self.size = 0
        self._stated: tuple[str, str] | None = None
        self._problems: list[tuple[str, _Fault]] = []
        self._rows: dict[_Fault, _Rows] = {}
        self._more = 0

    def problem(self, where: str, fact: str, column: str = "") -> None:
        """Note what is wrong and where, without the cell."""
        numbered = _NUMBERED.fullmatch(where)
        fault = (numbered[1] if numbered else where, column, fact)
        if fault not in self._rows and len(self._problems) >= _MOST_LISTED:
            self._more += 1
            return
        rows = self._rows.setdefault(fault, _Rows())
        rows.add(int(numbered[2]) if numbered else 0)
        if rows.count > _MOST_APART:
            return
        if len(self._problems) < _MOST_LISTED:
            self._problems.append((where, fault))
        else:
            self._more += 1

    def _listed(self) -> Iterator[str]:
        """Return the faults in the order of their discovery.

        A fault of many rows is returned once.
        """
        listed: set[_Fault] = set()
        for where, fault in self._problems:
            noun, column, fact = fault
            rows = self._rows[fault]
            if rows.count > _MOST_APART and fault in listed:
                continue
            listed.add(fault)
            place = rows.told(noun) if rows.count > _MOST_APART else where
            yield f"{place}{column and f', {column}'}: {fact}"
        if self._more:
            yield f"and {self._more} more"

    def header(self, where: str, cells: Mapping[str, str]) -> None:
        """Read the cells of the header.

        A missing column was reported before.
        """
        if cells.get("FileVersion", VERSION) != VERSION:
            self.problem(f"{where}, FileVersion", f"must be {VERSION}")
        self.reference = cells.get("FileName", "-")
        if not self.reference.strip(BLANKS):
            self.problem(f"{where}, FileName", "empty")
        elif len(self.reference) > 254 or not is_writable(self.reference):
            self.problem(f"{where}, FileName", "must have at most 254 characters that XML allows")
        ukprn = cells.get("UKPRN", self.ukprn)
        if _UKPRN.fullmatch(ukprn) is None:
            self.problem(f"{where}, UKPRN", "must be eight letters or digits")
        elif self.ukprn not in ("", ukprn):
            self.problem(f"{where}, UKPRN", "must be the UKPRN in the name of the file")
        self.ukprn = ukprn
        if "LearnerRecordCount" in cells:
            self._stated = f"{where}, LearnerRecordCount", cells["LearnerRecordCount"]

    def learner(self, where: str, cells: Mapping[str, str]) -> None:
        """Read a learner; only count those beyond the limit."""
        self.size += 1
        if self.size > MOST:
            return
        values = {}
        for heading, column in COLUMNS.items():
            cell = cells.get(heading)
            if cell is None:
                continue
            if not cell.strip(BLANKS):
                if heading in NEEDED:
                    self.problem(where, "empty", heading)
            elif not is_writable(cell):
                self.problem(where, "has a character that XML does not allow", heading)
            elif column.is_right(cell):
                values[column.field] = cell
            else:
                self.problem(where, column.fault(cell), heading)
        if not self._problems:
            self.learners.append(BatchLearner(**values, file_row=self._file_row(where)))

    def _file_row(self, where: str) -> str:
        """Return the row's number, or "" if it is usual.

        It is usual if there are no empty rows before it.
        """
        numbered = _NUMBERED.fullmatch(where)
        if numbered is None or numbered[1] != "row" or int(numbered[2]) == len(self.learners) + 2:
            return ""
        return numbered[2]

    def check_size(self, end: str) -> None:
        """Check the number of learners at the end."""
        if not FEWEST <= self.size <= MOST:
            self.problem(end, f"the file has {self.size} learners; it must have {FEWEST} to {MOST}")
        if self._stated is not None and self._stated[1] != str(self.size):
            self.problem(self._stated[0], f"must be {self.size}, the number of learners in the file")

    def finish(self) -> BatchFile:
        """Return the file, or raise BadBatchFile with all its errors."""
        if self._problems:
            raise BadBatchFile(self._listed())
        return BatchFile(ukprn=self.ukprn, reference=self.reference, learners=tuple(self.learners))
