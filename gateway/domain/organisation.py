"""Organisations that call the gateway, and what each may do."""

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
