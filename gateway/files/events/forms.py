"""Forms of files of learning events: ILR, NPD, general.

A form has columns, in any order, and values that are the same for every event.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.files.events.cells import Cell, day, moment, text, whole, yes

ULN = "ULN"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """A column: the member it fills, its reader, its description."""

    member: str
    read: Cell
    about: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of files.

    `says` holds values of members that have no column, or whose cell may be empty. If a member is empty, `falls_back`
    names another member whose value it takes.
    """

    source: str
    columns: Mapping[str, FormColumn]
    says: Mapping[str, object] = field(default_factory=dict)
    falls_back: Mapping[str, str] = field(default_factory=dict)

    @property
    def needed(self) -> list[str]:
        """Return the columns that must be there and filled."""
        return [ULN, *(name for name, column in self.columns.items() if column.needed)]

    def described(self) -> str:
        """Describe the columns, one a line.

        A star marks those that must be filled.
        """
        width = max(map(len, self.columns)) + 1
        rows = [
            (ULN + "*", "the learner's number"),
            *((name + "*" * column.needed, column.about) for name, column in self.columns.items()),
        ]
        return "\n".join(f"{name:<{width}} {about}" for name, about in rows)


_ANY = Form(
    source="any",
    columns={
        "Source": FormColumn(member="source", read=text(8), needed=True),
        "Subject": FormColumn(member="subject", read=text(254), needed=True),
        "SubjectCode": FormColumn(member="subject_code", read=text(35), needed=True),
        "AchievementAwardDate": FormColumn(member="awarded_on", read=day),
        "AchievementProviderUkprn": FormColumn(member="provider_ukprn", read=text(8)),
        "AchievementProviderName": FormColumn(member="provider_name", read=text(254)),
        "AwardingOrganisationUkprn": FormColumn(member="awarding_ukprn", read=text(8)),
        "AwardingOrganisationName": FormColumn(member="awarding_name", read=text(254)),
        "CollectionType": FormColumn(member="collection_type", read=text(8)),
        "Credits": FormColumn(member="credits", read=whole),
        "DateLoaded": FormColumn(member="loaded_at", read=moment),
        "Grade": FormColumn(member="grade", read=text(35)),
        "LanguageForAssessment": FormColumn(member="language", read=text(35)),
        "Level": FormColumn(member="level", read=text(35)),
        "ParticipationStartDate": FormColumn(member="started_on", read=day),
        "ParticipationEndDate": FormColumn(member="ended_on", read=day),
        "QualificationType": FormColumn(member="qualification_type", read=text(254)),
        "Restriction": FormColumn(member="restriction", read=text(8)),
        "ReturnNumber": FormColumn(member="return_number", read=text(8)),
        "Status": FormColumn(member="status", read=text(8)),
        "UnderDataChallenge": FormColumn(member="under_challenge", read=yes),
    },
)
"""The general form, with the service's own names (contract 2.14)."""

_OF_EXTRACTS = {"credits": 0, "restriction": "0", "status": "F", "under_challenge": False}

_ILR = Form(
    source="ILR",
    columns={
        "UKPRN": FormColumn(member="provider_ukprn", read=text(8), about="the provider", needed=True),
        "LearnAimRef": FormColumn(member="subject_code", read=text(8), about="the learning aim", needed=True),
        "LearnAimRefTitle": FormColumn(member="subject", read=text(254), about="its title", needed=True),
        "LearnStartDate": FormColumn(member="started_on", read=day, about="when it began", needed=True),
        "LearnActEndDate": FormColumn(member="ended_on", read=day, about="when it ended"),
        "AchDate": FormColumn(member="awarded_on", read=day, about="when it was achieved; empty: as LearnActEndDate"),
        "OutGrade": FormColumn(member="grade", read=text(35), about="the outcome grade; empty: no grade"),
        "LearnAimRefType": FormColumn(member="qualification_type", read=text(254), about="the type of qualification"),
        "NotionalNVQLevel": FormColumn(member="level", read=text(35), about="its level, in words"),
        "ProviderName": FormColumn(member="provider_name", read=text(254), about="the name of the provider"),
        "AwardOrgCode": FormColumn(member="awarding_ukprn", read=text(8), about="the awarding body; empty: unknown"),
        "AwardOrgName": FormColumn(member="awarding_name", read=text(254), about="its name; empty: unknown"),
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
"""Learning deliveries of the ILR.

What the ILR does not state gets the value that records show (contract 2.14, 3.2).
"""

_NPD = Form(
    source="NPD",
    columns={
        "QAN": FormColumn(member="subject_code", read=text(35), about="the qualification's number", needed=True),
        "SubjectTitle": FormColumn(member="subject", read=text(254), about="the subject", needed=True),
        "AwardDate": FormColumn(member="awarded_on", read=day, about="when it was awarded", needed=True),
        "Grade": FormColumn(member="grade", read=text(35), about="the grade", needed=True),
        "UKPRN": FormColumn(member="provider_ukprn", read=text(8), about="the school"),
        "SchoolName": FormColumn(member="provider_name", read=text(254), about="its name"),
        "QualType": FormColumn(member="qualification_type", read=text(254), about="the type, such as GCSE"),
        "Level": FormColumn(member="level", read=text(35), about="its level, in words"),
        "AwardBodyCode": FormColumn(member="awarding_ukprn", read=text(8), about="the awarding body; empty: unknown"),
        "AwardBodyName": FormColumn(member="awarding_name", read=text(254), about="its name; empty: unknown"),
    },
    says=_OF_EXTRACTS
    | {"source": "NPD", "collection_type": "A", "awarding_ukprn": "UNKNWN", "awarding_name": "UNKNOWN"},
)
"""Results of schools, from the NPD."""

FORMS = {form.source: form for form in (_ANY, _ILR, _NPD)}
