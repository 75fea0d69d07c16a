"""Merges and deletions: one master, no chains, no lost change.

Each is visible completely or not at all.
"""

import threading
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Select, text

from gateway import demo
from gateway.domain.actors import AuditedDecision, Caller
from gateway.domain.learner import Learner, LearnerStatus
from gateway.domain.lifecycle import (
    ChangeKind,
    HasLinkedLearners,
    IsDeleted,
    IsMerged,
    MasterNotActive,
    MergedIntoItself,
    NotDeleted,
    NotMerged,
    OperatorActionRefused,
)
from gateway.handlers.execution.outcome import OperatorResult
from gateway.handlers.lifecycle.delete_learner import delete_learner
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.handlers.lifecycle.restore_learner import restore_learner
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from gateway.store.database.engine import open_engine
from gateway.store.errors import LearnerExists, NoSuchLearner, Stale
from gateway.store.repositories.lifecycle import Lifecycle
from gateway.store.unit import Store, Unit

JO = AuditedDecision(by="jo", reason="Same person", operation="test", call="t" * 32)
ANN, BEA, CY, DEE = demo.ANN_ULN, demo.BEA_ULN, demo.CY_ULN, demo.DEE_ULN
MERGED, EVE, GIL, SION = demo.MERGED_ULN, demo.EVE_ULN, demo.GIL_ULN, demo.SION_ULN


def merge(store: Store, master: str, *others: str) -> OperatorResult:
    with store.unit() as unit:
        return merge_learners(MergeLearners(master=master, others=others), JO, unit)


def do(store: Store, verb: Callable[[str, AuditedDecision, Unit], OperatorResult], uln: str) -> OperatorResult:
    with store.unit() as unit:
        return verb(uln, JO, unit)


def held(store: Store, uln: str) -> Learner:
    with store.unit() as unit:
        learner = unit.learners.by_uln(uln)
    assert learner is not None
    return learner


def status_of(store: Store, uln: str) -> tuple[LearnerStatus, str | None, int]:
    learner = held(store, uln)
    return learner.status, learner.master_uln, learner.version


def college(unit: Unit) -> Caller:
    organisation = unit.organisations.named(demo.COLLEGE.ukprn, "")
    assert organisation is not None
    return Caller(organisation=organisation, user="registrar", operation="test", call="0" * 32)


def test_a_merge_moves_the_learner_and_remembers_who_and_why(store: Store) -> None:
    assert merge(store, ANN, GIL).touched == (ANN, GIL)
    assert status_of(store, GIL) == (LearnerStatus.MERGED, ANN, 2)
    assert status_of(store, ANN) == (LearnerStatus.ACTIVE, None, 1), "nothing changed of the master's own"
    assert held(store, ANN).linked_ulns == (GIL,)
    with store.unit() as unit:
        (change,) = unit.lifecycle.of(GIL)
        (entry,) = unit.learners.history(GIL)
    assert (change.change, change.master_uln, change.decision.reason) == (ChangeKind.MERGED, ANN, JO.reason)
    assert change.at == held(store, GIL).updated_at
    assert (entry.change, entry.user_name, entry.organisation_id) == ("merged", "jo", None)
    assert entry.before is not None
    assert (entry.before["status"], entry.before["version"]) == ("active", 1)


def test_learners_merged_into_a_merged_one_come_along_to_the_one_master(store: Store) -> None:
    assert merge(store, ANN, DEE).touched == (ANN, DEE, MERGED)
    assert [status_of(store, uln)[:2] for uln in (DEE, MERGED)] == [(LearnerStatus.MERGED, ANN)] * 2
    assert held(store, ANN).linked_ulns == (DEE, MERGED)
    assert held(store, DEE).linked_ulns == ()
    do(store, unmerge_learner, DEE)
    assert status_of(store, DEE)[:2] == (LearnerStatus.ACTIVE, None)
    assert status_of(store, MERGED)[:2] == (LearnerStatus.MERGED, ANN), "each is unmerged by itself"


