"""Calls that wait together share a transaction.

Their answers and rows are those of separate calls.
"""

import gc
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from gateway import demo
from gateway.domain import uln
from gateway.domain.learner import Person
from gateway.settings import Settings
from gateway.store.database.database_session import DatabaseSession
from gateway.store.database.group import MemberSession, run_together
from gateway.store.errors import CommitInDoubt, DatabaseFailed
from gateway.store.repositories.audit import Audit
from gateway.store.tables.learners import learner as learners
from gateway.store.tables.organisations import organisation
from tests.builders import FINDMSG, LEARNER_SERVICE, REGMSG, Reply, Wire, learner, miap
from tests.faulty import Faulty, Kind, faulty_wire
from tests.stored import audited, rows
from tests.torture.test_every_statement_may_fail import held

NOBODY = "3000000002"
COLUMNS = ("operation", "code", "uln", "organisation_id", "user_name", "misses")


def find(uln: str = demo.ANN_ULN, given: str = "Ann", family: str = "Lee", **more: Any) -> str:
    return miap(FINDMSG, "FindLearnerByULN", {"ULN": uln, "FamilyName": family, "GivenName": given}, find="FUL", **more)


def by_details(person: Person) -> str:
    values = {
        "FamilyName": person.family_name,
        "GivenName": person.given_name,
        "DateOfBirth": person.date_of_birth.isoformat(),
        "Gender": str(int(person.gender)),
        "LastKnownPostCode": person.postcode,
    }
    return miap(FINDMSG, "FindLearnerByDemographics", values, find="FUL")


def register(given: str = "Hal", **more: Any) -> str:
    return miap(REGMSG, "RegisterLearner", {"Learner": learner(GivenName=given)}, **more)


def search() -> str:
    values = {
        "FamilyName": "Orme",
        "GivenName": "Hal",
        "DateOfBirth": "2005-04-01",
        "Gender": "1",
        "LastKnownPostCode": "OX1 2JD",
    }
    return miap(FINDMSG, "FindLearnerByDemographics", values, find="FUL")


def registered(wire: Wire) -> set[str]:
    """Return the ULNs of all learners but the demonstration's."""
    return {row.uln for row in rows(wire.store, select(learners.c.uln))} - {one.uln for one in demo.learners()}


def codes(replies: Sequence[Reply | None]) -> list[str | None]:
    return [None if reply is None else reply.code for reply in replies]


def together(
    wire: Wire, messages: Sequence[str], note_failure: Callable[[Exception], None] = lambda _error: None
) -> list[Reply | None]:
    """Send messages as one group, and return the replies.

    It is None for each message that needs a transaction of its own.
    """
    return run_together([partial(wire.post, LEARNER_SERVICE, message) for message in messages], note_failure)


def warmed(wire: Wire) -> Wire:
    """Make a call, so that the password is cached."""
    assert wire.post(LEARNER_SERVICE, find()).status == 200
    return wire


def body_of(reply: Reply | None) -> bytes:
    assert reply is not None
    return reply.body


def test_a_group_is_answered_as_calls_one_by_one_with_fewer_statements(
    faulty: tuple[Wire, Faulty],
) -> None:
    wire, database = faulty
    messages = [
        find(),
        find(NOBODY),
        find(demo.BEA_ULN, demo.BEA.given_name, demo.BEA.family_name),
        find(given="Nobody", family="None"),
        find(),
    ]
    warmed(wire)
    before = len(audited(wire.store, *COLUMNS))
    alone = [wire.post(LEARNER_SERVICE, message).body for message in messages]
    audited_alone = audited(wire.store, *COLUMNS)[before:]
    asked = database.arm(0).seen
    grouped = [body_of(reply) for reply in together(wire, messages)]
    selects = [sql for sql in asked if sql.startswith("SELECT")]
    assert grouped == alone
    assert audited(wire.store, *COLUMNS)[before + len(audited_alone) :] == audited_alone
    assert len(selects) == 2, "the organisation and the learners"


def test_a_group_that_only_reads_asks_postgresql_for_no_transaction(postgresql_url: str) -> None:
    with faulty_wire(Settings(database_url=postgresql_url)) as (wire, database):
        warmed(wire)
        asked = database.arm(0).seen
        together(wire, [find(), find()])
        alone = list(asked)
        together(wire, [find(), register()])
    assert [sql.split(" ", 1)[0] for sql in alone] == ["SELECT", "SELECT", "INSERT"]
    assert [sql.split(" ", 1)[0] for sql in asked[len(alone) :]].count("BEGIN") == 1


