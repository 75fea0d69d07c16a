"""Values that only the contract of 2017 has (contract 2.16).

These are date-times, flags, GUIDs, and stated details with such values.
"""

from datetime import UTC, date, datetime

from gateway.domain.errors import BadRequest
from gateway.domain.learner import Gender
from gateway.domain.uln import compact
from gateway.domain.verification import StatedIdentity
from gateway.wire.values.fields import read_gender, read_text
from gateway.wire.values.message import Message

_UNSET_YEAR = 1
"""The year of an unset .NET date.

A client that has no value for an optional date may send one in this year.
"""

_NO_GENDER = "3"
"""The gender that means "not stated" (contract 3.2)."""

_NO_GUID = "00000000-0000-0000-0000-000000000000"


def moment(message: Message, name: str) -> datetime | None:
    """Return a date-time, or None if absent or unset.

    It is in UTC if the message states a time zone. Raises BadRequest.
    """
    value = message.get(name)
    if value is None:
        return None
    try:
        given = datetime.fromisoformat(value.strip())
        if given.year == _UNSET_YEAR:
            return None
        return given if given.tzinfo is None else given.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise BadRequest(f"{name} is not a date and time of this calendar.") from None


def day_of(message: Message, name: str) -> date | None:
    """Return the day of a date-time, or None if absent.

    The time zone is ignored: a date of birth is the same everywhere. Raises BadRequest.
    """
    value = message.get(name)
    if value is None:
        return None
    try:
        given = datetime.fromisoformat(value.strip())
    except ValueError:
        raise BadRequest(f"{name} is not a date and time of this calendar.") from None
    return None if given.year == _UNSET_YEAR else given.date()


def stated_gender(message: Message, name: str) -> Gender | None:
    """Return a gender, or None if absent or not stated.

    Raises BadRequest.
    """
    return None if message.get(name, "").strip() == _NO_GENDER else read_gender(message, name)


def read_identity(message: Message, uln: str = "uln") -> StatedIdentity:
    """Read stated details, perhaps without date of birth and gender.

    Raises BadRequest.
    """
    return StatedIdentity(
        uln=compact(read_text(message, uln)),
        given_name=read_text(message, "givenName"),
        family_name=read_text(message, "familyName"),
        date_of_birth=day_of(message, "dateOfBirth"),
        gender=stated_gender(message, "gender"),
    )


def flag(message: Message, name: str) -> bool:
    """Return a flag, which is false if absent."""
    return message.get(name, "").strip() in ("true", "1")


def guid(message: Message, name: str) -> str:
    """Return a GUID in lower case.

    It is empty if absent or all zeros.
    """
    value: str = message.get(name, "").strip().lower()
    return "" if value == _NO_GUID else value


def written_date(value: date | None) -> str | None:
    """Write a date as a date-time at midnight."""
    return None if value is None else f"{value.isoformat()[:10]}T00:00:00"


def written_time(value: datetime | None) -> str | None:
    """Write a time in UTC, without a time zone."""
    return None if value is None else value.isoformat("T", "seconds")