@pytest.mark.parametrize(
    ("master", "others", "refusal", "reason"),
    [
        (ANN, [ANN], MergedIntoItself, "3000000207 cannot be merged into itself"),
        (MERGED, [ANN], MasterNotActive, "3000000606 is merged into 3000000509: merge into that one"),
        (MERGED, [DEE], MasterNotActive, "3000000606 is merged into 3000000509: merge into that one"),
        (EVE, [ANN], MasterNotActive, "3000000703 is deleted and cannot be a master"),
        (ANN, [EVE], IsDeleted, "3000000703 is deleted; restore it first"),
        (ANN, [MERGED], IsMerged, "3000000606 is merged into 3000000509 already"),
        (DEE, [MERGED], IsMerged, "3000000606 is merged into 3000000509 already"),
        (ANN, [GIL, DEE, MERGED], IsMerged, "3000000606 is merged into 3000000509 already"),
        (ANN, [GIL, "9276308686"], NoSuchLearner, "no learner has the ULN 9276308686"),
        ("9276308686", [ANN], NoSuchLearner, "no learner has the ULN 9276308686"),
    ],
)
def test_a_merge_that_would_make_a_chain_a_cycle_or_nonsense_is_refused_whole(
    store: Store, master: str, others: list[str], refusal: type[Exception], reason: str
) -> None:
    with pytest.raises(refusal, match=reason):
        merge(store, master, *others)
    assert status_of(store, GIL) == (LearnerStatus.ACTIVE, None, 1)


def test_the_same_learner_named_twice_is_merged_once(store: Store) -> None:
    assert merge(store, ANN, GIL, GIL).touched == (ANN, GIL)
    assert status_of(store, GIL) == (LearnerStatus.MERGED, ANN, 2)


def test_an_unmerged_learner_stands_by_itself_with_its_own_details(store: Store) -> None:
    before = held(store, MERGED).person
    do(store, unmerge_learner, MERGED)
    after = held(store, MERGED)
    assert (after.status, after.master_uln, after.version, after.person) == (LearnerStatus.ACTIVE, None, 2, before)
    assert held(store, DEE).linked_ulns == ()
    with store.unit() as unit:
        assert unit.lifecycle.of(MERGED)[-1].master_uln == DEE, "the report tells from whom"


def test_deleting_and_restoring_move_the_status_and_never_the_uln(store: Store) -> None:
    do(store, delete_learner, GIL)
    assert status_of(store, GIL) == (LearnerStatus.DELETED, None, 2)
    do(store, restore_learner, GIL)
    assert status_of(store, GIL) == (LearnerStatus.ACTIVE, None, 3)


def test_a_deleted_merged_learner_leaves_its_master_and_is_restored_as_its_own(store: Store) -> None:
    do(store, delete_learner, MERGED)
    assert held(store, DEE).linked_ulns == ()
    do(store, restore_learner, MERGED)
    assert status_of(store, MERGED) == (LearnerStatus.ACTIVE, None, 3)


@pytest.mark.parametrize(
    ("verb", "uln", "refusal", "reason"),
    [
        (unmerge_learner, ANN, NotMerged, "3000000207 is not merged: it is active"),
        (unmerge_learner, EVE, NotMerged, "3000000703 is not merged: it is deleted"),
        (delete_learner, EVE, IsDeleted, "3000000703 is deleted already"),
        (delete_learner, DEE, HasLinkedLearners, "3000000509 is the master of 3000000606: unmerge first"),
        (restore_learner, ANN, NotDeleted, "3000000207 is not deleted: it is active"),
        (restore_learner, MERGED, NotDeleted, "3000000606 is not deleted: it is merged"),
        (unmerge_learner, "9276308686", NoSuchLearner, "no learner has the ULN"),
    ],
)
def test_what_cannot_be_undone_or_deleted_is_refused_with_the_reason(
    store: Store,
    verb: Callable[[str, AuditedDecision, Unit], OperatorResult],
    uln: str,
    refusal: type[Exception],
    reason: str,
) -> None:
    with pytest.raises(refusal, match=reason):
        do(store, verb, uln)


