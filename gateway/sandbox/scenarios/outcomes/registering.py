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
from gateway.sandbox.scenarios.numbers import issued_ulns

_TOO_YOUNG: Final = timedelta(days=5 * 365)


def _registered(call: Answered) -> Outcome:
    """Issue a ULN that other operations know, and store nothing."""
    person = cast("RegisterLearner", call.request).person
    (uln,) = issued_ulns(map(str, identity_of(person)), 1)
    return RegistrationOutcome(code=Code.LEARNER_REGISTERED, touched=(), uln=uln)


def _too_young_to_register(call: Answered) -> Outcome:
    return call.pretend(person=_too_young(people.ADA, call))


def _registered_already(call: Answered) -> Outcome:
    return call.pretend(person=call.held(people.FOUND).person)


def _too_young(person: Person, call: Answered) -> Person:
    return replace(person, date_of_birth=call.unit.at.date() - _TOO_YOUNG)


Change = Callable[[Person, Answered], Person]


def _updating(change: Change, *, versions_behind: int = 0) -> Answer:
    """Return a function that pretends to update Ada Sandbox."""

    def update(call: Answered) -> Outcome:
        held = call.held(people.FOUND)
        return call.pretend(uln=people.FOUND, version=held.version + versions_behind, person=change(held.person, call))

    return update


def _updating_by_key(change: Change, *, versions_behind: int = 0) -> Answer:
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


def _the_same(person: Person, _call: Answered) -> Person:
    return person


def _another_school(person: Person, _call: Answered) -> Person:
    return replace(person, school_at_16=f"{person.school_at_16[:40]} West")


def _no_longer_shared(person: Person, _call: Answered) -> Person:
    return replace(person, ability_to_share=AbilityToShare.NOTICE_NOT_SEEN)


def _details_of_the_twin(_person: Person, call: Answered) -> Person:
    return call.held(people.TWIN).person


def _update_of_nobody(call: Answered) -> Outcome:
    return call.pretend(uln=people.DELETED)


def _update_of_nobody_by_key(_call: Answered) -> Outcome:
    return UpdateOutcome(code=Code.LEARNER_NOT_FOUND, touched=(), fields=("uln",))


def _bad_uln_by_key(_call: Answered) -> Outcome:
    return UpdateOutcome(code=Code.ULN_INVALID, touched=(), fields=("uln",))


def _wrong_key(_call: Answered) -> Outcome:
    return UpdateOutcome(code=Code.NOT_VERIFIED, touched=(people.FOUND,), fields=("uln", "key_type", "key"))


def _contact_updated(call: Answered) -> Outcome:
    held = call.held(people.FOUND)
    return _contact(call, school_at_16=_another_school(held.person, call).school_at_16)


def _contact_outdated(call: Answered) -> Outcome:
    return call.pretend(uln=people.FOUND, version=call.held(people.FOUND).version + 1)


def _contact_not_shared(call: Answered) -> Outcome:
    return _contact(call, ability_to_share=AbilityToShare.NOTICE_NOT_SEEN)


def _contact_unchanged(call: Answered) -> Outcome:
    return _contact(call)


def _contact(call: Answered, **given: object) -> Outcome:
    names = ("email", "telephone", "ability_to_share", "school_at_16", "preferred_given_name")
    version = call.held(people.FOUND).version
    return call.pretend(**{**dict.fromkeys(names), **given, "uln": people.FOUND, "version": version})


def _verified(call: Answered) -> Outcome:
    return call.handle(call.identity(people.FOUND))


def _verified_merged(call: Answered) -> Outcome:
    return call.handle(call.identity(people.MERGED))


def _similar(call: Answered) -> Outcome:
    return call.handle(replace(call.identity(people.FOUND), gender=Gender.WITHHELD))


def _similar_merged(call: Answered) -> Outcome:
    return call.handle(replace(call.identity(people.MERGED), gender=Gender.WITHHELD))


def _different(call: Answered) -> Outcome:
    identity = call.identity(people.FOUND)
    return call.handle(replace(identity, given_name="Xerxes", family_name="Quatermain"))


def _unknown(call: Answered) -> Outcome:
    return call.handle(replace(call.identity(people.FOUND), uln=people.NOBODY))


def flagged(flag: FailureFlag) -> Answer:
    """Return a function that answers with one failure flag."""

    def verify(call: Answered) -> Outcome:
        held = call.held(people.FOUND)
        return VerificationOutcome(code=Code.SIMILAR, touched=(held.uln,), learner=held, flags=(flag,))

    return verify


_UPDATES: Final = {
    Code.LEARNER_UPDATED: _updating(_another_school),
    Code.LEARNER_CHANGED_MEANWHILE: _updating(_the_same, versions_behind=1),
    Code.ABILITY_TO_SHARE_REFUSED: _updating(_no_longer_shared),
    Code.INSUFFICIENT_DATA: _updating(_too_young),
    Code.LEARNER_NOT_FOUND: _update_of_nobody,
    Code.NOTHING_CHANGED: _updating(_the_same),
    Code.LEARNER_EXISTS: _updating(_details_of_the_twin),
}

REGISTERING: Final[Outcomes] = {
    "registerSingleLearner": {
        Code.LEARNER_REGISTERED: _registered,
        Code.INSUFFICIENT_DATA: _too_young_to_register,
        Code.LEARNER_EXISTS: _registered_already,
    },
    "updateSingleLearner": _UPDATES,
    "UpdateLearner": _UPDATES,
    "UpdateLearnerByUlnKey": {
        Code.LEARNER_UPDATED: _updating_by_key(_another_school),
        Code.LEARNER_CHANGED_MEANWHILE: _updating_by_key(_the_same, versions_behind=1),
        Code.ABILITY_TO_SHARE_REFUSED: _updating_by_key(_no_longer_shared),
        Code.INSUFFICIENT_DATA: _updating_by_key(_too_young),
        Code.LEARNER_NOT_FOUND: _update_of_nobody_by_key,
        Code.NOTHING_CHANGED: _updating_by_key(_the_same),
        Code.LEARNER_EXISTS: _updating_by_key(_details_of_the_twin),
        Code.ULN_INVALID: _bad_uln_by_key,
        Code.NOT_VERIFIED: _wrong_key,
    },
    "UpdateLearnerSubsetFields": {
        Code.LEARNER_UPDATED: _contact_updated,
        Code.LEARNER_CHANGED_MEANWHILE: _contact_outdated,
        Code.ABILITY_TO_SHARE_REFUSED: _contact_not_shared,
        Code.LEARNER_NOT_FOUND: _update_of_nobody,
        Code.NOTHING_CHANGED: _contact_unchanged,
    },
    "verifyLearner": {
        Code.VERIFIED: _verified,
        Code.VERIFIED_MERGED: _verified_merged,
        Code.SIMILAR: _similar,
        Code.SIMILAR_MERGED: _similar_merged,
        Code.DIFFERENT: _different,
        Code.ULN_NOT_FOUND: _unknown,
    },
}
