"""Send a request again, perhaps changed."""

from io import BytesIO
from wsgiref.types import WSGIEnvironment

from gateway.sandbox.exchanges import Exchange

_NOT_SENT = ("content-length", "transfer-encoding", "connection", "expect", "host")


def environ_of(exchange: Exchange, message: str, beside: WSGIEnvironment) -> WSGIEnvironment:
    """Return the environment of a request sent again.

    It has the headers of the exchange, and the server of `beside`. The message is UTF-8.
    """
    path, _, query = exchange.path.partition("?")
    body = message.replace("\r\n", "\n").encode()
    environ: WSGIEnvironment = {
        name: value for name, value in beside.items() if name.startswith(("wsgi.", "SERVER_")) or name == "REMOTE_ADDR"
    }
    environ |= {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": beside["HTTP_HOST"],
        "wsgi.input": BytesIO(body),
    }
    for name, value in exchange.request_headers:
        if name.lower() not in _NOT_SENT:
            key = name.upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    if "charset" in environ.get("CONTENT_TYPE", "").lower():
        environ["CONTENT_TYPE"] = environ["CONTENT_TYPE"].partition(";")[0] + "; charset=utf-8"
    return environ
