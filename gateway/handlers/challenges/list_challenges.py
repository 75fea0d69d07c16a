"""List an organisation's data challenges about a learner.

ListDataChallenge; contract 2.16.
"""

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
    """The learner, and the period in which challenges were raised.

    `since` and `until` are in UTC and included. None is no limit. An `until` of midnight means the whole of that day.
    """

    uln: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeList(Outcome):
    """The challenges, oldest first, without the contact details.

    Only the operator sees whom to contact.
    """

    challenges: tuple[Challenge, ...] = ()


def list_challenges(request: ListChallenges, caller: Caller, unit: Unit) -> ChallengeList:
    """Return the challenges that the caller's organisation raised.

    Challenges about learners who are merged with this learner are among them.
    """
    holder = identify_by_uln(request.uln, unit)
    if isinstance(holder, NotIdentified):
        return ChallengeList(code=holder.code_for(choices.CHALLENGE_ANSWERS.unknown), touched=())
    since, until = bounds_of_period(request.since, request.until)
    challenges = unit.challenges.of(holder.ulns, since, until, caller)
    return ChallengeList(
        code=choices.CHALLENGE_ANSWERS.listed,
        touched=(holder.master.uln,),
        challenges=tuple(map(_without_contact, challenges)),
    )


def _without_contact(challenge: Challenge) -> Challenge:
    return replace(challenge, complaint=replace(challenge.complaint, contact=Contact()))
