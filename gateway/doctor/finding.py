"""What a check found."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Whether a finding is good."""

    RIGHT = "right"
    ADVICE = "advice"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact, and what to do about it.

    `cure` is "" if there is nothing to do.
    """

    subject: str
    state: State
    fact: str
    cure: str


def right(subject: str, fact: str) -> Finding:
    """Return a finding that is as it should be."""
    return Finding(subject, State.RIGHT, fact, "")


def advice(subject: str, fact: str, cure: str) -> Finding:
    """Return a finding that may be meant so."""
    return Finding(subject, State.ADVICE, fact, cure)


def wrong(subject: str, fact: str, cure: str) -> Finding:
    """Return a finding that must be put right."""
    return Finding(subject, State.WRONG, fact, cure)


def in_words(seconds: float) -> str:
    """Return a length of time in its largest unit.

    >>> in_words(0.5), in_words(90), in_words(7200), in_words(200_000)
    ('1 second', '2 minutes', '2 hours', '2 days')
    """
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            return _counted(round(seconds / length), unit)
    return _counted(max(1, round(seconds)), "second")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
