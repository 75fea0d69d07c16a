"""Resolve a data challenge, for an operator (contract 6.9)."""

from dataclasses import dataclass

from gateway.domain.actors import Decision
from gateway.domain.challenge import ChallengeStatus, require_open
from gateway.handlers.execution.outcome import OperatorResult
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveChallenge:
    """A challenge, and whether it is upheld or rejected."""

    reference: str
    upheld: bool


def resolve_challenge(request: ResolveChallenge, decision: Decision, unit: Unit) -> OperatorResult:
    """Resolve a challenge, which cannot be undone.

    The source of the event corrects the event, not this function.

    Raises NoSuchChallenge or AlreadyResolved, or Stale if another transaction has just resolved it.
    """
    challenge = unit.challenges.by_reference(request.reference)
    require_open(challenge)
    unit.challenges.resolve(challenge, ChallengeStatus.UPHELD if request.upheld else ChallengeStatus.REJECTED, decision)
    return OperatorResult(touched=(challenge.uln,))
