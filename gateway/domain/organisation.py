"""Organisations that call the gateway, and what each may do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """A right that an organisation holds; it may hold several."""

    REGISTER = "register"
    PLR = "plr"
    VERIFY = "verify"
    AWARDING = "awarding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation.

    `version` grows with every change. It shows when a password that was checked before must be checked again.
    """

    id: int
    ukprn: str
    reference: str
    name: str
    roles: frozenset[Role]
    suspended: bool
    password_hash: str
    version: int
    misses: int = 0
    misses_before: int = 0
    misses_since: datetime | None = None
    """Start of the hour that `misses` counts.

    `misses_before` counts the hour before it (gateway/domain/misses.py).
    """


def faults_of(*, ukprn: str, reference: str, name: str, users: Collection[str]) -> list[str]:
    """Return what is wrong with the details of an organisation."""
    faults = []
    if not (len(ukprn) == 8 and ukprn.isascii() and ukprn.isalnum()):
        faults.append("a UKPRN has 8 letters or digits")
    if not (len(reference) == 6 and reference.isascii() and reference.isalnum()):
        faults.append("an organisation reference has 6 letters or digits")
    if not 0 < len(name) <= 254 or not name.isprintable():
        faults.append("a name has 1 to 254 printable characters")
    if not all(is_user_name(user) for user in users):
        faults.append(USER_NAME)
    return faults


USER_NAME = "a user name has 1 to 35 printable characters"


def is_user_name(text: str) -> bool:
    """Return whether a user may have this name."""
    return 0 < len(text) <= 35 and text.isprintable()
