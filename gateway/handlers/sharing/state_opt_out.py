"""Opt a learner out of sharing, or lift the opt-out.

Nobody can opt out by SOAP since May 2018. A learner may still object, and the operator can act on it (contract 6.3,
6.9).
"""

from gateway.domain.actors import AuditedDecision, by_operator
from gateway.domain.learner import AbilityToShare
from gateway.domain.lifecycle import AlreadyOptedOut, NotOptedOut, require_surviving
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


def opt_out(uln: str, decision: AuditedDecision, unit: Unit) -> OperatorResult:
    """Close the record of a learner, under all linked ULNs.

    Raises OperatorActionRefused or NoSuchLearner.
    """
    return _state(uln, AbilityToShare.OPTED_OUT, decision, unit)


def lift_opt_out(uln: str, decision: AuditedDecision, unit: Unit) -> OperatorResult:
    """Open the record again, after a new privacy notice.

    Raises OperatorActionRefused or NoSuchLearner.
    """
    return _state(uln, AbilityToShare.SHARES, decision, unit)


def _state(uln: str, given: AbilityToShare, decision: AuditedDecision, unit: Unit) -> OperatorResult:
    learner, _ = unit.lifecycle.lock_with_master(uln)
    require_surviving(learner)
    has_opted_out = learner.person.ability_to_share is AbilityToShare.OPTED_OUT
    if given is AbilityToShare.OPTED_OUT and has_opted_out:
        raise AlreadyOptedOut(f"{uln} has opted out already")
    if given is not AbilityToShare.OPTED_OUT and not has_opted_out:
        raise NotOptedOut(f"{uln} has not opted out")
    unit.learners.record_statement(learner, given, by_operator(decision))
    return OperatorResult(touched=learner.all_ulns)
