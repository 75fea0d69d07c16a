"""Scenarios of what goes wrong below SOAP."""

from collections.abc import Callable
from typing import Final

from gateway.sandbox.scenarios.scenario import Kind, Scenario
from gateway.sandbox.transport import Break, SandboxAnswer

_HTML: Final = "text/html; charset=utf-8"
_BAD_GATEWAY: Final = (
    b"<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<h1>502 Bad Gateway</h1>\n"
    b"The server is temporarily unable to answer.\n</body>\n</html>\n"
)
_FOREIGN_FAULT: Final = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b'<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Body><env:Fault>'
    b"<env:Code><env:Value>env:Receiver</env:Value></env:Code>"
    b'<env:Reason><env:Text xml:lang="en">The service is not available.</env:Text></env:Reason>'
    b"</env:Fault></env:Body></env:Envelope>"
)
_SECONDS: Final = (2, 30, 90)


def _scenario(
    name: str, text: str, break_answer: Callable[[SandboxAnswer], None], *, is_called: bool = True
) -> Scenario:
    return Scenario(name=name, text=text, kind=Kind.TRANSPORT, break_answer=break_answer, is_called=is_called)


def _wait(seconds: float) -> Callable[[SandboxAnswer], None]:
    def wait(answer: SandboxAnswer) -> None:
        answer.seconds = seconds

    return wait


def _break_off(how: Break) -> Callable[[SandboxAnswer], None]:
    def break_off(answer: SandboxAnswer) -> None:
        answer.breaks = how

    return break_off


def _answer(status: str, body: bytes, *headers: tuple[str, str]) -> Callable[[SandboxAnswer], None]:
    def answer_so(answer: SandboxAnswer) -> None:
        answer.status, answer.headers = status, list(headers)
        answer.replace_body(body)

    return answer_so


def _truncate(answer: SandboxAnswer) -> None:
    answer.replace_body(answer.body[: len(answer.body) * 2 // 3])


def _empty(answer: SandboxAnswer) -> None:
    answer.replace_body(b"")


def _mistype(answer: SandboxAnswer) -> None:
    answer.replace_body(answer.body, _HTML)


TRANSPORT_FAULTS: Final = (
    *(
        _scenario(f"slow-{seconds}", f"The call is made, and answered after {seconds} seconds.", _wait(seconds))
        for seconds in _SECONDS
    ),
    _scenario(
        "reset-before",
        "The connection is reset before the answer. The call is not made.",
        _break_off(Break.BEFORE),
        is_called=False,
    ),
    _scenario(
        "answer-lost",
        "The call is made and committed. Then the connection is reset, and the answer is lost.",
        _break_off(Break.BEFORE),
    ),
    _scenario("reset-inside", "The call is made. The connection is reset inside the answer.", _break_off(Break.INSIDE)),
    _scenario(
        "http-502",
        "HTTP 502 with an HTML page, as a proxy answers. The call is not made.",
        _answer("502 Bad Gateway", _BAD_GATEWAY, ("Content-Type", _HTML)),
        is_called=False,
    ),
    _scenario(
        "http-503",
        "HTTP 503 with Retry-After and no SOAP. The call is not made.",
        _answer("503 Service Unavailable", b"Busy.\n", ("Content-Type", "text/plain"), ("Retry-After", "1")),
        is_called=False,
    ),
    _scenario("truncated", "The call is made. The XML of the answer ends early.", _truncate),
    _scenario("empty", "The call is made. The answer has no body.", _empty),
    _scenario("wrong-type", "The call is made. The answer says that it is HTML.", _mistype),
    _scenario(
        "foreign-fault",
        "A fault of SOAP 1.2, which no contract of the service has. The call is not made.",
        _answer("500 Internal Server Error", _FOREIGN_FAULT, ("Content-Type", "application/soap+xml; charset=utf-8")),
        is_called=False,
    ),
)
