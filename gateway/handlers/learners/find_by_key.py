"""Find a learner by ULN and key.

FindLearnerByUlnKey; contract 2.16, 6.1.
"""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.handlers.identification.by_key import StatedKey, identify_by_key
from gateway.handlers.identification.by_uln import NotIdentified
from gateway.handlers.learners.find_outcome import FindOutcome, find_outcome
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FindByKey:
    """The ULN and key to find a learner by.

    `full` asks for the record, not only for the code.
    """

    stated_key: StatedKey
    full: bool


def find_by_key(request: FindByKey, caller: Caller, unit: Unit) -> FindOutcome:
    """Return the learner whom the key identifies, or the master.

    Raises RetryOutsideTransaction.
    """
    known = identify_by_key(request.stated_key, caller, unit)
    if isinstance(known, NotIdentified):
        return FindOutcome(code=choices.KEY_ANSWERS.not_found, touched=known.touched)
    master = known.holder.master
    if not known.holder.is_merged:
        return find_outcome(Code.EXACT_MATCH, [master], full=request.full)
    return find_outcome(Code.MASTER_SUBSTITUTED, [master], full=request.full, substituted=frozenset({master.uln}))