@pytest.mark.parametrize("kind", [Kind.BROKEN_BEFORE, Kind.BROKEN_AFTER])
def test_nobody_of_a_group_is_answered_where_the_connection_breaks_at_the_audit_rows(
    postgresql_url: str, kind: Kind
) -> None:
    with faulty_wire(Settings(database_url=postgresql_url)) as (wire, database):
        warmed(wire)
        fault = database.arm(1, kind, like="INSERT INTO audit")
        replies = together(wire, [find(), find()])
        assert fault.happened
        assert [reply and reply.status for reply in replies] == [500, 500]
        assert held(wire.store.engine) == []
        database.disarm()
        assert [reply and reply.status for reply in together(wire, [find(), find()])] == [200, 200]


def test_a_group_whose_audit_rows_are_refused_is_answered_one_by_one(postgresql_url: str) -> None:
    with faulty_wire(Settings(database_url=postgresql_url)) as (wire, database):
        warmed(wire)
        before = audited(wire.store, *COLUMNS)
        database.arm(1, like="INSERT INTO audit")
        assert together(wire, [find(), find()]) == [None, None]
        assert audited(wire.store, *COLUMNS) == before


def test_a_group_that_meets_a_dead_connection_is_answered_one_by_one(postgresql_url: str) -> None:
    with faulty_wire(Settings(database_url=postgresql_url)) as (wire, database):
        warmed(wire)
        database.arm(1, Kind.BROKEN_BEFORE, like="SELECT")
        assert together(wire, [find(), find()]) == [None, None]
        assert wire.post(LEARNER_SERVICE, find()).status == 200


def test_misses_of_a_group_are_counted(wire: Wire) -> None:
    warmed(wire)
    together(wire, [find(NOBODY)] * 3)
    by_ukprn = select(organisation.c.misses).where(organisation.c.ukprn == demo.COLLEGE.ukprn)
    assert rows(wire.store, by_ukprn)[0].misses == 3


def test_a_call_whose_password_is_not_known_leaves_the_group(wire: Wire) -> None:
    warmed(wire)
    replies = together(wire, [find(), find(by=demo.SECOND_COLLEGE), find()])
    assert [reply is None for reply in replies] == [False, True, False]


def test_a_refusal_is_that_of_one_call_and_is_audited(wire: Wire) -> None:
    warmed(wire)
    unknown = find().replace(demo.COLLEGE.ukprn, "99999999")
    replies = together(wire, [find(), unknown, "<not-xml", find()])
    assert [reply and reply.status for reply in replies] == [200, 500, 500, 200]
    assert [code for (code,) in audited(wire.store, "code")][-3:].count("WSEC0003") == 1


