"""No call sees the events of a killed load.

The next load completes it or removes it.
"""

import signal
from pathlib import Path

import pytest

from gateway import demo
from gateway.domain.event_load import LoadState
from gateway.handlers.event_loads import load_events as loading
from gateway.store.unit import Store
from tests.forked import end_of, start
from tests.torture.deadly_loader import AT_ONCE, load, load_until_killed

ROWS, CHUNKS = 110, 3


def written(folder: Path, name: str, first: int = 0) -> Path:
    path = folder / f"{name}.csv"
    rows = "".join(f"{demo.GIL_ULN},ILR,Subject {number},60142922\n" for number in range(first, first + ROWS))
    path.write_text("ULN,Source,Subject,SubjectCode\n" + rows)
    return path


def killed(url: str, path: Path, chunks: int, where: str) -> None:
    assert end_of(start(load_until_killed, url, path, chunks, where), 120) == -signal.SIGKILL


def seen(store: Store) -> list[str]:
    with store.reading() as unit:
        return [event.subject for event in unit.events.of([demo.GIL_ULN])]


def stored(store: Store) -> list[str]:
    wanted = "SELECT subject FROM learning_event WHERE load_id IS NOT NULL ORDER BY id"
    with store.engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql(wanted)]


def states(store: Store) -> list[LoadState]:
    with store.reading() as unit:
        return [one.state for one in unit.event_loads.listed(9)]


@pytest.mark.parametrize(
    ("where", "chunks", "rows"),
    [("between", CHUNKS, CHUNKS * AT_ONCE), ("amid", CHUNKS, CHUNKS * AT_ONCE), ("amid", 0, 0), ("releasing", 0, ROWS)],
)
def test_a_load_killed_half_way_is_seen_by_nobody_and_the_next_run_completes_it(
    database_url: str, store: Store, tmp_path: Path, where: str, chunks: int, rows: int
) -> None:
    path = written(tmp_path, "a")
    killed(database_url, path, chunks, where)
    assert len(stored(store)) == rows, "whole chunks"
    assert (seen(store), states(store)) == ([], [LoadState.LOADING])
    loaded = load(store, path)
    assert loaded.after_line == (rows + 1 if rows else 0)
    assert seen(store) == stored(store) == [f"Subject {number}" for number in range(ROWS)]
    assert (loaded.load.counts.new, states(store)) == (ROWS, [LoadState.RELEASED])
    assert load(store, path).before


def test_a_load_killed_half_way_is_undone_when_another_file_comes_and_so_is_one_killed_in_its_undoing(
    database_url: str, store: Store, tmp_path: Path
) -> None:
    first, second = written(tmp_path, "a"), written(tmp_path, "b", first=50)
    killed(database_url, first, CHUNKS, "amid")
    killed(database_url, second, 1, "undoing")
    assert (seen(store), len(stored(store))) == ([], (CHUNKS - 1) * AT_ONCE)
    loaded = load(store, second)
    assert loaded.load.counts.new == ROWS
    assert seen(store) == stored(store) == [f"Subject {number}" for number in range(50, 50 + ROWS)]
    assert states(store) == [LoadState.RELEASED, LoadState.UNDONE]


def test_what_is_not_undone_would_be_noticed(
    database_url: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(database_url, written(tmp_path, "a"), CHUNKS, "amid")
    monkeypatch.setattr(loading, "undo_load", lambda *_, **__: None)
    load(store, written(tmp_path, "b", first=50))
    assert len(stored(store)) > ROWS
    assert states(store) == [LoadState.RELEASED, LoadState.LOADING]
