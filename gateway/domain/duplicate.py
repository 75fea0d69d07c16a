"""Two learners who may be one person (contract 6.4)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import exp2
from typing import Self

from gateway.domain.lifecycle import OperatorActionRefused
from gateway.domain.matching import Advice, Evidence, Explanation


class DuplicateStatus(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """Another program's opinion of a pair.

    `bits` are log2 odds that the two are one person. `by` names the program and its version.
    """

    by: str
    bits: float

    @property
    def probability(self) -> float:
        """Return the odds as a probability."""
        return 1.0 / (1.0 + exp2(min(-self.bits, 1000.0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A pair of ULNs that may be one person.

    The smaller ULN comes first.
    """

    uln: str
    other_uln: str
    advice: Advice
    explanation: Explanation
    opinion: Opinion | None = field(default=None)

    @classmethod
    def of(cls, one: str, other: str, advice: Advice, explanation: Explanation, opinion: Opinion | None = None) -> Self:
        """Return a finding with the two ULNs in order."""
        uln, other_uln = sorted((one, other))
        return cls(uln=uln, other_uln=other_uln, advice=advice, explanation=explanation, opinion=opinion)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A pair as it is kept, under its number."""

    number: int
    uln: str
    other_uln: str
    found_at: datetime
    advice: Advice
    score: float
    evidence: tuple[Evidence, ...]
    opinion: Opinion | None
    status: DuplicateStatus

    def other_than(self, master: str) -> str:
        """Return the ULN that is not the master's.

        Raises NotOfThePair if the master is neither of the two.
        """
        if master not in (self.uln, self.other_uln):
            raise NotOfThePair(f"the master must be {self.uln} or {self.other_uln}")
        return self.other_uln if master == self.uln else self.uln


class NotOfThePair(OperatorActionRefused):
    """The master is neither of the two."""


class AlreadyDecided(OperatorActionRefused):
    """An operator has already decided on the pair."""


def require_open(pair: Duplicate) -> None:
    """Raise AlreadyDecided where there is nothing left to decide."""
    if pair.status is not DuplicateStatus.OPEN:
        raise AlreadyDecided(f"pair {pair.number} is {pair.status} already")
