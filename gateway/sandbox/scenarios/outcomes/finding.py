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


def _find_nobody_by_uln(call: Answered) -> Outcome:
    return call.ask(uln=people.NOBODY)


def _find_by_one_name(call: Answered) -> Outcome:
    held = call.held(people.FOUND).person
    return call.ask(uln=people.FOUND, given_name="Nobody", family_name=held.family_name, partly=True)


def _find_ada_by_uln(call: Answered) -> Outcome:
    return _find_by_uln(call, people.FOUND)


def _find_mel_by_uln(call: Answered) -> Outcome:
    return _find_by_uln(call, people.MERGED)


def _find_by_uln(call: Answered, uln: str) -> Outcome:
    person = call.held(uln).person
    return call.ask(uln=uln, given_name=person.given_name, family_name=person.family_name)


def _search_for_nobody(call: Answered) -> Outcome:
    stranger = replace(people.ADA, given_name="Xerxes", family_name="Quatermain", postcode="ZE1 0AA")
    return call.ask(person=replace(stranger, date_of_birth=people.DEL.date_of_birth))


def _search_for_many(call: Answered) -> Outcome:
    return call.ask(person=people.TOM)


def _search_for_twins(call: Answered) -> Outcome:
    held = call.held(people.FOUND).person
    return call.ask(person=replace(held, given_name="", gender=Gender.NOT_KNOWN))


def _search_for_ada(call: Answered) -> Outcome:
    return call.ask(person=call.held(people.FOUND).person)


def _search_for_mel(call: Answered) -> Outcome:
    return call.ask(person=call.held(people.MERGED).person)


def _find_nobody_by_key(call: Answered) -> Outcome:
    return _find_by_key(call, people.NOBODY, "", "")


def _find_ada_by_key(call: Answered) -> Outcome:
    person = call.held(people.FOUND).person
    return _find_by_key(call, people.FOUND, person.given_name, person.family_name)


def _find_mel_by_key(call: Answered) -> Outcome:
    person = call.held(people.MERGED).person
    return _find_by_key(call, people.MERGED, person.given_name, person.family_name)


def _find_by_key(call: Answered, uln: str, given_name: str, family_name: str) -> Outcome:
    """Find by names: no learner of scenarios has a key."""
    full = cast("FindByKey", call.request).full
    named = FindByUln(uln=uln, given_name=given_name, family_name=family_name, full=full, partly=False)
    return find_by_uln(named, call.caller, call.unit)


def _retrieve_nobody(call: Answered) -> Outcome:
    return _retrieve(call, people.NOBODY)


def _retrieve_ada(call: Answered) -> Outcome:
    return _retrieve(call, people.FOUND)


def _retrieve_mel(call: Answered) -> Outcome:
    return _retrieve(call, people.MERGED)


def _retrieve(call: Answered, uln: str) -> Outcome:
    """Return the same learner for each requested ULN."""
    stated = cast("RetrieveUlns", call.request).ulns
    outcome = cast("RetrievalOutcome", call.ask(ulns=(uln,) * len(stated)))
    return replace(
        outcome, items=tuple(replace(item, uln=one) for one, item in zip(stated, outcome.items, strict=True))
    )


def _find_no_organisation(call: Answered) -> Outcome:
    return call.handle(FindOrganisation(ukprn="", reference=""))


def _find_own_organisation(call: Answered) -> Outcome:
    own = call.caller.organisation
    return call.handle(FindOrganisation(ukprn=own.ukprn, reference=own.reference))


_BY_ULN: Final = {
    Code.NO_MATCH: _find_nobody_by_uln,
    Code.EXACT_MATCH: _find_ada_by_uln,
    Code.MASTER_SUBSTITUTED: _find_mel_by_uln,
}

FINDING: Final[Outcomes] = {
    "learnerByULN": {**_BY_ULN, Code.POSSIBLE_MATCH: _find_by_one_name},
    "LearnerByUln": _BY_ULN,
    "learnerByDemographics": {
        Code.NO_MATCH: _search_for_nobody,
        Code.TOO_MANY_MATCHES: _search_for_many,
        Code.POSSIBLE_MATCH: _search_for_twins,
        Code.EXACT_MATCH: _search_for_ada,
        Code.MASTER_SUBSTITUTED: _search_for_mel,
    },
    "FindLearnerByUlnKey": {
        Code.NO_MATCH: _find_nobody_by_key,
        Code.EXACT_MATCH: _find_ada_by_key,
        Code.MASTER_SUBSTITUTED: _find_mel_by_key,
    },
    "retrieveULNs": {
        Code.NO_MATCH: _retrieve_nobody,
        Code.EXACT_MATCH: _retrieve_ada,
        Code.MASTER_SUBSTITUTED: _retrieve_mel,
    },
    "GetOrganisation": {Code.NO_MATCH: _find_no_organisation, Code.EXACT_MATCH: _find_own_organisation},
}
