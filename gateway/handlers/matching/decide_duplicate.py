"""Decide on a pair proposed as one person (contract 6.4)."""

from dataclasses import dataclass

from gateway.domain.actors import AuditedDecision, Decision
from gateway.domain.duplicate import DuplicateStatus, require_open
from gateway.handlers.execution.outcome import OperatorResult
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDuplicate:
    """The number of a pair, and the ULN that stays."""

    number: int
    master: str


def confirm_duplicate(request: ConfirmDuplicate, decision: AuditedDecision, unit: Unit) -> OperatorResult:
    """Merge the two, as `merge_learners` does.

    It can be undone like any merge. Raises NoSuchDuplicate, AlreadyDecided or NotOfThePair, and what a merge raises.
    """
    pair = unit.duplicates.by_number(request.number)
    require_open(pair)
    other = pair.other_than(request.master)
    outcome = merge_learners(MergeLearners(master=request.master, others=(other,)), decision, unit)
    unit.duplicates.decide(pair, DuplicateStatus.CONFIRMED, decision)
    return outcome


def reject_duplicate(number: int, decision: Decision, unit: Unit) -> OperatorResult:
    """Store that the two are two people.

    They are not proposed again. Raises NoSuchDuplicate or AlreadyDecided.
    """
    pair = unit.duplicates.by_number(number)
    require_open(pair)
    unit.duplicates.decide(pair, DuplicateStatus.REJECTED, decision)
    return OperatorResult(touched=(pair.uln, pair.other_uln))
