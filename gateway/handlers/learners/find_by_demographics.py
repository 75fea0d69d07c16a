"""Find learners by personal details (contract 6.1).

This is learnerByDemographics.
"""

from dataclasses import dataclass

from gateway.domain import matching
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import Person, identity_of
from gateway.handlers.identification.by_matching import match
from gateway.handlers.learners.find_outcome import FindOutcome, find_outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FindByDemographics:
    """The person to find.

    `full` asks for the records, not only for the code.
    """

    person: Person
    full: bool


def find_by_demographics(request: FindByDemographics, _caller: Caller, unit: Unit) -> FindOutcome:
    """Return the learners whom the person may be."""
    return find_learners(request.person, unit, full=request.full)


def find_learners(person: Person, unit: Unit, *, full: bool) -> FindOutcome:
    """Return the learners whom the person may be.

    It needs no caller, so operators' commands use it too.
    """
    match match(person, unit):
        case matching.NoMatch():
            return find_outcome(Code.NO_MATCH, full=full)
        case matching.TooManyMatches():
            return FindOutcome(code=Code.TOO_MANY_MATCHES, touched=_latest_alike(person, unit))
        case matching.ExactMatch(learner):
            return find_outcome(Code.EXACT_MATCH, [learner], full=full)
        case matching.LinkedMatch(master):
            return find_outcome(Code.MASTER_SUBSTITUTED, [master], full=full, substituted=frozenset({master.uln}))
        case matching.PossibleMatches(learners, substituted):
            return find_outcome(Code.POSSIBLE_MATCH, learners, full=full, substituted=substituted)


def _latest_alike(person: Person, unit: Unit) -> tuple[str, ...]:
    """Return the newest learner's ULN with the same key fields."""
    alike = unit.learners.holders(identity_of(person))
    return tuple(one.master_uln or one.uln for one in alike[-1:])