def test_a_handler_that_fails_is_nobody_elses(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed(wire)
    real = MemberSession.row  # one call's first look at a learner fails
    fails = iter([False, False, False, True])

    def row(self: Any, *arguments: Any) -> Any:
        if next(fails, False):
            raise ZeroDivisionError
        return real(self, *arguments)

    monkeypatch.setattr(MemberSession, "row", row)
    replies = together(wire, [find(), find(), find()])
    assert [reply and reply.status for reply in replies].count(200) == 2
    assert [reply and reply.status for reply in replies].count(500) == 1


@pytest.mark.parametrize(("error", "statuses"), [(DatabaseFailed, [None, None]), (CommitInDoubt, [500, 500])])
def test_nobody_of_a_group_is_answered_where_the_commit_fails(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, error: Callable[[str], Exception], statuses: list[int | None]
) -> None:
    warmed(wire)
    before = audited(wire.store, *COLUMNS)

    def commit(self: DatabaseSession) -> None:
        self.roll_back()
        raise error("planted")

    monkeypatch.setattr(DatabaseSession, "commit", commit)
    replies = together(wire, [find(), find()])
    assert [reply and reply.status for reply in replies] == statuses
    monkeypatch.undo()
    assert audited(wire.store, *COLUMNS) == before


def test_a_statement_that_is_refused_sends_every_call_its_own_way(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed(wire)
    real = DatabaseSession.rows

    def rows_(*_: Any) -> Any:
        raise DatabaseFailed("planted")

    monkeypatch.setattr(DatabaseSession, "rows", rows_)
    assert together(wire, [find(), find(demo.BEA_ULN)]) == [None, None]
    monkeypatch.setattr(DatabaseSession, "rows", real)
    assert [body_of(reply) for reply in together(wire, [find(), find()])]


def test_a_group_all_of_whose_calls_fail_holds_nothing(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed(wire)

    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Audit, "record", fail)
    gc.disable()  # what is held may not wait for it
    try:
        replies = together(wire, [find(), find(NOBODY)])
        assert [reply and reply.status for reply in replies] == [500, 500]
        assert held(wire.store.engine) == []
    finally:
        gc.enable()
    monkeypatch.undo()
    assert wire.post(LEARNER_SERVICE, find()).status == 200


def test_an_error_of_ours_sends_every_call_its_own_way(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed(wire)

    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    noted: list[Exception] = []
    for method in ("row", "rows", "insert"):
        with monkeypatch.context() as patch:
            patch.setattr(DatabaseSession, method, fail)
            assert together(wire, [find(), find(demo.BEA_ULN)], noted.append) == [None, None]
        assert held(wire.store.engine) == []
    assert [type(error) for error in noted] == [ZeroDivisionError] * 3


def test_searches_of_a_group_are_asked_together_on_postgresql(faulty: tuple[Wire, Faulty]) -> None:
    wire, database = faulty
    people = (demo.ANN, demo.BEA, demo.CY)
    messages = [by_details(one) for one in people]
    warmed(wire)
    alone = [wire.post(LEARNER_SERVICE, message).body for message in messages]
    asked = database.arm(0).seen
    grouped = [body_of(reply) for reply in together(wire, messages)]
    assert grouped == alone
    candidates = [sql for sql in asked if "UNION" in sql]
    assert len(candidates) == (1 if wire.store.engine.dialect.name == "postgresql" else len(people))


def test_a_group_does_not_pass_the_limit_of_misses(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    with Wire.open(Settings(database_url=database_url, misses_per_hour=40)) as wire:
        warmed(wire)
        codes = []
        for _ in range(3):
            messages = [find(NOBODY)] * 30
            codes += [
                (reply or wire.post(LEARNER_SERVICE, message)).code
                for reply, message in zip(together(wire, messages), messages, strict=True)
            ]
    assert codes == ["WSRC0001"] * 40 + ["WSEC0006"] * 50
    assert [record.message for record in caplog.records].count("too many misses") == 1


def test_registrations_of_a_group_are_written_together(faulty: tuple[Wire, Faulty]) -> None:
    wire, database = faulty
    warmed(wire)
    asked = database.arm(0).seen
    replies = together(wire, [register(given) for given in ("Hal", "Ivy", "Jo", "Kit")])
    issued = {reply.text("ULN") for reply in replies if reply is not None}
    assert codes(replies) == ["WSRC0005"] * 4
    assert registered(wire) == issued
    inserted = [sql for sql in asked if sql.startswith("INSERT INTO learner ")]
    assert len(inserted) == (1 if wire.store.engine.dialect.name == "postgresql" else 4)
    assert len([sql for sql in asked if sql.startswith("COMMIT")]) == 1


def test_a_person_whom_two_of_a_group_register_gets_one_uln(wire: Wire) -> None:
    warmed(wire)
    messages = [register(), register("HAL"), find(), register("Ivy")]
    replies = together(wire, messages)
    assert codes(replies) == ["WSRC0005", None, "WSRC0004", "WSRC0005"]
    assert wire.post(LEARNER_SERVICE, messages[1]).code == "WSRC0021"
    assert len(registered(wire)) == 2


def test_a_registration_whose_uln_is_taken_leaves_alone(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed(wire)
    draw, drawn = uln.draw, [demo.ANN_ULN, uln.draw(), demo.BEA_ULN]
    monkeypatch.setattr(uln, "draw", lambda _randbelow: drawn.pop(0) if drawn else draw())
    assert codes(together(wire, [register("Hal"), register("Ivy"), register("Jo")])) == [None, "WSRC0005", None]
    assert len(registered(wire)) == 1


def test_one_uln_that_two_of_a_group_draw_is_given_once(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed(wire)
    drawn = uln.draw()
    monkeypatch.setattr(uln, "draw", lambda _randbelow: drawn)
    assert codes(together(wire, [register("Hal"), register("Ivy"), find()])) == ["WSRC0005", None, "WSRC0004"]


def test_a_learner_who_is_there_is_refused_within_the_group(wire: Wire) -> None:
    warmed(wire)
    wire.post(LEARNER_SERVICE, register())
    assert codes(together(wire, [register(), register("Ivy")])) == ["WSRC0021", "WSRC0005"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_search_does_not_see_what_its_group_registers(wire: Wire, order: int) -> None:
    warmed(wire)
    messages = [register(), search()][::order]
    assert codes(together(wire, messages)) == ["WSRC0005", "WSRC0001"][::order]
    assert wire.post(LEARNER_SERVICE, search()).code == "WSRC0004"


def test_what_a_failed_call_has_planned_is_not_written(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed(wire)
    record = Audit.record

    def fail(self: Audit, cause: Any, **named: Any) -> None:
        record(self, cause, **named)
        if cause.organisation_id == failing:
            raise ZeroDivisionError

    wire.post(LEARNER_SERVICE, find(by=demo.SECOND_COLLEGE))
    by_ukprn = select(organisation.c.id).where(organisation.c.ukprn == demo.SECOND_COLLEGE.ukprn)
    failing = rows(wire.store, by_ukprn)[0].id
    monkeypatch.setattr(Audit, "record", fail)
    replies = together(wire, [register("Hal", by=demo.SECOND_COLLEGE), register("Ivy")])
    assert [reply and reply.status for reply in replies] == [500, 200]
    assert len(registered(wire)) == 1


@pytest.mark.parametrize(("error", "statuses"), [(DatabaseFailed, [None, None]), (CommitInDoubt, [500, 500])])
def test_no_uln_is_given_where_the_commit_fails(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, error: Callable[[str], Exception], statuses: list[int | None]
) -> None:
    warmed(wire)

    def commit(self: DatabaseSession) -> None:
        self.roll_back()
        raise error("planted")

    monkeypatch.setattr(DatabaseSession, "commit", commit)
    replies = together(wire, [register("Hal"), register("Ivy")])
    assert [reply and reply.status for reply in replies] == statuses
    monkeypatch.undo()
    assert registered(wire) == set()


def update(notes: str, version: int = 1, **changes: Any) -> str:
    by = changes.pop("by", demo.COLLEGE)
    gil = {"GivenName": "Gil", "FamilyName": "Ash", "LastKnownPostCode": "EX4 3SR", "DateOfBirth": "2003-01-15"}
    values = gil | {"ULN": demo.GIL_ULN, "VersionNumber": version, "Notes": notes}
    return miap(REGMSG, "UpdateLearner", {"Learner": learner(**values | changes)}, by=by)


def version_and_notes(wire: Wire) -> tuple[int, str]:
    """Return Gil's version and notes."""
    [row] = rows(wire.store, select(learners.c.version, learners.c.notes).where(learners.c.uln == demo.GIL_ULN))
    return row.version, row.notes


def test_an_update_is_written_with_its_group(wire: Wire) -> None:
    warmed(wire)
    gil = find(demo.GIL_ULN, "Gil", "Ash")
    replies = together(wire, [gil, update("new"), gil, register()])
    assert codes(replies) == ["WSRC0004", "WSRC0006", "WSRC0004", "WSRC0005"]
    assert body_of(replies[0]) == body_of(replies[2]), "who reads sees what was before"
    assert version_and_notes(wire) == (2, "new")
    assert wire.post(LEARNER_SERVICE, gil).text("VersionNumber") == "2"


def test_of_two_updates_of_one_learner_the_second_leaves_and_comes_too_late(wire: Wire) -> None:
    warmed(wire)
    messages = [update("one"), update("two")]
    assert codes(together(wire, messages)) == ["WSRC0006", None]
    assert wire.post(LEARNER_SERVICE, messages[1]).code == "WSRC0013"
    assert version_and_notes(wire) == (2, "one")


def test_an_update_of_key_fields_leaves_the_group(wire: Wire) -> None:
    warmed(wire)
    assert codes(together(wire, [update("", FamilyName="Elm"), find()])) == [None, "WSRC0004"]
    assert version_and_notes(wire) == (1, "")


def test_no_update_is_answered_where_the_commit_is_in_doubt(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed(wire)

    def commit(self: DatabaseSession) -> None:
        self.roll_back()
        raise CommitInDoubt("planted")

    monkeypatch.setattr(DatabaseSession, "commit", commit)
    assert [reply and reply.status for reply in together(wire, [update("new"), find()])] == [500, 500]
    monkeypatch.undo()
    assert version_and_notes(wire) == (1, "")
