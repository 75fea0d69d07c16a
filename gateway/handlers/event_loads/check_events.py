"""Check a file of learning events without loading it."""

from collections.abc import Iterator
from dataclasses import dataclass

from gateway.domain.event_load import (
    Problem,
    Row,
    Unknown,
)
from gateway.handlers.event_loads.chunks import ROWS_AT_ONCE, Rows, in_chunks
from gateway.store.unit import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found in a file.

    `rows`, `wrong` and `strangers` count the good rows, the wrong rows and the rows whose ULN no learner has.
    `problems` and `unknown` hold the first of the latter two.
    """

    rows: int
    problems: tuple[Problem, ...]
    wrong: int
    unknown: tuple[Problem, ...]
    strangers: int


def check_events(store: Store, rows: Rows, *, most: int, at_once: int = ROWS_AT_ONCE) -> Checked:
    """Check all rows, and whether a learner has each ULN.

    Returns at most `most` problems of each kind.
    """
    good = wrong = strangers = 0
    problems: list[Problem] = []
    unknown: list[Problem] = []
    for some in in_chunks(rows, at_once):
        for row in _with_strangers(some, store):
            if isinstance(row, Row):
                good += 1
            elif isinstance(row, Unknown):
                strangers += 1
                if len(unknown) < most:
                    unknown.append(row)
            else:
                wrong += 1
                if len(problems) < most:
                    problems.append(row)
    return Checked(rows=good, problems=tuple(problems), wrong=wrong, unknown=tuple(unknown), strangers=strangers)


def _with_strangers(some: list[Row | Problem], store: Store) -> Iterator[Row | Problem]:
    """Replace each row whose ULN no learner has with Unknown."""
    with store.reading() as unit:
        strangers = unit.event_loads.strangers({one.uln for one in some if isinstance(one, Row)})
    for one in some:
        if isinstance(one, Row) and one.uln in strangers:
            yield Unknown(one.line, "ULN", "no learner has it")
        else:
            yield one
