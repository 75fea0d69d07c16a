"""Loads of learning events: complete, once, and reversible."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from gateway import demo
from gateway.domain.access_log import OperatorAction
from gateway.domain.actors import Decision
from gateway.domain.event import LearningEvent, identity_of
from gateway.domain.event_load import (
    EventFile,
    EventRow,
    FileChanged,
    LoadCounts,
    LoadState,
    NotReleased,
    Problem,
    UnknownLearner,
)
from gateway.handlers.event_loads import load_events as loading
from gateway.handlers.event_loads.check_events import check_events
from gateway.handlers.event_loads.load_events import LoadResult, load_events
from gateway.handlers.event_loads.withdraw_load import withdraw_load
from gateway.handlers.execution.operator import operate
from gateway.store.database import schema
from gateway.store.database.statement import Statement, among, words
from gateway.store.errors import LoadRunning, NoSuchLoad, Stale
from gateway.store.tables.events import learning_event
from gateway.store.unit import Store
from tests.migrations import downgrade

FILE = EventFile(name="ilr.csv", digest="a" * 64, source="ILR", year="2023/24", return_number="14")
CORRECTED = replace(FILE, name="ilr-corrected.csv", digest="b" * 64)
GIL, BEA = demo.GIL_ULN, demo.BEA_ULN
BY_JO = Decision(by="jo", reason="The wrong year")


def event(subject: str, **changes: Any) -> LearningEvent:
    return LearningEvent(id=0, source="ILR", subject=subject, subject_code="60142922", grade="Pass", **changes)


def rows(*subjects: str, uln: str = GIL) -> list[EventRow | Problem]:
    return [EventRow(line, uln, event(subject)) for line, subject in enumerate(subjects, 2)]


def load(store: Store, file: EventFile, given: Any, **more: Any) -> LoadResult:
    return load_events(store, file, given, by="jo", at_once=2, **more)


def subjects(store: Store, *ulns: str) -> list[str]:
    with store.reading() as unit:
        return [one.subject for one in unit.events.of(ulns or (GIL,))]


def ids(store: Store) -> list[int]:
    with store.reading() as unit:
        return [one.id for one in unit.events.of([GIL])]


def withdraw(store: Store, number: int) -> None:
    with store.unit() as unit:
        operate(OperatorAction.WITHDRAW_EVENTS, withdraw_load, number, BY_JO, unit)


def written(store: Store, what: str = "count(*)") -> Any:
    with store.engine.connect() as connection:
        wanted = f"SELECT {what} FROM learning_event WHERE load_id IS NOT NULL"
        return connection.exec_driver_sql(wanted).scalar_one()


def seen_while_loading(store: Store) -> list[int]:
    """Load five events in chunks of two.

    Returns how many events a call can see after each chunk.
    """
    seen = []

    def watched() -> Iterator[EventRow | Problem]:
        for one in rows("A", "B", "C", "D", "E"):
            seen.append(len(subjects(store)))
            if one.line == 6:
                assert written(store) == 4, "two chunks are committed"
            yield one

    load(store, FILE, watched())
    return seen


def test_nobody_sees_a_load_before_it_is_whole(store: Store) -> None:
    assert seen_while_loading(store) == [0] * 5
    assert subjects(store) == ["A", "B", "C", "D", "E"]


def test_a_record_that_shows_what_is_not_released_would_be_noticed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = select(*(learning_event.c[name] for name in LearningEvent._fields))
    all_of_them = Statement(shown.where(among(learning_event.c.uln, words("ulns"))))
    monkeypatch.setattr("gateway.store.repositories.events._SELECT_OF_ULNS", all_of_them)
    assert seen_while_loading(store) == [0, 0, 2, 2, 4]


def test_every_event_says_which_line_of_which_load_it_came_from(store: Store) -> None:
    loaded = load(store, FILE, rows("A", "B", "C"))
    assert loaded.load.counts == LoadCounts(new=3, known=0, left_out=0)
    assert (loaded.load.state, loaded.load.file, loaded.load.by) == (LoadState.RELEASED, FILE, "jo")
    assert loaded.load.released_at is not None
    with store.engine.connect() as connection:
        wanted = "SELECT subject, load_id, line FROM learning_event WHERE load_id IS NOT NULL ORDER BY id"
        assert [tuple(row) for row in connection.exec_driver_sql(wanted)] == [
            ("A", loaded.load.number, 2),
            ("B", loaded.load.number, 3),
            ("C", loaded.load.number, 4),
        ]


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    first = load(store, FILE, rows("A", "B", "C"))
    again = load(store, replace(FILE, name="under another name.csv"), rows("A", "B", "C"))
    assert (again.before, again.load) == (True, first.load)
    assert (subjects(store), written(store)) == (["A", "B", "C"], 3)


def test_a_corrected_extract_adds_what_is_new_and_only_that(store: Store) -> None:
    load(store, FILE, rows("A", "B", "C"))
    loaded = load(store, CORRECTED, rows("A", "B", "C (2)", "D"))
    assert loaded.load.counts == LoadCounts(new=2, known=2, left_out=0)
    assert subjects(store) == ["A", "B", "C", "C (2)", "D"]


def test_what_two_loads_brought_stays_until_both_are_withdrawn(store: Store) -> None:
    first = load(store, FILE, rows("A", "B", "C")).load.number
    before = ids(store)
    second = load(store, CORRECTED, rows("A", "B", "C (2)", "D")).load.number
    withdraw(store, first)
    assert subjects(store) == ["A", "B", "C (2)", "D"]
    assert ids(store)[:2] == before[:2], "an event keeps its number"
    withdraw(store, second)
    assert (subjects(store), written(store)) == ([], 5)
    again = load(store, FILE, rows("A", "B", "C"))
    assert (again.before, again.load.counts) == (False, LoadCounts(new=0, known=3, left_out=0))
    assert ids(store) == before


def test_a_load_takes_the_place_of_another_in_one_moment(store: Store) -> None:
    first = load(store, FILE, rows("A", "B", "C")).load.number
    second = load(store, CORRECTED, rows("A", "B (2)"), replaces=first).load.number
    assert subjects(store) == ["A", "B (2)"]
    with store.reading() as unit:
        held = unit.event_loads.by_number(first)
    assert (held.state, held.withdrawn_by, held.reason) == (LoadState.WITHDRAWN, "jo", f"replaced by load {second}")
    for number, refusal in ((first, NotReleased), (99, NoSuchLoad)):
        with pytest.raises(refusal):
            load(store, replace(FILE, digest="c" * 64), rows("Z"), replaces=number)
    assert "Z" not in subjects(store) and written(store) == 4


def test_an_event_that_stands_twice_in_a_file_is_loaded_once(store: Store) -> None:
    loaded = load(store, FILE, rows("A", "B", "A", "A", "C"))
    assert loaded.load.counts == LoadCounts(new=3, known=2, left_out=0)
    assert subjects(store) == ["A", "B", "C"]


def test_the_same_event_of_two_learners_is_two_events(store: Store) -> None:
    assert load(store, FILE, rows("A") + rows("A", uln=BEA)).load.counts.new == 2


def test_an_event_is_the_same_whenever_and_with_whichever_return_it_was_loaded() -> None:
    one = event("A", return_number="04")
    assert identity_of(one) == identity_of(one._replace(id=7, return_number="14"))
    assert -(2**63) <= identity_of(one) < 2**63
    for other in (one._replace(grade="Fail"), one._replace(level="Level 2"), one._replace(subject="B")):
        assert identity_of(other) != identity_of(one)


def test_a_load_is_withdrawn_once_and_by_an_operator_with_a_reason(store: Store) -> None:
    number = load(store, FILE, rows("A")).load.number
    with store.reading() as unit:
        read_before = unit.event_loads.by_number(number)
    withdraw(store, number)
    with pytest.raises(NotReleased, match="withdrawn already"):
        withdraw(store, number)
    with pytest.raises(Stale), store.unit() as unit:
        unit.event_loads.withdraw(read_before, BY_JO)
    with pytest.raises(NoSuchLoad):
        withdraw(store, 99)
    with store.reading() as unit:
        held = unit.event_loads.by_number(number)
    assert (held.withdrawn_by, held.reason) == ("jo", "The wrong year")
    with store.engine.connect() as connection:
        trail = connection.exec_driver_sql("SELECT operation, user_name, code FROM audit ORDER BY id")
        assert [tuple(row) for row in trail] == [
            ("load-events", "jo", ""),
            ("withdraw-events", "jo", ""),
        ]


def test_events_of_a_merged_learner_stand_in_the_record_of_the_master(store: Store) -> None:
    load(store, FILE, rows("A", uln=demo.MERGED_ULN))
    assert "A" in subjects(store, demo.DEE_ULN, demo.MERGED_ULN)
    assert "A" not in subjects(store, demo.DEE_ULN)


def test_rows_of_unknown_learners_are_told_and_left_out(store: Store) -> None:
    stranger = EventRow(4, "9276308686", event("X"))
    given = [*rows("A", "B"), stranger, UnknownLearner(5, "ULN", "temporary"), Problem(6, "Grade", "empty")]
    checked = check_events(store, given, most=1, at_once=2)
    assert (checked.rows, checked.wrong, checked.unknown_rows) == (2, 1, 2)
    assert [str(one) for one in (*checked.problems, *checked.unknown)] == [
        "line 6, Grade: empty",
        "line 4, ULN: no learner has it",
    ]
    assert load(store, FILE, given[:4]).load.counts == LoadCounts(new=2, known=0, left_out=2)


def test_a_file_that_changed_while_it_was_loaded_is_undone(store: Store) -> None:
    with pytest.raises(FileChanged):
        load(store, FILE, rows("A", "B", "C"), is_same=lambda: False)
    assert (subjects(store), written(store)) == ([], 0)
    with store.reading() as unit:
        assert [one.state for one in unit.event_loads.listed(9)] == [LoadState.UNDONE]
    assert load(store, FILE, rows("A", "B", "C")).load.counts.new == 3


def broken(at: int) -> Iterator[EventRow | Problem]:
    for one in rows("A", "B", "C", "D", "E"):
        if one.line == at:
            raise KeyboardInterrupt
        yield one


def test_a_load_that_was_stopped_goes_on_where_it_was(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        load(store, FILE, broken(6))
    assert (subjects(store), written(store)) == ([], 4)
    with store.reading() as unit:
        (half,) = unit.event_loads.unfinished()
    with pytest.raises(NotReleased, match="not finished"):
        withdraw(store, half.number)
    loaded = load(store, FILE, rows("A", "B", "C", "D", "E"))
    assert (loaded.after_line, loaded.load.number, loaded.load.attempt) == (5, half.number, 2)
    assert (subjects(store), loaded.load.counts) == (["A", "B", "C", "D", "E"], LoadCounts(5, 0, 0))


def test_a_load_that_was_stopped_is_undone_when_another_file_comes(store: Store) -> None:
    known = load(store, replace(FILE, digest="c" * 64), rows("A")).load
    with pytest.raises(KeyboardInterrupt):
        load(store, FILE, broken(6))
    loaded = load(store, CORRECTED, rows("D", "E"))
    assert (loaded.undone, loaded.load.counts) == ((known.number + 1,), LoadCounts(2, 0, 0))
    assert (subjects(store), written(store)) == (["A", "D", "E"], 3)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM event_again").scalar_one() == 0


def test_a_stopped_load_that_is_not_undone_would_be_noticed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyboardInterrupt):
        load(store, FILE, broken(6))
    monkeypatch.setattr(loading, "undo_load", lambda *_, **__: None)
    assert load(store, CORRECTED, rows("D", "E")).load.counts == LoadCounts(1, 1, 0)
    assert written(store) == 5


def test_one_loads_at_a_time_and_the_other_is_told(store: Store) -> None:
    with store.loading_alone(), pytest.raises(LoadRunning):
        load(store, FILE, rows("A"))
    assert load(store, FILE, rows("A")).load.counts.new == 1


def test_who_was_overtaken_writes_no_more(store: Store) -> None:
    given = [one for one in rows("A") if isinstance(one, EventRow)]
    with store.unit() as unit:
        mine = unit.event_loads.begin(FILE, "jo")
    with store.unit() as unit:
        theirs = unit.event_loads.take_up(mine)
    with pytest.raises(Stale), store.unit() as unit:
        unit.event_loads.write(mine, given, 2, 0)
    with pytest.raises(Stale), store.unit() as unit:
        unit.event_loads.release(mine)
    assert written(store) == 0
    with store.unit() as unit:
        assert unit.event_loads.write(theirs, given, 2, 0).new == 1


def test_a_register_without_loads_shows_no_event_that_was_withdrawn_or_not_released(store: Store) -> None:
    before = subjects(store)
    first = load(store, FILE, rows("Maths", "Art")).load.number
    load(store, CORRECTED, rows("Art", "Music"))
    withdraw(store, first)
    with pytest.raises(KeyboardInterrupt):
        load(store, replace(FILE, digest="c" * 64), broken(at=5))
    with store.engine.begin() as connection:
        downgrade(connection, "0004")
        shown = "SELECT subject FROM learning_event WHERE uln = %r AND withdrawn_on IS NULL ORDER BY id"
        assert [*connection.exec_driver_sql(shown % GIL).scalars()] == [*before, "Art", "Music"]
    schema.upgrade(store.engine)
    assert subjects(store) == [*before, "Art", "Music"]
