"""A college that calls a generation of LearnerService."""

from typing import Any

from gateway import demo
from tests.builders import FINDMSG, LEARNER_SERVICE, REGMSG, REPORTMSG, Reply, Wire, learner, miap
from tests.journeys.people_alike import Person
from tests.journeys.test_batches import BATCHMSG, VLDMSG, work

_FIND = (
    "FamilyName", "GivenName", "DateOfBirth", "Gender", "LastKnownPostCode", "PreviousFamilyName", "PlaceOfBirth",
    "EmailAddress",
)  # fmt: skip
_ROW = (
    "GivenName", "PreferredGivenName", "MiddleOtherName", "FamilyName", "PreviousFamilyName",
    "LastKnownPostCode", "DateOfBirth", "PlaceOfBirth", "EmailAddress", "Gender", "AbilityToShare", "VerificationType",
)  # fmt: skip
_CLAIM = ("FamilyName", "GivenName", "DateOfBirth", "Gender")


def _of(person: Person, members: tuple[str, ...]) -> Person:
    return {name: person[name] for name in members if name in person}


class College:
    """A college and the service that it calls."""

    def __init__(self, wire: Wire, path: str = LEARNER_SERVICE, by: demo.DemoOrganisation = demo.COLLEGE) -> None:
        self._wire, self._path, self._by = wire, path, by

    def _post(self, *message: Any, **options: Any) -> Reply:
        return self._wire.post(self._path, miap(*message, by=self._by, **options))

    def find(self, person: Person) -> Reply:
        """Search for a person, with what a search can state."""
        return self._post(FINDMSG, "FindLearnerByDemographics", _of(person, _FIND), find="FUL")

    def find_by_uln(self, uln: str, person: Person) -> Reply:
        """Find a learner by ULN and names."""
        return self._post(FINDMSG, "FindLearnerByULN", {"ULN": uln} | _of(person, _CLAIM[:2]), find="FUL")

    def register(self, person: Person) -> Reply:
        """Register a person."""
        return self._post(REGMSG, "RegisterLearner", {"Learner": learner(**person)})

    def verify(self, uln: str, person: Person) -> str | None:
        """Return the code for the person's details under this ULN."""
        return self._post(REPORTMSG, "VerifyLearner", {"LearnerToVerify": {"ULN": uln} | _of(person, _CLAIM)}).code

    def codes_of_rows(self, people: list[Person], job: str) -> list[str]:
        """Submit people in a batch, and return the codes."""
        rows = [_of(one | {"AbilityToShare": "1", "VerificationType": "1"}, _ROW) for one in people]
        values = {"JobType": job, "LearnerRecordCount": len(rows), "Learner": rows}
        number = self._post(BATCHMSG, "SubmitBatch", values).text("JobID")
        work(self._wire)
        return self._post(BATCHMSG, "GetSubmitBatchOutput", {"JobID": number}).texts("ReturnCode")

    def codes_of_claims(self, claims: list[Person]) -> list[str]:
        """Submit a verification batch, and return the codes."""
        rows = [_of(one, ("ULN", *_CLAIM)) for one in claims]
        values = {"LearnerRecordCount": len(rows), "Learner": rows}
        number = self._post(VLDMSG, "SubmitVerifyBatch", values).text("JobID")
        work(self._wire)
        return self._post(VLDMSG, "GetVerifyBatchOutput", {"JobID": number}).texts("ResponseCode")
