"""Finds learners by what is known of a person (learnerByDemographics; contract 6.1)."""

from dataclasses import dataclass

from gateway.domain import matching
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import Person
from gateway.handlers.identification.by_matching import match
from gateway.handlers.learners.find_outcome import Found, found
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FindByDemographics:
    """Who is asked for; `full` asks for the records, not only for the code."""

    person: Person
    full: bool


def find_by_demographics(request: FindByDemographics, _caller: Caller, unit: Unit) -> Found:
    """Find the learners whom the person may be."""
    return find_learners(request.person, unit, full=request.full)


def find_learners(person: Person, unit: Unit, *, full: bool) -> Found:
    """Return the learners whom the person may be; a find asks for no more than this."""
    match match(person, unit):
        case matching.NoMatch():
            return found(Code.NO_MATCH, full=full)
        case matching.TooManyMatches():
            return found(Code.TOO_MANY_MATCHES, full=full)
        case matching.ExactMatch(learner):
            return found(Code.EXACT_MATCH, [learner], full=full)
        case matching.LinkedMatch(master):
            return found(Code.MASTER_SUBSTITUTED, [master], full=full, substituted=frozenset({master.uln}))
        case matching.PossibleMatches(learners, substituted):
            return found(Code.POSSIBLE_MATCH, learners, full=full, substituted=substituted)
