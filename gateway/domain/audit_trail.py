"""Questions to the audit trail, and its answers."""

from dataclasses import dataclass
from datetime import date, datetime

from gateway.domain.access import Operation

REFUSALS = "WSEC"
"""Prefix of the codes that refuse a call (contract 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailQuery:
    """Conditions on rows of the audit trail.

    A condition that is None does not apply. `until` is not included. Times are UTC.
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
    """A row of the audit trail.

    It stands for a call, or for one learner of a call. What an operator does has no organisation, unless it is done to
    one.
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
    """Misses of the call, stated in one of its rows.

    A miss is a ULN that no learner has, or whose details differed.
    """

    @property
    def caller(self) -> str:
        """Return the organisation's reference, or a word in brackets.

        The word says whether an operator acted, or an organisation that is not known.
        """
        return self.reference or nobody(self.operation)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailDay:
    """What one organisation, or all operators, did on a day.

    `reference` is empty if the organisation is not known, and for operators, who are counted together.
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
        """Return the organisation's reference, or a word in brackets."""
        return self.reference or _nobody(by_operator=self.by_operator)


def nobody(operation: str) -> str:
    """Return the word for a caller without a known organisation.

    Only organisations call an `Operation`. Everything else was done by an operator.
    """
    return _nobody(by_operator=operation not in {operation.value for operation in Operation})


def _nobody(*, by_operator: bool) -> str:
    return "(operator)" if by_operator else "(unknown)"
