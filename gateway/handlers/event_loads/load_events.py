"""Load a file of learning events: all or nothing.

An operator brings the file (contract 6.9). It is checked completely before anything is written. It is written in
chunks, so that calls do not wait and memory stays small. No call sees the events until the last chunk is written; then
all are released at once. If a load stops half-way, the next load of the same file continues it, and a load of another
file removes what it wrote.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from gateway.domain.access_log import OperatorAction
from gateway.domain.actors import Decision
from gateway.domain.event_load import (
    EventFile,
    EventLoad,
    EventRow,
    FileChanged,
    Problem,
    require_released,
)
from gateway.handlers.event_loads.chunks import ROWS_AT_ONCE, EventRows, in_chunks
from gateway.handlers.event_loads.withdraw_load import withdraw_load
from gateway.handlers.execution.operator import operate, record_load
from gateway.store.database.deadline import Deadline
from gateway.store.database.retry import retry
from gateway.store.unit import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult:
    """A load, and how it came about.

    `before` is true if the file was loaded already. `after_line` is the line after which an interrupted load went on.
    `undone` holds the numbers of unfinished loads that were removed.
    """

    load: EventLoad
    before: bool = False
    after_line: int | None = None
    undone: tuple[int, ...] = ()


def load_events(
    store: Store,
    file: EventFile,
    rows: EventRows,
    *,
    by: str,
    is_same: Callable[[], bool] = lambda: True,
    replaces: int | None = None,
    at_once: int = ROWS_AT_ONCE,
) -> LoadResult:
    """Load the rows of a file that was checked.

    Rows whose ULN no learner has are left out. When all rows are read, `is_same` says whether the file is still the one
    that was checked. `replaces` is the number of a load to withdraw in the transaction that releases this one.

    Raises LoadRunning if another process loads a file, Stale if another process has taken this load over, and
    FileChanged. Raises NotReleased or NoSuchLoad for the load to replace.
    """
    with store.loading_alone():
        with store.reading() as unit:
            released = unit.event_loads.released_from(file)
            if replaces is not None:
                require_released(unit.event_loads.by_number(replaces))
        if released is not None:
            return LoadResult(load=released, before=True)
        load, undone = _begun(store, file, by, at_once)
        after_line = load.line if load.attempt > 1 else None
        _write(store, load, rows, at_once)
        if not is_same():
            undo_load(store, load, at_once=at_once)
            raise FileChanged("the file changed while it was loaded; nothing is loaded")
        with store.unit() as unit:
            unit.event_loads.release(load)
            record_load(by, unit)
            if replaces is not None:
                because = Decision(by=by, reason=f"replaced by load {load.number}")
                operate(OperatorAction.WITHDRAW_EVENTS, withdraw_load, replaces, because, unit)
            load = unit.event_loads.by_number(load.number)
    return LoadResult(load=load, after_line=after_line, undone=undone)


def _begun(store: Store, file: EventFile, by: str, at_once: int) -> tuple[EventLoad, tuple[int, ...]]:
    """Return the load to write, and numbers of removed loads."""
    with store.reading() as unit:
        unfinished = unit.event_loads.unfinished()
    ours = next((load for load in unfinished if load.file == file), None)
    undone = [load for load in unfinished if load is not ours]
    for load in undone:
        undo_load(store, load, at_once=at_once)
    with store.unit() as unit:
        load = unit.event_loads.begin(file, by) if ours is None else unit.event_loads.take_up(ours)
    return load, tuple(one.number for one in undone)


def _write(store: Store, load: EventLoad, rows: EventRows, at_once: int) -> None:
    fresh = (row for row in rows if row.line > load.line)
    for chunk in in_chunks(fresh, at_once):
        retry(partial(_write_chunk, store, load, chunk), Deadline())
        store.step_aside()


def _write_chunk(store: Store, load: EventLoad, chunk: list[EventRow | Problem]) -> None:
    with store.lazy_unit() as unit:
        named = [row for row in chunk if isinstance(row, EventRow)]
        unknown_ulns = unit.event_loads.unknown_ulns({row.uln for row in named})
        known = [row for row in named if row.uln not in unknown_ulns]
        unit.event_loads.write(load, known, chunk[-1].line, len(chunk) - len(known))


def undo_load(store: Store, load: EventLoad, *, at_once: int = ROWS_AT_ONCE) -> None:
    """Remove what an unreleased load has written.

    A process that still writes it gets Stale and can write no more.
    """
    with store.unit() as unit:
        load = unit.event_loads.take_up(load)
    left = True
    while left:
        with store.lazy_unit() as unit:
            left = unit.event_loads.undo(load, at_once) > 0
        store.step_aside()
    with store.unit() as unit:
        unit.event_loads.end(load)
