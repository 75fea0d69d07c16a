"""zeep calls every operation that the gateway supports.

It knows only the WSDLs, all of which it loads.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import pytest
import zeep
from lxml import etree

from gateway import demo
from gateway.wire.services import SERVICES
from tests.builders import EXTERNAL, LEARNER_SERVICE, MIAP_2014, R9, R9_2017
from tests.clients.served import Served

PATHS = (LEARNER_SERVICE, R9, EXTERNAL, MIAP_2014)
QUERIES = ("wsdl", "WSDL", "singleWsdl", "singlewsdl", "SINGLEWSDL", "wsdl=plain")

_LETTERS = str.maketrans("0123456789", "abcdefghij")
_FAMILY_NAME = "Wsdlard"

_COLLEGE = {
    "OrganisationRef": None,
    "UKPRN": demo.COLLEGE.ukprn,
    "OrgPassword": demo.COLLEGE.password,
    "UserName": demo.COLLEGE.user,
}
_ANN = {"ULN": demo.ANN_ULN, "GivenName": "Ann", "FamilyName": "Lee"}
_ANN_DETAILS = {"DateOfBirth": "2004-03-09", "Gender": "2"}
_POSTCODE = {"LastKnownPostCode": "CV1 2WT"}
_UNUSED = dict.fromkeys(("PreviousFamilyName", "SchoolAtAge16", "PlaceOfBirth", "EmailAddress"))

_INVOKING = {"Password": demo.COLLEGE.password, "Ukprn": demo.COLLEGE.ukprn, "Username": demo.COLLEGE.user}
_HEAD = {"invokingOrganisation": _INVOKING, "userType": "ORG", "language": "ENG"}
_KEY = {"keyType": "PIN", "keyValue": "a key of hers"}
_NO_GUID = "00000000-0000-0000-0000-000000000000"
_SNAPSHOT_HEAD = {**_HEAD, "vendorId": 1, "learnerUln": demo.ANN_ULN}
_UPDATED = {"givenName": "Updated", "familyName": _FAMILY_NAME}
_R9_ANN = {"uln": demo.ANN_ULN, "givenName": "Ann", "familyName": "Lee"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A valid call: arguments, and how to read the outcome.

    `arguments` may use a learner that is registered for this call only.
    """

    operation: str
    arguments: Callable[[str], dict[str, Any]]
    expected: Any
    outcome: Callable[[Any], Any] = lambda answer: answer.ResponseCode


def registrable(given_name: str) -> dict[str, str]:
    return {
        "GivenName": given_name,
        "FamilyName": _FAMILY_NAME,
        "LastKnownPostCode": "OX1 2JD",
        "DateOfBirth": "2005-04-01",
        "Gender": "1",
        "VerificationType": "1",
        "AbilityToShare": "1",
    }


def renamed(word: str, uln: str) -> dict[str, str]:
    return registrable(f"{word} {uln.translate(_LETTERS)}")


