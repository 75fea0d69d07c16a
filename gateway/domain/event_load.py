"""Loads of learning events from files, and their states.

All events of a load stand in the records from its release until its withdrawal. An event that comes again, in a
corrected extract or in the next return of the year, is kept once. It stands in the records for as long as one of the
loads that brought it does.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.event import LearningEvent
from gateway.domain.lifecycle import OperatorActionRefused


class LoadState(StrEnum):
    """Where a load stands.

    A load that is loading, although no process works on it, was interrupted.
    """

    LOADING = "loading"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row of a file.

    `line` is the last line of the row.
    """

    line: int
    uln: str
    event: LearningEvent


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem in a file, and where it is.

    It never holds the content of the cell.
    """

    line: int
    column: str
    fact: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.fact}"


class UnknownLearner(Problem):
    """A row whose ULN no learner has.

    A load may leave out such rows.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFile:
    """A file of learning events; `digest` is its SHA-256."""

    name: str
    digest: str
    source: str
    year: str = ""
    return_number: str = ""


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """Numbers of rows of a file by result.

    An event is new or known already. `left_out` are the rows that were not loaded.
    """

    new: int = 0
    known: int = 0
    left_out: int = 0

    def __add__(self, more: "LoadCounts") -> "LoadCounts":
        return LoadCounts(self.new + more.new, self.known + more.known, self.left_out + more.left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLoad:
    """A load under its number.

    `line` is the last line that was written. `attempt` grows by 1 with each process that takes the load up.
    """

    number: int
    file: EventFile
    state: LoadState
    attempt: int
    line: int
    counts: LoadCounts
    by: str
    begun_at: datetime
    released_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    reason: str = ""


class NotReleased(OperatorActionRefused):
    """The events of the load are not in the records."""


class FileChanged(OperatorActionRefused):
    """The file has changed since it was checked."""


def require_released(load: EventLoad) -> None:
    """Raise NotReleased where there is nothing to withdraw."""
    if load.state is LoadState.LOADING:
        raise NotReleased(f"load {load.number} is not finished, so no record shows it: load its file again, or another")
    if load.state is not LoadState.RELEASED:
        raise NotReleased(f"load {load.number} is {load.state} already")
