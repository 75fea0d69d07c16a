"""The page for people who use a browser."""

import pytest
from lxml import html

from gateway import __version__
from gateway.settings import Settings, from_environment
from gateway.wire.services import SERVICES
from tests.builders import EXTERNAL, LEARNER_SERVICE, MIAP_2014, R9, Wire

PATHS = ("/", LEARNER_SERVICE, R9, EXTERNAL, MIAP_2014, "/learnerservice.SVC/")


@pytest.mark.parametrize("path", PATHS)
def test_the_page_names_every_service_its_wsdl_and_the_version(sqlite_wire: Wire, path: str) -> None:
    reply = sqlite_wire.request("GET", path, HTTP_HOST="evil.example")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    page = html.document_fromstring(reply.body)
    links = [link.get("href") for link in page.iter("a")]
    assert links[: len(SERVICES)] == [f"http://gateway.test{row.wsdl_location}" for row in SERVICES]
    assert [one.text for one in page.iter("code")] == [f"http://gateway.test{row.location}" for row in SERVICES]
    assert f"Version {__version__}." in reply.body.decode()
    assert str(links[-1]).startswith("https://www.gov.uk/")


@pytest.mark.parametrize("path", PATHS)
def test_the_page_may_load_nothing_and_stand_in_no_frame(sqlite_wire: Wire, path: str) -> None:
    headers = sqlite_wire.request("GET", path).headers
    rules = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} == set(rules)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_page_is_the_same_whatever_is_asked(sqlite_wire: Wire) -> None:
    plain = sqlite_wire.request("GET", "/")
    for asked in ("/?<script>", "/?wsdl"):
        moved = sqlite_wire.request("GET", asked, HTTP_HOST="<script>", HTTP_REFERER="<script>", HTTP_ACCEPT="<script>")
        assert (moved.status, moved.headers, moved.body) == (200, plain.headers, plain.body)
    assert sqlite_wire.request("GET", LEARNER_SERVICE).body == plain.body


@pytest.mark.parametrize("path", PATHS)
def test_head_has_the_headers_of_the_page_alone(sqlite_wire: Wire, path: str) -> None:
    read, asked = sqlite_wire.request("GET", path), sqlite_wire.request("HEAD", path)
    assert (asked.status, asked.headers, asked.body) == (200, read.headers, b"")


def test_the_root_is_for_reading(sqlite_wire: Wire) -> None:
    reply = sqlite_wire.request("DELETE", "/")
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")


def test_a_query_that_asks_for_nothing_gets_no_page(sqlite_wire: Wire) -> None:
    assert sqlite_wire.request("GET", f"{LEARNER_SERVICE}?anything=else").status == 405


def test_a_public_address_stands_in_the_page_as_text(sqlite_url: str) -> None:
    with Wire.open(Settings(database_url=sqlite_url, public_url='http://x/"><script>&')) as wire:
        body = wire.request("GET", "/").body
    assert b"<script>" not in body
    assert b"http://x/&quot;&gt;&lt;script&gt;&amp;/LearnerService.svc" in body


@pytest.mark.parametrize("bind", ["0.0.0.0:8094", "[::]:8094"])
@pytest.mark.parametrize(
    ("host", "called"),
    [
        ("lrs.college.example:8094", "http://lrs.college.example:8094"),
        ("[fd00::7]:8094", "http://[fd00::7]:8094"),
        ("<script>", "http://127.0.0.1:8094"),
        ("a.example/x?", "http://127.0.0.1:8094"),
        ("", "http://127.0.0.1:8094"),
    ],
)
def test_a_gateway_on_every_address_names_the_host_that_the_client_has_called(
    sqlite_url: str, bind: str, host: str, called: str
) -> None:
    chosen = from_environment({"GATEWAY_BIND": bind, "GATEWAY_DATABASE_URL": sqlite_url})
    with Wire.open(chosen) as wire:
        wsdl = wire.request("GET", f"{LEARNER_SERVICE}?wsdl", HTTP_HOST=host).body.decode()
        schema = wire.request("GET", f"{LEARNER_SERVICE}?xsd=xsd0", HTTP_HOST=host).body.decode()
        page = wire.request("GET", "/", HTTP_HOST=host).body.decode()
        fault = wire.post("/nowhere", "<x/>", HTTP_HOST=host).body.decode()
    assert f'location="{called}{LEARNER_SERVICE}"' in wsdl
    assert f'schemaLocation="{called}{LEARNER_SERVICE}?xsd=' in schema or "schemaLocation" not in schema
    assert f"{called}{LEARNER_SERVICE}" in page
    assert f"The services are at {called}/" in fault
    for text in (wsdl, schema, page, fault):
        assert ".invalid" not in text
        assert bind not in text
        assert "<script>" not in text


def test_a_public_url_stands_whatever_host_is_called(sqlite_url: str) -> None:
    public = {"GATEWAY_PUBLIC_URL": "https://lrs.example.org"}
    chosen = from_environment({"GATEWAY_BIND": "0.0.0.0:8094", "GATEWAY_DATABASE_URL": sqlite_url} | public)
    with Wire.open(chosen) as wire:
        wsdl = wire.request("GET", f"{LEARNER_SERVICE}?wsdl", HTTP_HOST="evil.example").body.decode()
    assert f'location="https://lrs.example.org{LEARNER_SERVICE}"' in wsdl
    assert "evil.example" not in wsdl


def test_a_gateway_on_one_address_names_that_address(sqlite_url: str) -> None:
    chosen = from_environment({"GATEWAY_BIND": "127.0.0.1:8094", "GATEWAY_DATABASE_URL": sqlite_url})
    with Wire.open(chosen) as wire:
        wsdl = wire.request("GET", f"{LEARNER_SERVICE}?wsdl", HTTP_HOST="evil.example").body.decode()
    assert f'location="http://127.0.0.1:8094{LEARNER_SERVICE}"' in wsdl