@pytest.mark.parametrize(("verb", "uln"), [(unmerge_learner, MERGED), (restore_learner, EVE)])
def test_a_learner_whose_key_fields_another_has_by_now_stays_where_it_is(
    store: Store, verb: Callable[[str, AuditedDecision, Unit], OperatorResult], uln: str
) -> None:
    before = status_of(store, uln)
    with store.unit() as unit:
        gil = unit.learners.by_uln(GIL)
        assert gil is not None
        unit.learners.replace(gil, held_person(uln), college(unit))
    other = GIL
    with pytest.raises(LearnerExists, match=f"of {uln} are those of {other}"):
        do(store, verb, uln)
    assert status_of(store, uln) == before
    do(store, delete_learner, other)
    do(store, verb, uln)
    assert status_of(store, uln)[0] is LearnerStatus.ACTIVE


def held_person(uln: str) -> Any:
    return {one.uln: one.person for one in demo.learners()}[uln]


@pytest.mark.parametrize("change", ["merge", "unmerge", "delete", "restore"])
def test_a_change_of_a_learner_that_changed_meanwhile_is_stale(store: Store, change: str) -> None:
    with store.unit() as unit:
        ann, gil = (unit.learners.by_uln(uln) for uln in (ANN, GIL))
        assert ann is not None and gil is not None
        unit.learners.replace(gil, replace(gil.person, postcode="LS1 4AP"), college(unit))
        verb = getattr(unit.lifecycle, change)
        given = {"merge": (ann, gil), "unmerge": (gil, ann), "delete": (gil, None), "restore": (gil,)}
        with pytest.raises(Stale, match=f"{GIL} changed since it was read"):
            verb(*given[change], JO)
        assert unit.lifecycle.of(GIL) == []


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run all at once; return each one's result or refusal."""
    start = threading.Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        except (OperatorActionRefused, Stale) as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(one, works))


def chains(store: Store) -> int:
    """Count learners that are merged into an inactive one."""
    query = "SELECT count(*) FROM learner l JOIN learner m ON m.uln = l.master_uln WHERE m.status <> 'active'"
    with store.engine.connect() as connection:
        count: int = connection.execute(text(query)).scalar_one()
    return count


def test_two_merges_in_a_ring_at_once_make_no_cycle(store: Store) -> None:
    for _ in range(10):
        results = at_once(lambda: merge(store, ANN, BEA), lambda: merge(store, BEA, ANN))
        assert sorted(type(one).__name__ for one in results) == ["MasterNotActive", "OperatorResult"]
        assert chains(store) == 0
        merged = BEA if held(store, ANN).status is LearnerStatus.ACTIVE else ANN
        do(store, unmerge_learner, merged)


