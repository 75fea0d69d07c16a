"""An HTTP/1.1 request and its WSGI environment."""

import sys
from io import BytesIO
from typing import Final
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIEnvironment

from gateway.serving.limits import Limits

PLAIN_STATUSES: Final = {
    400: "400 Bad Request",
    408: "408 Request Timeout",
    413: "413 Content Too Large",
    414: "414 URI Too Long",
    417: "417 Expectation Failed",
    431: "431 Request Header Fields Too Large",
    500: "500 Internal Server Error",
    501: "501 Not Implemented",
    503: "503 Service Unavailable",
}
_VERSIONS: Final = ("1.0", "1.1")
_AROUND_HEADER: Final = len(": \r\n")
_HOSTS_ALLOWED: Final = 1


class BadHttp(Exception):
    """The server does not take what was sent.

    `status` is the status code of the answer.
    """

    def __init__(self, status: int) -> None:
        super().__init__(PLAIN_STATUSES[status])
        self.status = status


class BodyAwaited(BaseException):
    """The application wants the body, which has not arrived.

    Not an Exception, so that no application takes it for a failure of its own.
    """


class _AwaitedBody:
    """The body of a request whose sender waits (100 Continue)."""

    def read(self, _size: int = -1) -> bytes:
        raise BodyAwaited


class _BrokenBody:
    """The body of a request that ended early."""

    def read(self, _size: int = -1) -> bytes:
        raise OSError("the request ended early")


class HttpRequest:
    """A request that the parser fills.

    `has_headers` is True once its headers have arrived, and `is_whole` once all of it has. `is_last` is True if the
    caller wants the connection to end after it, `is_broken` if it ended early, `is_too_large` if the rest was dropped.
    """

    __slots__ = (
        "_limits",
        "body",
        "has_headers",
        "headers",
        "is_broken",
        "is_last",
        "is_too_large",
        "is_whole",
        "method",
        "size",
        "url",
    )

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.method = ""
        self.url = b""
        self.headers: list[tuple[bytes, bytes]] = []
        self.body: list[bytes] = []
        self.size = 0
        self.has_headers = False
        self.is_whole = False
        self.is_last = False
        self.is_broken = False
        self.is_too_large = False

    def add_header(self, name: bytes, value: bytes) -> None:
        """Add a header.

        Raises BadHttp if it is too long, or there are too many.
        """
        if (
            len(name) + len(value) + _AROUND_HEADER > self._limits.line_bytes
            or len(self.headers) >= self._limits.header_count
        ):
            raise BadHttp(431)
        self.headers.append((name.lower(), value))

    def add_body(self, part: bytes) -> None:
        """Add a part of the body.

        Of a body that is too large, one byte beyond the limit is kept, so that the application refuses it.
        """
        if self.is_too_large:
            return
        self.body.append(part)
        self.size += len(part)
        if self.size > self._limits.body_bytes:
            self.is_too_large = True

    def check_headers(self, version: str) -> None:
        """Raise BadHttp if the headers ask for something unsupported."""
        if version not in _VERSIONS:
            raise BadHttp(400)
        names = [name for name, _ in self.headers]
        if names.count(b"host") > _HOSTS_ALLOWED:
            raise BadHttp(400)
        for name, value in self.headers:
            if name == b"transfer-encoding" and (value.lower() != b"chunked" or names.count(name) > 1):
                raise BadHttp(501)
            if name == b"transfer-encoding" and version == "1.0":
                raise BadHttp(400)
            if name == b"expect" and value.lower() != b"100-continue":
                raise BadHttp(417)

    @property
    def is_asked_for(self) -> bool:
        """Whether the sender waits to be asked for the body."""
        return any(name == b"expect" for name, _ in self.headers)

    @property
    def length(self) -> int:
        """The length in the headers, or 0."""
        return next((int(value) for name, value in self.headers if name == b"content-length"), 0)

    def environ(self, base: WSGIEnvironment, *, awaited: bool = False) -> WSGIEnvironment:
        """Return the WSGI environment of the request.

        With `awaited`, reading the body raises BodyAwaited.
        """
        path, _, query = self.url.partition(b"?")
        if path[:1] != b"/" and b"://" in path:
            path = b"/" + path.partition(b"://")[2].partition(b"/")[2]
        environ = dict(base)
        environ["REQUEST_METHOD"] = self.method
        environ["PATH_INFO"] = (unquote_to_bytes(path) if b"%" in path else path).decode("latin-1")
        environ["QUERY_STRING"] = query.decode("latin-1")
        for name, value in self.headers:
            if b"_" in name:  # in the environment, it would look like the header with a dash
                continue
            key = name.decode("latin-1").upper().replace("-", "_")
            if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
                key = f"HTTP_{key}"
            text = value.strip().decode("latin-1")
            environ[key] = f"{environ[key]},{text}" if key in environ else text
        environ["wsgi.input"] = self._input(awaited=awaited, chunked="CONTENT_LENGTH" not in environ)
        return environ

    def _input(self, *, awaited: bool, chunked: bool) -> _AwaitedBody | _BrokenBody | BytesIO:
        if awaited:
            return _AwaitedBody()
        if self.is_broken and chunked:
            return _BrokenBody()
        return BytesIO(self.body[0] if len(self.body) == 1 else b"".join(self.body))


def environ_of_connection(peer: str, server: tuple[str, int]) -> WSGIEnvironment:
    """Return the WSGI environment that a connection's requests share."""
    return {
        "REMOTE_ADDR": peer,
        "SCRIPT_NAME": "",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
