"""Verify that details belong to a ULN.

verifyLearner; contract 6.6.
"""

from dataclasses import dataclass

from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import Learner
from gateway.domain.verification import FailureFlag, StatedIdentity, Verdict, VerificationResult, compare
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import NotIdentified, identify_by_uln
from gateway.store.chunks.row_unit import RowUnit

_CODES = {
    (Verdict.SAME, False): Code.VERIFIED,
    (Verdict.SAME, True): Code.VERIFIED_MERGED,
    (Verdict.SIMILAR, False): Code.SIMILAR,
    (Verdict.SIMILAR, True): Code.SIMILAR_MERGED,
    (Verdict.DIFFERENT, False): Code.DIFFERENT,
    (Verdict.DIFFERENT, True): Code.DIFFERENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationOutcome(Outcome):
    """The learner whose details may be shown, if they agree.

    `flags` says which details did not agree.
    """

    learner: Learner | None = None
    flags: tuple[FailureFlag, ...] = ()


def verify_learner(request: StatedIdentity, _caller: Caller, unit: RowUnit) -> VerificationOutcome:
    """Compare stated details with the learner who has the ULN.

    If the learner is merged, the master is compared too, and the better result counts.
    """
    holder = identify_by_uln(request.uln, unit)
    if isinstance(holder, NotIdentified):
        return VerificationOutcome(code=Code.ULN_NOT_FOUND, touched=())
    model = unit.matching_models.current
    comparison = compare(request, holder.learner, model)
    if holder.is_merged:
        comparison = min(comparison, compare(request, holder.master, model), key=_distance)
    shown = None if comparison.verdict is Verdict.DIFFERENT else holder.master
    return VerificationOutcome(
        code=_CODES[comparison.verdict, holder.is_merged],
        touched=(holder.learner.uln,),
        learner=shown,
        flags=comparison.flags,
    )


def _distance(comparison: VerificationResult) -> int:
    return list(Verdict).index(comparison.verdict)