def test_without_the_lock_two_merges_in_a_ring_make_a_cycle(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have_read = threading.Barrier(2, timeout=30)

    def read(lifecycle: Lifecycle, ulns: Collection[str]) -> dict[str, Learner]:
        learners = hold(lifecycle, ulns)
        both_have_read.wait()
        return learners

    hold = Lifecycle.lock
    monkeypatch.setattr(Select, "with_for_update", lambda select, **_how: select)
    monkeypatch.setattr(Lifecycle, "lock", read)
    engine = open_engine(postgresql_url)
    store = Store(engine)
    at_once(lambda: merge(store, ANN, BEA), lambda: merge(store, BEA, ANN))
    assert chains(store) == 2, "the test above could not fail"
    engine.dispose()


def test_merges_into_a_learner_that_is_merged_at_once_make_no_chain(store: Store) -> None:
    for _ in range(10):
        results = at_once(
            lambda: merge(store, ANN, BEA),
            lambda: merge(store, BEA, GIL),
            lambda: merge(store, SION, ANN),
        )
        assert any(isinstance(one, OperatorResult) for one in results)
        assert chains(store) == 0
        for uln in (ANN, BEA, GIL):
            if held(store, uln).status is LearnerStatus.MERGED:
                do(store, unmerge_learner, uln)


def test_a_master_is_not_deleted_while_somebody_is_merged_into_it(store: Store) -> None:
    for _ in range(10):
        deleted, merged = at_once(lambda: do(store, delete_learner, ANN), lambda: merge(store, ANN, GIL))
        assert isinstance(deleted, OperatorResult) != isinstance(merged, OperatorResult)
        assert chains(store) == 0
        do(store, *((restore_learner, ANN) if isinstance(deleted, OperatorResult) else (unmerge_learner, GIL)))


def test_an_update_and_a_merge_at_once_follow_one_another_or_the_update_is_stale(store: Store) -> None:
    read = threading.Event()

    def update() -> None:
        learner = held(store, GIL)
        read.set()
        with store.unit() as unit:
            unit.learners.replace(learner, replace(learner.person, postcode=f"LS{learner.version} 4AP"), college(unit))

    def merge_after_the_read() -> OperatorResult:
        read.wait()
        return merge(store, ANN, GIL)

    for _ in range(10):
        read.clear()
        version = held(store, GIL).version
        updated, merged = at_once(update, merge_after_the_read)
        assert isinstance(merged, OperatorResult)
        assert updated is None or isinstance(updated, Stale)
        assert status_of(store, GIL) == (LearnerStatus.MERGED, ANN, version + (2 if updated is None else 1))
        do(store, unmerge_learner, GIL)


def on(store: Store, day: str) -> Store:
    """Return a register with this clock."""
    return Store(store.engine, lambda: datetime.fromisoformat(day))


def test_reports_hold_what_happened_from_the_first_to_the_last_moment_of_their_days(store: Store) -> None:
    merge(on(store, "2025-01-31T23:59:59.999999"), ANN, GIL)
    do(on(store, "2025-02-01T00:00:00"), unmerge_learner, GIL)
    do(on(store, "2025-02-01T12:00:00"), delete_learner, GIL)
    do(on(store, "2025-02-02T12:00:00"), restore_learner, GIL)
    january, february, march = date(2025, 1, 31), date(2025, 2, 1), date(2025, 3, 1)
    with store.unit() as unit:
        for first, last, merged, unmerged in (
            (january, january, [GIL], []),
            (february, february, [], [GIL]),
            (january, february, [GIL], [GIL]),
            (date(2024, 1, 1), march, [MERGED, GIL], [GIL]),
            (march, date.max, [], []),
        ):
            assert [one.learner.uln for one in unit.lifecycle.merged(first, last)] == merged
            assert [one.learner.uln for one in unit.lifecycle.unmerged(first, last)] == unmerged
        (link,) = unit.lifecycle.unmerged(february, february)
    assert (link.master.uln, link.master.given_name, link.master.family_name) == (ANN, "Ann", "Lee")
    assert (link.learner.family_name, link.learner.date_of_birth, link.day) == ("Ash", date(2003, 1, 15), february)


def test_the_deleted_are_listed_once_and_no_longer_when_they_are_restored(store: Store) -> None:
    def deleted(first: str, last: str) -> list[tuple[str, str]]:
        with store.unit() as unit:
            days = unit.lifecycle.deleted(date.fromisoformat(first), date.fromisoformat(last))
        return [(one.uln, one.day.isoformat()) for one in days]

    do(on(store, "2025-01-31T23:59:59.999999"), delete_learner, GIL)
    assert deleted("2025-01-31", "2025-01-31") == [(GIL, "2025-01-31")]
    assert deleted("2025-02-01", "2025-03-01") == []
    assert deleted("2024-01-01", "2025-03-01") == [(EVE, "2024-11-01"), (GIL, "2025-01-31")]
    do(on(store, "2025-02-01T00:00:00"), restore_learner, GIL)
    assert deleted("2024-01-01", "2025-03-01") == [(EVE, "2024-11-01")]
    do(on(store, "2025-02-02T00:00:00"), delete_learner, GIL)
    assert deleted("2025-01-01", "2025-03-01") == [(GIL, "2025-02-02")]


def test_names_of_the_deleted_are_in_no_report(store: Store) -> None:
    do(store, delete_learner, MERGED)
    with store.unit() as unit:
        assert unit.lifecycle.merged(date(2024, 1, 1), date.max) == []


def test_the_cast_is_placed_once(store: Store) -> None:
    demo.load(store)
    with store.unit() as unit:
        assert [one.change for uln in (MERGED, EVE) for one in unit.lifecycle.of(uln)] == ["merged", "deleted"]
