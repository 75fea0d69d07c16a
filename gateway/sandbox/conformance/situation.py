"""Situations that a client must survive, and verdicts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gateway.sandbox.conformance.seen import Seen


class State(StrEnum):
    """How a client has done in a situation."""

    OPEN = "open"
    """It has not been in it yet."""
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, and in a sentence why.

    `exchange` is the number of the exchange that decided, or 0.
    """

    state: State
    reason: str = ""
    exchange: int = 0


OPEN = Verdict(State.OPEN)

Judge = Callable[[Sequence[Seen]], Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A situation.

    `do` tells the client's developers how to get into it and what is expected then.
    """

    name: str
    title: str
    do: str
    judge: Judge


def passed(seen: Seen, reason: str) -> Verdict:
    """Return that the client did right."""
    return Verdict(State.PASSED, reason, seen.exchange.number)


def failed(seen: Seen, reason: str) -> Verdict:
    """Return that the client did wrong."""
    return Verdict(State.FAILED, reason, seen.exchange.number)
