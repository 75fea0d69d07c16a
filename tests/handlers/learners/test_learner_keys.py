"""Learners' keys: how they are stored, and whom they identify.

No other call waits for their hashes.
"""

import logging
from datetime import datetime

import pytest
from sqlalchemy import select

from gateway import demo
from gateway.demo import DemoOrganisation
from gateway.domain import choices
from gateway.domain.access import Operation
from gateway.domain.access_log import OperatorAction
from gateway.domain.actors import Caller, Decision
from gateway.domain.codes import Code
from gateway.domain.verification import StatedIdentity
from gateway.handlers.execution.operator import operate
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.execution.passwords import agrees, hashed
from gateway.handlers.execution.retry_outside_transaction import RetryOutsideTransaction
from gateway.handlers.identification import secret
from gateway.handlers.identification.by_key import StatedKey
from gateway.handlers.identification.secret import Secret
from gateway.handlers.learners.find_by_key import FindByKey, find_by_key
from gateway.handlers.learners.find_outcome import FindOutcome
from gateway.handlers.learners.remove_learner_key import remove_learner_key
from gateway.handlers.learners.store_learner_key import StoreKey, store_learner_key
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from gateway.handlers.records.read_own_record import read_own_record
from gateway.handlers.records.read_record import RecordOutcome
from gateway.store.errors import Stale
from gateway.store.repositories.learner_keys import StoredLearnerKey
from gateway.store.tables.audit import audit
from gateway.store.tables.learner_keys import learner_key
from gateway.store.unit import Store
from tests.calls import call
from tests.stored import rows

ANN = StatedIdentity(uln=demo.ANN_ULN, given_name="Ann", family_name="Lee")
BEA = StatedIdentity(uln=demo.BEA_ULN, given_name="Bea", family_name="Lee")
KEY, OTHER = "Tuesday-4711", "tuesday-4711"


def keep(
    store: Store, claim: StatedIdentity = ANN, key: str = KEY, kind: str = "PIN", by: DemoOrganisation = demo.COLLEGE
) -> Code:
    request = StoreKey(identity=claim, kind=kind, key=Secret(key))
    kept: Outcome = call(store, Operation.STORE_KEY, store_learner_key, request, by)
    return kept.code


def stated_key(uln: str = demo.ANN_ULN, key: str = KEY, kind: str = "PIN") -> StatedKey:
    return StatedKey(uln=uln, kind=kind, key=Secret(key))


def find(store: Store, claim: StatedKey, by: DemoOrganisation = demo.COLLEGE) -> FindOutcome:
    found: FindOutcome = call(store, Operation.FIND_BY_KEY, find_by_key, FindByKey(stated_key=claim, full=True), by)
    return found


def audited_ulns(store: Store, operation: Operation, code: Code) -> list[str | None]:
    asked = select(audit.c.uln).where(audit.c.operation == operation, audit.c.code == code)
    return [row.uln for row in rows(store, asked)]


def hashes(store: Store) -> list[str]:
    return [row.hash for row in rows(store, select(learner_key.c.hash))]


def test_a_key_is_kept_as_an_argon2_hash_alone(store: Store) -> None:
    assert keep(store) is Code.EXACT_MATCH
    (kept,) = hashes(store)
    assert kept.startswith("$argon2id$")
    assert KEY not in kept
    assert agrees(kept, KEY)
    assert not agrees(kept, OTHER)


def test_the_same_key_of_two_learners_is_kept_as_two_hashes(store: Store) -> None:
    keep(store)
    keep(store, BEA)
    assert len(set(hashes(store))) == 2


def test_a_key_finds_its_learner_and_nobody_else(store: Store) -> None:
    keep(store)
    assert [one.uln for one in find(store, stated_key()).learners] == [demo.ANN_ULN]
    for wrong in (stated_key(key=OTHER), stated_key(kind="PASS"), stated_key(demo.BEA_ULN), stated_key(demo.EVE_ULN)):
        assert find(store, wrong).code is Code.NO_MATCH


def test_a_newer_key_of_the_same_type_stands_in_place_of_the_older(store: Store) -> None:
    keep(store)
    keep(store, key="Wednesday-1")
    keep(store, key="Thursday-2", kind="PASS")
    assert find(store, stated_key()).code is Code.NO_MATCH
    assert find(store, stated_key(key="Wednesday-1")).code is Code.EXACT_MATCH
    assert find(store, stated_key(key="Thursday-2", kind="PASS")).code is Code.EXACT_MATCH


