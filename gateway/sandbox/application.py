"""The sandbox as an application: calls, and pages beside them."""

import re
import time
from collections.abc import Callable
from io import BytesIO
from typing import Final
from wsgiref.types import WSGIEnvironment

from gateway.handlers.execution.call_record import CallRecord
from gateway.sandbox.exchanges import Exchange
from gateway.sandbox.scenarios.catalogue import UnknownScenario, find_scenario
from gateway.sandbox.scenarios.outcomes.batches import POLLING
from gateway.sandbox.scenarios.scenario import Scenario
from gateway.sandbox.scenarios.stated import find_by_learner, find_by_user
from gateway.sandbox.space import Space
from gateway.sandbox.spaces import Spaces
from gateway.sandbox.transport import SandboxAnswer
from gateway.serving.http_request import BodyAwaited
from gateway.wire.contract.compiled import load_contract
from gateway.wire.http.endpoint import CALL
from gateway.wire.namespaces import SOAP
from gateway.wire.services import SERVICES
from gateway.wire.soap.envelope import write_client_fault

_BODY: Final = re.compile(
    rb"<(?:[^\s<>/:]+:)?Body(?:\s[^<>]*)?>\s*(?:<!--.*?-->\s*)*<(?:[^\s<>/:]+:)?([^\s<>/:]+)", re.DOTALL
)
_HEADERS_OF_CALL: Final = ("CONTENT_TYPE", "CONTENT_LENGTH")
_ASK_FOR_OUTPUT: Final = frozenset(POLLING.values())
"""Operations before which waiting batches are processed.

So the same polls have the same answers, however quickly they come.
"""
_READY: Final = b"ready\n"
EXCHANGE: Final = "sandbox.exchange"
"""Member of the environment: space and number of the exchange."""

Web = Callable[[WSGIEnvironment], SandboxAnswer]


class SandboxApplication:
    """The gateway's services in spaces, with pages for people.

    `web` answers what is under `web_paths`.
    """

    def __init__(self, spaces: Spaces) -> None:
        self.spaces = spaces
        self.web: Web | None = None
        self.web_paths: tuple[str, ...] = ()
        self._operations = {
            tag.rpartition("}")[2]: route.operation.name
            for row in SERVICES
            for tag, route in load_contract(row.wsdl, row.schema).routes.items()
        }
        """The contract's names of operations, by local element name."""

    def __call__(self, environ: WSGIEnvironment) -> SandboxAnswer:
        """Answer an HTTP request."""
        path = str(environ.get("PATH_INFO", ""))
        if self.web is not None and path.startswith(self.web_paths):
            return self.web(environ)
        if path == "/ready":
            return _plain("200 OK", _READY)
        if environ["REQUEST_METHOD"] != "POST":
            return self.spaces.default.answer(environ)
        try:
            body: bytes = environ["wsgi.input"].read()
        except BodyAwaited:
            raise
        except OSError:  # the request ended early: the gateway says so
            return self.spaces.default.answer(environ)
        environ["wsgi.input"] = BytesIO(body)
        environ.setdefault("CONTENT_LENGTH", str(len(body)))
        return self._answer_call(environ, body)

    def operation_of(self, body: bytes) -> str:
        """Return the contract's name of a message's operation, or ""."""
        found = _BODY.search(body)
        return "" if found is None else self._operations.get(found[1].decode("latin-1"), "")

    def _answer_call(self, environ: WSGIEnvironment, body: bytes) -> SandboxAnswer:
        space, operation = self.spaces.called_by(body), self.operation_of(body)
        exchange = _begun(environ, body, space, operation)
        started = time.perf_counter()
        try:
            scenario = self._scenario(space, operation, body)
        except UnknownScenario as error:
            answer = _client_fault(str(error))
        else:
            if scenario is not None:
                exchange.scenario = scenario.name
            if operation in _ASK_FOR_OUTPUT:
                space.do_jobs()
            answer = space.answer(environ, scenario)
        exchange.seconds = time.perf_counter() - started
        _complete(exchange, environ, answer)
        space.exchanges.add(exchange)
        environ[EXCHANGE] = space.name, exchange.number
        return answer

    def _scenario(self, space: Space, operation: str, body: bytes) -> Scenario | None:
        """Return the scenario of a call.

        The user name may state it, or a plan, or the learner. Raises UnknownScenario.
        """
        by_user = find_by_user(body, operation)
        if by_user is not None:
            return by_user
        planned = space.plans.take(operation)
        if planned:
            return find_scenario(planned, operation)
        return find_by_learner(body, operation, lambda uln: space.learner(uln) is not None)


def _begun(environ: WSGIEnvironment, body: bytes, space: Space, operation: str) -> Exchange:
    query = environ.get("QUERY_STRING", "")
    return Exchange(
        at=space.clock(),
        peer=str(environ.get("REMOTE_ADDR", "")),
        method=environ["REQUEST_METHOD"],
        path=f"{environ.get('PATH_INFO', '')}{'?' if query else ''}{query}",
        request_headers=_headers(environ),
        request=body,
        operation=operation,
    )


def _headers(environ: WSGIEnvironment) -> tuple[tuple[str, str], ...]:
    """Return the headers of a request as clients write them."""
    named = [
        (name.removeprefix("HTTP_").replace("_", "-").title(), str(value))
        for name, value in environ.items()
        if name.startswith("HTTP_") or (name in _HEADERS_OF_CALL and value)
    ]
    return tuple(named)


def _complete(exchange: Exchange, environ: WSGIEnvironment, answer: SandboxAnswer) -> None:
    record: CallRecord | None = environ.get(CALL)
    exchange.status, exchange.answer_headers, exchange.answer = answer.status, tuple(answer.headers), answer.body
    if record is not None:
        exchange.reference, exchange.code = record.reference, str(record.code or "")
        exchange.organisation = record.organisation or ""
    if answer.breaks is not None:
        exchange.fault = f"reset {answer.breaks} the answer"
    elif answer.seconds:
        exchange.fault = f"answered after {answer.seconds:g} s"


def _plain(status: str, body: bytes) -> SandboxAnswer:
    answer = SandboxAnswer(status, [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")])
    answer.replace_body(body)
    return answer


def _client_fault(sentence: str) -> SandboxAnswer:
    answer = SandboxAnswer("400 Bad Request", [("Content-Type", "text/xml; charset=utf-8")])
    answer.replace_body(write_client_fault(SOAP, sentence))
    return answer
