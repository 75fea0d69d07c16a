"""Removes a learner's key (RemoveLearnerKey; contract 2.16)."""

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_key import KeyClaim, Keyed, keyed
from gateway.store.errors import Stale
from gateway.store.unit import Unit


def remove_key(request: KeyClaim, caller: Caller, unit: Unit) -> Outcome:
    """Remove the key that the caller knows. Raises SlowWork."""
    found = keyed(request, caller, unit)
    if not isinstance(found, Keyed):
        return Outcome(code=found.code, touched=found.touched)
    try:
        unit.keys.remove(found.key)
    except Stale:  # removed or replaced in the moment between
        return Outcome(code=Code.NOT_VERIFIED, touched=(found.master.uln,))
    return Outcome(code=choices.KEY_CODES["done"], touched=(found.master.uln,))
