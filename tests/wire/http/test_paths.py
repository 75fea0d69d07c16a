"""Paths with a service, and answers at all other paths."""

import io
from collections.abc import Callable

import pytest

from gateway import demo, prometheus
from gateway.wire.services import SERVICES, ServiceRow
from tests.builders import FINDMSG, LEARNER_SERVICE, MIAP_2014, SOAP, Wire, miap, r9

FIND = miap(FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL")
SENTENCE = (
    "There is no service at this address. The services are at http://gateway.test/LearnerService.svc, "
    "http://gateway.test/LearnerServiceR9.svc, http://gateway.test/ExternalService.svc, "
    "http://gateway.test/MIAPWebService/services/LearnerService."
)
UNKNOWN = pytest.mark.parametrize("path", ["/", "", "/LearnerService", "/x/LearnerService.svc", "/<x>&", "/metrics"])
SPELLINGS = (str.lower, str.upper, str.swapcase, "{}/".format, lambda path: f"{path.lower()}/")


@pytest.mark.parametrize("spell", SPELLINGS)
@pytest.mark.parametrize("path", [LEARNER_SERVICE, MIAP_2014])
def test_a_message_is_answered_whatever_the_case_of_the_path_and_with_a_slash(
    sqlite_wire: Wire, path: str, spell: Callable[[str], str]
) -> None:
    assert sqlite_wire.post(spell(path), FIND).code == "WSRC0004"


def test_the_query_counts_at_every_spelling_of_the_path(sqlite_wire: Wire) -> None:
    reply = sqlite_wire.post("/learnerservicer9.SVC/?WSDL=2017", r9("GetOrganisation", {"ukPrn": demo.AWARDING.ukprn}))
    assert (reply.text("DisplayName"), reply.text("Status")) == (demo.AWARDING.name, None)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("row", SERVICES, ids=lambda row: row.location)
def test_a_wsdl_is_read_at_every_spelling_of_the_path(sqlite_wire: Wire, row: ServiceRow, method: str) -> None:
    known = sqlite_wire.request(method, row.wsdl_location)
    query = row.wsdl_location.partition("?")[2]
    for spell in SPELLINGS:
        reply = sqlite_wire.request(method, f"{spell(row.path)}?{query.upper()}")
        assert (reply.status, reply.headers, reply.body) == (200, known.headers, known.body)
    assert bool(known.body) == (method == "GET")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//",
        "/x",
        "/LearnerService",
        "/LearnerService.svc//",
        "//LearnerService.svc",
        "/x/LearnerService.svc",
        "/LearnerService.svc/x",
        "/LearnerService.svc ",
        "/Health",
        "/health/",
        "/metrics",
    ],
)
def test_nothing_else_is_taken_for_a_path_that_is_known(sqlite_wire: Wire, path: str) -> None:
    assert sqlite_wire.request("GET", f"{path}?wsdl").status == 404


@UNKNOWN
@pytest.mark.parametrize("content_type", ["text/xml", "Text/XML; charset=utf-8", 'text/xml;charset="utf-16"'])
def test_a_message_to_an_unknown_path_gets_a_fault_that_names_the_services(
    sqlite_wire: Wire, path: str, content_type: str
) -> None:
    reply = sqlite_wire.post(path, FIND, CONTENT_TYPE=content_type)
    assert (reply.status, reply.headers["Content-Type"]) == (404, "text/xml; charset=utf-8")
    assert (reply.text("faultcode"), reply.text("faultstring")) == ("env:Client", SENTENCE)
    assert reply.payload.nsmap["env"] == SOAP


@UNKNOWN
def test_a_message_of_soap_1_2_to_an_unknown_path_gets_a_fault_of_soap_1_2(sqlite_wire: Wire, path: str) -> None:
    reply = sqlite_wire.post(path, b"", CONTENT_TYPE='application/soap+xml; charset=utf-8; action="urn:x"')
    assert (reply.status, reply.headers["Content-Type"]) == (404, "application/soap+xml; charset=utf-8")
    env = {"env": "http://www.w3.org/2003/05/soap-envelope"}
    fault = "/env:Envelope/env:Body/env:Fault/"
    assert reply.envelope.xpath(f"string({fault}env:Code/env:Value)", namespaces=env) == "env:Sender"
    assert reply.envelope.xpath(f"string({fault}env:Reason/env:Text[@xml:lang='en'])", namespaces=env) == SENTENCE


@UNKNOWN
@pytest.mark.parametrize("content_type", ["", "text/plain", "application/json", "text/xml2", "application/xml"])
def test_what_is_no_message_gets_no_fault(sqlite_wire: Wire, path: str, content_type: str) -> None:
    for method in ("POST", "PUT"):
        reply = sqlite_wire.request(method, path, FIND.encode(), CONTENT_TYPE=content_type)
        assert reply.status == (405 if path == "/" else 404)
        assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "post"])
def test_a_message_that_is_not_posted_gets_no_fault(sqlite_wire: Wire, method: str) -> None:
    reply = sqlite_wire.request(method, "/nothing", FIND.encode(), CONTENT_TYPE="text/xml")
    assert (reply.status, reply.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_a_message_to_an_unknown_path_is_not_read(sqlite_wire: Wire) -> None:
    unread = io.BytesIO(FIND.encode())
    sqlite_wire.post("/nothing", FIND, **{"wsgi.input": unread})
    assert unread.tell() == 0


def test_a_message_to_an_unknown_path_is_counted_and_logged(
    sqlite_wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    reply = sqlite_wire.post("/nothing", FIND, REMOTE_ADDR="192.0.2.1")
    (line,) = [one for one in caplog.records if one.message == "refused"]
    call = reply.headers["X-Call-Reference"]
    assert line.fields == {"call": call, "peer": "192.0.2.1", "reason": "address", "status": 404}  # type: ignore[attr-defined]
    assert b'gateway_messages_refused_total{reason="address"}' in prometheus.render_metrics()
