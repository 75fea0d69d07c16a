"""Outcomes of registrations, updates and verifications."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final, cast

from gateway.domain.codes import Code
from gateway.domain.learner import AbilityToShare, Gender, Person, identity_of
from gateway.domain.verification import FailureFlag
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.learners.register_learner import RegisterLearner, RegistrationOutcome
from gateway.handlers.learners.update_learner import UpdateByKey, UpdateLearner, UpdateOutcome, update_learner
from gateway.handlers.learners.verify_learner import VerificationOutcome
from gateway.sandbox.scenarios import cast as people
from gateway.sandbox.scenarios.answered import Answer, Answered, Outcomes
from gateway.sandbox.scenarios.numbers import issue_ulns

_TOO_YOUNG: Final = timedelta(days=5 * 365)


def _register(call: Answered) -> Outcome:
    """Issue a ULN that other operations know, and store nothing."""
    person = cast("RegisterLearner", call.request).person
    (uln,) = issue_ulns(map(str, identity_of(person)), 1)
    return RegistrationOutcome(code=Code.LEARNER_REGISTERED, touched=(), uln=uln)


def _register_too_young(call: Answered) -> Outcome:
    return call.pretend(person=_make_too_young(people.ADA, call))


def _register_ada_again(call: Answered) -> Outcome:
    return call.pretend(person=call.held(people.FOUND).person)


def _make_too_young(person: Person, call: Answered) -> Person:
    return replace(person, date_of_birth=call.unit.at.date() - _TOO_YOUNG)


Change = Callable[[Person, Answered], Person]


def _make_update(change: Change, *, versions_behind: int = 0) -> Answer:
    """Return a function that pretends to update Ada Sandbox."""

    def update(call: Answered) -> Outcome:
        held = call.held(people.FOUND)
        return call.pretend(uln=people.FOUND, version=held.version + versions_behind, person=change(held.person, call))

    return update


def _make_update_by_key(change: Change, *, versions_behind: int = 0) -> Answer:
    """Return the same for an operation that states a key.

    No learner of the scenarios has a key, so the ULN suffices.
    """

    def update(call: Answered) -> Outcome:
        held, stated = call.held(people.FOUND), cast("UpdateByKey", call.request)
        request = UpdateLearner(
            uln=people.FOUND,
            version=held.version + versions_behind,
            person=change(held.person, call),
            keeps=stated.keeps,
        )
        return replace(
            call, request=request, handle=lambda one: update_learner(cast("UpdateLearner", one), call.caller, call.unit)
        ).pretend()

    return update


def _keep_all(person: Person, _call: Answered) -> Person:
    return person


def _change_school(person: Person, _call: Answered) -> Person:
    return replace(person, school_at_16=f"{person.school_at_16[:40]} West")


def _stop_sharing(person: Person, _call: Answered) -> Person:
    return replace(person, ability_to_share=AbilityToShare.NOTICE_NOT_SEEN)


def _take_details_of_twin(_person: Person, call: Answered) -> Person:
    return call.held(people.TWIN).person


def _update_nobody(call: Answered) -> Outcome:
    return call.pretend(uln=people.DELETED)


def _update_nobody_by_key(_call: Answered) -> Outcome:
    return UpdateOutcome(code=Code.LEARNER_NOT_FOUND, touched=(), fields=("uln",))


def _refuse_uln(_call: Answered) -> Outcome:
    return UpdateOutcome(code=Code.ULN_INVALID, touched=(), fields=("uln",))


def _refuse_key(_call: Answered) -> Outcome:
    return UpdateOutcome(code=Code.NOT_VERIFIED, touched=(people.FOUND,), fields=("uln", "key_type", "key"))


def _update_contact(call: Answered) -> Outcome:
    held = call.held(people.FOUND)
    return _pretend_contact(call, school_at_16=_change_school(held.person, call).school_at_16)


def _update_old_contact(call: Answered) -> Outcome:
    return call.pretend(uln=people.FOUND, version=call.held(people.FOUND).version + 1)


def _stop_sharing_contact(call: Answered) -> Outcome:
    return _pretend_contact(call, ability_to_share=AbilityToShare.NOTICE_NOT_SEEN)


def _keep_contact(call: Answered) -> Outcome:
    return _pretend_contact(call)


def _pretend_contact(call: Answered, **given: object) -> Outcome:
    names = ("email", "telephone", "ability_to_share", "school_at_16", "preferred_given_name")
    version = call.held(people.FOUND).version
    return call.pretend(**{**dict.fromkeys(names), **given, "uln": people.FOUND, "version": version})


def _verify_ada(call: Answered) -> Outcome:
    return call.handle(call.identity(people.FOUND))


def _verify_mel(call: Answered) -> Outcome:
    return call.handle(call.identity(people.MERGED))


def _verify_nearly_ada(call: Answered) -> Outcome:
    return call.handle(replace(call.identity(people.FOUND), gender=Gender.WITHHELD))


def _verify_nearly_mel(call: Answered) -> Outcome:
    return call.handle(replace(call.identity(people.MERGED), gender=Gender.WITHHELD))


def _verify_stranger(call: Answered) -> Outcome:
    identity = call.identity(people.FOUND)
    return call.handle(replace(identity, given_name="Xerxes", family_name="Quatermain"))


def _verify_nobody(call: Answered) -> Outcome:
    return call.handle(replace(call.identity(people.FOUND), uln=people.NOBODY))


def answer_with_flag(flag: FailureFlag) -> Answer:
    """Return a function that answers with one failure flag."""

    def verify(call: Answered) -> Outcome:
        held = call.held(people.FOUND)
        return VerificationOutcome(code=Code.SIMILAR, touched=(held.uln,), learner=held, flags=(flag,))

    return verify


_UPDATES: Final = {
    Code.LEARNER_UPDATED: _make_update(_change_school),
    Code.LEARNER_CHANGED_MEANWHILE: _make_update(_keep_all, versions_behind=1),
    Code.ABILITY_TO_SHARE_REFUSED: _make_update(_stop_sharing),
    Code.INSUFFICIENT_DATA: _make_update(_make_too_young),
    Code.LEARNER_NOT_FOUND: _update_nobody,
    Code.NOTHING_CHANGED: _make_update(_keep_all),
    Code.LEARNER_EXISTS: _make_update(_take_details_of_twin),
}

REGISTERING: Final[Outcomes] = {
    "registerSingleLearner": {
        Code.LEARNER_REGISTERED: _register,
        Code.INSUFFICIENT_DATA: _register_too_young,
        Code.LEARNER_EXISTS: _register_ada_again,
    },
    "updateSingleLearner": _UPDATES,
    "UpdateLearner": _UPDATES,
    "UpdateLearnerByUlnKey": {
        Code.LEARNER_UPDATED: _make_update_by_key(_change_school),
        Code.LEARNER_CHANGED_MEANWHILE: _make_update_by_key(_keep_all, versions_behind=1),
        Code.ABILITY_TO_SHARE_REFUSED: _make_update_by_key(_stop_sharing),
        Code.INSUFFICIENT_DATA: _make_update_by_key(_make_too_young),
        Code.LEARNER_NOT_FOUND: _update_nobody_by_key,
        Code.NOTHING_CHANGED: _make_update_by_key(_keep_all),
        Code.LEARNER_EXISTS: _make_update_by_key(_take_details_of_twin),
        Code.ULN_INVALID: _refuse_uln,
        Code.NOT_VERIFIED: _refuse_key,
    },
    "UpdateLearnerSubsetFields": {
        Code.LEARNER_UPDATED: _update_contact,
        Code.LEARNER_CHANGED_MEANWHILE: _update_old_contact,
        Code.ABILITY_TO_SHARE_REFUSED: _stop_sharing_contact,
        Code.LEARNER_NOT_FOUND: _update_nobody,
        Code.NOTHING_CHANGED: _keep_contact,
    },
    "verifyLearner": {
        Code.VERIFIED: _verify_ada,
        Code.VERIFIED_MERGED: _verify_mel,
        Code.SIMILAR: _verify_nearly_ada,
        Code.SIMILAR_MERGED: _verify_nearly_mel,
        Code.DIFFERENT: _verify_stranger,
        Code.ULN_NOT_FOUND: _verify_nobody,
    },
}
