"""Updates: what a message cannot carry stays; on both databases."""

from dataclasses import replace

from gateway import demo
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import Learner
from gateway.handlers.execution.passwords import hashed
from gateway.handlers.execution.retry_outside_transaction import RetryOutsideTransaction
from gateway.handlers.identification.by_key import StatedKey
from gateway.handlers.identification.secret import Secret
from gateway.handlers.learners.update_learner import (
    UpdateByKey,
    UpdateLearner,
    UpdateOutcome,
    update_by_key,
    update_learner,
)
from gateway.store.unit import Store, Unit

GIL = replace(demo.GIL, telephone="01392 555027", notes="Seen at enrolment")
HASH = hashed("4711")


def caller_in(unit: Unit) -> Caller:
    organisation = unit.organisations.named(demo.COLLEGE.ukprn, "")
    assert organisation is not None
    return Caller(organisation=organisation, user=demo.COLLEGE.user, operation="test", call="0" * 32)


def held(unit: Unit) -> Learner:
    learner = unit.learners.by_uln(demo.GIL_ULN)
    assert learner is not None
    return learner


def prepare(unit: Unit) -> None:
    unit.learners.replace(held(unit), GIL, caller_in(unit))
    unit.learner_keys.store(demo.GIL_ULN, "PIN", HASH, caller_in(unit))


def by_key(unit: Unit, key: str, version: int = 2) -> UpdateOutcome:
    claim = StatedKey(uln=demo.GIL_ULN, kind="PIN", key=Secret(key))
    request = UpdateByKey(stated_key=claim, version=version, person=replace(demo.GIL, email="gil@example.org"))
    try:
        return update_by_key(request, caller_in(unit), unit)
    except RetryOutsideTransaction as slow:
        slow.work()
    return update_by_key(request, caller_in(unit), unit)


def test_an_update_by_key_keeps_telephone_and_notes(store: Store) -> None:
    with store.unit() as unit:
        prepare(unit)
        assert by_key(unit, "4711").code is Code.LEARNER_UPDATED
        assert held(unit).person == replace(GIL, email="gil@example.org")


def test_an_update_of_all_keeps_the_telephone_alone(store: Store) -> None:
    with store.unit() as unit:
        prepare(unit)
        request = UpdateLearner(uln=demo.GIL_ULN, version=2, person=replace(demo.GIL, email="gil@example.org"))
        assert update_learner(request, caller_in(unit), unit).code is Code.LEARNER_UPDATED
        assert held(unit).person == replace(GIL, email="gil@example.org", notes="")


def test_a_wrong_key_updates_nothing(store: Store) -> None:
    with store.unit() as unit:
        prepare(unit)
        assert by_key(unit, "4712") == UpdateOutcome(
            code=Code.NOT_VERIFIED, touched=(demo.GIL_ULN,), fields=("uln", "key_type", "key")
        )
        assert held(unit).version == 2


def test_an_outcome_names_the_fields_that_it_is_about(store: Store) -> None:
    with store.unit() as unit:
        prepare(unit)
        assert by_key(unit, "4711", version=1).fields == ("version",)
        ann = UpdateLearner(uln=demo.BEA_ULN, version=1, person=replace(demo.ANN, notes="The other one"))
        assert update_learner(ann, caller_in(unit), unit).fields == (
            "family_name", "given_name", "date_of_birth", "gender", "postcode",
        )  # fmt: skip
