"""Text of the wire to typed values, and back; what cannot be read is a bad request."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from gateway.domain.errors import BadRequest
from gateway.domain.learner import Gender
from gateway.domain.names import normal_name
from gateway.domain.text import is_email
from gateway.wire.values.message import Message

BLANKS = " \t\r\n"
"""What XML calls white space; other blanks, such as the no-break space, are characters like any other."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def text(message: Message, name: str) -> str:
    """Return a member's text, empty where it is absent."""
    value: str = message.get(name, "")
    return value


def limited(message: Message, name: str, most: int) -> str | None:
    """Return a member's text of at most so many characters, None where it is absent. Raises BadRequest."""
    value = message.get(name)
    if value is not None and len(value) > most:
        raise BadRequest(f"{name} is longer than {most} characters.")
    return value


def name(message: Message, member: str) -> str:
    """Return a name of a person. Raises BadRequest for one that holds nothing to compare, such as a no-break space."""
    value = text(message, member)
    if not normal_name(value):
        raise BadRequest(f"{member} holds no letter.")
    return value


def email(message: Message, member: str) -> str | None:
    """Return an e-mail address, None where it is absent. Raises BadRequest."""
    value = limited(message, member, 254)
    if value is not None and not is_email(value):
        raise BadRequest(f"{member} is not an e-mail address.")
    return value


def day(message: Message, name: str) -> date | None:
    """Return a date, None where it is absent. Raises BadRequest.

    The schema's pattern lets 29 February of 1900 pass, and R9 has no pattern at all.
    """
    value = message.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value.strip()) if _DAY.fullmatch(value.strip()) else _no_date(name)
    except ValueError:
        return _no_date(name)


def _no_date(name: str) -> date:
    raise BadRequest(f"{name} is not a date of the form YYYY-MM-DD.")


def required_day(message: Message, name: str) -> date:
    """Return a date that the schema demands. Raises BadRequest."""
    value = day(message, name)
    return _no_date(name) if value is None else value


def gender(message: Message, name: str) -> Gender | None:
    """Return a gender, None where it is absent. Raises BadRequest."""
    value = message.get(name)
    if value is None:
        return None
    if value.strip() not in ("0", "1", "2", "9"):
        raise BadRequest(f"{name} is not 0, 1, 2 or 9.")
    return Gender(int(value))


def number(message: Message, name: str) -> int:
    """Return a whole number, 0 where it is absent; the schema has seen that it is one. Raises BadRequest.

    The schema lets any number of zeros stand in front, Python does not.
    """
    try:
        return int(message.get(name, "0"))
    except ValueError:
        raise BadRequest(f"{name} has too many digits.") from None


def stated(**members: str | None) -> dict[str, Any]:
    """Keep the members that have a value: an optional member without one is left out of an answer."""
    return {name: value for name, value in members.items() if value}


def echoes(message: Message, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what the caller sent, as it was sent, under the names of the answer."""
    return {answer: message[name] for answer, name in names.items() if name in message}


def written_day(value: date | datetime | None) -> str | None:
    """Write a date."""
    return None if value is None else value.isoformat()[:10]


def written_moment(value: datetime | None) -> str | None:
    """Write a date and time as the contract does, with a blank."""
    return None if value is None else value.isoformat(" ", "seconds")
