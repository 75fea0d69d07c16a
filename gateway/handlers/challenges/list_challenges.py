"""Lists the data challenges that an organisation raised of a learner (ListDataChallenge; contract 2.16)."""

from dataclasses import dataclass, replace
from datetime import datetime

from gateway.domain import choices
from gateway.domain.actors import Caller
from gateway.domain.challenge import Challenge, Contact
from gateway.domain.period import bounds_of_period
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import NotIdentified, identify_by_uln
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChallenges:
    """Whose challenges, and from when to when they were raised, both included, UTC; None is no bound.

    An end at midnight is the whole of its day.
    """

    uln: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeList(Outcome):
    """The challenges, oldest first, without whom to contact: that is for the operator alone."""

    challenges: tuple[Challenge, ...] = ()


def list_challenges(request: ListChallenges, caller: Caller, unit: Unit) -> ChallengeList:
    """Return what the caller's organisation raised of a learner, or of one who is merged with it."""
    holder = identify_by_uln(request.uln, unit)
    if isinstance(holder, NotIdentified):
        return ChallengeList(code=holder.code_for(choices.CHALLENGE_ANSWERS.unknown), touched=())
    since, until = bounds_of_period(request.since, request.until)
    held = unit.challenges.of(holder.ulns, since, until, caller)
    return ChallengeList(
        code=choices.CHALLENGE_ANSWERS.listed, touched=(holder.master.uln,), challenges=tuple(map(_told, held))
    )


def _told(held: Challenge) -> Challenge:
    return replace(held, complaint=replace(held.complaint, contact=Contact()))
