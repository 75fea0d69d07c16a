"""Answers over HTTP, with the headers that all have."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from ipaddress import ip_address
from typing import Final
from wsgiref.types import WSGIEnvironment

from gateway.wire.soap.refusal import AWAY_STATUS, BUSY

StartResponse = Callable[[str, list[tuple[str, str]]], object]
Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

TEXT: Final = "text/plain; charset=utf-8"
READING: Final = ("GET", "HEAD")
CALL_REFERENCE: Final = "X-Call-Reference"
ARRIVED: Final = "gateway.arrived"
"""When a request had arrived, by the monotonic clock."""

RETRY_AFTER: Final = ("Retry-After", "1")
"""The seconds after which a caller may try again."""

_LONGEST_ADDRESS: Final = 64

_ALWAYS: Final = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))


def peer_of(environ: WSGIEnvironment, trusted_proxies: Collection[str]) -> str:
    """Return the address of the client.

    Behind a trusted proxy it is the last address in X-Forwarded-For.
    """
    peer = str(environ.get("REMOTE_ADDR") or "")
    if peer in trusted_proxies:
        forwarded = str(environ.get("HTTP_X_FORWARDED_FOR") or "").rpartition(",")[2].strip()
        with suppress(ValueError):
            return str(ip_address(forwarded))
    return peer[:_LONGEST_ADDRESS]


def respond(
    environ: WSGIEnvironment,
    start_response: StartResponse,
    status: str,
    body: bytes,
    *,
    content_type: str = TEXT,
    allow: str | None = None,
    further: Collection[tuple[str, str]] = (),
) -> Iterable[bytes]:
    """Answer a request.

    `further` holds headers besides the usual ones. The answer to HEAD has no body.
    """
    headers = [("Content-Type", content_type), ("Content-Length", str(len(body))), *_ALWAYS, *further]
    if allow is not None:
        headers.append(("Allow", allow))
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def for_reading(application: Application) -> Application:
    """Return the application for GET and HEAD.

    It refuses every other method.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in READING:
            return application(environ, start_response)
        allow = ", ".join(READING)
        return respond(
            environ, start_response, "405 Method Not Allowed", b"This address is for reading.\n", allow=allow
        )

    return answer


def answer_busy(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer in plain text that the service is busy."""
    return respond(environ, start_response, AWAY_STATUS, f"{BUSY}\n".encode(), further=(RETRY_AFTER,))


def answer_not_found(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer that there is nothing at the address."""
    return respond(environ, start_response, "404 Not Found", b"There is no service at this address.\n")
