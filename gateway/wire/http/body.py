"""Read the body of a request, within limits.

This happens before anything interprets the message. Of a rejected message the log has only the length, the hash and the
reason.
"""

from wsgiref.types import WSGIEnvironment

from gateway.wire.soap.content_type import require_xml
from gateway.wire.soap.refusal import RejectedMessage, too_large, unsupported


def read_body(environ: WSGIEnvironment, limit: int) -> bytes:
    """Return the bytes of a request's body.

    Raises RejectedMessage if the method, the type, the encoding or the length is wrong.
    """
    if environ["REQUEST_METHOD"] != "POST":
        raise RejectedMessage(
            reason="method", text="This address answers SOAP 1.1 requests by POST.", status="405 Method Not Allowed"
        )
    require_xml(environ.get("CONTENT_TYPE", ""))
    if environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise unsupported("content-encoding", "Content-Encoding is not supported; send the message as it is.")
    length = environ.get("CONTENT_LENGTH") or ""
    if length and not length.isdecimal():
        raise RejectedMessage(reason="length", text="Content-Length is not a number.", status="400 Bad Request")
    if length and int(length) > limit:
        raise too_large(limit)
    try:
        body: bytes = environ["wsgi.input"].read(int(length) if length else limit + 1)
    except Exception as error:  # servers raise their own errors for broken chunks, and OSError
        raise RejectedMessage(reason="broken", text="The request ended early.", status="400 Bad Request") from error
    if len(body) > limit:
        raise too_large(limit)
    if length and len(body) < int(length):
        raise RejectedMessage(reason="broken", text="The request ended early.", status="400 Bad Request")
    return body
