"""Outcomes of searches for learners."""

from dataclasses import replace
from typing import Final, cast

from gateway.domain.codes import Code
from gateway.domain.learner import Gender
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.find_organisation import FindOrganisation
from gateway.handlers.learners.find_by_key import FindByKey
from gateway.handlers.learners.find_by_uln import FindByUln, find_by_uln
from gateway.handlers.learners.retrieve_ulns import RetrievalOutcome, RetrieveUlns
from gateway.sandbox.scenarios import cast as people
from gateway.sandbox.scenarios.answered import Answered, Outcomes


def _no_such_uln(call: Answered) -> Outcome:
    return call.ask(uln=people.NOBODY)


def _one_name_agrees(call: Answered) -> Outcome:
    held = call.held(people.FOUND).person
    return call.ask(uln=people.FOUND, given_name="Nobody", family_name=held.family_name, partly=True)


def _exact_by_uln(call: Answered) -> Outcome:
    return _by_uln(call, people.FOUND)


def _master_by_uln(call: Answered) -> Outcome:
    return _by_uln(call, people.MERGED)


def _by_uln(call: Answered, uln: str) -> Outcome:
    person = call.held(uln).person
    return call.ask(uln=uln, given_name=person.given_name, family_name=person.family_name)


def _nobody_by_details(call: Answered) -> Outcome:
    stranger = replace(people.ADA, given_name="Xerxes", family_name="Quatermain", postcode="ZE1 0AA")
    return call.ask(person=replace(stranger, date_of_birth=people.DEL.date_of_birth))


def _too_many_by_details(call: Answered) -> Outcome:
    return call.ask(person=people.TOM)


def _possible_by_details(call: Answered) -> Outcome:
    held = call.held(people.FOUND).person
    return call.ask(person=replace(held, given_name="", gender=Gender.NOT_KNOWN))


def _exact_by_details(call: Answered) -> Outcome:
    return call.ask(person=call.held(people.FOUND).person)


def _master_by_details(call: Answered) -> Outcome:
    return call.ask(person=call.held(people.MERGED).person)


def _nobody_by_key(call: Answered) -> Outcome:
    return _by_key(call, people.NOBODY, "", "")


def _exact_by_key(call: Answered) -> Outcome:
    person = call.held(people.FOUND).person
    return _by_key(call, people.FOUND, person.given_name, person.family_name)


def _master_by_key(call: Answered) -> Outcome:
    person = call.held(people.MERGED).person
    return _by_key(call, people.MERGED, person.given_name, person.family_name)


def _by_key(call: Answered, uln: str, given_name: str, family_name: str) -> Outcome:
    """Find by names: no learner of scenarios has a key."""
    full = cast("FindByKey", call.request).full
    named = FindByUln(uln=uln, given_name=given_name, family_name=family_name, full=full, partly=False)
    return find_by_uln(named, call.caller, call.unit)


def _none_retrieved(call: Answered) -> Outcome:
    return _retrieved(call, people.NOBODY)


def _found_retrieved(call: Answered) -> Outcome:
    return _retrieved(call, people.FOUND)


def _master_retrieved(call: Answered) -> Outcome:
    return _retrieved(call, people.MERGED)


def _retrieved(call: Answered, uln: str) -> Outcome:
    """Return the same learner for each requested ULN."""
    stated = cast("RetrieveUlns", call.request).ulns
    outcome = cast("RetrievalOutcome", call.ask(ulns=(uln,) * len(stated)))
    return replace(
        outcome, items=tuple(replace(item, uln=one) for one, item in zip(stated, outcome.items, strict=True))
    )


def _no_organisation(call: Answered) -> Outcome:
    return call.handle(FindOrganisation(ukprn="", reference=""))


def _own_organisation(call: Answered) -> Outcome:
    own = call.caller.organisation
    return call.handle(FindOrganisation(ukprn=own.ukprn, reference=own.reference))


_BY_ULN: Final = {
    Code.NO_MATCH: _no_such_uln,
    Code.EXACT_MATCH: _exact_by_uln,
    Code.MASTER_SUBSTITUTED: _master_by_uln,
}

FINDING: Final[Outcomes] = {
    "learnerByULN": {**_BY_ULN, Code.POSSIBLE_MATCH: _one_name_agrees},
    "LearnerByUln": _BY_ULN,
    "learnerByDemographics": {
        Code.NO_MATCH: _nobody_by_details,
        Code.TOO_MANY_MATCHES: _too_many_by_details,
        Code.POSSIBLE_MATCH: _possible_by_details,
        Code.EXACT_MATCH: _exact_by_details,
        Code.MASTER_SUBSTITUTED: _master_by_details,
    },
    "FindLearnerByUlnKey": {
        Code.NO_MATCH: _nobody_by_key,
        Code.EXACT_MATCH: _exact_by_key,
        Code.MASTER_SUBSTITUTED: _master_by_key,
    },
    "retrieveULNs": {
        Code.NO_MATCH: _none_retrieved,
        Code.EXACT_MATCH: _found_retrieved,
        Code.MASTER_SUBSTITUTED: _master_retrieved,
    },
    "GetOrganisation": {Code.NO_MATCH: _no_organisation, Code.EXACT_MATCH: _own_organisation},
}
