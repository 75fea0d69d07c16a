"""How a learner wants to hear about their record.

Contract 2.16, 3.2. The gateway keeps the wish and sends nothing.
"""

from dataclasses import dataclass
from enum import StrEnum


class Preference(StrEnum):
    """The way in which the learner wants to be told."""

    NONE = "none"
    SMS = "sms"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """The wish, and the address or telephone it needs."""

    preference: Preference
    email: str = ""
    telephone: str = ""

    def __repr__(self) -> str:
        return "Notification(...)"  # a traceback or a log must never show it
