"""The forms of learning events: ILR, NPD, and a general one.

A form is its columns, in any order, and what it says by itself of every event.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.files.events.cells import Cell, day, moment, text, whole, yes

ULN = "ULN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: the member it fills, its reader, its description."""

    member: str
    read: Cell
    about: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form.

    `says` holds the members of which its columns say nothing, or whose cell may be empty.

    `falls_back` names for a member another one that stands in where it is empty.
    """

    source: str
    columns: Mapping[str, Column]
    says: Mapping[str, Any] = field(default_factory=dict)
    falls_back: Mapping[str, str] = field(default_factory=dict)

    @property
    def needed(self) -> list[str]:
        """Return the columns that must be there and filled."""
        return [ULN, *(name for name, column in self.columns.items() if column.needed)]

    def described(self) -> str:
        """Describe the columns, one a line.

        Those that must be filled have a star.
        """
        width = max(map(len, self.columns)) + 1
        rows = [
            (ULN + "*", "the learner's number"),
            *((name + "*" * one.needed, one.about) for name, one in self.columns.items()),
        ]
        return "\n".join(f"{name:<{width}} {about}" for name, about in rows)


_ANY = Form(
    source="any",
    columns={
        "Source": Column(member="source", read=text(8), needed=True),
        "Subject": Column(member="subject", read=text(254), needed=True),
        "SubjectCode": Column(member="subject_code", read=text(35), needed=True),
        "AchievementAwardDate": Column(member="awarded_on", read=day),
        "AchievementProviderUkprn": Column(member="provider_ukprn", read=text(8)),
        "AchievementProviderName": Column(member="provider_name", read=text(254)),
        "AwardingOrganisationUkprn": Column(member="awarding_ukprn", read=text(8)),
        "AwardingOrganisationName": Column(member="awarding_name", read=text(254)),
        "CollectionType": Column(member="collection_type", read=text(8)),
        "Credits": Column(member="credits", read=whole),
        "DateLoaded": Column(member="loaded_at", read=moment),
        "Grade": Column(member="grade", read=text(35)),
        "LanguageForAssessment": Column(member="language", read=text(35)),
        "Level": Column(member="level", read=text(35)),
        "ParticipationStartDate": Column(member="started_on", read=day),
        "ParticipationEndDate": Column(member="ended_on", read=day),
        "QualificationType": Column(member="qualification_type", read=text(254)),
        "Restriction": Column(member="restriction", read=text(8)),
        "ReturnNumber": Column(member="return_number", read=text(8)),
        "Status": Column(member="status", read=text(8)),
        "UnderDataChallenge": Column(member="under_challenge", read=yes),
    },
)
"""The names that the service itself uses for the members of an event (contract 2.14)."""

_OF_EXTRACTS = {"credits": 0, "restriction": "0", "status": "F", "under_challenge": False}

_ILR = Form(
    source="ILR",
    columns={
        "UKPRN": Column(member="provider_ukprn", read=text(8), about="the provider", needed=True),
        "LearnAimRef": Column(member="subject_code", read=text(8), about="the learning aim", needed=True),
        "LearnAimRefTitle": Column(member="subject", read=text(254), about="its title", needed=True),
        "LearnStartDate": Column(member="started_on", read=day, about="when it was begun", needed=True),
        "LearnActEndDate": Column(member="ended_on", read=day, about="when it ended"),
        "AchDate": Column(member="awarded_on", read=day, about="when it was achieved; empty: as LearnActEndDate"),
        "OutGrade": Column(member="grade", read=text(35), about="the outcome grade; empty: no grade"),
        "LearnAimRefType": Column(member="qualification_type", read=text(254), about="the type of qualification"),
        "NotionalNVQLevel": Column(member="level", read=text(35), about="its level, in words"),
        "ProviderName": Column(member="provider_name", read=text(254), about="the name of the provider"),
        "AwardOrgCode": Column(member="awarding_ukprn", read=text(8), about="the awarding body; empty: unknown"),
        "AwardOrgName": Column(member="awarding_name", read=text(254), about="its name; empty: unknown"),
    },
    says=_OF_EXTRACTS
    | {
        "source": "ILR",
        "collection_type": "W",
        "grade": "9999999999",
        "awarding_ukprn": "UNKNWN",
        "awarding_name": "UNKNOWN",
    },
    falls_back={"awarded_on": "ended_on"},
)
"""Learning deliveries; what the ILR does not say is filled as records show it (contract 2.14, 3.2)."""

_NPD = Form(
    source="NPD",
    columns={
        "QAN": Column(member="subject_code", read=text(35), about="the qualification's number", needed=True),
        "SubjectTitle": Column(member="subject", read=text(254), about="the subject", needed=True),
        "AwardDate": Column(member="awarded_on", read=day, about="when it was awarded", needed=True),
        "Grade": Column(member="grade", read=text(35), about="the grade", needed=True),
        "UKPRN": Column(member="provider_ukprn", read=text(8), about="the school"),
        "SchoolName": Column(member="provider_name", read=text(254), about="its name"),
        "QualType": Column(member="qualification_type", read=text(254), about="the type, such as GCSE"),
        "Level": Column(member="level", read=text(35), about="its level, in words"),
        "AwardBodyCode": Column(member="awarding_ukprn", read=text(8), about="the awarding body; empty: unknown"),
        "AwardBodyName": Column(member="awarding_name", read=text(254), about="its name; empty: unknown"),
    },
    says=_OF_EXTRACTS
    | {"source": "NPD", "collection_type": "A", "awarding_ukprn": "UNKNWN", "awarding_name": "UNKNOWN"},
)
"""Results of schools."""

FORMS = {form.source: form for form in (_ANY, _ILR, _NPD)}
