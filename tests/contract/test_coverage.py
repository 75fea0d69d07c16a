"""Golden cases cover every operation.

A supported operation needs a case for every code and for every kind of client.
"""

import re

from lxml import etree

from gateway.domain.codes import Code
from gateway.wire.contract.compiled import load_contract
from gateway.wire.services import SERVICES
from tests.contract.golden import PATHS, Case, cases

SHAPES = {"php", "wcf", "handwritten"}
FIND = {"WSRC0001", "WSRC0003", "WSRC0004", "WSRC0022"}
UPDATE = {"WSRC0006", "WSRC0013", "WSRC0014", "WSRC0015", "WSRC0019", "WSRC0020"}
RECORD = {"WSRC0004", "WSRC0022", "WSEC0136", "WSEC0206", "WSEC0208"}
FAULTS = {"WSEC0001", "WSEC0003", "WSEC0005", "WSEC0006"}
JOB = {"WSRC0008", "WSRC0009", "WSRC0010", "WSRC0018"}
ROWS = {f"RC{number:03}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)}
VERDICTS = {f"WSVRC00{digit}" for digit in range(1, 7)}
ACHIEVEMENT_RULES = {str(code) for code in Code if code.startswith(("AC1", "AC2", "AC3"))}
FLAGS = {f"VRF{digit}" for digit in range(1, 9)}
CODES = {
    ("learner_service", "learnerByULN"): FIND | FAULTS,
    ("learner_service", "learnerByDemographics"): FIND | FAULTS | {"WSRC0002"},
    ("learner_service", "registerSingleLearner"): FAULTS | {"WSRC0005", "WSRC0015", "WSRC0021"},
    ("learner_service", "updateSingleLearner"): FAULTS | UPDATE,
    ("learner_service", "verifyLearner"): FAULTS - {"WSEC0006"} | VERDICTS | FLAGS,
    ("learner_service", "retrieveULNs"): FAULTS | {"WSRC0001", "WSRC0004", "WSRC0022"},
    ("learner_service", "submitBatchRegistration"): FAULTS | {"WSRC0007", "WSRC0017"},
    ("learner_service", "getBatchRegistrationOutput"): FAULTS | JOB | ROWS,
    ("learner_service", "submitVerifyBatch"): FAULTS - {"WSEC0006"} | {"WSRC0007", "WSRC0030"},
    ("learner_service", "getVerifyBatchOutput"): FAULTS - {"WSEC0006"} | JOB | VERDICTS,
    ("learner_service_2014", "submitBatchRegistration"): {"WSRC0007"},
    ("learner_service_2014", "getBatchRegistrationOutput"): {"WSRC0009", "WSRC0018"},
    ("learner_service_2014", "submitVerifyBatch"): {"WSRC0007"},
    ("learner_service_2014", "getVerifyBatchOutput"): {"WSRC0009"},
    ("learner_service_2014", "learnerByULN"): {"WSRC0004", "WSRC0022"},
    ("learner_service_2014", "learnerByDemographics"): {"WSRC0003", "WSRC0004"},
    ("learner_service_2014", "registerSingleLearner"): {"WSRC0005"},
    ("learner_service_2014", "updateSingleLearner"): {"WSRC0006"},
    ("learner_service_2014", "verifyLearner"): {"WSVRC001"},
    ("learner_service_2014", "retrieveULNs"): {"WSRC0004"},
    ("learner_service_2014", "getLearnerRecord"): FAULTS | RECORD,
    ("learner_service_2014", "getMergedUnmergedULNsReport"): FAULTS | {"WSRC0023", "WSRC0024"},
    ("learner_service_2014", "getDeletedULNsReport"): FAULTS | {"WSRC0023", "WSRC0024"},
    ("learner_service_r9", "LearnerByUln"): FAULTS | FIND - {"WSRC0003"},
    ("learner_service_r9", "GetLearnerLearningEvents"): FAULTS | RECORD,
    ("learner_service_r9", "UpdateLearnerSubsetFields"): FAULTS | UPDATE - {"WSRC0015"},
    ("learner_service_r9", "GetOrganisation"): FAULTS - {"WSEC0006"} | {"WSRC0001", "WSRC0004"},
    ("learner_service_r9", "ViewAudit"): FAULTS,
    ("learner_service_r9_2017", "LearnerByUln"): FAULTS | FIND - {"WSRC0003"},
    ("learner_service_r9_2017", "GetLearnerLearningEvents"): FAULTS | RECORD,
    ("learner_service_r9_2017", "UpdateLearnerSubsetFields"): FAULTS | UPDATE - {"WSRC0015"},
    ("learner_service_r9_2017", "GetOrganisation"): FAULTS - {"WSEC0006"} | {"WSRC0001", "WSRC0004"},
    ("learner_service_r9_2017", "ViewAudit"): FAULTS,
    ("learner_service_r9_2017", "StoreLearnerKey"): FAULTS | {"WSRC0004", "WSEC0136", "WSEC0208"},
    ("learner_service_r9_2017", "RemoveLearnerKey"): FAULTS | {"WSRC0004", "WSEC0136", "WSEC0208"},
    ("learner_service_r9_2017", "FindLearnerByUlnKey"): FAULTS | FIND - {"WSRC0003"},
    ("learner_service_r9_2017", "GetMyLearningEvents"): FAULTS | RECORD,
    ("learner_service_r9_2017", "GetLearnerRecord"): FAULTS | RECORD,
    ("learner_service_r9_2017", "SetNotification"): FAULTS
    | {"WSRC0004", "WSRC0015", "WSEC0044", "WSEC0136", "WSEC0208"},
    ("learner_service_r9_2017", "ListNotificationStatus"): FAULTS | {"WSRC0001", "WSRC0004", "WSEC0136"},
    ("learner_service_r9_2017", "CreateOrModifySnapshot"): FAULTS
    | {"WSRC0001", "WSRC0004", "WSRC0015", "WSEC0044", "WSEC0136", "WSEC0206", "WSEC0208"},
    ("learner_service_r9_2017", "ListSnapshots"): FAULTS | {"WSRC0001", "WSRC0004", "WSEC0136", "WSEC0206"},
    ("learner_service_r9_2017", "DeleteSnapshot"): FAULTS | {"WSRC0001", "WSRC0004", "WSEC0136"},
    ("learner_service_r9_2017", "CreateDataChallenge"): FAULTS
    | {"WSRC0004", "WSRC0015", "WSEC0044", "WSEC0136", "WSEC0206", "WSEC0208"},
    ("learner_service_r9_2017", "ListDataChallenge"): FAULTS | {"WSRC0001", "WSRC0004", "WSEC0136"},
    ("learner_service_r9_2017", "DeleteDataChallenge"): FAULTS | {"WSRC0001", "WSRC0004", "WSEC0136"},
    ("learner_service_r9_2017", "UpdateLearner"): FAULTS | UPDATE | {"WSRC0021"},
    ("learner_service_r9_2017", "UpdateLearnerByUlnKey"): FAULTS | UPDATE | {"WSRC0021", "WSEC0136", "WSEC0208"},
    ("external_service", "SubmitAchievementBatchJob"): FAULTS - {"WSEC0006"}
    | {"WSRC0007", "WSRC0043", "WSEC0044", "WSEC0045", "WSEC0046", "WSEC0047"},
    ("external_service", "GetAchievementBatchJob"): FAULTS | JOB | ACHIEVEMENT_RULES,
}
"""Codes of each supported operation (contract section 4).

All organisations of the demonstration may verify. The address of 2014 lists only what its clients read differently:
test_golden sends it all cases of LearnerService too.
"""
_CARRIERS = (
    "ResponseCode",
    "ErrorCode",
    "UpdateLearnerSubsetFieldsResult",
    "SetNotificationResult",
    "ReturnCode",
    "FailureFlag",
)


def covered() -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    """Return codes and kinds of client, by operation."""
    found: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for case in cases():
        codes, shapes = found.setdefault((case.service, case.operation), (set(), set()))
        shapes.add(case.shape)
        for _, response in case.steps:
            for element in etree.parse(str(response)).getroot().iter():
                if etree.QName(element).localname in _CARRIERS:
                    codes.add(element.text or "")
                if etree.QName(element).localname == "AchievementBatchErrorFile":
                    codes |= set(re.findall("AC[0-9]{3}", element.text or ""))
    return found


def gaps(operations: list[tuple[str, str, bool]]) -> list[str]:
    """Return what is missing for these operations.

    Each is service, operation, and whether the gateway supports it.
    """
    found = covered()
    missing = []
    for service, operation, served in operations:
        codes, shapes = found.get((service, operation), (set(), set()))
        want = CODES.get((service, operation), {"no row in CODES"}) if served else {"WSEC0002"}
        if want - codes:
            missing.append(f"{service}/{operation}: no case for {', '.join(sorted(want - codes))}")
        if served and SHAPES - shapes:
            missing.append(f"{service}/{operation}: no case as {', '.join(sorted(SHAPES - shapes))} writes it")
    return missing


def operations() -> list[tuple[str, str, bool]]:
    names = {location: service for service, location in PATHS.items()}
    return [
        (names[row.location], operation.name, operation.name in {one.name for one in row.family.operations})
        for row in SERVICES
        for operation in load_contract(row.wsdl, row.schema).wsdl.operations
    ]


def test_every_operation_has_a_handler_or_says_so_and_a_golden_case_for_every_code() -> None:
    assert gaps(operations()) == []


SIGNS = {
    "php": (b"<SOAP-ENV:Envelope ", b"<SOAP-ENV:Body><ns"),
    "wcf": (b"<s:Envelope ", b"<s:Body"),
    "handwritten": (b"<soapenv:Envelope ", b"<soapenv:Header/>\n"),
}


def unlike_its_client(case: Case, request: bytes) -> list[str]:
    """Return what such a client would write differently."""
    wrong = [f"without {sign.decode().strip()}" for sign in SIGNS.get(case.shape, ()) if sign not in request]
    if case.shape == "handwritten":
        wrong += ["with a declaration"] if b"<?xml" in request else []
        wrong += ["without blanks before it"] if not request[:1].isspace() else []
        wrong += ["with a charset"] if case.headers["CONTENT_TYPE"] != "text/xml" else []
        wrong += ["with an action in quotes"] if '"' in case.headers.get("HTTP_SOAPACTION", "") else []
    if case.shape in ("php", "wcf"):
        wrong += ["without an action in quotes"] if not case.headers["HTTP_SOAPACTION"].startswith('"') else []
    return wrong


def test_every_case_is_written_as_its_client_writes() -> None:
    for case in cases():
        for request, _ in case.steps:
            assert unlike_its_client(case, request.read_bytes()) == [], request


def test_a_case_that_is_not_as_its_client_writes_would_be_noticed() -> None:
    case = next(case for case in cases() if case.shape == "handwritten")
    assert unlike_its_client(case, b'<?xml version="1.0"?><s:Envelope/>') == [
        "without <soapenv:Envelope",
        "without <soapenv:Header/>",
        "with a declaration",
        "without blanks before it",
    ]


def test_an_operation_without_cases_would_be_noticed() -> None:
    assert gaps([("learner_service", "newOperation", True), ("learner_service", "otherOperation", False)]) == [
        "learner_service/newOperation: no case for no row in CODES",
        "learner_service/newOperation: no case as handwritten, php, wcf writes it",
        "learner_service/otherOperation: no case for WSEC0002",
    ]
