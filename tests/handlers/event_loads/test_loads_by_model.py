"""A record holds the events of released loads, each once.

The tests load, stop, replace and withdraw in any order.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as chosen
from hypothesis import strategies as st

from gateway import demo
from gateway.domain.actors import Decision
from gateway.domain.event import LearningEvent
from gateway.domain.event_load import EventFile, EventRow, LoadState
from gateway.handlers.event_loads.load_events import load_events
from gateway.handlers.event_loads.withdraw_load import withdraw_load
from gateway.store.database.database_session import DatabaseSession
from gateway.store.database.statement import Insertion, Values
from gateway.store.unit import Store

_FILES = st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=6)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("load"), _FILES, st.integers(0, 5)),
        st.tuples(st.just("stop"), _FILES, st.integers(0, 5)),
        st.tuples(st.just("replace"), _FILES, st.integers(0, 5)),
        st.tuples(st.just("withdraw"), st.just([]), st.integers(0, 5)),
    ),
    min_size=1,
    max_size=8,
)
_Step = tuple[str, list[str], int]
_numbers = count()


class _Stopped(Exception):
    pass


def differences(store: Store, steps: Sequence[_Step]) -> list[Any]:
    """Compare the records with the model after each step.

    Returns the differences.
    """
    mark = f"{next(_numbers)}-"
    released: dict[int, set[str]] = {}
    wrong = []
    for step in steps:
        _do(store, step, mark, released)
        with store.reading() as unit:
            subjects = [one.subject for one in unit.events.of([demo.GIL_ULN]) if one.subject.startswith(mark)]
        expected = set().union(*released.values())
        if sorted(subjects) != sorted(mark + subject for subject in expected):
            wrong.append((step, subjects, expected))
    return wrong


def _do(store: Store, step: _Step, mark: str, released: dict[int, set[str]]) -> None:
    what, subjects, number = step
    chosen_one = sorted(released)[number % len(released)] if released else None
    if what == "withdraw":
        if chosen_one is not None:
            with store.unit() as unit:
                withdraw_load(chosen_one, Decision(by="jo", reason="so"), unit)
            del released[chosen_one]
        return
    file = EventFile(name="x.csv", digest=f"{mark}{''.join(subjects):0>50}", source="any")
    replaces = chosen_one if what == "replace" else None
    rows = _rows(subjects, mark, stop_at=number if what == "stop" else None)
    try:
        loaded = load_events(store, file, rows, by="jo", at_once=2, replaces=replaces)
    except _Stopped:
        return
    assert loaded.load.state is LoadState.RELEASED
    if not loaded.before:
        released.pop(replaces or 0, None)
    released[loaded.load.number] = set(subjects)


def _rows(subjects: list[str], mark: str, stop_at: int | None) -> Iterator[EventRow]:
    for place, subject in enumerate(subjects):
        if place == stop_at:
            raise _Stopped
        event = LearningEvent(id=0, source="ILR", subject=mark + subject, subject_code="60142922")
        yield EventRow(place + 2, demo.GIL_ULN, event)


@given(steps=_STEPS)
@chosen(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_record_holds_what_the_released_loads_brought(store: Store, steps: list[_Step]) -> None:
    assert differences(store, steps) == []


def test_an_event_that_is_forgotten_when_it_comes_again_would_be_noticed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[_Step] = [("load", ["A", "B"], 0), ("load", ["B", "C"], 0), ("withdraw", [], 0)]
    assert differences(store, steps) == []
    insert = DatabaseSession.insert

    def forget(session: DatabaseSession, kind: Insertion, rows: Sequence[Values]) -> int:
        return 0 if kind.table == "event_again" else insert(session, kind, rows)

    monkeypatch.setattr(DatabaseSession, "insert", forget)
    (wrong,) = differences(store, steps)
    assert wrong[0] == ("withdraw", [], 0)
