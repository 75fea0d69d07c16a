"""Identify a learner by ULN and key (contract 2.16)."""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.codes import Code
from gateway.handlers.identification.by_uln import Identified, NotIdentified, identify_by_uln
from gateway.handlers.identification.secret import Secret
from gateway.store.repositories.learner_keys import StoredLearnerKey
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedKey:
    """A ULN, and the key that proves it.

    `kind` is the type of the key.
    """

    uln: str
    kind: str
    key: Secret


@dataclass(frozen=True, slots=True)
class IdentifiedByKey:
    """The learner whom a key identifies, and the stored key."""

    holder: Identified
    key: StoredLearnerKey


def identify_by_key(stated_key: StatedKey, caller: Caller, unit: Unit) -> IdentifiedByKey | NotIdentified:
    """Return the learner whom a key identifies.

    A key counts for the learner for whom it was stored and for all who are merged with that learner. An unknown ULN, a
    learner without a key, and an organisation that has guessed too often get the same answer as a wrong key, after the
    same time. Wrong guesses of an organisation block the key for that organisation only, so nobody can lock a learner
    out.

    Raises RetryOutsideTransaction.
    """
    holder = identify_by_uln(stated_key.uln, unit)
    if isinstance(holder, NotIdentified) and holder.code is Code.ULN_INVALID:
        return holder
    stored = (
        unit.learner_keys.of(holder.ulns, stated_key.kind, caller.organisation)
        if isinstance(holder, Identified)
        else []
    )
    asked = [one for one in stored if not _is_locked_out(one, unit)]
    found = stated_key.key.is_of_any([one.hash for one in asked])
    if isinstance(holder, NotIdentified):
        return NotIdentified(Code.NOT_VERIFIED, touched=())
    if found is None:
        for one in asked:
            unit.learner_keys.count_failed_attempt(one, caller.organisation)
        return NotIdentified(Code.NOT_VERIFIED, touched=(holder.learner.uln,))
    key = next(one for one in asked if one.hash == found)
    if key.misses:
        unit.learner_keys.reset_failed_attempts(key, caller.organisation)
    return IdentifiedByKey(holder, key)


def _is_locked_out(key: StoredLearnerKey, unit: Unit) -> bool:
    """Return whether the organisation's wrong guesses block the key."""
    if key.misses < choices.KEY_MAX_FAILED_ATTEMPTS or key.missed_at is None:
        return False
    return unit.at < key.missed_at + choices.KEY_LOCKOUT
