"""Read the requests of one connection from its bytes."""

import logging
from http import HTTPMethod

import httptools

from gateway import logs
from gateway.serving.http_request import BadHttp, HttpRequest
from gateway.serving.limits import Limits

_log = logging.getLogger(__name__)

_OFFERS = (b"connection", b"upgrade", b"http2-settings")
"""Headers of a request that offers another protocol.

A server may ignore such an offer.
"""


class RequestReader:
    """Fills `request` from bytes.

    `has_surplus` is True once more has arrived than one request.
    """

    __slots__ = ("_bytes", "_limits", "_parser", "has_surplus", "request")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parser = httptools.HttpRequestParser(self)
        self.has_surplus = False
        self.begin()

    def begin(self) -> None:
        """Begin a request."""
        self.request = HttpRequest(self._limits)
        self._bytes = 0

    def read(self, data: bytes) -> None:
        """Read what has arrived. Raises BadHttp."""
        self._bytes += len(data)
        self._feed(data)

    def _feed(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
            self._check_size()
        except httptools.HttpParserUpgrade as upgrade:
            self._ignore_upgrade(data[upgrade.args[0] :])
        except httptools.HttpParserCallbackError as error:
            if isinstance(error.__context__, BadHttp):
                raise error.__context__ from None
            logs.failure(_log, "connection failed")
            raise BadHttp(500) from None
        except httptools.HttpParserError:
            if not self.request.is_whole:
                raise BadHttp(self._status_of_garbage()) from None
            self.has_surplus = True

    def _ignore_upgrade(self, rest: bytes) -> None:
        """Read a request again without its offer of another protocol.

        Because of the offer, the parser has left the body unread.
        """
        request = self.request
        if request.method == HTTPMethod.CONNECT:  # whole without a body, and refused by whoever answers it
            self.has_surplus = True
            return
        lines = [f"{request.method} ".encode() + request.url + b" HTTP/" + self._parser.get_http_version().encode()]
        lines += [name + b": " + value for name, value in request.headers if name not in _OFFERS]
        self._parser = httptools.HttpRequestParser(self)
        self.request = HttpRequest(self._limits)
        self._feed(b"\r\n".join((*lines, b"", rest)))

    def _check_size(self) -> None:
        if not self.request.has_headers and self._bytes > self._limits.header_bytes:
            raise BadHttp(431)
        if self.request.has_headers and self._bytes > self._limits.raw_bytes:
            raise BadHttp(413)

    def _status_of_garbage(self) -> int:
        names = {name for name, _ in self.request.headers}
        return 501 if b"transfer-encoding" in names and b"content-length" not in names else 400

    # What the parser calls.

    def on_message_begin(self) -> None:
        """Begin a request, or note that there is a second."""
        if self.request.is_whole:
            self.has_surplus = True

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        request = self.request
        if request.is_whole:
            return
        request.url += url
        if len(request.url) > self._limits.line_bytes:
            raise BadHttp(414)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Read a header; drop those that follow the last chunk."""
        if not self.request.has_headers:
            self.request.add_header(name, value)

    def on_headers_complete(self) -> None:
        """Check the headers."""
        request, parser = self.request, self._parser
        if request.is_whole:
            return
        request.method = parser.get_method().decode("ascii")
        request.check_headers(parser.get_http_version())
        request.is_last = not parser.should_keep_alive()
        request.has_headers = True
        self._bytes = 0

    def on_body(self, part: bytes) -> None:
        """Take a part of the body."""
        if not self.request.is_whole:
            self.request.add_body(part)

    def on_message_complete(self) -> None:
        """Note that the request is whole."""
        self.request.is_whole = True
