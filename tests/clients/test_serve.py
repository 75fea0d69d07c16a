"""`lrs-gateway serve`: connections, transfer encodings, counts, start and stop."""

import http.client
import os
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy import text

from gateway import demo
from gateway.domain import choices
from gateway.store.database.engine import open_engine
from tests.builders import FINDMSG, LEARNER_SERVICE, REPORTMSG, miap
from tests.clients.served import Served, copied, free_port, make_register, run_command, serving

_HEADERS = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
_FIND = miap(
    FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL"
).encode()
_VERIFY = miap(
    REPORTMSG, "VerifyLearner", {"LearnerToVerify": {"ULN": demo.SION_ULN, "FamilyName": "Roe", "GivenName": "Cy"}}
).encode()
_SECONDS_TO_COME_BACK = 15  # a process that ran for less than 5 s starts again 5 s later
_EXACT = b"<ResponseCode>WSRC0004</ResponseCode>"


@pytest.fixture(scope="module")
def quiet_register_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a register for a test without wrong passwords.

    A new worker would trust an address with wrong passwords less.
    """
    return copied(sqlite_template, tmp_path_factory.mktemp("register"))


@pytest.fixture
def connection(served: Served) -> Iterator[http.client.HTTPConnection]:
    """Return a connection to the gateway, not yet open."""
    opened = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    yield opened
    opened.close()


def test_a_connection_is_kept_and_used_again(connection: http.client.HTTPConnection) -> None:
    used = set()
    for _ in range(5):
        connection.request("POST", LEARNER_SERVICE, _FIND, _HEADERS)
        assert connection.sock is not None
        used.add(connection.sock.getsockname())
        answer = connection.getresponse()
        assert answer.getheader("Connection", "keep-alive").lower() == "keep-alive"
        assert _EXACT in answer.read()
        assert connection.sock is not None  # http.client sets it to None if the server will close
    assert len(used) == 1


def test_a_connection_outlives_a_refusal(connection: http.client.HTTPConnection) -> None:
    used = set()
    for body, status in ((b"<", 500), (_FIND, 200)):
        connection.request("POST", LEARNER_SERVICE, body, _HEADERS)
        assert connection.sock is not None
        used.add(connection.sock.getsockname())
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status
    assert len(used) == 1


def test_a_client_that_asks_to_close_is_obeyed(connection: http.client.HTTPConnection) -> None:
    connection.request("POST", LEARNER_SERVICE, _FIND, _HEADERS | {"Connection": "close"})
    answer = connection.getresponse()
    assert answer.getheader("Connection") == "close"
    assert _EXACT in answer.read()


@pytest.mark.parametrize("query", ["?singlewsdl", "?singleWsdl", "?wsdl", "?anything=else"])
def test_a_message_posted_to_the_address_of_the_published_wsdl_is_answered(served: Served, query: str) -> None:
    answer = httpx.post(f"{served.url}{LEARNER_SERVICE}{query}", content=_FIND, headers=_HEADERS)
    assert answer.status_code == 200
    assert _EXACT in answer.content


def test_a_chunked_message_is_answered(connection: http.client.HTTPConnection) -> None:
    chunks = iter([_FIND[:50], _FIND[50:51], _FIND[51:]])
    headers = _HEADERS | {"Transfer-Encoding": "chunked"}
    connection.request("POST", LEARNER_SERVICE, chunks, headers, encode_chunked=True)
    assert _EXACT in connection.getresponse().read()
    connection.request("POST", LEARNER_SERVICE, _FIND, _HEADERS)
    assert _EXACT in connection.getresponse().read()


def _expecting(length: int) -> bytes:
    return (
        f"POST {LEARNER_SERVICE} HTTP/1.1\r\nHost: gateway\r\nContent-Type: text/xml; charset=utf-8\r\n"
        f'SOAPAction: ""\r\nContent-Length: {length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n'
    ).encode()


def _all_of(client: socket.socket) -> bytes:
    received = bytearray()
    while part := client.recv(65536):
        received += part
    return bytes(received)


def test_who_expects_100_continue_gets_it_before_the_message_is_sent(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as client:
        client.sendall(_expecting(len(_FIND)))
        assert client.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(_FIND)
        answer = _all_of(client)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert _EXACT in answer


def test_who_expects_100_continue_may_send_the_message_without_waiting(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as client:
        client.sendall(_expecting(len(_FIND)) + _FIND)
        answer = _all_of(client)
    assert b"HTTP/1.1 200 OK\r\n" in answer
    assert _EXACT in answer


def _verified(served: Served) -> float:
    counts = httpx.get(f"{served.admin_url}/metrics").text
    found = re.search(r'^gateway_calls_total\{code="WSVRC005",operation="verify"\} ([\d.e+]+)$', counts, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_metrics_count_the_calls_of_all_workers(served: Served) -> None:
    before = _verified(served)
    with ThreadPoolExecutor(16) as pool:  # a new connection for each call, so that both workers get some
        answers = list(
            pool.map(lambda _: httpx.post(served.url + LEARNER_SERVICE, content=_VERIFY, headers=_HEADERS), range(40))
        )
        assert {answer.status_code for answer in answers} == {200}
        assert set(pool.map(lambda _: _verified(served) - before, range(12))) == {40.0}


def test_commands_hash_passwords_at_the_full_cost(tmp_path: Path) -> None:
    """Only the tests' own processes use cheap hashes."""
    engine = open_engine(make_register(tmp_path))
    with engine.connect() as connection:
        kept = connection.scalars(text("SELECT password_hash FROM organisation")).all()
    engine.dispose()
    assert {one.rpartition("$")[0].rpartition("$")[0] for one in kept} == {"$argon2id$v=19$m=19456,t=2,p=1"}


