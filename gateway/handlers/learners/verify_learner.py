"""Verify that details belong to a ULN.

verifyLearner; contract 6.6.
"""

from dataclasses import dataclass

from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.learner import Gender, Learner, Person
from gateway.domain.matching import ExactMatch, LinkedMatch
from gateway.domain.verification import FailureFlag, StatedIdentity, Verdict, VerificationResult, compare
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_matching import match as find_match
from gateway.handlers.identification.by_uln import Identified, NotIdentified, identify_by_uln
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

    If the learner is merged, the master is compared too, and the better result counts. Whom only a search would list is
    different if that search certainly finds another learner, such as a twin.
    """
    holder = identify_by_uln(request.uln, unit)
    if isinstance(holder, NotIdentified):
        return VerificationOutcome(code=Code.ULN_NOT_FOUND, touched=())
    model = unit.matching_models.current
    comparison = compare(request, holder.learner, model)
    if holder.is_merged:
        comparison = min(comparison, compare(request, holder.master, model), key=_distance)
    verdict = comparison.verdict
    if comparison.by_search and _is_somebody_else(request, holder, unit):
        verdict = Verdict.DIFFERENT
    shown = None if verdict is Verdict.DIFFERENT else holder.master
    return VerificationOutcome(
        code=_CODES[verdict, holder.is_merged],
        touched=(holder.learner.uln,),
        learner=shown,
        flags=comparison.flags,
    )


def _is_somebody_else(stated: StatedIdentity, holder: Identified, unit: RowUnit) -> bool:
    """Return whether another learner certainly has these details.

    The search states the postcode of the learner whose ULN it is.
    """
    if stated.date_of_birth is None:
        return False
    person = Person(
        given_name=stated.given_name,
        family_name=stated.family_name,
        date_of_birth=stated.date_of_birth,
        gender=stated.gender or Gender.NOT_KNOWN,
        postcode=holder.master.person.postcode,
    )
    match find_match(person, unit):
        case ExactMatch(found) | LinkedMatch(found):
            return found.uln not in holder.ulns
    return False


def _distance(comparison: VerificationResult) -> int:
    return list(Verdict).index(comparison.verdict)
