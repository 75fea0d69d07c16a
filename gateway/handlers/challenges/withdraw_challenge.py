"""Withdraws a data challenge, for the organisation that raised it (DeleteDataChallenge; contract 2.16)."""

from dataclasses import dataclass

from gateway.domain import choices, uln
from gateway.domain.actors import Caller, Decision
from gateway.domain.challenge import Challenge, State
from gateway.domain.codes import Code
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import master_of, standing_learner
from gateway.store.errors import NoSuchChallenge, Stale
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteChallenge:
    """Which challenge, and of which learner."""

    uln: str
    reference: str


def delete_challenge(request: DeleteChallenge, caller: Caller, unit: Unit) -> Outcome:
    """Withdraw a challenge that is open: it is kept, but whom to contact is forgotten.

    One that is resolved, another learner's or another organisation's is answered as one that is not there.
    """
    if not uln.is_valid(request.uln):
        return Outcome(code=Code.ULN_INVALID)
    learner = standing_learner(request.uln, unit)
    unknown = choices.CHALLENGE_CODES["unknown"]
    if learner is None:
        return Outcome(code=unknown)
    master = master_of(learner, unit)
    touched = (master.uln,)
    held = _held(request.reference, unit)
    if (
        held is None
        or held.state is not State.OPEN
        or held.uln not in (master.uln, *master.linked_ulns)
        or held.organisation_id != caller.organisation.id
    ):
        return Outcome(code=unknown, touched=touched)
    try:
        unit.challenges.resolve(held, State.WITHDRAWN, Decision(by=caller.user, reason=""))
    except Stale:  # resolved in the moment between
        return Outcome(code=unknown, touched=touched)
    return Outcome(code=choices.CHALLENGE_CODES["deleted"], touched=touched)


def _held(reference: str, unit: Unit) -> Challenge | None:
    try:
        return unit.challenges.by_reference(reference.strip().upper())
    except NoSuchChallenge:
        return None