# If an answer has one member, zeep returns that: VerifiedLearner, a single ResponseCode, the results of R9.
LEARNER_CALLS = (
    Call(operation="learnerByULN", arguments=lambda _: {**_COLLEGE, **_ANN, "FindType": "FUL"}, expected="WSRC0004"),
    Call(
        operation="learnerByDemographics",
        arguments=lambda _: {
            **_COLLEGE,
            **{name: value for name, value in _ANN.items() if name != "ULN"},
            **_ANN_DETAILS,
            **_POSTCODE,
            **_UNUSED,
            "FindType": "CHK",
        },
        expected="WSRC0004",
    ),
    Call(
        operation="registerSingleLearner",
        arguments=lambda uln: {**_COLLEGE, "Learner": renamed("Once", uln)},
        expected="WSRC0005",
    ),
    Call(
        operation="updateSingleLearner",
        arguments=lambda uln: {**_COLLEGE, "Learner": {**renamed("Now", uln), "ULN": uln, "VersionNumber": 1}},
        outcome=str,
        expected="WSRC0006",
    ),
    Call(
        operation="verifyLearner",
        arguments=lambda _: {**_COLLEGE, "LearnerToVerify": {**_ANN, **_ANN_DETAILS}},
        expected="WSVRC001",
    ),
    Call(
        operation="retrieveULNs",
        arguments=lambda uln: {**_COLLEGE, "ULNsToRetrieve": {"ULN": [demo.ANN_ULN, uln]}},
        outcome=lambda answer: [one.ResponseCode for one in answer],
        expected=["WSRC0004", "WSRC0004"],
    ),
    Call(
        operation="submitBatchRegistration",
        arguments=lambda uln: {
            **_COLLEGE,
            "JobType": "CHK",
            "LearnerRecordCount": 1,
            "Learner": [{"ULN": uln, "GivenName": "Ann", "FamilyName": "Lee"}],
        },
        expected="WSRC0007",
    ),
    Call(operation="getBatchRegistrationOutput", arguments=lambda _: {**_COLLEGE, "JobID": 10**9}, expected="WSRC0018"),
    Call(
        operation="submitVerifyBatch",
        arguments=lambda _: {
            **_COLLEGE,
            "LearnerRecordCount": 1,
            "OrgEmail": None,
            "Learner": [{**_ANN, "DateOfBirth": None, "Gender": None}],
        },
        expected="WSRC0007",
    ),
    Call(operation="getVerifyBatchOutput", arguments=lambda _: {**_COLLEGE, "JobID": 10**9}, expected="WSRC0018"),
)
RECORD_CALL = Call(
    operation="getLearnerRecord",
    arguments=lambda _: {
        **_COLLEGE,
        **_ANN,
        **_ANN_DETAILS,
        **_POSTCODE,
        "UserType": "ORG",
        "LNRContactType": "WEB",
    },
    outcome=lambda answer: (answer.ResponseCode, len(answer.LearnerRecord.LearningEvents.LearningEvent)),
    expected=("WSRC0004", 7),
)
REPORT_CALLS = (
    Call(
        operation="getMergedUnmergedULNsReport",
        arguments=lambda _: {**_COLLEGE, "FromDate": "2024-10-01", "ToDate": "2024-10-31"},
        outcome=lambda answer: (answer.ResponseCode, answer.ULNReport.MergedLearners.MergedLearner[0].MergedULN),
        expected=("WSRC0023", demo.MERGED_ULN),
    ),
    Call(
        operation="getDeletedULNsReport",
        arguments=lambda _: {**_COLLEGE, "FromDate": "2024-11-01", "ToDate": None},
        outcome=lambda answer: (answer.ResponseCode, answer.ULNReport.DeletedLearners.DeletedLearner[0].ULN),
        expected=("WSRC0023", demo.EVE_ULN),
    ),
)
R9_CALLS = (
    Call(
        operation="LearnerByUln",
        arguments=lambda _: {**_HEAD, "vendorId": 1, **_R9_ANN, "findType": "FUL"},
        outcome=lambda answer: (answer.ResponseCode, answer.Learner.GivenName),
        expected=("WSRC0004", "Ann"),
    ),
    Call(
        operation="GetLearnerLearningEvents",
        arguments=lambda _: {
            **_HEAD,
            "vendorID": 1,
            **_R9_ANN,
            "dateOfBirth": "2004-03-09",
            "gender": "2",
            "getType": "FULL",
        },
        outcome=lambda answer: (answer.ResponseCode, len(answer.LearnerRecord.LearningEvent)),
        expected=("WSRC0004", 7),
    ),
    Call(
        operation="UpdateLearnerSubsetFields",
        arguments=lambda uln: {
            **_HEAD,
            "vendorId": 1,
            "uln": uln,
            "versionNumber": 1,
            "emailAddress": "someone@example.org",
            "abilityToShare": "NotProvided",
            **dict.fromkeys(("telephoneNumber", "schoolAtAge16", "preferredGivenName")),
        },
        outcome=str,
        expected="WSRC0006",
    ),
    Call(
        operation="ViewAudit",
        arguments=lambda _: {
            **_HEAD,
            "vendorId": 1,
            "learnerUln": demo.ANN_ULN,
            "learnerGivenName": "Ann",
            "learnerFamilyName": "Lee",
            "page": 0,
        },
        outcome=lambda answer: answer.PageIndex,  # the answer has no code, so a refusal is a fault
        expected=0,
    ),
    Call(
        operation="GetOrganisation",
        arguments=lambda _: {**_HEAD, "vendorId": 1, "ukPrn": demo.AWARDING.ukprn, "orgRef": None},
        outcome=lambda answer: (answer.ResponseCode, answer.DisplayName),
        expected=("WSRC0004", demo.AWARDING.name),
    ),
)
_AWARDING = {
    "OrgPassword": demo.AWARDING.password,
    "OrganisationRef": demo.AWARDING.reference,
    "UserName": demo.AWARDING.user,
}
EXTERNAL_CALLS = (
    Call(
        operation="SubmitAchievementBatchJob",
        arguments=lambda uln: {
            "invokingUser": _AWARDING,
            "emailAddress": "results@example.org",
            "submissionType": "Provisional",
            "achievements": {
                "Achievement": [
                    {
                        "AchievementAwardDate": datetime(2024, 7, 5),
                        "Action": 1,
                        "ActionDate": datetime(2024, 7, 8),
                        "FamilyName": "Nobody",
                        "GivenName": "Nobody",
                        "ProviderUkprn": demo.COLLEGE.ukprn,
                        "Uln": uln,
                        "UnitOrQualificationReferenceNumber": "600/1234/5",
                    }
                ]
            },
        },
        expected="WSRC0007",
    ),
    Call(
        operation="GetAchievementBatchJob",
        arguments=lambda _: {"invokingUser": _AWARDING, "jobId": 999999},
        outcome=lambda answer: (answer.ResponseCode, answer.JobID, answer.Status),
        expected=("WSRC0018", 999999, None),
    ),
)
R9_2017_CALLS = (
    *R9_CALLS[:2],
    Call(
        operation="UpdateLearnerSubsetFields",
        arguments=lambda uln: {
            **_HEAD,
            "vendorId": 1,
            "uln": uln,
            "versionNumber": 1,
            "emailAddress": "someone@example.org",
            "abilityToShare": "FPNSeenShareData",
            **dict.fromkeys(("telephoneNumber", "schoolAtAge16", "preferredGivenName")),
        },
        outcome=str,
        expected="WSRC0006",
    ),
    *R9_CALLS[3:],
    Call(
        operation="StoreLearnerKey",
        arguments=lambda _: {
            **_HEAD,
            "vendorID": 1,
            **_R9_ANN,
            **dict.fromkeys(("dateOfBirth", "gender")),
            **_KEY,
        },
        outcome=str,
        expected="WSRC0004",
    ),
    Call(
        operation="FindLearnerByUlnKey",
        arguments=lambda uln: {**_HEAD, "vendorID": 1, "uln": uln, **_KEY, "findType": "FUL"},
        outcome=lambda answer: (answer.ResponseCode, answer.FoundULN),
        expected=("WSRC0001", None),
    ),
    Call(
        operation="GetMyLearningEvents",
        arguments=lambda uln: {**_HEAD, "vendorID": 1, "uln": uln, "keyType": "PIN", "key": "4711", "getType": "FULL"},
        expected="WSEC0208",
    ),
    Call(
        operation="RemoveLearnerKey",
        arguments=lambda uln: {**_HEAD, "vendorID": 1, "uln": uln, **_KEY},
        outcome=str,
        expected="WSEC0208",
    ),
    Call(
        operation="SetNotification",
        arguments=lambda _: {
            **_HEAD,
            "vendorId": 1,
            **_R9_ANN,
            "dateOfBirth": datetime(2004, 3, 9),
            "gender": "2",
            "emailAddress": "ann.lee@example.org",
            "notificationPreference": "Email",
        },
        outcome=str,
        expected="WSRC0004",
    ),
    Call(
        operation="ListNotificationStatus",
        arguments=lambda uln: {**_HEAD, "vendorId": 1, "uln": uln},
        outcome=lambda answer: (answer.ResponseCode, answer.NotificationPreference),
        expected=("WSRC0004", "None"),
    ),
    Call(
        operation="CreateDataChallenge",
        arguments=lambda _: {
            **_HEAD,
            "vendorId": 1,
            **_R9_ANN,
            "challengeType": "Incorrect grade",
            "dateOfBirth": datetime(2004, 3, 9),
            "gender": "2",
            "additionalInformation": "The board regraded her",
            "learningEvent1Id": 3,
            "learningEvent2Id": 0,
        },
        outcome=lambda answer: (answer.ResponseCode, answer.ResponseDescription),
        expected=("WSRC0004", "The challenge is raised"),
    ),
    Call(
        operation="ListDataChallenge",
        arguments=lambda uln: {**_HEAD, "vendorId": 1, "uln": uln},
        outcome=lambda answer: (answer.ResponseCode, answer.DataChallenges),
        expected=("WSRC0004", None),
    ),
    Call(
        operation="DeleteDataChallenge",
        arguments=lambda uln: {**_HEAD, "vendorId": 1, "uln": uln, "referenceNumber": "DC23456789B"},
        outcome=str,
        expected="WSRC0001",
    ),
    Call(
        operation="CreateOrModifySnapshot",
        arguments=lambda _: {
            **_SNAPSHOT_HEAD,
            "givenName": "Ann",
            "familyName": "Lee",
            "gender": 2,
            "dateOfBirth": datetime(2004, 3, 9),
            "events": {"PlrSnapshotEvent": [{"Id": 1, "Include": True}, {"Id": 2, "Include": False}]},
            "includeAllEvents": False,
            "targetEmail": "admissions@example.org",
            "pinCode": "4711",
            "userReference": "UCAS 2026",
            "guid": _NO_GUID,
        },
        outcome=lambda answer: (answer.ResponseCode, len(answer.Guid)),
        expected=("WSRC0004", 36),
    ),
    Call(
        operation="ListSnapshots",
        arguments=lambda uln: {**_SNAPSHOT_HEAD, "learnerUln": uln, "guid": _NO_GUID},
        outcome=lambda answer: (answer.ResponseCode, answer.Snapshots),
        expected=("WSRC0004", None),
    ),
    Call(
        operation="DeleteSnapshot",
        arguments=lambda _: {**_SNAPSHOT_HEAD, "guid": "0f8fad5b-d9cb-469f-a165-70867728950e"},
        outcome=str,
        expected="WSRC0001",
    ),
    Call(
        operation="GetLearnerRecord",
        arguments=lambda _: {
            **_HEAD,
            "vendorId": 1,
            **_R9_ANN,
            "contactType": "WEB",
            "dateOfBirth": datetime(2004, 3, 9),
            "gender": 2,
            "postcode": "CV1 2WT",
        },
        outcome=lambda answer: (
            answer.ResponseCode,
            answer.IncomingDateOfBirth,
            len(answer.LearnerRecord.LearnerEvent),
            answer.LearnerRecord.LearnerEvent[0].AwardDate,
        ),
        expected=("WSRC0004", datetime(2004, 3, 9), 7, datetime(2022, 7, 8)),
    ),
    Call(
        operation="UpdateLearner",
        arguments=lambda uln: {
            **_HEAD,
            "vendorId": 1,
            "uln": uln,
            "versionNumber": 1,
            **_UPDATED,
            "lastKnownPostCode": "OX1 2JE",
            "dateOfBirth": datetime(2005, 4, 1),
            "gender": 9,
            "verificationType": 999,
            "abilityToShare": "FPNSeenShareData",
        },
        outcome=lambda answer: (answer[0].ResponseCode, answer[0].FieldCodes.string),
        expected=("WSRC0015", ["otherVerificationDescription"]),
    ),
    Call(
        operation="UpdateLearnerByUlnKey",
        arguments=lambda uln: {
            **_HEAD,
            "vendorID": 1,
            "uln": uln,
            **_KEY,
            "versionNumber": 1,
            **_UPDATED,
            "lastKnownPostcode": "OX1 2JE",
            "dateOfBirth": "2005-04-01",
            "gender": "9",
            "verificationType": "1",
            "abilityToShare": "1",
        },
        outcome=lambda answer: answer[0].ResponseCode,
        expected="WSEC0208",
    ),
)
CALLS: dict[str, tuple[Call, ...]] = {
    LEARNER_SERVICE: LEARNER_CALLS,
    R9: R9_CALLS,
    R9_2017: R9_2017_CALLS,
    EXTERNAL: EXTERNAL_CALLS,
    MIAP_2014: (*LEARNER_CALLS, RECORD_CALL, *REPORT_CALLS),
}


