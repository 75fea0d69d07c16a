"""Answers by address, method and headers.

No header changes the path.
"""

import json
import socket
from pathlib import Path

import httpx
import pytest
import zeep

from gateway import demo
from gateway.wire.services import SERVICES
from tests.builders import FINDMSG, LEARNER_SERVICE, R9, miap
from tests.clients.served import Served, free_port, run_command, serving

_FIND = miap(
    FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL"
).encode()
_XML = {"Content-Type": "text/xml"}
_WSDL = f"{LEARNER_SERVICE}?wsdl"
_METHODS = ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT")
_MOVERS = (
    {"SCRIPT_NAME": "/x"},
    {"Script-Name": "/x"},
    {"SCRIPT_NAME": "/health"},
    {"PATH_INFO": "/metrics"},
    {"Path-Info": "/metrics"},
    {"X-Forwarded-Prefix": "/x"},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Protocol": "ssl"},
    {"X-Forwarded-Ssl": "on"},
    {"X-Forwarded-Host": "elsewhere.example"},
    {"X-Forwarded-Port": "1"},
    {"Forwarded": "proto=https;host=elsewhere.example"},
    {"X-Original-URL": "/metrics"},
    {"X-Rewrite-URL": "/metrics"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"REMOTE_USER": "root"},
    {"Host": "elsewhere.example:1"},
)


def _ask(base: str, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, bytes, bytes]:
    """Send these bytes; return status, headers and body.

    A client library would change them.
    """
    host, _, port = base.removeprefix("http://").rpartition(":")
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if "Host" not in headers:
        lines.append("Host: gateway")
    if body:
        lines.append(f"Content-Length: {len(body)}")
    lines.append("Connection: close")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        answer = bytearray()
        while part := client.recv(65536):
            answer += part
    head, _, content = bytes(answer).partition(b"\r\n\r\n")
    return int(head.split()[1]), head, content


def test_counts_are_at_the_address_of_operators_alone(served: Served) -> None:
    assert httpx.get(f"{served.url}/metrics").status_code == 404
    httpx.post(served.url + LEARNER_SERVICE, content=_FIND, headers=_XML)
    assert "gateway_calls_total" in httpx.get(f"{served.admin_url}/metrics").text
    assert httpx.get(f"{served.admin_url}{_WSDL}").status_code == 404
    assert httpx.get(f"{served.admin_url}/nothing").status_code == 404


def test_health_is_one_word_at_the_address_of_the_services(served: Served) -> None:
    for query in ("", "?verbose", "?verbose=1"):
        assert httpx.get(f"{served.url}/health{query}").text == "ok\n"
    assert httpx.get(f"{served.admin_url}/health").text == "ok\n"
    assert httpx.get(f"{served.admin_url}/health?verbose").status_code == 200


@pytest.mark.parametrize("method", _METHODS)
def test_what_is_read_is_read_by_get_and_head_alone(served: Served, method: str) -> None:
    for url, path in (
        (served.url, "/health"),
        (served.url, "/"),
        (served.admin_url, "/health"),
        (served.admin_url, "/metrics"),
    ):
        status, head, _ = _ask(url, method, path, {})
        assert status == 405, (method, path)
        assert b"\r\nAllow: GET, HEAD\r\n" in head + b"\r\n"
    if method != "POST":  # clients may post to the WSDL's address
        status, head, _ = _ask(served.url, method, _WSDL, {})
        assert status == 405
        assert b"\r\nAllow: GET, HEAD, POST\r\n" in head + b"\r\n"


def test_a_method_that_is_none_of_http_is_no_request(served: Served) -> None:
    status, head, _ = _ask(served.url, "BREW", "/health", {})
    assert status == 400
    assert b"BREW" not in head


def test_head_is_answered_as_get_without_the_body(served: Served) -> None:
    for url, path in (
        (served.url, "/health"),
        (served.url, _WSDL),
        (served.admin_url, "/health?verbose"),
        (served.admin_url, "/metrics"),
        (served.url, LEARNER_SERVICE),
        (served.url, "/"),
    ):
        status, head, content = _ask(url, "HEAD", path, {})
        assert (status, content) == (200, b""), path
        assert b"Content-Length: 0" not in head


def test_no_answer_may_be_stored_or_taken_for_another_type(served: Served) -> None:
    answers = [
        httpx.post(served.url + LEARNER_SERVICE, content=_FIND, headers=_XML),
        httpx.post(served.url + LEARNER_SERVICE, content=b"<", headers=_XML),
        httpx.post(served.url + R9, content=b"x" * 3_000_000, headers=_XML),
        httpx.get(served.url),
        httpx.get(served.url + _WSDL),
        httpx.get(f"{served.url}/health"),
        httpx.get(f"{served.url}/nothing"),
        httpx.get(f"{served.admin_url}/metrics"),
        httpx.get(f"{served.admin_url}/health?verbose"),
    ]
    assert {answer.headers.get("Cache-Control") for answer in answers} == {"no-store"}
    assert {answer.headers.get("X-Content-Type-Options") for answer in answers} == {"nosniff"}