def test_a_removed_key_is_none(store: Store) -> None:
    keep(store)
    assert call(store, Operation.REMOVE_KEY, remove_learner_key, stated_key(key=OTHER)).code is Code.NOT_VERIFIED
    assert call(store, Operation.REMOVE_KEY, remove_learner_key, stated_key()).code is Code.EXACT_MATCH
    assert find(store, stated_key()).code is Code.NO_MATCH
    assert hashes(store) == []


def test_a_merge_takes_nobodys_key_away_and_an_unmerge_parts_them(store: Store) -> None:
    keep(store, BEA)
    because = Decision(by="jo", reason="One person")
    with store.unit() as unit:
        request = MergeLearners(master=demo.ANN_ULN, others=(demo.BEA_ULN,))
        operate(OperatorAction.MERGE, merge_learners, request, because, unit)
    assert find(store, stated_key(demo.BEA_ULN)).code is Code.MASTER_SUBSTITUTED
    assert find(store, stated_key(demo.ANN_ULN)).code is Code.EXACT_MATCH
    with store.unit() as unit:
        operate(OperatorAction.UNMERGE, unmerge_learner, demo.BEA_ULN, because, unit)
    assert find(store, stated_key(demo.BEA_ULN)).code is Code.EXACT_MATCH
    assert find(store, stated_key(demo.ANN_ULN)).code is Code.NO_MATCH


def test_who_shows_her_key_reads_her_record(store: Store) -> None:
    keep(store)
    read: RecordOutcome = call(store, Operation.READ_RECORD, read_own_record, stated_key())
    assert (read.code, len(read.events)) == (Code.EXACT_MATCH, 7)


def test_a_handler_gives_up_its_transaction_before_it_hashes(store: Store) -> None:
    with store.unit() as unit:
        held = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert held is not None
        caller = Caller(organisation=held, user="registrar", operation="test", call="0" * 32)
        request = StoreKey(identity=ANN, kind="PIN", key=Secret(KEY))
        with pytest.raises(RetryOutsideTransaction) as slow:
            store_learner_key(request, caller, unit)
        slow.value.work()
        assert store_learner_key(request, caller, unit).code is Code.EXACT_MATCH, "once the work is done it goes on"


def test_what_is_not_there_takes_as_many_comparisons_as_what_is_wrong(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store)
    compared: list[str] = []

    def counting(kept: str, stated: str) -> bool:
        compared.append(kept)
        return agrees(kept, stated)

    monkeypatch.setattr(secret, "agrees", counting)
    for wrong in (stated_key(key=OTHER), stated_key(demo.BEA_ULN), stated_key("9276308686"), stated_key(demo.EVE_ULN)):
        compared.clear()
        assert find(store, wrong).code is Code.NO_MATCH
        assert len(compared) == 1


