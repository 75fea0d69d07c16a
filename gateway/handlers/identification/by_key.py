"""Whom a key identifies (contract 2.16): a ULN, and a key of some type that was stored for it."""

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
    """The ULN that is claimed, and the key that is to prove it."""

    uln: str
    kind: str
    key: Secret


@dataclass(frozen=True, slots=True)
class IdentifiedByKey:
    """The learner whom a key identifies, and the key as it is kept."""

    holder: Identified
    key: StoredLearnerKey


def identify_by_key(claim: StatedKey, caller: Caller, unit: Unit) -> IdentifiedByKey | NotIdentified:
    """Return the learner whom a key identifies. Raises RetryOutsideTransaction.

    A key is that of a learner and of all who are merged with the learner: a merge takes nobody's key away. That there
    is no such learner, or no such key, or that this organisation guessed too often, is answered as a wrong key is, and
    as late. Guesses of one organisation shut the key for that one alone: nobody can lock the learner out.
    """
    holder = identify_by_uln(claim.uln, unit)
    if isinstance(holder, NotIdentified) and holder.code is Code.ULN_INVALID:
        return holder
    held = unit.learner_keys.of(holder.ulns, claim.kind, caller.organisation) if isinstance(holder, Identified) else []
    asked = [one for one in held if not _rests(one, unit)]
    found = claim.key.is_of_any([one.hash for one in asked])
    if isinstance(holder, NotIdentified):
        return NotIdentified(Code.NOT_VERIFIED, touched=())
    if found is None:
        for one in asked:
            unit.learner_keys.miss(one, caller.organisation)
        return NotIdentified(Code.NOT_VERIFIED, touched=(holder.learner.uln,))
    key = next(one for one in asked if one.hash == found)
    if key.misses:
        unit.learner_keys.forgive(key, caller.organisation)
    return IdentifiedByKey(holder, key)


def _rests(key: StoredLearnerKey, unit: Unit) -> bool:
    """Return whether so many guesses of this organisation were wrong that the key is not asked for a while."""
    if key.misses < choices.KEY_GUESSES or key.missed_at is None:
        return False
    return unit.at < key.missed_at + choices.KEY_RESTS
