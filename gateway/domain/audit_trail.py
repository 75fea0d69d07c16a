"""Questions to the audit trail, and its answers."""

from dataclasses import dataclass
from datetime import date, datetime

from gateway.domain.access import Operation

REFUSALS = "WSEC"
"""How the codes begin that refuse a call (contract 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailQuery:
    """Which rows of the trail.

    What is None is not asked. `until` is not included. Times are UTC.
    """

    organisation_id: int | None = None
    uln: str | None = None
    user: str | None = None
    operation: str | None = None
    code: str | None = None
    refused: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailRow:
    """A row of the audit trail: a call, or one of its learners.

    What an operator does has no organisation, unless it is done to one.
    """

    id: int
    at: datetime
    ukprn: str
    reference: str
    user: str
    operation: str
    code: str
    uln: str
    call: str
    reason: str
    misses: int
    """ULNs of the call that nobody has or whose details differed; in one row of each call."""

    @property
    def caller(self) -> str:
        """Return the reference of the organisation.

        In brackets who has none, or one that nobody knows.
        """
        return self.reference or nobody(self.operation)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailDay:
    """What one organisation did on a day.

    `reference` is empty where it is unknown, and for operators, who are one.
    """

    day: date
    reference: str
    by_operator: bool
    calls: int
    refused: int
    wrong_passwords: int
    nobody_found: int
    learners: int
    misses: int

    @property
    def caller(self) -> str:
        """Return the reference of the organisation, or another name in brackets."""
        return self.reference or _nobody(by_operator=self.by_operator)


def nobody(operation: str) -> str:
    """Return the name of a caller without an organisation.

    Only organisations ask for an Operation.
    """
    return _nobody(by_operator=operation not in {one.value for one in Operation})


def _nobody(*, by_operator: bool) -> str:
    return "(operator)" if by_operator else "(unknown)"
