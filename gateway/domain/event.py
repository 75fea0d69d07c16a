"""Learning events: what a personal learning record holds."""

from datetime import date, datetime
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple

from gateway.domain import choices


class LearningEvent(NamedTuple):
    """One achievement or participation (contract 2.13, 2.14).

    None means "not stated"; an empty string means "stated, and empty". Text that the source writes freely is kept as it
    is.
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

    An event of an awarding organisation is shown without its provider, unless AWARDED_EVENTS_NAME_PROVIDER is set.
    """
    if event.source != "AO" or not event.provider_ukprn or choices.AWARDED_EVENTS_NAME_PROVIDER:
        return event
    return event._replace(provider_ukprn="", provider_name=None)


_stated = attrgetter(*(name for name in LearningEvent._fields if name not in ("id", "loaded_at", "return_number")))


def identity_of(event: LearningEvent) -> int:
    """Return a number that identifies an event of a learner.

    It is a signed number of 64 bits. Two events get the same number if they agree in everything except the time and the
    return with which they were loaded.
    """
    stated = "\x1f".join("" if value is None else str(value) for value in _stated(event))
    return int.from_bytes(blake2b(stated.encode(), digest_size=8).digest(), signed=True)
