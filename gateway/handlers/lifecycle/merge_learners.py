"""Merge learners into a master, for an operator (contract 6.4)."""

from dataclasses import dataclass

from gateway.domain.actors import AuditedDecision
from gateway.domain.lifecycle import require_mergeable
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeLearners:
    """The ULNs of one person; `master` is the surviving one."""

    master: str
    others: tuple[str, ...]


def merge_learners(request: MergeLearners, decision: AuditedDecision, unit: Unit) -> OperatorResult:
    """Merge all of them, or none.

    Learners who were merged into one of them get the new master too.

    Raises OperatorActionRefused with the reason, or NoSuchLearner.
    """
    ulns = tuple(dict.fromkeys(request.others))
    learners = unit.lifecycle.lock({request.master, *ulns})
    master = learners[request.master]
    others = [learners[uln] for uln in ulns]
    require_mergeable(master, others)
    for other in others:
        unit.lifecycle.merge(master, other, decision)
    linked = (uln for other in others for uln in other.linked_ulns)
    return OperatorResult(touched=(request.master, *ulns, *linked))
