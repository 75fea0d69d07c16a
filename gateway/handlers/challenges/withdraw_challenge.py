"""Withdraw a data challenge, for the organisation that raised it.

DeleteDataChallenge; contract 2.16.
"""

from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.challenge import Challenge, ChallengeStatus
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import NotIdentified, identify_by_uln
from gateway.store.errors import NoSuchChallenge, Stale
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteChallenge:
    """A challenge about a learner."""

    uln: str
    reference: str


def withdraw_challenge(request: DeleteChallenge, caller: Caller, unit: Unit) -> Outcome:
    """Withdraw an open challenge, and delete its contact details.

    The challenge itself stays in the register. A challenge that is resolved, or that belongs to another learner or
    another organisation, gets the same answer as one that does not exist.
    """
    unknown = choices.CHALLENGE_ANSWERS.unknown
    holder = identify_by_uln(request.uln, unit)
    if isinstance(holder, NotIdentified):
        return Outcome(code=holder.code_for(unknown), touched=())
    touched = (holder.master.uln,)
    challenge = _held(request.reference, unit)
    if (
        challenge is None
        or challenge.state is not ChallengeStatus.OPEN
        or challenge.uln not in holder.ulns
        or challenge.organisation_id != caller.organisation.id
    ):
        return Outcome(code=unknown, touched=touched)
    try:
        unit.challenges.withdraw(challenge, by=caller.user)
    except Stale:  # another transaction has just resolved it
        return Outcome(code=unknown, touched=touched)
    return Outcome(code=choices.CHALLENGE_ANSWERS.deleted, touched=touched)


def _held(reference: str, unit: Unit) -> Challenge | None:
    try:
        return unit.challenges.by_reference(reference.strip().upper())
    except NoSuchChallenge:
        return None
