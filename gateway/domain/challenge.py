"""Data challenges: a record may be wrong (contract 2.16, 6.9)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from random import Random

from gateway.domain.chance import SECURE
from gateway.domain.lifecycle import OperatorActionRefused

_SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
_DRAWN = 9
"""Number of signs in a reference, after its prefix.

Without vowels, the 27 signs form no words. Nobody can guess one of 27 to the power of 9 references.
"""


class ChallengeStatus(StrEnum):
    """Where a challenge stands.

    It is open at first. Every other status is final.
    """

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom the operator may ask. Nobody else sees it."""

    name: str = ""
    telephone: str = ""
    email: str = ""

    def __repr__(self) -> str:
        return "Contact(...)"  # a traceback or a log must never show it


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDescription:
    """A learning event in the challenger's words."""

    accreditation_number: str = ""
    awarding_body: str = ""
    level: str = ""
    title: str = ""
    achieved_on: date | None = None
    grade: str = ""
    total_credits: str = ""
    credit_value: str = ""
    language: str = ""
    provider: str = ""
    type: str = ""
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengedEvent:
    """An event that a challenge is about: number and source.

    The number is None if the challenge names none.
    """

    event_id: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What is wrong with one or two learning events.

    `original` describes an event as the record shows it, `supplied` as it should be.
    """

    kind: str
    information: str = ""
    contact: Contact = field(default_factory=Contact)
    first: ChallengedEvent = field(default_factory=ChallengedEvent)
    original: EventDescription = field(default_factory=EventDescription)
    second: ChallengedEvent = field(default_factory=ChallengedEvent)
    supplied: EventDescription = field(default_factory=EventDescription)

    @property
    def event_ids(self) -> tuple[int, ...]:
        """Return the numbers of the events that are named."""
        return tuple(one.event_id for one in (self.first, self.second) if one.event_id is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A complaint as it is kept, under its reference.

    `uln` is the ULN that it was raised with, merged or not. `resolved_at`, `resolved_by` and `reason` are stated once
    it is resolved or withdrawn.
    """

    reference: str
    uln: str
    complaint: Complaint
    organisation_id: int
    user: str
    raised_at: datetime
    state: ChallengeStatus = ChallengeStatus.OPEN
    resolved_at: datetime | None = None
    resolved_by: str = ""
    reason: str = ""


class AlreadyResolved(OperatorActionRefused):
    """The challenge is no longer open."""


def draw_reference(chance: Random = SECURE) -> str:
    """Return a new random reference.

    >>> len(draw_reference()), draw_reference()[:2]
    (11, 'DC')
    """
    return "DC" + "".join(chance.choice(_SIGNS) for _ in range(_DRAWN))


def require_open(challenge: Challenge) -> None:
    """Raise AlreadyResolved where there is nothing left to resolve."""
    if challenge.state is not ChallengeStatus.OPEN:
        raise AlreadyResolved(f"{challenge.reference} is {challenge.state} already")
