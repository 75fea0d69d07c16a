"""Find a learner by ULN and names.

learnerByULN, LearnerByUln; contract 6.1.
"""

from dataclasses import dataclass

from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.domain.matching import has_current_names, has_either_name
from gateway.handlers.identification.by_uln import NotIdentified, identify_by_uln
from gateway.handlers.learners.find_outcome import FindOutcome, find_outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FindByUln:
    """The ULN and names to find a learner by.

    `full` asks for the record, not only for the code. `partly` asks for a possible match if only one of the names
    agrees.
    """

    uln: str
    given_name: str
    family_name: str
    full: bool
    partly: bool


def find_by_uln(request: FindByUln, _caller: Caller, unit: Unit) -> FindOutcome:
    """Return the learner, or the master of a merged one.

    If both names agree, the match is exact. If one agrees, it is a possible match or none, as `partly` says.
    """
    holder = identify_by_uln(request.uln, unit)
    if isinstance(holder, NotIdentified):
        return find_outcome(Code.NO_MATCH, full=request.full)
    learner, master, names = holder.learner, holder.master, (request.given_name, request.family_name)
    if holder.is_merged:
        if not (has_either_name(learner.person, *names) or has_either_name(master.person, *names)):
            return FindOutcome(code=Code.NO_MATCH, touched=(learner.uln,))
        return find_outcome(Code.MASTER_SUBSTITUTED, [master], full=request.full, substituted=frozenset({master.uln}))
    if has_current_names(learner.person, *names):
        return find_outcome(Code.EXACT_MATCH, [learner], full=request.full)
    if request.partly and has_either_name(learner.person, *names):
        return find_outcome(Code.POSSIBLE_MATCH, [learner], full=request.full)
    return FindOutcome(code=Code.NO_MATCH, touched=(learner.uln,))