def test_a_key_shows_itself_to_nobody(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    keep(store)
    find(store, stated_key(key=OTHER))
    assert KEY not in caplog.text
    assert OTHER not in caplog.text
    assert KEY not in repr(stated_key()) + str(StoreKey(identity=ANN, kind="PIN", key=Secret(KEY)))
    assert "$argon2" not in repr(StoredLearnerKey(demo.ANN_ULN, "PIN", "$argon2id$"))


def test_a_key_that_another_took_the_place_of_is_not_removed(store: Store) -> None:
    keep(store)
    with store.unit() as unit:
        organisation = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert organisation is not None
        (held,) = unit.learner_keys.of([demo.ANN_ULN], "PIN", organisation)
    keep(store, key="Wednesday-1")
    with store.unit() as unit, pytest.raises(Stale):
        unit.learner_keys.remove(held)
    assert find(store, stated_key(key="Wednesday-1")).code is Code.EXACT_MATCH


def test_a_key_is_not_found_by_trying(store: Store) -> None:
    now = [datetime(2026, 3, 2, 12, 0)]
    then = Store(store.engine, lambda: now[0])
    keep(then)
    for _ in range(choices.KEY_MAX_FAILED_ATTEMPTS - 1):
        assert find(then, stated_key(key=OTHER)).code is Code.NO_MATCH
    assert find(then, stated_key()).code is Code.EXACT_MATCH, "and that starts the count again"
    for _ in range(choices.KEY_MAX_FAILED_ATTEMPTS):
        assert find(then, stated_key(key=OTHER)).code is Code.NO_MATCH
    assert find(then, stated_key()).code is Code.NO_MATCH
    now[0] += choices.KEY_LOCKOUT
    assert find(then, stated_key(key=OTHER)).code is Code.NO_MATCH, "one more guess, and it rests again"
    assert find(then, stated_key()).code is Code.NO_MATCH
    now[0] += choices.KEY_LOCKOUT
    assert find(then, stated_key()).code is Code.EXACT_MATCH


def test_a_new_key_does_not_rest(store: Store) -> None:
    keep(store)
    for _ in range(choices.KEY_MAX_FAILED_ATTEMPTS):
        find(store, stated_key(key=OTHER))
    keep(store, key="Wednesday-1")
    assert find(store, stated_key(key="Wednesday-1")).code is Code.EXACT_MATCH


def test_however_many_are_merged_the_key_of_each_is_asked(store: Store) -> None:
    ulns = [demo.ANN_ULN, demo.BEA_ULN, demo.CY_ULN, demo.DEE_ULN, demo.MERGED_ULN, demo.SION_ULN, demo.GIL_ULN]
    with store.unit() as unit:
        organisation = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert organisation is not None
        for uln in ulns:
            unit.learner_keys.store(
                uln,
                "PIN",
                hashed(KEY + uln),
                Caller(organisation=organisation, user="registrar", operation="test", call="0" * 32),
            )
        others = tuple(uln for uln in ulns if uln not in (demo.ANN_ULN, demo.MERGED_ULN))
        because = Decision(by="jo", reason="One person")
        operate(OperatorAction.MERGE, merge_learners, MergeLearners(master=demo.ANN_ULN, others=others), because, unit)
    assert find(store, stated_key(key=KEY + ulns[-1])).code is Code.EXACT_MATCH
    assert find(store, stated_key(key=OTHER)).code is Code.NO_MATCH


def test_another_organisation_does_not_replace_a_key(store: Store) -> None:
    keep(store)
    assert keep(store, key="Wednesday-1", by=demo.SECOND_COLLEGE) is Code.NOT_VERIFIED
    assert find(store, stated_key()).code is Code.EXACT_MATCH
    assert find(store, stated_key(key="Wednesday-1"), demo.SECOND_COLLEGE).code is Code.NO_MATCH


def test_another_organisation_replaces_a_key_that_it_knows_and_removes(store: Store) -> None:
    keep(store)
    assert keep(store, by=demo.SECOND_COLLEGE) is Code.EXACT_MATCH, "the same key changes nothing"
    assert (
        call(store, Operation.REMOVE_KEY, remove_learner_key, stated_key(), demo.SECOND_COLLEGE).code
        is Code.EXACT_MATCH
    )
    assert keep(store, key="Wednesday-1", by=demo.SECOND_COLLEGE) is Code.EXACT_MATCH
    assert find(store, stated_key(key="Wednesday-1")).code is Code.EXACT_MATCH


def test_keys_are_not_guessed_by_storing_them(store: Store) -> None:
    keep(store)
    for _ in range(choices.KEY_MAX_FAILED_ATTEMPTS):
        assert keep(store, key=OTHER, by=demo.SECOND_COLLEGE) is Code.NOT_VERIFIED
    assert keep(store, by=demo.SECOND_COLLEGE) is Code.NOT_VERIFIED, "a right guess is as wrong now"


def test_guesses_of_one_organisation_shut_the_key_for_no_other(store: Store) -> None:
    keep(store)
    for _ in range(choices.KEY_MAX_FAILED_ATTEMPTS):
        assert find(store, stated_key(key=OTHER), demo.SECOND_COLLEGE).code is Code.NO_MATCH
    assert find(store, stated_key(), demo.SECOND_COLLEGE).code is Code.NO_MATCH
    assert find(store, stated_key()).code is Code.EXACT_MATCH
    assert find(store, stated_key(), demo.SECOND_COLLEGE).code is Code.NO_MATCH, (
        "the right one of another forgives nothing"
    )


def test_the_audit_trail_has_the_uln_that_was_tried_with_a_wrong_key_or_name(store: Store) -> None:
    keep(store)
    find(store, stated_key(key=OTHER))
    call(store, Operation.READ_RECORD, read_own_record, stated_key(key=OTHER))
    call(store, Operation.READ_RECORD, read_own_record, stated_key("9276308686"))
    keep(store, StatedIdentity(uln=demo.BEA_ULN, given_name="Ann", family_name="Lee"))
    assert audited_ulns(store, Operation.FIND_BY_KEY, Code.NO_MATCH) == [demo.ANN_ULN]
    assert audited_ulns(store, Operation.READ_RECORD, Code.NOT_VERIFIED) == [demo.ANN_ULN, None]
    assert audited_ulns(store, Operation.STORE_KEY, Code.NOT_VERIFIED) == [demo.BEA_ULN]