@pytest.mark.parametrize("mover", _MOVERS, ids=lambda mover: "{} {}".format(*next(iter(mover.items()))))
def test_no_header_moves_a_path_or_turns_a_request_into_another(served: Served, mover: dict[str, str]) -> None:
    for method, path, body in (
        ("GET", "/health", b""),
        ("GET", "/x/health", b""),
        ("GET", "/metrics", b""),
        ("GET", "/x/metrics", b""),
        ("GET", "/", b""),
        ("GET", _WSDL, b""),
        ("GET", f"/x{_WSDL}", b""),
        ("POST", f"/x{LEARNER_SERVICE}", _FIND),
    ):
        plain, moved = _ask(served.url, method, path, _XML, body), _ask(served.url, method, path, _XML | mover, body)
        assert (plain[0], plain[2]) == (moved[0], moved[2]), (method, path)
    status, _, content = _ask(served.url, "POST", LEARNER_SERVICE, _XML | mover, _FIND)
    assert status == 200
    assert b"WSRC0004" in content
    assert _ask(served.admin_url, "GET", "/x/metrics", mover)[0] == 404
    assert _ask(served.admin_url, "GET", "/metrics", mover)[0] == 200


def test_a_proxy_protocol_line_is_no_request(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as client:
        client.sendall(b"PROXY TCP4 10.9.8.7 10.9.8.6 1 2\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.recv(65536).startswith(b"HTTP/1.1 400 ")


def test_an_address_of_operators_that_is_taken_ends_the_server_in_one_line(
    served: Served, served_database_url: str
) -> None:
    taken = f"127.0.0.1:{served.port}"
    ran = run_command(
        "serve",
        GATEWAY_DATABASE_URL=served_database_url,
        GATEWAY_BIND=f"127.0.0.1:{free_port()}",
        GATEWAY_ADMIN_BIND=taken,
    )
    assert (ran.code, ran.out, ran.err) == (1, "", f"lrs-gateway: {taken} is in use\n")


def test_the_address_of_operators_may_be_off(tmp_path: Path, served_database_url: str) -> None:
    with serving(tmp_path, served_database_url, GATEWAY_ADMIN_BIND="off", GATEWAY_EMBEDDED_WORKER="off") as running:
        assert httpx.get(f"{running.url}/health").text == "ok\n"
        assert httpx.get(f"{running.url}/metrics").status_code == 404
        assert "/metrics" not in running.log.read_text()


def test_the_addresses_of_operators_are_printed(served: Served) -> None:
    printed = served.log.read_text()
    assert f"{served.admin_url}/metrics\n" in printed
    assert f"{served.admin_url}/health?verbose\n" in printed


def test_every_wsdl_address_that_is_printed_answers_a_wsdl_of_its_own(served: Served) -> None:
    printed = [line for line in served.log.read_text().splitlines() if line.startswith(served.url)]
    answers = [httpx.get(address) for address in printed]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == len(SERVICES)


def test_a_client_with_a_wrong_address_raises_the_fault_that_names_the_right_ones(served: Served) -> None:
    client = zeep.Client(served.url + _WSDL)  # type: ignore[no-untyped-call]
    (binding,) = client.wsdl.bindings
    service = client.create_service(binding, f"{served.url}/lrs{LEARNER_SERVICE}")  # type: ignore[no-untyped-call]
    with pytest.raises(zeep.exceptions.Fault, match=f"no service at this address.* {served.url}{LEARNER_SERVICE},"):
        service.learnerByULN(FindType="FUL", UKPRN="1", OrgPassword="x", UserName="x", ULN=demo.ANN_ULN)


def test_the_log_names_a_field_only_as_the_contract_does(served: Served) -> None:
    for name, logged in (("UserName", "UserName"), (demo.COLLEGE.password, None)):
        before = served.log.stat().st_size
        body = _FIND.replace(b"<ULN>", f"<{name}>x</{name}><ULN>".encode())
        httpx.post(served.url + LEARNER_SERVICE, content=body, headers=_XML)
        lines = [json.loads(line) for line in served.log.read_bytes()[before:].decode().splitlines()]
        (refused,) = [line for line in lines if line["event"] == "refused"]  # the worker says meanwhile that it starts
        assert refused.get("field") == logged
