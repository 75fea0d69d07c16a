"""Batches of achievements, for journeys, torture and contract tests."""

from typing import Any

from gateway import demo
from tests.builders import EXTERNAL, MODEL, R9, Reply, Wire, envelope, members, r9

SERVICES = "http://api.lrs.qcf.gov.uk/services"
ORDER = (
    "AchievementAwardDate", "Action", "ActionDate", "ActionReason", "DateofBirth", "FamilyName", "Gender", "GivenName",
    "Grade", "LanguageForAssessment", "LearnerPostcode", "MisIdentifier", "ProviderUkprn", "Uln",
    "UnitOrQualificationReferenceNumber",
)  # fmt: skip
CREATE, UPDATE, WITHDRAW, REINSTATE = "1", "2", "3", "4"
BEA = {
    "AchievementAwardDate": "2024-07-05T00:00:00",
    "Action": CREATE,
    "ActionDate": "2024-07-08T00:00:00",
    "FamilyName": "Lee",
    "GivenName": "Bea",
    "Grade": "Pass",
    "LanguageForAssessment": "English",
    "ProviderUkprn": demo.COLLEGE.ukprn,
    "Uln": demo.BEA_ULN,
    "UnitOrQualificationReferenceNumber": "600/1234/5",
}
"""An achievement of Bea Lee."""


def message(root: str, values: dict[str, Any], *, by: demo.DemoOrganisation = demo.AWARDING) -> str:
    """Write an ExternalService message."""
    user = members({"OrgPassword": by.password, "OrganisationRef": by.reference, "UserName": by.user}, "m:")
    return envelope(
        f'<{root} xmlns="{SERVICES}"><invokingUser xmlns:m="{MODEL}">{user}</invokingUser>{members(values)}</{root}>'
    )


def submit(
    wire: Wire,
    *achievements: dict[str, Any],
    type_: str | None = "Final",
    email: str | None = "results@example.org",
    by: demo.DemoOrganisation = demo.AWARDING,
) -> Reply:
    """Submit a batch of achievements."""
    rows = [{name: row[name] for name in ORDER if name in row} for row in achievements]
    values = {"emailAddress": email, "submissionType": type_, "achievements": {"Achievement": rows}}
    return wire.post(EXTERNAL, message("SubmitAchievementBatchJob", values, by=by))


def read(wire: Wire, job_id: str | None, *, by: demo.DemoOrganisation = demo.AWARDING) -> Reply:
    """Read the result of a batch."""
    return wire.post(EXTERNAL, message("GetAchievementBatchJob", {"jobId": job_id}, by=by))


def record(wire: Wire, uln: str = demo.BEA_ULN, given: str = "Bea", family: str = "Lee") -> Reply:
    """Read a personal learning record."""
    values = {"uln": uln, "givenName": given, "familyName": family}
    values |= {"dateOfBirth": "", "gender": "", "getType": "FULL"}
    return wire.post(R9, r9("GetLearnerLearningEvents", values))
