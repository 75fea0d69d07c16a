"""States that a learner opts out of sharing the record, or shares it again, for an operator (contract 6.3, 6.9).

By SOAP nobody can opt out since May 2018; a learner still may object, and the operator is who can act on it.
"""

from gateway.domain.actors import Decision, by_operator
from gateway.domain.learner import AbilityToShare
from gateway.domain.lifecycle import AlreadyOptedOut, NotOptedOut, require_surviving
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


def opt_out(uln: str, decision: Decision, unit: Unit) -> OperatorResult:
    """Withhold the record of a learner, under all linked ULNs.

    Raises OperatorActionRefused or NoSuchLearner.
    """
    return _state(uln, AbilityToShare.OPTED_OUT, decision, unit)


def lift_opt_out(uln: str, decision: Decision, unit: Unit) -> OperatorResult:
    """Share the record again, after a fresh privacy notice.

    Raises OperatorActionRefused or NoSuchLearner.
    """
    return _state(uln, AbilityToShare.SHARES, decision, unit)


def _state(uln: str, given: AbilityToShare, decision: Decision, unit: Unit) -> OperatorResult:
    learner, _ = unit.lifecycle.hold_with_master(uln)
    require_surviving(learner)
    has_opted_out = learner.person.ability_to_share is AbilityToShare.OPTED_OUT
    if given is AbilityToShare.OPTED_OUT and has_opted_out:
        raise AlreadyOptedOut(f"{uln} has opted out already")
    if given is not AbilityToShare.OPTED_OUT and not has_opted_out:
        raise NotOptedOut(f"{uln} has not opted out")
    unit.learners.state_sharing(learner, given, by_operator(decision))
    return OperatorResult(touched=learner.all_ulns)
