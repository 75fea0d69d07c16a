"""Check a file of learning events without loading it."""

from collections.abc import Iterator
from dataclasses import dataclass

from gateway.domain.event_load import (
    EventRow,
    Problem,
    UnknownLearner,
)
from gateway.handlers.event_loads.chunks import ROWS_AT_ONCE, EventRows, in_chunks
from gateway.store.unit import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check found in a file.

    `rows`, `wrong` and `strangers` count the good rows, the wrong rows and the rows whose ULN no learner has.
    `problems` and `unknown` hold the first of the latter two.
    """

    rows: int
    problems: tuple[Problem, ...]
    wrong: int
    unknown: tuple[Problem, ...]
    unknown_rows: int


def check_events(store: Store, rows: EventRows, *, most: int, at_once: int = ROWS_AT_ONCE) -> CheckResult:
    """Check all rows, and whether a learner has each ULN.

    Returns at most `most` problems of each kind.
    """
    good = wrong = strangers = 0
    problems: list[Problem] = []
    unknown: list[Problem] = []
    for chunk in in_chunks(rows, at_once):
        for row in _with_unknown_learners(chunk, store):
            if isinstance(row, EventRow):
                good += 1
            elif isinstance(row, UnknownLearner):
                strangers += 1
                if len(unknown) < most:
                    unknown.append(row)
            else:
                wrong += 1
                if len(problems) < most:
                    problems.append(row)
    return CheckResult(rows=good, problems=tuple(problems), wrong=wrong, unknown=tuple(unknown), unknown_rows=strangers)


def _with_unknown_learners(chunk: list[EventRow | Problem], store: Store) -> Iterator[EventRow | Problem]:
    """Replace each row whose ULN no learner has with Unknown."""
    with store.reading() as unit:
        unknown_ulns = unit.event_loads.unknown_ulns({row.uln for row in chunk if isinstance(row, EventRow)})
    for row in chunk:
        if isinstance(row, EventRow) and row.uln in unknown_ulns:
            yield UnknownLearner(row.line, "ULN", "no learner has it")
        else:
            yield row
