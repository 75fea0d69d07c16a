"""Every golden request gets its golden response."""

import pytest
from lxml import etree

from tests.builders import SOAP, Wire
from tests.contract.golden import Case, cases, matches, play

WRITING = (
    "registerSingleLearner",
    "updateSingleLearner",
    "UpdateLearnerSubsetFields",
    "ViewAudit",
    "submitBatchRegistration",
    "getBatchRegistrationOutput",
    "submitVerifyBatch",
    "getVerifyBatchOutput",
)
READ = [case for case in cases() if case.operation not in WRITING]
WRITTEN = [case for case in cases() if case.operation in WRITING]


def _id(case: Case) -> str:
    return f"{case.service}/{case.operation}/{case.name}"


def check(case: Case, wire: Wire) -> None:
    for reply, expected in play(case, wire):
        want = matches(expected, reply.body)
        assert want is None, f"expected {want}\nanswered {reply.body.decode()}"
        is_fault = etree.fromstring(expected).find(f"{{{SOAP}}}Body/{{{SOAP}}}Fault") is not None
        assert reply.status == (reply.status if reply.status in (405, 413, 415) else 500 if is_fault else 200)
        assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert reply.headers["Content-Length"] == str(len(reply.body))
        assert reply.body.startswith(b"<?xml"), "no byte order mark"
        prefix = (
            "soapenv" if case.service.startswith("learner_service") and case.service != "learner_service_r9" else "s"
        )
        assert f'<{prefix}:Envelope xmlns:{prefix}="{SOAP}">'.encode() in reply.body
        if is_fault and prefix == "soapenv":
            assert b'<ns10:MIAPAPIException xmlns:ns10="http://api.lrs.miap.gov.uk/exceptions">' in reply.body


@pytest.mark.parametrize("case", READ, ids=_id)
def test_a_golden_request_gets_its_golden_response(case: Case, reading_wire: Wire) -> None:
    check(case, reading_wire)


@pytest.mark.parametrize("case", WRITTEN, ids=_id)
def test_a_golden_request_that_writes_gets_its_golden_response_on_either_database(case: Case, wire: Wire) -> None:
    check(case, wire)


def test_another_answer_would_be_noticed() -> None:
    expected = b"<a><ULN>{{ULN}}</ULN><b/></a>"
    assert matches(expected, b"<a>\n <ULN>3000000207</ULN><b></b></a>") is None
    for wrong in (
        b"<a><ULN>300000020</ULN><b/></a>",
        b"<a><b/><ULN>3000000207</ULN></a>",
        b'<a xmlns="urn:x"><ULN>3000000207</ULN><b/></a>',
    ):
        assert matches(expected, wrong) is not None
