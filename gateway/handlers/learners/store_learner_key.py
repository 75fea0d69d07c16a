"""Store a key that identifies a learner.

StoreLearnerKey; contract 2.16.
"""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.verification import StatedIdentity
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_details import identify_by_details
from gateway.handlers.identification.by_key import StatedKey, identify_by_key
from gateway.handlers.identification.by_uln import NotIdentified
from gateway.handlers.identification.secret import Secret
from gateway.store.errors import KeyOfAnother
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreKey:
    """A learner, and the key to store with its type."""

    identity: StatedIdentity
    kind: str
    key: Secret


def store_learner_key(request: StoreKey, caller: Caller, unit: Unit) -> Outcome:
    """Store a key, if the details of the learner agree.

    It replaces the key of this type that the same organisation stored. If another organisation stored one, the caller
    may only state the same key, which changes nothing. Any other key gets the answer of a wrong key and counts as a
    guess. A caller who knows the other key can remove it first.

    Raises RetryOutsideTransaction.
    """
    holder = identify_by_details(request.identity, unit)
    if isinstance(holder, NotIdentified):
        return Outcome(code=holder.code, touched=holder.touched)
    try:
        unit.learner_keys.store(holder.learner.uln, request.kind, request.key.hash(), caller)
    except KeyOfAnother:
        known = identify_by_key(StatedKey(uln=holder.learner.uln, kind=request.kind, key=request.key), caller, unit)
        if isinstance(known, NotIdentified):
            return Outcome(code=known.code, touched=known.touched)
    return Outcome(code=choices.KEY_ANSWERS.done, touched=(holder.master.uln,))
