"""Remove a learner's key.

RemoveLearnerKey; contract 2.16.
"""

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_key import StatedKey, identify_by_key
from gateway.handlers.identification.by_uln import NotIdentified
from gateway.store.errors import Stale
from gateway.store.unit import Unit


def remove_learner_key(request: StatedKey, caller: Caller, unit: Unit) -> Outcome:
    """Remove the key that the caller states.

    Raises RetryOutsideTransaction.
    """
    known = identify_by_key(request, caller, unit)
    if isinstance(known, NotIdentified):
        return Outcome(code=known.code, touched=known.touched)
    touched = (known.holder.master.uln,)
    try:
        unit.learner_keys.remove(known.key)
    except Stale:  # another transaction has just removed or replaced it
        return Outcome(code=Code.NOT_VERIFIED, touched=touched)
    return Outcome(code=choices.KEY_ANSWERS.done, touched=touched)
