"""Spans of calls, for OpenTelemetry.

A span has names, a code and measures. It has nothing of a message, and no user, organisation or learner. The libraries
are there where this module is used: `gateway/tracing.py` has looked.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from wsgiref.types import WSGIEnvironment

from lxml.etree import _Element

from gateway.domain.codes import Code
from gateway.handlers.execution.admission import CallServices
from gateway.handlers.execution.call_record import CallRecord
from gateway.store.unit import Clock
from gateway.wire.contract.compiled import Contract
from gateway.wire.http.endpoint import CALL, Endpoint
from gateway.wire.http.responses import StartResponse
from gateway.wire.services import ServiceRow
from gateway.wire.soap.service import Answer, SoapService

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

_HEADERS = "HTTP_"
_MESSAGE = "POST"


class TracedEndpoint:
    """An endpoint, with a span for each message.

    The span continues the trace that the headers of the request name.
    """

    def __init__(self, endpoint: Endpoint, tracer: "Tracer") -> None:
        self._endpoint = endpoint
        self._tracer = tracer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer an HTTP request.

        Only an attempt that is answered leaves a span: a message may be begun anew, because its body had not arrived,
        or because it could not share a transaction.
        """
        if environ["REQUEST_METHOD"] != _MESSAGE:
            return self._endpoint(environ, start_response)
        from opentelemetry import context, propagate, trace  # noqa: PLC0415

        parent = propagate.extract(_headers(environ))
        span = self._tracer.start_span("call", parent, trace.SpanKind.SERVER)

        def start_noted(status: str, headers: list[tuple[str, str]]) -> object:
            span.set_attribute("http.response.status_code", int(status[:3]))
            return start_response(status, headers)

        token = context.attach(trace.set_span_in_context(span, parent))
        try:
            body = self._endpoint(environ, start_noted)
        finally:
            context.detach(token)
        if span.is_recording():
            _describe(span, environ[CALL])
        span.end()
        return body

    def answer_busy(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, unread, that the service is busy."""
        return self._endpoint.answer_busy(environ, start_response)


class _TracedService(SoapService):
    """A service that writes its contract on the current span."""

    name = ""

    def answer(
        self, root: _Element, record: CallRecord, *, qualified_fault: bool = False, valid: bool = False
    ) -> Answer:
        """Answer a message, and complete its record."""
        from opentelemetry import trace  # noqa: PLC0415

        trace.get_current_span().set_attribute("lrs.contract", self.name)
        return super().answer(root, record, qualified_fault=qualified_fault, valid=valid)


def make_traced_service(row: ServiceRow, contract: Contract, register: CallServices, clock: Clock) -> SoapService:
    """Return a service that writes its contract on spans."""
    service = _TracedService(contract, row.family, register, clock)
    service.name = row.wsdl
    return service


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    return {
        name.removeprefix(_HEADERS).replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith(_HEADERS)
    }


def _describe(span: "Span", record: CallRecord) -> None:
    from opentelemetry.trace import StatusCode  # noqa: PLC0415

    described = {
        "rpc.system": "soap",
        "rpc.method": record.request,
        "lrs.operation": record.operation,
        "lrs.code": record.code,
        "lrs.reason": record.reason,
        "lrs.call": record.reference,
    }
    told: dict[str, str | float] = {name: str(value) for name, value in described.items() if value is not None}
    if record.ms is not None:
        told["lrs.ms"] = record.ms
    span.set_attributes(told)
    span.update_name(str(record.operation or record.request or "refused"))
    if record.code == Code.UNKNOWN_FAILURE:
        span.set_status(StatusCode.ERROR)
