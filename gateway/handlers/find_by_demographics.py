"""Finds learners by what is known of a person (learnerByDemographics; contract 6.1)."""

from dataclasses import dataclass
from math import inf

from gateway.domain import matching
from gateway.domain.codes import Code
from gateway.domain.learner import Person
from gateway.domain.organisation import Caller
from gateway.handlers.found import Found, found
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FindByDemographics:
    """Who is asked for; `full` asks for the records, not only for the code."""

    person: Person
    full: bool


def find_by_demographics(request: FindByDemographics, _caller: Caller, unit: Unit) -> Found:
    """Find the learners whom the person may be."""
    match match(request.person, unit):
        case matching.NoMatch():
            return found(Code.NO_MATCH, full=request.full)
        case matching.TooManyMatches():
            return found(Code.TOO_MANY_MATCHES, full=request.full)
        case matching.ExactMatch(learner):
            return found(Code.EXACT_MATCH, [learner], full=request.full)
        case matching.LinkedMatch(master):
            return found(Code.MASTER_SUBSTITUTED, [master], full=request.full, substituted=frozenset({master.uln}))
        case matching.PossibleMatches(learners, substituted):
            return found(Code.POSSIBLE_MATCH, learners, full=request.full, substituted=substituted)


def match(person: Person, unit: Unit, *, possible_from: float = -inf) -> matching.Match:
    """Fetch the candidates and decide; the records of those who are found are fetched then."""
    learners = unit.learners
    candidates, model = learners.candidates(person), unit.models.current
    return matching.decide(person, candidates, learners.by_ulns, model, possible_from=possible_from)
