"""Loads of learning events from files, and their states.

Its events stand in the records from the moment it is released until it is withdrawn, all of them at once. An event that
comes again, in a corrected extract or in the next return of the year, is kept once; it stands in the records as long as
one of the loads that brought it does.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.event import LearningEvent
from gateway.domain.lifecycle import OperatorActionRefused


class LoadState(StrEnum):
    """Where a load stands.

    One that is loading was killed, unless somebody is at it.
    """

    LOADING = "loading"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its last line, ULN and event."""

    line: int
    uln: str
    event: LearningEvent


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file, and where.

    Never the cell itself.
    """

    line: int
    column: str
    fact: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.fact}"


class Unknown(Problem):
    """A row whose ULN no learner has.

    It may be left out.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFile:
    """A file: its name, its SHA-256, and what it is."""

    name: str
    digest: str
    source: str
    year: str = ""
    return_number: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a file are new events, how many are known, and how many were left out."""

    new: int = 0
    known: int = 0
    left_out: int = 0

    def __add__(self, more: "Counts") -> "Counts":
        return Counts(self.new + more.new, self.known + more.known, self.left_out + more.left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLoad:
    """A load under its number.

    `line` is the last one written; `attempt` grows with everybody who takes it up.
    """

    number: int
    file: EventFile
    state: LoadState
    attempt: int
    line: int
    counts: Counts
    by: str
    begun_at: datetime
    released_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    reason: str = ""


class NotReleased(OperatorActionRefused):
    """The load is not, or no more, in the records."""


class FileChanged(OperatorActionRefused):
    """The file is no more the one that was checked."""


def require_released(load: EventLoad) -> None:
    """Raise NotReleased where there is nothing to withdraw."""
    if load.state is LoadState.LOADING:
        raise NotReleased(f"load {load.number} is not finished, and nobody sees it: load its file again, or another")
    if load.state is not LoadState.RELEASED:
        raise NotReleased(f"load {load.number} is {load.state} already")