@pytest.fixture(scope="module")
def clients(served: Served) -> dict[str, zeep.Client]:
    """Return a client for each service, made from its WSDL."""
    return {**{path: load(f"{served.url}{path}?wsdl") for path in PATHS}, R9_2017: load(served.url + R9_2017)}


def load(url: str) -> zeep.Client:
    return zeep.Client(url)  # type: ignore[no-untyped-call]


def operations(client: zeep.Client) -> set[str]:
    (service,) = client.wsdl.services.values()
    (port,) = service.ports.values()
    return set(port.binding.all())


@pytest.fixture
def learner(clients: dict[str, zeep.Client], registered_names: set[str]) -> str:
    """Return the ULN of a learner for this test only."""
    registered_names.add(_FAMILY_NAME)
    given_name = str(uuid.uuid4().int)[:20].translate(_LETTERS)
    answer = clients[LEARNER_SERVICE].service.registerSingleLearner(**_COLLEGE, Learner=registrable(given_name))
    uln: str = answer.ULN
    return uln


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("path", PATHS)
def test_every_wsdl_loads_whatever_the_case_of_the_query(
    served: Served, clients: dict[str, zeep.Client], path: str, query: str
) -> None:
    assert operations(load(f"{served.url}{path}?{query}")) == operations(clients[path])


