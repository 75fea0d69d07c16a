"""Read typed values from text, and write them.

Text that cannot be read is a bad request.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import NoReturn

from gateway.domain.errors import BadRequest
from gateway.domain.learner import Gender
from gateway.domain.names import normal_name
from gateway.domain.text import is_email
from gateway.wire.values.message import Members, Message

_DATES_KEPT = 10_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def read_text(message: Message, member: str) -> str:
    """Return a member's text, or "" if absent."""
    value: str = message.get(member, "")
    return value


def read_limited_text(message: Message, member: str, most: int) -> str | None:
    """Return a member's text, or None if absent.

    Raises BadRequest if it is longer than `most` characters.
    """
    value = message.get(member)
    if value is not None and len(value) > most:
        raise BadRequest(f"{member} is longer than {most} characters.")
    return value


def read_name(message: Message, member: str) -> str:
    """Return a person's name.

    Raises BadRequest if it has nothing to compare, such as only a no-break space.
    """
    value = read_text(message, member)
    if not normal_name(value):
        raise BadRequest(f"{member} holds no letter.")
    return value


def read_email(message: Message, member: str) -> str | None:
    """Return an e-mail address, or None if absent.

    Raises BadRequest.
    """
    value = read_limited_text(message, member, 254)
    if value is not None and not is_email(value):
        raise BadRequest(f"{member} is not an e-mail address.")
    return value


def read_day(message: Message, member: str) -> date | None:
    """Return a date, or None if absent.

    Raises BadRequest. The pattern of the schema allows 29 February 1900, and LearnerServiceR9 has no pattern at all.
    """
    value = message.get(member)
    if value is None:
        return None
    written = value.strip()
    if not _DAY.fullmatch(written):
        _refuse_date(member)
    try:
        return date.fromisoformat(written)
    except ValueError:
        _refuse_date(member)


def _refuse_date(member: str) -> NoReturn:
    raise BadRequest(f"{member} is not a date of the form YYYY-MM-DD.")


def read_required_day(message: Message, member: str) -> date:
    """Return a date that the schema requires.

    Raises BadRequest.
    """
    value = read_day(message, member)
    if value is None:
        _refuse_date(member)
    return value


def read_gender(message: Message, member: str) -> Gender | None:
    """Return a gender, or None if absent.

    Raises BadRequest.
    """
    value = message.get(member)
    if value is None:
        return None
    if value.strip() not in ("0", "1", "2", "9"):
        raise BadRequest(f"{member} is not 0, 1, 2 or 9.")
    return Gender(int(value))


def read_number(message: Message, member: str) -> int | None:
    """Return a whole number, or None if absent.

    The schema has checked that it is one, but allows any number of leading zeros, which Python does not. Raises
    BadRequest.
    """
    return read_required_number(message, member) if member in message else None


def read_required_number(message: Message, member: str) -> int:
    """Return a whole number that the schema requires.

    Raises BadRequest.
    """
    try:
        return int(message[member])
    except ValueError:
        raise BadRequest(f"{member} has too many digits.") from None


def without_empty(**members: str | None) -> Members:
    """Return the members that have a value.

    An answer leaves an optional member without a value out.
    """
    return {name: value for name, value in members.items() if value}


def echo(message: Message, names: Mapping[str, str]) -> Members:
    """Return members of the request, unchanged, for the answer.

    `names` are the members' names in the answer and in the request.
    """
    return {answer: message[name] for answer, name in names.items() if name in message}


format_date = lru_cache(_DATES_KEPT)(date.isoformat)
"""Write a date that is stated.

The dates of learning events are few, and each is written many times.
"""


def format_day(value: date | datetime | None) -> str | None:
    """Write a date."""
    return None if value is None else value.isoformat()[:10]


def format_moment(value: datetime | None) -> str | None:
    """Write a date and time, with a space between them."""
    return None if value is None else value.isoformat(" ", "seconds")