def test_a_second_server_on_the_same_port_ends_in_one_line(served: Served, quiet_register_url: str) -> None:
    bind = f"127.0.0.1:{served.port}"
    ran = run_command("serve", GATEWAY_DATABASE_URL=quiet_register_url, GATEWAY_BIND=bind)
    assert (ran.code, ran.out, ran.err) == (1, "", f"lrs-gateway: {bind} is in use\n")
    assert httpx.get(f"{served.url}/health").text == "ok\n"


def test_sigterm_ends_the_server_with_code_0_and_frees_the_port(tmp_path: Path, quiet_register_url: str) -> None:
    with serving(tmp_path, quiet_register_url) as running, httpx.Client(base_url=running.url) as client:
        assert client.post(LEARNER_SERVICE, content=_FIND, headers=_HEADERS).status_code == 200
        processes = psutil.Process(running.process.pid).children(recursive=True)
        assert any("gateway.cli" in one.cmdline() for one in processes), "the embedded worker is among them"
        assert running.stop() == 0  # although a client keeps a connection open
        assert [one for one in processes if one.is_running()] == []
        with socket.create_server(("127.0.0.1", running.port)):
            pass


def test_the_addresses_printed_and_served_are_those_of_the_public_url(tmp_path: Path, quiet_register_url: str) -> None:
    with serving(
        tmp_path,
        quiet_register_url,
        GATEWAY_PUBLIC_URL="https://lrs.example.org/sandbox/",
        GATEWAY_EMBEDDED_WORKER="off",
    ) as running:
        wsdl = httpx.get(f"{running.url}{LEARNER_SERVICE}?wsdl").text
        printed = running.log.read_text()
    assert 'location="https://lrs.example.org/sandbox/LearnerService.svc"' in wsdl
    assert running.url not in wsdl
    assert f"https://lrs.example.org/sandbox{LEARNER_SERVICE}?wsdl\n" in printed
    assert f"Register: {quiet_register_url.removeprefix('sqlite:///')}\n" in printed
    assert f"Listening on 127.0.0.1:{running.port}, for operators on {running.admin_url[7:]}; " in printed