@pytest.mark.parametrize("row", SERVICES, ids=lambda row: row.location)
def test_every_served_operation_is_called_below(clients: dict[str, zeep.Client], row: Any) -> None:
    served_here = {one.name for one in row.family.operations} & operations(clients[row.location])
    assert {call.operation for call in CALLS[row.location]} == served_here


@pytest.mark.parametrize(
    ("path", "call"),
    [pytest.param(path, call, id=f"{path}-{call.operation}") for path, calls in CALLS.items() for call in calls],
)
def test_a_valid_call_is_answered(clients: dict[str, zeep.Client], learner: str, path: str, call: Call) -> None:
    answer = getattr(clients[path].service, call.operation)(**call.arguments(learner))
    assert call.outcome(answer) == call.expected


def test_the_service_at_the_plain_wsdl_takes_the_same_messages(served: Served, learner: str) -> None:
    client = load(f"{served.url}{LEARNER_SERVICE}?wsdl=plain")
    for call in LEARNER_CALLS:
        answer = getattr(client.service, call.operation)(**call.arguments(learner))
        assert call.outcome(answer) == call.expected


def test_linked_ulns_and_version_are_read_from_both_wsdls(clients: dict[str, zeep.Client]) -> None:
    merged = {"ULN": demo.MERGED_ULN, "GivenName": "Dee", "FamilyName": "Poe", "FindType": "FUL"}
    for path in (LEARNER_SERVICE, MIAP_2014):
        (master,) = clients[path].service.learnerByULN(**_COLLEGE, **merged).Learner
        assert (master.ULN, master.MasterSubstituted, master.VersionNumber) == (demo.DEE_ULN, "Y", 1)


