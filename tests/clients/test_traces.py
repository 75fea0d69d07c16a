"""`serve` sends spans to a collector on request."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue

import httpx
import pytest

from gateway import demo
from tests.builders import FINDMSG, LEARNER_SERVICE, miap
from tests.clients.served import copied, environment, serving

pytest.importorskip("opentelemetry.exporter.otlp.proto.http")


@contextmanager
def collecting() -> Iterator[tuple[str, Queue[tuple[str, bytes]]]]:
    """Run a collector; yield its address and what it gets."""
    received: Queue[tuple[str, bytes]] = Queue()

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.put((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", received
    finally:
        server.shutdown()
        server.server_close()


def test_the_spans_of_a_server_are_sent_at_the_latest_when_it_stops(tmp_path: Path, sqlite_template: Path) -> None:
    message = miap(
        FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="FUL"
    )
    with (
        collecting() as (address, received),
        serving(
            tmp_path,
            copied(sqlite_template, tmp_path),
            OTEL_EXPORTER_OTLP_ENDPOINT=address,
            OTEL_EXPORTER_OTLP_COMPRESSION="none",
            OTEL_BSP_SCHEDULE_DELAY="600000",
            OTEL_RESOURCE_ATTRIBUTES="deployment.environment=trial",
            GATEWAY_EMBEDDED_WORKER="off",
            GATEWAY_WORKERS="1",
        ) as served,
    ):
        called = httpx.post(f"{served.url}{LEARNER_SERVICE}", content=message, headers={"Content-Type": "text/xml"})
        assert called.status_code == 200
        assert served.stop() == 0
        path, sent = received.get(timeout=10)
    assert path == "/v1/traces"
    for told in (
        b"find-by-uln",
        b"WSRC0004",
        b"LearnerService",
        b"lrs-gateway",
        b"trial",
        called.headers["X-Call-Reference"].encode(),
    ):
        assert told in sent
    for secret in (demo.ANN_ULN, "Lee", demo.COLLEGE.ukprn, demo.COLLEGE.user):
        assert secret.encode() not in sent
    assert "Traceback" not in served.log.read_text()


def test_without_being_asked_the_libraries_are_not_even_imported(sqlite_url: str) -> None:
    program = (
        "import sys; from gateway.app import Gateway; from gateway.settings import from_environment; "
        "Gateway(from_environment()); print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(GATEWAY_DATABASE_URL=sqlite_url),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "[]\n"


def test_a_server_without_the_libraries_says_so_and_serves(tmp_path: Path, sqlite_template: Path) -> None:
    hidden = tmp_path / "hidden"
    (hidden / "opentelemetry").mkdir(parents=True)
    (hidden / "opentelemetry" / "__init__.py").write_text("raise ImportError('hidden by a test')\n")
    with serving(
        tmp_path,
        copied(sqlite_template, tmp_path),
        GATEWAY_TRACING="on",
        GATEWAY_WORKERS="1",
        GATEWAY_EMBEDDED_WORKER="off",
        PYTHONPATH=str(hidden),
    ) as served:
        assert httpx.get(f"{served.url}/health").status_code == 200
    assert "Run: pip install 'lrs-gateway[otel]'" in served.log.read_text()
