"""Batches: jobs and their rows (contract 6.7, 6.8, 4.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any, Self

from gateway.domain.codes import Code
from gateway.domain.learner import AbilityToShare, Address, Gender, Person
from gateway.domain.names import written_postcode
from gateway.domain.row_details import OptOutStays, RowDetails, SettlementMark, details_from_json
from gateway.domain.verification import StatedIdentity


class JobKind(StrEnum):
    """What a batch asks for."""

    REGISTRATION = "registration"
    VERIFICATION = "verification"
    ACHIEVEMENT = "achievement"


class JobStatus(StrEnum):
    """How far a job has come."""

    SUBMITTED = "submitted"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A batch job, as its organisation sees it.

    The organisation knows the job by `number`; `id` is its key in the database. `submission` is the submission type of
    a batch of achievements, `email` whom to notify at the end.
    """

    id: int
    number: int
    user: str
    submission: str
    email: str = ""
    status: JobStatus
    size: int
    done: int
    submitted_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


_SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """The result of a row of a batch."""

    code: Code
    uln: str = ""
    details: RowDetails | None = None
    settled: SettlementMark | None = None
    """Who has settled the row, where an operator did."""

    @classmethod
    def from_json(cls, code: Code, uln: str, stored: Mapping[str, Any]) -> Self:
        """Return a result as it was kept."""
        mark = stored.get(_SETTLED)
        return cls(
            code=code,
            uln=uln,
            details=details_from_json(stored),
            settled=None if mark is None else SettlementMark(**mark),
        )

    def as_json(self) -> dict[str, object]:
        """Return what is kept of it beside code and ULN."""
        details = {} if self.details is None else self.details.as_json()
        return details if self.settled is None else details | {_SETTLED: asdict(self.settled)}

    def echo(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return what the row stated, as the answer repeats it.

        If the learner stays opted out, the answer repeats the AbilityToShare that is held (2), not the stated one (1).
        """
        if isinstance(self.details, OptOutStays):
            return {**given, "ability_to_share": self.details.ability_to_share}
        return dict(given)


class Tally(Enum):
    """The five counters of a registration batch."""

    NEW = "new"
    EXISTS = "exists or updated"
    POSSIBLE = "possible match"
    NOT_FOUND = "not found"
    REJECTED = "rejected"


TALLIES = {
    Code.ROW_NEW_ULN: Tally.NEW,
    Code.ROW_EXISTS: Tally.EXISTS,
    Code.ROW_UPDATED: Tally.EXISTS,
    Code.ROW_EXACT: Tally.EXISTS,
    Code.ROW_MASTER: Tally.EXISTS,
    Code.ROW_POSSIBLE: Tally.POSSIBLE,
    Code.ROW_NOT_FOUND: Tally.NOT_FOUND,
    Code.ROW_INSUFFICIENT: Tally.REJECTED,
    Code.ROW_CONFLICT: Tally.REJECTED,
    Code.ROW_DUPLICATE: Tally.REJECTED,
    Code.ROW_MALFORMED: Tally.REJECTED,
    Code.ROW_AGE: Tally.REJECTED,
}
"""Counter that each return code adds to.

The table of contract 4.4 and 6.7.
"""


def tally(results: Iterable[RowResult]) -> dict[Tally, int]:
    """Count the rows of a registration batch by outcome."""
    counts = dict.fromkeys(Tally, 0)
    for result in results:
        counts[TALLIES[result.code]] += 1
    return counts


class RowMalformed(ValueError):
    """A value in the row is not possible."""


class RowInsufficient(ValueError):
    """The row lacks data to find or register a learner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRow:
    """A row of a batch: its members are text."""

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> Self:
        """Make a row from what was kept of it."""
        return cls(**stored)

    def kept(self) -> dict[str, str]:
        """Return the members with a value, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name)}


FILE_ROW = "file_row"
"""Member of a row: its number in a file.

The gateway adds it. The row states nothing by it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLearner(StoredRow):
    """A learner in a registration batch, as sent.

    An empty string means that the value is not stated. `file_row` is the number of the row in its file. It is stated
    only if the file has empty rows before it.
    """

    uln: str = ""
    mis_identifier: str = ""
    title: str = ""
    given_name: str = ""
    preferred_given_name: str = ""
    middle_name: str = ""
    family_name: str = ""
    previous_family_name: str = ""
    family_name_at_16: str = ""
    school_at_16: str = ""
    address_line1: str = ""
    address_line2: str = ""
    address_town: str = ""
    address_county: str = ""
    postcode: str = ""
    address_captured_on: str = ""
    date_of_birth: str = ""
    place_of_birth: str = ""
    email: str = ""
    gender: str = ""
    nationality: str = ""
    scottish_candidate_number: str = ""
    ability_to_share: str = ""
    verification_type: str = ""
    verification_description: str = ""
    notes: str = ""
    file_row: str = ""


def file_row_of(given: Mapping[str, str], position: int) -> int:
    """Return a row's number in a spreadsheet.

    The headings are row 1. `position` begins at 1 with the first learner.
    """
    return int(given.get(FILE_ROW) or position + 1)


def person_of(row: BatchLearner) -> Person:
    """Return the person that a row describes.

    Raises RowInsufficient if birth date, gender or postcode is missing, and RowMalformed if a date does not exist.
    """
    if not (row.date_of_birth and row.gender and row.postcode):
        raise RowInsufficient
    return Person(
        title=row.title,
        given_name=row.given_name,
        middle_name=row.middle_name,
        family_name=row.family_name,
        preferred_given_name=row.preferred_given_name,
        previous_family_name=row.previous_family_name,
        family_name_at_16=row.family_name_at_16,
        school_at_16=row.school_at_16,
        address=Address(
            line1=row.address_line1,
            line2=row.address_line2,
            town=row.address_town,
            county=row.address_county,
            captured_on=_day(row.address_captured_on),
        ),
        postcode=written_postcode(row.postcode),
        date_of_birth=_day(row.date_of_birth) or date.min,
        place_of_birth=row.place_of_birth,
        gender=Gender(int(row.gender)),
        email=row.email,
        nationality=row.nationality,
        scottish_candidate_number=row.scottish_candidate_number,
        verification_type=int(row.verification_type or 0),
        verification_description=row.verification_description,
        ability_to_share=AbilityToShare(int(row.ability_to_share or 0)),
        notes=row.notes,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # 29 February of a year that had none passes the schema
        raise RowMalformed from None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchIdentity(StoredRow):
    """A learner in a verification batch, as sent.

    An empty string means that the value is not stated.
    """

    mis_identifier: str = ""
    uln: str
    family_name: str
    given_name: str
    date_of_birth: str = ""
    gender: str = ""

    def stated_identity(self) -> StatedIdentity:
        """Return the identity that the row states. Raises RowMalformed."""
        return StatedIdentity(
            uln=self.uln,
            given_name=self.given_name,
            family_name=self.family_name,
            date_of_birth=_day(self.date_of_birth),
            gender=Gender(int(self.gender)) if self.gender else None,
        )
