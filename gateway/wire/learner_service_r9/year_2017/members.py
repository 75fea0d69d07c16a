"""Values that only the contract of 2017 has: date-times, yes and no, GUIDs, and claims with them (contract 2.16)."""

from datetime import UTC, date, datetime

from gateway.domain.errors import BadRequest
from gateway.domain.learner import Gender
from gateway.domain.uln import compact
from gateway.domain.verification import StatedIdentity
from gateway.wire.values.fields import read_gender, read_text
from gateway.wire.values.message import Message

_UNSET_YEAR = 1
"""The year of a date that a .NET client has not set, where the contract lets it send none."""

_NO_GENDER = "3"
"""The gender of 2017 for "none stated" (contract 3.2)."""

_NO_GUID = "00000000-0000-0000-0000-000000000000"


def moment(message: Message, name: str) -> datetime | None:
    """Return a date-time, in UTC where it has a zone, None where it is absent or not set. Raises BadRequest."""
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
    """Return the day of a date-time as it was written: a birthday is the same in every zone. Raises BadRequest."""
    value = message.get(name)
    if value is None:
        return None
    try:
        given = datetime.fromisoformat(value.strip())
    except ValueError:
        raise BadRequest(f"{name} is not a date and time of this calendar.") from None
    return None if given.year == _UNSET_YEAR else given.date()


def stated_gender(message: Message, name: str) -> Gender | None:
    """Return a gender, None where it is absent or 3, which states none. Raises BadRequest."""
    return None if message.get(name, "").strip() == _NO_GENDER else read_gender(message, name)


def claim_of(message: Message, uln: str = "uln") -> StatedIdentity:
    """Read who somebody says to be, with a birth date and a gender that may be absent. Raises BadRequest."""
    return StatedIdentity(
        uln=compact(read_text(message, uln)),
        given_name=read_text(message, "givenName"),
        family_name=read_text(message, "familyName"),
        date_of_birth=day_of(message, "dateOfBirth"),
        gender=stated_gender(message, "gender"),
    )


def flag(message: Message, name: str) -> bool:
    """Return whether a member says yes.

    One that is absent says no.
    """
    return message.get(name, "").strip() in ("true", "1")


def guid(message: Message, name: str) -> str:
    """Return a GUID in small letters, empty where it is absent or all zeros."""
    value: str = message.get(name, "").strip().lower()
    return "" if value == _NO_GUID else value


def written_date(value: date | None) -> str | None:
    """Write a day as a date-time, at midnight."""
    return None if value is None else f"{value.isoformat()[:10]}T00:00:00"


def written_time(value: datetime | None) -> str | None:
    """Write a moment, in UTC without a zone."""
    return None if value is None else value.isoformat("T", "seconds")
