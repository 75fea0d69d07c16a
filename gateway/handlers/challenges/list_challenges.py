"""Lists the data challenges that an organisation raised of a learner (ListDataChallenge; contract 2.16)."""

from dataclasses import dataclass, replace
from datetime import datetime

from gateway.domain import choices, uln
from gateway.domain.actors import Caller
from gateway.domain.challenge import Challenge, Contact
from gateway.domain.codes import Code
from gateway.domain.period import bounds
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.identification.by_uln import master_of, standing_learner
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
class Challenges(Outcome):
    """The challenges, oldest first, without whom to contact: that is for the operator alone."""

    challenges: tuple[Challenge, ...] = ()


def list_challenges(request: ListChallenges, caller: Caller, unit: Unit) -> Challenges:
    """Return what the caller's organisation raised of a learner, or of one who is merged with it."""
    if not uln.is_valid(request.uln):
        return Challenges(code=Code.ULN_INVALID)
    learner = standing_learner(request.uln, unit)
    if learner is None:
        return Challenges(code=choices.CHALLENGE_CODES["unknown"])
    master = master_of(learner, unit)
    since, until = bounds(request.since, request.until)
    held = unit.challenges.of((master.uln, *master.linked_ulns), since, until, caller)
    return Challenges(code=choices.CHALLENGE_CODES["listed"], touched=(master.uln,), challenges=tuple(map(_told, held)))


def _told(held: Challenge) -> Challenge:
    return replace(held, complaint=replace(held.complaint, contact=Contact()))
