"""Learning events: what a personal learning record holds."""

from datetime import date, datetime
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple

from gateway.domain import choices


class LearningEvent(NamedTuple):
    """One achievement or participation (contract 2.13, 2.14).

    None is "not stated"; "" is "stated, and empty".

    `provider_ukprn`, `awarded_on` and the like keep the source's text where it is free text; dates are dates.
    """

    id: int
    source: str
    subject: str
    subject_code: str
    awarded_on: date | None = None
    provider_ukprn: str = ""
    provider_name: str | None = None
    awarding_ukprn: str | None = None
    awarding_name: str | None = None
    collection_type: str | None = None
    credits: int | None = None
    loaded_at: datetime | None = None
    grade: str = ""
    language: str | None = None
    level: str | None = None
    started_on: date | None = None
    ended_on: date | None = None
    qualification_type: str | None = None
    restriction: str | None = None
    return_number: str | None = None
    status: str | None = None
    under_challenge: bool | None = None


def released(event: LearningEvent) -> LearningEvent:
    """Return an event as records show it.

    One of an awarding organisation has no provider.
    """
    if event.source != "AO" or not event.provider_ukprn or choices.AWARDED_EVENTS_NAME_PROVIDER:
        return event
    return event._replace(provider_ukprn="", provider_name=None)


_SAID = attrgetter(*(name for name in LearningEvent._fields if name not in ("id", "loaded_at", "return_number")))


def identity_of(event: LearningEvent) -> int:
    """Return a number that recognises an event of a learner.

    It is signed and has 64 bits.

    Two events are one where they agree in all that they state, but when and with which return they were loaded.
    """
    said = "\x1f".join("" if value is None else str(value) for value in _SAID(event))
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), signed=True)
