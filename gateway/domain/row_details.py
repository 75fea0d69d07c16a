"""Details of the result of a row, and their JSON.

The details come beside the code and the ULN. The names in the JSON stand in the database: `details_from_json` reads
what any version has written.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gateway.domain.codes import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPerson:
    """The learner whom a verification found, as text."""

    family_name: str
    given_name: str
    date_of_birth: str
    gender: str


@dataclass(frozen=True, slots=True)
class VerificationDetails:
    """The flags of a verification, and the learner it found.

    `person` is None if the details do not match.
    """

    flags: tuple[str, ...]
    person: VerifiedPerson | None

    def as_json(self) -> dict[str, object]:
        """Return what is kept of it."""
        return {"flags": list(self.flags)} | ({} if self.person is None else asdict(self.person))


@dataclass(frozen=True, slots=True)
class AchievementDetails:
    """Whether an achievement that was written is final."""

    is_final: bool

    def as_json(self) -> dict[str, object]:
        """Return what is kept of it."""
        return {"final": self.is_final}


@dataclass(frozen=True, slots=True)
class AchievementErrors:
    """Fields that break rules, in the order of the checks."""

    errors: tuple[tuple[str, Code], ...]

    def as_json(self) -> dict[str, object]:
        """Return what is kept of it."""
        return {"errors": [[field, str(rule)] for field, rule in self.errors]}


@dataclass(frozen=True, slots=True)
class OptOutStays:
    """The AbilityToShare held, where a row stated another.

    No row lifts an opt-out.
    """

    ability_to_share: str

    def as_json(self) -> dict[str, object]:
        """Return what is kept of it."""
        return {"ability_to_share": self.ability_to_share}


RowDetails = VerificationDetails | AchievementDetails | AchievementErrors | OptOutStays


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementMark:
    """Who settled a row and when, and its former code.

    The time is text in UTC.
    """

    by: str
    at: str
    before: str


def details_from_json(stored: Mapping[str, Any]) -> RowDetails | None:
    """Return the details of a row, or None.

    `kept` is the JSON of the row.

    >>> shown = {"family_name": "Lee", "given_name": "Ann", "date_of_birth": "2004-03-09", "gender": "2"}
    >>> kept = {"flags": ["VRF1"], **shown}
    >>> details = details_from_json(kept)
    >>> details.person.family_name, details.as_json() == kept
    ('Lee', True)
    >>> details_from_json({"errors": [["uln", "AC201"]]})
    AchievementErrors(errors=(('uln', <Code.LEARNER_UNKNOWN: 'AC201'>),))
    >>> details_from_json({"final": False}), details_from_json({"ability_to_share": "2"})
    (AchievementDetails(is_final=False), OptOutStays(ability_to_share='2'))
    >>> details_from_json({})
    """
    match stored:
        case {"flags": flags, "family_name": family, "given_name": given, "date_of_birth": born, "gender": gender}:
            person = VerifiedPerson(family_name=family, given_name=given, date_of_birth=born, gender=gender)
            return VerificationDetails(tuple(flags), person)
        case {"flags": flags}:
            return VerificationDetails(tuple(flags), None)
        case {"errors": errors}:
            return AchievementErrors(tuple((field, Code.of(rule)) for field, rule in errors))
        case {"final": final}:
            return AchievementDetails(bool(final))
        case {"ability_to_share": ability}:
            return OptOutStays(ability)
        case _:
            return None
