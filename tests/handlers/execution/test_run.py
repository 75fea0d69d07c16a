"""Calls are admitted, and audited in their own transaction.

Refusals are audited too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import text

from gateway import demo
from gateway.domain.access import Operation
from gateway.domain.actors import Caller, Credentials
from gateway.domain.codes import Code
from gateway.domain.errors import NoAccess, Refused, UnknownOrganisation, WrongPassword
from gateway.domain.organisation import Organisation, Role
from gateway.domain.verification import StatedIdentity
from gateway.handlers.execution.admission import Call, CallServices
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.execution.password_cache import LIFETIME, PasswordCache
from gateway.handlers.execution.passwords import hashed
from gateway.handlers.execution.retry_outside_transaction import RetryOutsideTransaction
from gateway.handlers.execution.run import run
from gateway.handlers.records.read_record import ReadRecord, RecordOutcome, read_record
from gateway.store.errors import StoreError
from gateway.store.unit import Unit
from tests.calls import credentials
from tests.stored import audited


def look(request: str, _caller: Caller, _unit: Unit) -> Outcome:
    return Outcome(code=Code.EXACT_MATCH, touched=(request,))


def call(who: Credentials, operation: Operation = Operation.FIND_BY_ULN) -> Call[str, Outcome]:
    return Call(operation=operation, credentials=who, handler=look, read=lambda: demo.ANN_ULN)


def test_a_call_leaves_an_audit_row_with_the_learner_it_touched(register: CallServices) -> None:
    run(register, call(credentials()))
    assert audited(register.store, "operation", "code", "uln") == [("find-by-uln", "WSRC0004", demo.ANN_ULN)]


def test_either_identifier_will_do_and_both_must_agree(register: CallServices) -> None:
    run(register, call(replace(credentials(), ukprn="", reference="DEMO01")))
    run(register, call(replace(credentials(), reference="DEMO01")))
    for ukprn, reference in (("TEST0001", "DEMO02"), ("TEST0009", ""), ("", "NOSUCH"), ("", "")):
        with pytest.raises(UnknownOrganisation):
            run(register, call(replace(credentials(), ukprn=ukprn, reference=reference)))


@pytest.mark.parametrize(
    ("who", "operation", "refusal"),
    [
        (credentials(demo.SUSPENDED), Operation.FIND_BY_ULN, UnknownOrganisation),
        (replace(credentials(), password="CollegePass-0002"), Operation.FIND_BY_ULN, WrongPassword),
        (replace(credentials(), password=""), Operation.FIND_BY_ULN, WrongPassword),
        (credentials(demo.VERIFIER), Operation.REGISTER, NoAccess),
        (credentials(demo.AWARDING), Operation.READ_RECORD, NoAccess),
    ],
)
def test_a_refusal_is_audited_and_does_nothing(
    register: CallServices, who: Credentials, operation: Operation, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        run(register, call(who, operation))
    assert audited(register.store, "operation", "code", "uln") == [(operation, refusal.code, None)]


def test_user_names_are_checked_only_where_that_is_set(register: CallServices) -> None:
    stranger = call(replace(credentials(), user="stranger"))
    run(register, stranger)
    with pytest.raises(UnknownOrganisation):
        run(replace(register, known_users_only=True), stranger)
    run(replace(register, known_users_only=True), call(credentials()))


def test_an_unexpected_failure_undoes_the_call(register: CallServices) -> None:
    def fail(_request: str, caller: Caller, unit: Unit) -> Outcome:
        unit.learners.register(replace(demo.GIL, given_name="New"), caller)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(register, Call(operation=Operation.REGISTER, credentials=credentials(), handler=fail, read=str))
    with register.store.unit() as unit:
        assert unit.learners.candidates(replace(demo.GIL, given_name="New"))[0].uln == demo.GIL_ULN


@dataclass
class Released:
    """The outcome of a handler that releases something."""

    record: RecordOutcome | None = None


@pytest.fixture
def broken_audit(register: CallServices) -> Iterator[CallServices]:
    with register.store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit RENAME TO audit_gone"))
    yield register
    with register.store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_gone RENAME TO audit"))


def test_a_record_that_cannot_be_audited_is_not_released(broken_audit: CallServices) -> None:
    given = Released()

    def read(request: ReadRecord, caller: Caller, unit: Unit) -> RecordOutcome:
        given.record = read_record(request, caller, unit)
        return given.record

    claim = StatedIdentity(uln=demo.ANN_ULN, given_name="Ann", family_name="Lee")
    request = ReadRecord(identity=claim, reader_is_learner=False)
    with pytest.raises(StoreError):
        run(
            broken_audit,
            Call(operation=Operation.READ_RECORD, credentials=credentials(), handler=read, read=lambda: request),
        )
    assert given.record is not None, "the handler had the record: only the audit kept it back"
    assert given.record.events


def test_a_right_password_is_remembered_for_five_minutes() -> None:
    now = [0.0]
    cache = PasswordCache(lambda: now[0])
    organisation = _organisation(version=1)
    assert not cache.knows(organisation, "CollegePass-0001")
    cache.check(organisation, "CollegePass-0001")
    now[0] = LIFETIME - 1
    assert cache.knows(organisation, "CollegePass-0001")
    assert not cache.knows(organisation, "CollegePass-0002")
    now[0] = LIFETIME + 1
    assert not cache.knows(organisation, "CollegePass-0001")


def test_a_wrong_password_is_not_remembered() -> None:
    cache = PasswordCache()
    with pytest.raises(WrongPassword):
        cache.check(_organisation(version=1), "CollegePass-0002")
    assert not cache.knows(_organisation(version=1), "CollegePass-0002")


def test_a_changed_organisation_is_unknown_at_once(register: CallServices) -> None:
    run(register, call(credentials()))
    with register.store.unit() as unit:
        held = unit.organisations.named("TEST0001", "")
        assert held is not None
        unit.organisations.change(held, suspended=True)
    with pytest.raises(UnknownOrganisation):
        run(register, call(credentials()))
    with register.store.unit() as unit:
        held = unit.organisations.named("TEST0001", "")
        assert held is not None
        unit.organisations.change(held, suspended=False, roles={Role.VERIFY})
    with pytest.raises(NoAccess):
        run(register, call(credentials()))


def test_a_password_is_checked_again_where_the_organisation_has_changed_meanwhile(
    register: CallServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    check, checked = register.password_cache.check, []

    def check_and_change(organisation: Organisation, password: str, *, wait: bool = True) -> None:
        check(organisation, password, wait=wait)
        checked.append(organisation.version)
        if len(checked) == 1:
            with register.store.unit() as unit:
                unit.organisations.change(organisation, suspended=False)

    monkeypatch.setattr(register.password_cache, "check", check_and_change)
    assert run(register, call(credentials())).code is Code.EXACT_MATCH
    assert checked == [checked[0], checked[0] + 1]


def _organisation(version: int) -> Organisation:
    return Organisation(
        id=1,
        ukprn="TEST0001",
        reference="DEMO01",
        name="A",
        roles=frozenset(),
        suspended=False,
        password_hash=_HASH,
        version=version,
    )


_HASH = hashed("CollegePass-0001")


def test_slow_work_is_done_outside_the_transaction_and_the_request_is_read_once(register: CallServices) -> None:
    done: list[str] = []
    read: list[str] = []

    def slow(_request: str, _caller: Caller, _unit: Unit) -> Outcome:
        if not done:
            raise RetryOutsideTransaction(work)
        return Outcome(code=Code.EXACT_MATCH, touched=())

    def work() -> None:
        with register.store.unit() as unit:  # on SQLite it would wait for the transaction of the call itself
            done.append("done" if unit.learners.by_uln(demo.ANN_ULN) else "")

    def reading() -> str:
        read.append(demo.ANN_ULN)
        return demo.ANN_ULN

    outcome = run(register, replace(call(credentials()), handler=slow, read=reading))
    assert (outcome.code, done, read) == (Code.EXACT_MATCH, ["done"], [demo.ANN_ULN])
    assert audited(register.store, "operation", "code", "uln") == [("find-by-uln", "WSRC0004", None)]


def test_a_call_that_is_never_done_with_slow_work_fails(register: CallServices) -> None:
    def never(_request: str, _caller: Caller, _unit: Unit) -> Outcome:
        raise RetryOutsideTransaction(lambda: None)

    with pytest.raises(TimeoutError):
        run(register, replace(call(credentials()), handler=never))
