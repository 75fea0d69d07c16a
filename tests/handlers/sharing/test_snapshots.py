"""Snapshots: their events, their owners and their end."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from gateway import demo
from gateway.demo import DemoOrganisation
from gateway.domain import choices
from gateway.domain.actors import AuditedDecision, Caller
from gateway.domain.codes import Code
from gateway.domain.snapshot import Snapshot, SnapshotContents
from gateway.domain.verification import StatedIdentity
from gateway.handlers.execution.passwords import agrees
from gateway.handlers.execution.retry_outside_transaction import RetryOutsideTransaction
from gateway.handlers.identification.secret import Secret
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.handlers.sharing.delete_snapshot import DeleteSnapshot, delete_snapshot
from gateway.handlers.sharing.keep_snapshot import KeepSnapshot, SnapshotOutcome, keep_snapshot
from gateway.handlers.sharing.list_snapshots import ListSnapshots, SnapshotList, list_snapshots
from gateway.store.database.engine import open_engine
from gateway.store.errors import Stale
from gateway.store.repositories.snapshots import Snapshots as HeldSnapshots
from gateway.store.unit import Store, Unit

ANN = StatedIdentity(uln=demo.ANN_ULN, given_name="Ann", family_name="Lee")
CY = StatedIdentity(uln=demo.CY_ULN, given_name="Cy", family_name="Roe")
MADE_AT = datetime(2026, 3, 2, 12, 0)


class At:
    """A clock that shows the time it was set to."""

    def __init__(self) -> None:
        self.now = MADE_AT

    def __call__(self) -> datetime:
        return self.now


def caller_in(unit: Unit, by: DemoOrganisation = demo.COLLEGE) -> Caller:
    organisation = unit.organisations.named(by.ukprn, "")
    assert organisation is not None
    return Caller(organisation=organisation, user=by.user, operation="test", call="0" * 32)


def wanted(*event_ids: int, **changes: Any) -> KeepSnapshot:
    request = KeepSnapshot(
        identity=ANN,
        event_ids=frozenset(event_ids),
        email="admissions@example.org",
        pin=Secret("4711"),
        reference="UCAS 2026",
        guid="",
        reader_is_learner=False,
    )
    return replace(request, **changes)


def keep(unit: Unit, request: KeepSnapshot, by: DemoOrganisation = demo.COLLEGE) -> SnapshotOutcome:
    try:
        return keep_snapshot(request, caller_in(unit, by), unit)
    except RetryOutsideTransaction as slow:
        slow.work()
    return keep_snapshot(request, caller_in(unit, by), unit)


def listed(unit: Unit, uln: str = demo.ANN_ULN, by: DemoOrganisation = demo.COLLEGE, **bounds: Any) -> SnapshotList:
    asked = {"since": None, "until": None, "guid": "", "reader_is_learner": False} | bounds
    return list_snapshots(ListSnapshots(uln=uln, **asked), caller_in(unit, by), unit)


def shown(unit: Unit, uln: str = demo.ANN_ULN, by: DemoOrganisation = demo.COLLEGE, **bounds: Any) -> list[list[int]]:
    return [[event.id for event in one.events] for one in listed(unit, uln, by, **bounds).listed]


def delete(unit: Unit, guid: str, by: DemoOrganisation = demo.COLLEGE) -> Code:
    return delete_snapshot(DeleteSnapshot(uln=demo.ANN_ULN, guid=guid), caller_in(unit, by), unit).code


def test_a_snapshot_shows_the_chosen_events_and_its_pin_is_kept_as_a_hash(store: Store) -> None:
    with store.unit() as unit:
        ids = [event.id for event in unit.events.of([demo.ANN_ULN])]
        kept = keep(unit, wanted(ids[4], ids[1]))
        assert kept.code is Code.EXACT_MATCH
        (one,) = listed(unit).listed
        assert [event.id for event in one.events] == [ids[1], ids[4]]
        assert (one.snapshot.guid, one.snapshot.accessed) == (kept.guid, False)
        assert one.snapshot.chosen.pin_hash.startswith("$argon2id$")
        assert agrees(one.snapshot.chosen.pin_hash, "4711")


def test_all_events_are_those_of_the_day_it_was_made(store: Store) -> None:
    with store.unit() as unit:
        before = [event.id for event in unit.events.of([demo.ANN_ULN])]
        keep(unit, wanted(event_ids=None))
        _, later = next((uln, event) for uln, event in demo.events() if uln == demo.ANN_ULN)
        unit.events.add([(demo.ANN_ULN, later)])
        assert shown(unit) == [before]


def test_a_changed_snapshot_keeps_its_pin_where_none_is_given(store: Store) -> None:
    with store.unit() as unit:
        first, second, *_ = (event.id for event in unit.events.of([demo.ANN_ULN]))
        guid = keep(unit, wanted(first)).guid
        (made,) = listed(unit).listed
        changed = keep(unit, wanted(second, guid=guid, pin=None, reference="Later"))
        assert (changed.code, changed.guid) == (Code.EXACT_MATCH, guid)
        (one,) = listed(unit).listed
        assert [event.id for event in one.events] == [second]
        assert one.snapshot.chosen.pin_hash == made.snapshot.chosen.pin_hash
        assert one.snapshot.chosen.reference == "Later"
        keep(unit, wanted(second, guid=guid, pin=Secret("0815")))
        (one,) = listed(unit).listed
        assert agrees(one.snapshot.chosen.pin_hash, "0815")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"event_ids": frozenset()}, Code.INSUFFICIENT_DATA),
        ({"email": ""}, Code.INSUFFICIENT_DATA),
        ({"pin": None}, Code.INSUFFICIENT_DATA),
        ({"email": "admissions"}, Code.EMAIL_INVALID),
        ({"event_ids": frozenset({10**6})}, Code.BAD_REQUEST),
        ({"guid": "0f8fad5b-d9cb-469f-a165-70867728950e"}, Code.NO_MATCH),
        ({"identity": replace(ANN, family_name="Roe")}, Code.NOT_VERIFIED),
        ({"identity": CY}, Code.NOT_SHARED),
    ],
)
def test_what_cannot_be_shown_makes_no_snapshot(store: Store, changes: dict[str, Any], code: Code) -> None:
    with store.unit() as unit:
        first = unit.events.of([demo.ANN_ULN])[0].id
        kept = keep(unit, replace(wanted(first), **changes))
        assert (kept.code, kept.guid) == (code, "")
        assert shown(unit) == []


def test_another_organisation_sees_changes_and_deletes_nothing(store: Store) -> None:
    with store.unit() as unit:
        first = unit.events.of([demo.ANN_ULN])[0].id
        guid = keep(unit, wanted(first)).guid
        other = demo.SECOND_COLLEGE
        assert shown(unit, by=other) == []
        assert keep(unit, wanted(first, guid=guid), other).code is Code.NO_MATCH
        assert delete(unit, guid, other) is Code.NO_MATCH
        assert shown(unit) == [[first]]
        assert delete(unit, guid) is Code.EXACT_MATCH
        assert delete(unit, guid) is Code.NO_MATCH
        assert shown(unit) == []


def test_a_snapshot_that_has_expired_is_there_for_nobody_and_deleted_with_the_next(store: Store) -> None:
    clock = At()
    with Store(store.engine, clock).unit() as unit:
        first, second, *_ = (event.id for event in unit.events.of([demo.ANN_ULN]))
        old = keep(unit, wanted(first)).guid
    clock.now += choices.SNAPSHOT_LASTS - timedelta(seconds=1)
    with Store(store.engine, clock).unit() as unit:
        assert shown(unit) == [[first]]
    clock.now += timedelta(seconds=1)
    with Store(store.engine, clock).unit() as unit:
        assert shown(unit) == []
        assert delete(unit, old) is Code.NO_MATCH
        keep(unit, wanted(second))
    clock.now = MADE_AT
    with Store(store.engine, clock).unit() as unit:
        assert shown(unit) == [[second]]


def test_a_change_makes_it_last_as_long_as_a_new_one(store: Store) -> None:
    clock = At()
    with Store(store.engine, clock).unit() as unit:
        first = unit.events.of([demo.ANN_ULN])[0].id
        guid = keep(unit, wanted(first)).guid
    clock.now += timedelta(days=10)
    with Store(store.engine, clock).unit() as unit:
        keep(unit, wanted(first, guid=guid))
        (one,) = listed(unit).listed
        assert (one.snapshot.made_at, one.snapshot.expires_at) == (MADE_AT, clock.now + choices.SNAPSHOT_LASTS)


def test_they_are_listed_by_when_they_were_made_or_by_guid(store: Store) -> None:
    clock = At()
    with Store(store.engine, clock).unit() as unit:
        first, second, *_ = (event.id for event in unit.events.of([demo.ANN_ULN]))
        keep(unit, wanted(first))
    clock.now += timedelta(days=1)
    with Store(store.engine, clock).unit() as unit:
        guid = keep(unit, wanted(second)).guid
        assert shown(unit) == [[first], [second]]
        assert shown(unit, since=clock.now) == [[second]]
        assert shown(unit, until=datetime(2026, 3, 2)) == [[first]], "an end at midnight is the whole of its day"
        assert shown(unit, guid=guid) == [[second]]
        assert shown(unit, guid="0f8fad5b-d9cb-469f-a165-70867728950e") == []


def test_an_event_that_leaves_the_record_leaves_the_snapshot(store: Store) -> None:
    with store.unit() as unit:
        first = unit.events.of([demo.ANN_ULN])[0].id
        keep(unit, wanted(first))
        held = unit.snapshots.of([demo.ANN_ULN], caller_in(unit))[0]
        gone = SnapshotContents(
            event_ids=(first, 10**6), email="a@example.org", reference="", pin_hash=held.chosen.pin_hash
        )
        unit.snapshots.change(held, gone)
        assert shown(unit) == [[first]]


def test_who_is_merged_brings_her_snapshots_along(store: Store) -> None:
    with store.unit() as unit:
        first = unit.events.of([demo.ANN_ULN])[0].id
        keep(unit, wanted(first))
        because = AuditedDecision(by="jo", reason="One person", operation="test", call="t" * 32)
        merge_learners(MergeLearners(master=demo.BEA_ULN, others=(demo.ANN_ULN,)), because, unit)
        assert shown(unit, demo.BEA_ULN) == [[first]]
        assert shown(unit, demo.ANN_ULN) == [[first]]


def test_whose_record_is_no_longer_shared_is_not_listed_but_can_be_deleted(store: Store) -> None:
    with store.unit() as unit:
        chosen = SnapshotContents(event_ids=(8,), email="a@example.org", reference="", pin_hash="$argon2id$")
        guid = unit.snapshots.make(demo.CY_ULN, chosen, caller_in(unit))
        assert listed(unit, demo.CY_ULN) == SnapshotList(code=Code.NOT_SHARED, touched=(demo.CY_ULN,))
        request = DeleteSnapshot(uln=demo.CY_ULN, guid=guid)
        assert delete_snapshot(request, caller_in(unit), unit).code is Code.EXACT_MATCH


def test_a_snapshot_that_is_gone_is_neither_changed_nor_deleted(store: Store) -> None:
    with store.unit() as unit:
        keep(unit, wanted(unit.events.of([demo.ANN_ULN])[0].id))
        (held,) = unit.snapshots.of([demo.ANN_ULN], caller_in(unit))
        unit.snapshots.delete(held)
        with pytest.raises(Stale):
            unit.snapshots.change(held, held.chosen)
        with pytest.raises(Stale):
            unit.snapshots.delete(held)


def test_two_who_delete_a_snapshot_at_once_do_not_both_succeed(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(postgresql_url)
    store = Store(engine)
    with store.unit() as unit:
        guid = keep(unit, wanted(unit.events.of([demo.ANN_ULN])[0].id)).guid
    together = Barrier(2)

    of = HeldSnapshots.of

    def of_both(held: HeldSnapshots, *arguments: Any, **named: Any) -> list[Snapshot]:
        found = of(held, *arguments, **named)
        together.wait(10)
        return found

    def deleting(_: int) -> Code:
        with store.unit() as unit:
            return delete(unit, guid)

    monkeypatch.setattr(HeldSnapshots, "of", of_both)
    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(deleting, range(2)))
    engine.dispose()
    assert codes == [Code.NO_MATCH, Code.EXACT_MATCH]
