"""Every golden request gets its golden response."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from gateway.wire.contract.compiled import load_contract
from tests.builders import SOAP, Wire
from tests.contract.golden import Case, cases, is_fault, matches, play

WRITING = (
    "registerSingleLearner",
    "updateSingleLearner",
    "UpdateLearnerSubsetFields",
    "ViewAudit",
    "submitBatchRegistration",
    "getBatchRegistrationOutput",
    "submitVerifyBatch",
    "getVerifyBatchOutput",
    "SubmitAchievementBatchJob",
    "GetAchievementBatchJob",
    "UpdateLearner",
    "CreateDataChallenge",
    "CreateOrModifySnapshot",
    "SetNotification",
    "StoreLearnerKey",
    "RemoveLearnerKey",
)


def writes(case: Case) -> bool:
    """Return whether a case needs a register of its own.

    It does if it writes, or if it does not write for a reason that the database finds.
    """
    (_, response), *more = case.steps
    return bool(more) or (case.operation in WRITING and b">WSEC" not in response.read_bytes())


READ = [case for case in cases() if not writes(case)]
WRITTEN = [case for case in cases() if writes(case)]
OF_2014 = {operation.name for operation in load_contract("LearnerService2014", "LearnerService").wsdl.operations}
TODAY = {operation.name for operation in load_contract("LearnerServiceR9", "LearnerServiceR9").wsdl.operations}
ONLY_2017 = [case for case in cases() if case.service == "learner_service_r9_2017" and case.operation not in TODAY]
OF_BOTH = [
    case
    for case in cases()
    if case.service == "learner_service" and case.operation in OF_2014 and not case.name.endswith("only_in_2014_php")
]


def _id(case: Case) -> str:
    return f"{case.service}/{case.operation}/{case.name}"


def _as_it_is(response: bytes) -> bytes:
    return response


def _of_2014(response: bytes) -> bytes:
    return response.replace(b"ns3:LinkedULNs", b"LinkedULNs")


def check(case: Case, wire: Wire, spelt: Callable[[bytes], bytes] = _as_it_is) -> None:
    for reply, response in play(case, wire):
        expected = spelt(response)
        want = matches(expected, reply.body)
        assert want is None, f"expected {want}\nanswered {reply.body.decode()}"
        assert reply.status == case.status(expected)
        assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert reply.headers["Content-Length"] == str(len(reply.body))
        assert reply.body.startswith(b"<?xml"), "no byte order mark"
        prefix = "soapenv" if case.service in ("learner_service", "learner_service_2014") else "s"
        assert f'<{prefix}:Envelope xmlns:{prefix}="{SOAP}">'.encode() in reply.body
        if is_fault(expected) and prefix == "soapenv":
            assert b'<ns10:MIAPAPIException xmlns:ns10="http://api.lrs.miap.gov.uk/exceptions">' in reply.body


@pytest.mark.parametrize("case", READ, ids=_id)
def test_a_golden_request_gets_its_golden_response(case: Case, reading_wire: Wire) -> None:
    check(case, reading_wire)


@pytest.mark.parametrize("case", WRITTEN, ids=_id)
def test_a_golden_request_that_writes_gets_its_golden_response(case: Case, sqlite_wire: Wire) -> None:
    check(case, sqlite_wire)


@pytest.mark.parametrize("case", {case.fact: case for case in WRITTEN}.values(), ids=_id)
def test_a_golden_request_that_writes_gets_it_on_postgresql_too(case: Case, postgresql_wire: Wire) -> None:
    """Run once for each fact, not for each client.

    The database does not see which client wrote a request.
    """
    check(case, postgresql_wire)


@pytest.mark.parametrize("case", [case for case in OF_BOTH if not writes(case)], ids=_id)
def test_the_address_of_2014_answers_alike_but_for_linked_ulns(case: Case, reading_wire: Wire) -> None:
    check(replace(case, service="learner_service_2014"), reading_wire, _of_2014)


@pytest.mark.parametrize("case", [case for case in OF_BOTH if writes(case)], ids=_id)
def test_the_address_of_2014_writes_alike(case: Case, sqlite_wire: Wire) -> None:
    check(replace(case, service="learner_service_2014"), sqlite_wire, _of_2014)


@pytest.mark.parametrize("case", [case for case in ONLY_2017 if not writes(case)], ids=_id)
def test_what_only_2017_has_is_answered_without_the_year_in_the_address(case: Case, reading_wire: Wire) -> None:
    check(replace(case, service="learner_service_r9"), reading_wire)


@pytest.mark.parametrize("case", [case for case in ONLY_2017 if writes(case)], ids=_id)
def test_what_only_2017_has_writes_without_the_year_in_the_address(case: Case, sqlite_wire: Wire) -> None:
    check(replace(case, service="learner_service_r9"), sqlite_wire)


def test_another_answer_would_be_noticed() -> None:
    expected = b"<a><ULN>{{ULN}}</ULN><b/></a>"
    assert matches(expected, b"<a>\n <ULN>3000000207</ULN><b></b></a>") is None
    for wrong in (
        b"<a><ULN>300000020</ULN><b/></a>",
        b"<a><b/><ULN>3000000207</ULN></a>",
        b'<a xmlns="urn:x"><ULN>3000000207</ULN><b/></a>',
    ):
        assert matches(expected, wrong) is not None


def test_a_date_of_another_day_would_be_noticed() -> None:
    assert matches(b"<a>{{TODAY}}</a>", b"<a>2024-09-02</a>") is not None
    assert matches(b"<a>{{TIMESTAMP}}</a>", b"<a>2024-09-02 09:30:00</a>") is not None