@pytest.mark.parametrize(
    ("url", "line"),
    [
        (
            "sqlite:///{folder}/empty.db",
            r"there is no register in {folder}/empty.db: if this is the right place, run lrs-gateway migrate",
        ),
        ("sqlite:///{folder}/text.db", "the database cannot be opened: {folder}/text.db: .*"),
        (
            "postgresql://gateway:secret@127.0.0.1:{port}/gateway",
            "the database cannot be opened: PostgreSQL database gateway at 127.0.0.1:{port}: .*",
        ),
        ("mysql://gateway:secret@127.0.0.1/gateway", "mysql is not supported: use sqlite or postgresql"),
        ("gateway.db", "the database URL is malformed: .*"),
    ],
)
def test_a_database_that_cannot_be_used_ends_the_server_in_one_line(tmp_path: Path, url: str, line: str) -> None:
    (tmp_path / "text.db").write_text("This is a text of more than a hundred bytes, and not a database.\n" * 20)
    places = {"folder": tmp_path, "port": free_port()}
    filled = url.format(**places)
    ran = run_command("serve", GATEWAY_DATABASE_URL=filled, GATEWAY_BIND=f"127.0.0.1:{free_port()}")
    assert (ran.code, ran.out) == (1, "")
    assert re.fullmatch(f"lrs-gateway: {line.format(**places)}\n", ran.err)


def test_a_setting_that_makes_no_sense_ends_the_server_in_one_line() -> None:
    ran = run_command("serve", GATEWAY_BIND="8080")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "lrs-gateway: GATEWAY_BIND must be an address and a port, such as 127.0.0.1:8080 or [::1]:8080\n"
    )


def _find(served: Served, password: str = demo.COLLEGE.password) -> str | None:
    find = miap(FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="CHK")
    find = find.replace(demo.COLLEGE.password, password)
    answer = httpx.post(
        f"{served.url}{LEARNER_SERVICE}", content=find, headers={"Content-Type": "text/xml"}, timeout=10
    )
    found = re.search(r"<(?:ResponseCode|ErrorCode)>(\w+)<", answer.text)
    return found[1] if found else answer.text


def test_calls_go_on_when_workers_are_replaced_or_killed(tmp_path: Path, quiet_register_url: str) -> None:
    with serving(tmp_path, quiet_register_url, GATEWAY_MAX_REQUESTS="20", GATEWAY_WORKERS="1") as served:
        assert {_find(served) for _ in range(100)} == {"WSRC0004"}
        assert httpx.get(f"{served.admin_url}/metrics").status_code == 200
        for worker in psutil.Process(served.process.pid).children():
            worker.kill()
        time.sleep(2)
        assert _find(served) == "WSRC0004"
        assert "Logging error" not in served.log.read_text()
        lines = [
            line
            for line in served.log.read_text().splitlines()
            if not line.startswith(("http", "Register: ", "Listening on "))
        ]
        assert [line for line in lines if not line.startswith("{")] == []
        until = time.monotonic() + _SECONDS_TO_COME_BACK
        while len(batch_workers(served)) != 1 and time.monotonic() < until:
            time.sleep(0.1)
        assert len(batch_workers(served)) == 1, "the embedded worker is back too"


def test_a_right_password_goes_on_working_when_workers_are_replaced_while_others_are_guessed(
    tmp_path: Path, sqlite_template: Path
) -> None:
    with serving(tmp_path, copied(sqlite_template, tmp_path), GATEWAY_WORKERS="1") as served:
        assert _find(served) == "WSRC0004"
        assert {_find(served, f"guess-{number:03}") for number in range(choices.PASSWORD_GUESSES + 1)} == {"WSEC0005"}
        for worker in psutil.Process(served.process.pid).children():
            worker.kill()
        assert _find(served) == "WSRC0004"


def batch_workers(served: Served) -> list[psutil.Process]:
    return [one for one in psutil.Process(served.process.pid).children() if "gateway.cli" in one.cmdline()]


def test_a_server_whose_addresses_nobody_reads_serves(tmp_path: Path, quiet_register_url: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with serving(tmp_path, quiet_register_url, output=writing, GATEWAY_EMBEDDED_WORKER="off") as served:
        assert _find(served) == "WSRC0004"
