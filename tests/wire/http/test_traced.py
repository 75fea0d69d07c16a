"""Each call has a span with nothing personal."""

from collections.abc import Iterator
from typing import Any

import pytest

from gateway import demo
from gateway.app import Gateway
from gateway.settings import Settings, from_environment
from tests.builders import FINDMSG, LEARNER_SERVICE, R9, R9_2017, Wire, miap, r9

sdk = pytest.importorskip("opentelemetry.sdk.trace")
export = pytest.importorskip("opentelemetry.sdk.trace.export")
in_memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter")

FIND = {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}


class Traced:
    """A gateway in this process, and its spans."""

    def __init__(self, url: str) -> None:
        self._kept = in_memory.InMemorySpanExporter()
        provider = sdk.TracerProvider(shutdown_on_exit=False)
        provider.add_span_processor(export.SimpleSpanProcessor(self._kept))
        settings = Settings(database_url=url)
        self.wire = Wire(settings)
        self.wire.gateway = Gateway(settings, self.wire.store, tracer=provider.get_tracer("test"))

    def spans(self) -> list[Any]:
        return list(self._kept.get_finished_spans())

    def only_span(self) -> Any:
        (span,) = self.spans()
        return span


@pytest.fixture
def traced(sqlite_url: str) -> Iterator[Traced]:
    made = Traced(sqlite_url)
    yield made
    made.wire.gateway.close()


def find(**changes: str) -> str:
    return miap(FINDMSG, "FindLearnerByULN", FIND | changes, find="FUL")


def test_a_call_has_a_span_with_operation_code_contract_and_milliseconds(traced: Traced) -> None:
    reply = traced.wire.post(LEARNER_SERVICE, find())
    span = traced.only_span()
    assert (span.name, span.kind.name, span.status.status_code.name) == ("find-by-uln", "SERVER", "UNSET")
    told = dict(span.attributes)
    assert 0 < told.pop("lrs.ms") < 60_000
    assert told == {
        "http.response.status_code": 200,
        "rpc.system": "soap",
        "rpc.method": "learnerByULN",
        "lrs.contract": "LearnerService",
        "lrs.operation": "find-by-uln",
        "lrs.code": "WSRC0004",
        "lrs.call": reply.headers["X-Call-Reference"],
    }


def test_a_span_names_the_contract_that_answered(traced: Traced) -> None:
    look = r9("GetOrganisation", {"ukprn": demo.COLLEGE.ukprn})
    for path in (R9, R9_2017):
        traced.wire.post(path, look)
    contracts = [span.attributes["lrs.contract"] for span in traced.spans()]
    assert contracts == ["LearnerServiceR9", "LearnerServiceR9_2017"]


def test_nothing_personal_is_in_a_span(traced: Traced) -> None:
    traced.wire.post(LEARNER_SERVICE, find(), HTTP_X_FORWARDED_FOR="192.0.2.7")
    traced.wire.post(LEARNER_SERVICE, find(FamilyName="Moe"))
    traced.wire.post(LEARNER_SERVICE, find(ULN="not a ULN"))
    traced.wire.post(LEARNER_SERVICE, "<broken>Ann")
    told = "".join(span.to_json() for span in traced.spans())
    assert len(traced.spans()) == 4
    for secret in (*FIND.values(), "Moe", "not a ULN", "registrar", demo.COLLEGE.ukprn, demo.COLLEGE.password, "192.0"):
        assert secret not in told


def test_a_message_that_reaches_no_operation_has_a_span_with_the_reason(traced: Traced) -> None:
    traced.wire.post(LEARNER_SERVICE, "<broken>")
    span = traced.only_span()
    assert (span.name, span.attributes["lrs.reason"], span.attributes["lrs.code"]) == ("refused", "xml", "WSEC0001")
    assert "lrs.ms" not in span.attributes


def test_a_failure_of_ours_is_an_error_and_a_refusal_is_none(traced: Traced) -> None:
    traced.wire.post(LEARNER_SERVICE, find().replace(demo.COLLEGE.password, "another password"))
    with traced.wire.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE learner RENAME TO elsewhere")
    traced.wire.post(LEARNER_SERVICE, find())
    refused, failed = traced.spans()
    assert (refused.attributes["lrs.code"], refused.status.status_code.name) == ("WSEC0005", "UNSET")
    assert (failed.attributes["lrs.code"], failed.status.status_code.name) == ("WSEC0999", "ERROR")
    assert failed.events == ()


def test_a_span_continues_the_trace_of_the_caller(traced: Traced) -> None:
    trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    traced.wire.post(LEARNER_SERVICE, find(), HTTP_TRACEPARENT=f"00-{trace}-{parent}-01")
    traced.wire.post(LEARNER_SERVICE, find(), HTTP_TRACEPARENT="nonsense")
    continued, own = traced.spans()
    assert (f"{continued.context.trace_id:032x}", f"{continued.parent.span_id:016x}") == (trace, parent)
    assert own.parent is None


def test_a_page_and_a_wsdl_have_no_span(traced: Traced) -> None:
    for path in ("/", "/health", LEARNER_SERVICE, f"{LEARNER_SERVICE}?wsdl"):
        assert traced.wire.request("GET", path).status == 200
    assert traced.spans() == []


def test_an_answer_is_the_same_with_a_span_and_without(traced: Traced, sqlite_wire: Wire) -> None:
    assert traced.wire.post(LEARNER_SERVICE, find()).body == sqlite_wire.post(LEARNER_SERVICE, find()).body


@pytest.mark.parametrize(
    ("variables", "asked"),
    [
        ({}, False),
        ({"GATEWAY_TRACING": "on"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://collector:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "GATEWAY_TRACING": "off"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "OTEL_TRACES_EXPORTER": "none"}, False),
        ({"OTEL_SERVICE_NAME": "lrs"}, False),
    ],
)
def test_traces_are_off_until_they_are_asked_for(variables: dict[str, str], asked: bool) -> None:
    assert from_environment(variables).tracing is asked