def test_a_learner_who_shows_her_key_reads_her_record_until_it_is_removed(clients: dict[str, zeep.Client]) -> None:
    service = clients[R9_2017].service
    head = {**_HEAD, "vendorID": 1}
    bea = {"uln": demo.BEA_ULN, "givenName": "Bea", "familyName": "Lee", "dateOfBirth": "2004-03-09", "gender": "2"}
    assert service.StoreLearnerKey(**head, **bea, **_KEY) == "WSRC0004"
    keyed = {**head, "uln": demo.BEA_ULN, "keyType": "PIN"}
    found = service.FindLearnerByUlnKey(**keyed, keyValue="a key of hers", findType="FUL")
    assert (found.ResponseCode, found.GivenName, found.MasterSubstituted) == ("WSRC0004", "Bea", False)
    read = service.GetMyLearningEvents(**keyed, key="a key of hers", getType="FULL")
    assert (read.ResponseCode, read.FoundULN) == ("WSRC0004", demo.BEA_ULN)
    assert service.RemoveLearnerKey(**keyed, keyValue="a key of hers") == "WSRC0004"
    assert service.GetMyLearningEvents(**keyed, key="a key of hers", getType="FULL").ResponseCode == "WSEC0208"


@pytest.mark.parametrize("query", ["wsdl", "singleWsdl", "wsdl=plain"])
@pytest.mark.parametrize("path", PATHS)
def test_the_address_in_the_wsdl_is_the_public_one_whatever_the_host_header_says(
    served: Served, path: str, query: str
) -> None:
    headers = {"Host": "elsewhere.example", "X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "https"}
    answer = httpx.get(f"{served.url}{path}?{query}", headers=headers)
    assert answer.status_code == 200
    assert b"elsewhere" not in answer.content
    (address,) = etree.fromstring(answer.content).iter("{http://schemas.xmlsoap.org/wsdl/soap/}address")
    assert address.get("location") == served.url + path
