"""Stores a key by which a learner is known later (StoreLearnerKey; contract 2.16)."""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.organisation import Caller
from gateway.domain.verification import Claim
from gateway.handlers.claimed import Claimed, claimed
from gateway.handlers.outcome import Outcome
from gateway.handlers.secret import Secret
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreKey:
    """Whose key, of which type, and the key."""

    claim: Claim
    kind: str
    key: Secret


def store_key(request: StoreKey, caller: Caller, unit: Unit) -> Outcome:
    """Store the key of a learner who is verified, in place of the one of this type. Raises SlowWork."""
    found = claimed(request.claim, unit)
    if not isinstance(found, Claimed):
        return Outcome(code=found)
    unit.keys.store(found.learner.uln, request.kind, request.key.hash(), caller)
    return Outcome(code=choices.KEY_CODES["done"], touched=(found.master.uln,))
