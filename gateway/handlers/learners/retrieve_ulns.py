"""Retrieve the learners with these ULNs.

retrieveULNs; contract 6.5.
"""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import Learner, LearnerStatus
from gateway.handlers.execution.outcome import Outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrieveUlns:
    """The ULNs to retrieve, in the caller's order.

    A ULN may be there twice.
    """

    ulns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievedLearner:
    """The result for one ULN.

    If its learner is merged, `learner` is the master and `master_uln` is set.
    """

    uln: str
    code: Code
    learner: Learner | None = None
    master_uln: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalOutcome(Outcome):
    """One result for each requested ULN, in the same order."""

    items: tuple[RetrievedLearner, ...]


def retrieve_ulns(request: RetrieveUlns, _caller: Caller, unit: Unit) -> RetrievalOutcome:
    """Return the learner of every ULN."""
    learners = unit.learners.by_ulns(set(request.ulns))
    masters = {learner.master_uln for learner in learners.values() if learner.master_uln is not None}
    learners |= unit.learners.by_ulns(masters - learners.keys()) if masters - learners.keys() else {}
    items = tuple(_item(uln, learners) for uln in request.ulns)
    touched = dict.fromkeys(item.uln for item in items if item.learner is not None)
    code = Code.EXACT_MATCH if touched else Code.NO_MATCH
    misses = sum(item.learner is None for item in items)
    return RetrievalOutcome(code=code, touched=tuple(touched), items=items, misses=misses)


def _item(uln: str, learners: dict[str, Learner]) -> RetrievedLearner:
    learner = learners.get(uln)
    if learner is None or learner.status is LearnerStatus.DELETED:
        return RetrievedLearner(uln=uln, code=choices.RETRIEVE_ANSWERS.missing)
    if learner.master_uln is not None:
        master = learners[learner.master_uln]
        return RetrievedLearner(uln=uln, code=choices.RETRIEVE_ANSWERS.merged, learner=master, master_uln=master.uln)
    return RetrievedLearner(uln=uln, code=choices.RETRIEVE_ANSWERS.found, learner=learner)
