"""Every golden response is valid against the client's contract."""

from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from gateway.wire.contract.compiled import load_contract
from gateway.wire.contract.files import WSDL_FOLDER
from gateway.wire.contract.wsdl import Wsdl
from gateway.wire.services import SERVICES
from tests.builders import SOAP
from tests.contract.golden import PATHS, ROOT, Case, cases

SAMPLES = {
    b"{{ULN}}": b"3000000207",
    b"{{JOB}}": b"1",
    b"{{GUID}}": b"0f8fad5b-d9cb-469f-a165-70867728950e",
    b"{{DURATION}}": b"00:00:00",
    b"{{TODAY}}": b"2026-09-01",
    b"{{CHALLENGE}}": b"DC23456789B",
    b"{{LATER}}": b"2026-12-01T10:00:00",
    b"{{TIMESTAMP}}": b"2026-09-01T10:00:00",
}
SLIPS = ("LastUpdatedDateTime", "JobStartedDateTime", "JobFinishedDateTime")
"""Elements whose published pattern refuses ordinary date-times.

The live service sends such date-times all the same.
"""
ROWS = {row.location: row for row in SERVICES}
_SCHEMAS: dict[str, xmlschema.XMLSchema10] = {}


def schema_of(service: str) -> xmlschema.XMLSchema10:
    name = ROWS[PATHS[service]].wsdl
    if name not in _SCHEMAS:
        _SCHEMAS[name] = Wsdl(WSDL_FOLDER / f"{name}.wsdl").schema()
    return _SCHEMAS[name]


def errors_of(document: bytes, service: str) -> list[str]:
    """Return the schema errors of a response."""
    for placeholder, sample in SAMPLES.items():
        document = document.replace(placeholder, sample)
    payload = etree.fromstring(document)[0][0]
    for slip in payload.iter(*SLIPS):
        slip.text = "2026-09-01"
    if payload.tag == f"{{{SOAP}}}Fault":
        payload = payload.find("detail")[0]  # type: ignore[index]
    # the live service writes a fault's children as the 2014 contract has them, not as the current WSDL
    service = "learner_service_2014" if payload.tag.endswith("MIAPAPIException") else service
    return [str(error) for error in schema_of(service).iter_errors(payload)]


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.service}/{case.operation}/{case.name}")
def test_a_golden_response_is_valid(case: Case) -> None:
    for _, response in case.steps:
        assert errors_of(response.read_bytes(), case.service) == []


MASTER = ROOT / "learner_service/learnerByULN/wsrc0022_merged_gives_its_master_php/response.xml"
FAULT = ROOT / "learner_service/learnerByULN/wsec0005_wrong_password_handwritten/response.xml"
DOMAIN_FAULT = ROOT / "learner_service_r9/ViewAudit/wsec0005_wrong_password_wcf/response.xml"


@pytest.mark.parametrize(
    ("file", "service", "right", "wrong"),
    [
        (MASTER, "learner_service", b"ns3:LinkedULNs", b"LinkedULNs"),
        (MASTER, "learner_service", b"<Notes/>", b"<Note/>"),
        (MASTER, "learner_service_2014", b"<VersionNumber>1", b"<VersionNumber>"),
        (FAULT, "learner_service", b"<ErrorCode>WSEC0005</ErrorCode>", b"<ns10:ErrorCode>WSEC0005</ns10:ErrorCode>"),
        (DOMAIN_FAULT, "learner_service_r9", b"ErrorDetail>", b"Detail>"),
    ],
)
def test_a_response_that_is_not_valid_would_be_noticed(file: Path, service: str, right: bytes, wrong: bytes) -> None:
    response = file.read_bytes()
    assert right in response
    assert errors_of(response.replace(right, wrong), service)


def test_the_contracts_of_all_services_compile() -> None:
    assert sum(len(load_contract(row.wsdl, row.schema).routes) for row in SERVICES) == 10 + 5 + 25 + 2 + 13
