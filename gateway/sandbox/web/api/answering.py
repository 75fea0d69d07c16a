"""Answer calls of the API."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import parse_qsl
from wsgiref.types import WSGIEnvironment

from gateway.sandbox.spaces import Spaces
from gateway.sandbox.transport import SandboxAnswer
from gateway.sandbox.web.api.openapi import write_document
from gateway.sandbox.web.api.request import ApiRequest, Problem, read_object
from gateway.sandbox.web.api.routes import BASE, ROUTES, Route
from gateway.sandbox.web.api.schemas import check
from gateway.sandbox.web.guard import Guard, NotAllowed, NoToken

OPENAPI = "/sandbox/openapi.json"
_MOST_WAITS = 48
_JSON = "application/json"
_PROBLEM = "application/problem+json"


class Api:
    """The API of a sandbox. Threads may share it."""

    def __init__(self, spaces: Spaces, guard: Guard) -> None:
        self._spaces = spaces
        self._guard = guard
        self._places = threading.BoundedSemaphore(_MOST_WAITS)

    def __call__(self, environ: WSGIEnvironment) -> SandboxAnswer:
        """Answer a call."""
        try:
            self._guard.check_place(environ)
            path = str(environ.get("PATH_INFO", ""))
            if path == OPENAPI:
                return _answer("200 OK", write_document(self._guard.address))
            self._guard.check_token(environ)
            return self._call(environ, path)
        except Problem as problem:
            return write_problem(problem.status, str(problem))
        except NotAllowed as error:
            answer = write_problem(error.status, str(error))
            if isinstance(error, NoToken):
                answer.headers.append(("WWW-Authenticate", "Bearer"))
            return answer

    def _call(self, environ: WSGIEnvironment, path: str) -> SandboxAnswer:
        route, places = _find(environ["REQUEST_METHOD"], path)
        query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        unknown = sorted(set(query) - set(route.query))
        if unknown:
            known = ", ".join(route.query) or "none"
            raise Problem(f"{unknown[0][:40]!r} is not a member of the query; known are: {known}.")
        body = read_object(environ["wsgi.input"].read()) if environ["REQUEST_METHOD"] in ("POST", "PUT") else {}
        wrong = check(body, route.body) if route.body else "This call takes no body." if body else ""
        if wrong:
            raise Problem(wrong)
        request = ApiRequest(spaces=self._spaces, address=self._guard.address, path=places, query=query, body=body)
        with self._place_to_wait(route):
            value = route.function(request)
        if value is None:
            return _nothing()
        return _answer(route.status, value)

    @contextmanager
    def _place_to_wait(self, route: Route) -> Iterator[None]:
        """Hold one of the places for calls that wait.

        So calls that do not wait always find a thread. Raises Problem if there is no place.
        """
        if not route.waits:
            yield
            return
        if not self._places.acquire(blocking=False):
            raise Problem(f"{_MOST_WAITS} calls wait already. Try again.", "503 Service Unavailable")
        try:
            yield
        finally:
            self._places.release()


def _find(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """Return the route of a call, and its path's parts.

    Raises Problem.
    """
    text = path.encode("latin-1").decode("utf-8", "replace").removeprefix(BASE)
    fitting = [(route, found) for route in ROUTES if (found := route.pattern.fullmatch(text)) is not None]
    for route, found in fitting:
        if route.method == method:
            return route, found.groupdict()
    if not fitting or not path.startswith(BASE):
        raise Problem(f"There is no such address. {OPENAPI} lists all.", "404 Not Found")
    allowed = sorted({route.method for route, _ in fitting})
    raise Problem(f"This address takes {' and '.join(allowed)}.", "405 Method Not Allowed")


def _answer(status: str, value: object, content_type: str = _JSON) -> SandboxAnswer:
    answer = SandboxAnswer(status, [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")])
    answer.replace_body(
        json.dumps(value, indent=2, ensure_ascii=False).encode("utf-8", "replace") + b"\n", content_type
    )
    return answer


def write_problem(status: str, sentence: str) -> SandboxAnswer:
    """Return an answer that says what went wrong."""
    code = int(status[:3])
    return _answer(status, {"title": HTTPStatus(code).phrase, "status": code, "detail": sentence}, _PROBLEM)


def _nothing() -> SandboxAnswer:
    return SandboxAnswer("204 No Content", [("Cache-Control", "no-store")])
