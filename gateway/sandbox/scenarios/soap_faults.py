"""Scenarios of faults of the contracts that no handler raises.

The gateway answers a message that is broken on the way to it. So the fault is that of the contract: an exception of
MIAP, or a fault as WCF writes it.
"""

import io
import re
from collections.abc import Callable, Iterable
from typing import Final, NoReturn
from wsgiref.types import WSGIEnvironment

from gateway.app import Gateway
from gateway.domain.errors import BadRequest
from gateway.sandbox.scenarios.answered import Answered
from gateway.sandbox.scenarios.scenario import Kind, Scenario, Send
from gateway.wire.http.responses import StartResponse
from gateway.wire.services import SERVICES

_MIAP: Final = ("LearnerService", "LearnerService2014")
_OF_MIAP: Final = tuple(
    dict.fromkeys(operation.name for row in SERVICES if row.wsdl in _MIAP for operation in row.family.operations)
)
_ROOT: Final = re.compile(rb"(Body(?:\s[^<>]*)?>\s*<(?:[^\s<>/:]+:)?)([^\s<>/:]+)((?:\s[^<>]*)?>)", re.DOTALL)
_DOWN: Final = "UnsupportedHttpVerb"


def _send_changed(change: Callable[[bytes], bytes]) -> Send:
    """Return a function that sends a changed message."""

    def send(gateway: Gateway, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = change(environ["wsgi.input"].read())
        changed = {**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return gateway(changed, start_response)

    return send


def _cut(body: bytes) -> bytes:
    return body.rstrip()[:-1]


def _add_element(body: bytes) -> bytes:
    return _ROOT.sub(rb"\g<1>\g<2>\g<3><Sandbox/>", body, count=1)


def _rename_operation(body: bytes) -> bytes:
    found = _ROOT.search(body)
    if found is None:
        return body
    name = re.compile(rb"(</?(?:[^\s<>/:]+:)?)" + re.escape(found[2]) + rb"(?=[\s/>])")
    return name.sub(rb"\g<1>Sandbox", body)


def _be_busy(gateway: Gateway, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    return gateway.answer_busy(environ, start_response)


def _be_down(_call: Answered) -> NoReturn:
    raise BadRequest(_DOWN)


def _make_scenario(name: str, text: str, send: Send) -> Scenario:
    return Scenario(name=name, text=f"{text} The call is not made.", kind=Kind.FAULT, send=send)


SOAP_FAULTS: Final = (
    _make_scenario("fault-xml", "The fault for a message that is no XML.", _send_changed(_cut)),
    _make_scenario("fault-schema", "The fault for a message that breaks the schema.", _send_changed(_add_element)),
    _make_scenario(
        "fault-operation", "The fault for an operation that does not exist.", _send_changed(_rename_operation)
    ),
    _make_scenario("fault-busy", "HTTP 503 with a fault: too many calls wait.", _be_busy),
    Scenario(
        name="fault-down",
        text=f"The fault by which clients know that the service is down: WSEC0001 with {_DOWN}. The call is not made.",
        kind=Kind.FAULT,
        operations=_OF_MIAP,
        decide=_be_down,
    ),
)
