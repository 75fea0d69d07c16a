"""The gate: what a request must be before any of it is interpreted.

Everything here happens before a schema or a handler sees the message. What is refused leaves no trace
but its length, its hash and the reason.
"""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element

from gateway.wire.namespaces import SOAP

_ENVELOPE, _HEADER, _BODY = (f"{{{SOAP}}}{name}" for name in ("Envelope", "Header", "Body"))
_MUST_UNDERSTAND = f"{{{SOAP}}}mustUnderstand"

# What a charset label is parsed as. Labels beyond these are refused: Python knows codecs that take hours.
_CHARSETS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CONTENT_TYPE = re.compile(r"\A\s*([\w.+-]{1,60}/[\w.+-]{1,60})\s*(;.*)?\Z", re.ASCII | re.DOTALL)
_CHARSET = re.compile(r""";\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]*))""", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Exception):
    """The request does not get past the gate.

    `reason` is a word for logs and counts, `text` a sentence for the caller, `fault` the SOAP fault code.
    """

    reason: str
    text: str
    status: str = "500 Internal Server Error"
    fault: str = "Server"


def read_body(environ: Mapping[str, Any], limit: int) -> bytes:
    """Read a request's bytes. Raises Refusal where the method, the type, the encoding or the length is wrong."""
    if environ["REQUEST_METHOD"] != "POST":
        raise Refusal(
            reason="method", text="This address answers SOAP 1.1 requests by POST.", status="405 Method Not Allowed"
        )
    _require_type(environ.get("CONTENT_TYPE", ""))
    if environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise _unsupported("content-encoding", "Content-Encoding is not supported; send the message as it is.")
    length = environ.get("CONTENT_LENGTH") or ""
    if length and not length.isdecimal():
        raise Refusal(reason="length", text="Content-Length is not a number.", status="400 Bad Request")
    if length and int(length) > limit:
        raise _too_large(limit)
    try:
        body: bytes = environ["wsgi.input"].read(int(length) if length else limit + 1)
    except Exception as error:  # a server's reader raises errors of its own for broken chunks, and OSError
        raise Refusal(reason="broken", text="The request ended early.", status="400 Bad Request") from error
    if len(body) > limit:
        raise _too_large(limit)
    if length and len(body) < int(length):
        raise Refusal(reason="broken", text="The request ended early.", status="400 Bad Request")
    return body


def enter(body: bytes, content_type: str) -> _Element:
    """Parse a request's bytes as a SOAP 1.1 message and give the one element of its body. Raises Refusal."""
    envelope = _parse(body, _charset(content_type))
    return _payload(envelope)


def _require_type(content_type: str) -> None:
    media, charset = read_content_type(content_type)
    if media != "text/xml":
        raise _unsupported("content-type", "Send SOAP 1.1 as Content-Type text/xml; SOAP 1.2 is not supported.")
    if charset and charset not in _CHARSETS:
        raise _unsupported("charset", "Send utf-8, utf-16, iso-8859-1 or us-ascii.")


@lru_cache(maxsize=256)
def read_content_type(content_type: str) -> tuple[str, str]:
    """Give the type and the charset, in lower case; the charset is empty where none is stated."""
    found = _CONTENT_TYPE.match(content_type[:10_000])
    if found is None:
        return "", ""
    charset = _CHARSET.search(found[2] or "")
    return found[1].lower(), (charset[1] or charset[2] or "").strip().lower() if charset else ""


def _charset(content_type: str) -> str | None:
    return read_content_type(content_type)[1] or None


def _parse(body: bytes, charset: str | None) -> _Element:
    if body[:2] in _UTF16_MARKS:
        charset = charset if charset and charset.startswith("utf-16") else "utf-16"
    if charset is None:
        declared = _DECLARED.match(body)
        charset = declared[1].decode().lower() if declared else "utf-8"
    encoding = _CHARSETS.get(charset)
    if encoding is None:
        raise _unsupported("charset", "Send utf-8, utf-16, iso-8859-1 or us-ascii.")
    if encoding.startswith("utf-16"):
        try:
            body = body.decode(encoding).removeprefix("\ufeff").encode()
        except UnicodeError as error:
            raise _malformed() from error
        encoding = "utf-8"
    if b"<!DOCTYPE" in body:
        raise Refusal(reason="doctype", text="A document type is not allowed in a SOAP message.")
    try:
        root = etree.fromstring(body.lstrip(), _parser(encoding))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _malformed() from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise Refusal(reason="doctype", text="A document type is not allowed in a SOAP message.")
    return root


_local = threading.local()


def _parser(encoding: str) -> etree.XMLParser:
    """Give this thread's parser: no entities, no DTD, no network, the library's own limits on depth and size."""
    parser: etree.XMLParser | None = getattr(_local, encoding, None)
    if parser is None:
        parser = etree.XMLParser(
            encoding=encoding,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        setattr(_local, encoding, parser)
    return parser


def _payload(envelope: _Element) -> _Element:
    if envelope.tag != _ENVELOPE:
        if etree.QName(envelope).localname == "Envelope":
            raise Refusal(reason="version", text="The envelope is not one of SOAP 1.1.", fault="VersionMismatch")
        raise _not_soap("The message is not a SOAP envelope.")
    parts = list(envelope)
    if parts and parts[0].tag == _HEADER:
        _check_headers(parts.pop(0))
    if not parts or parts[0].tag != _BODY:
        raise _not_soap("The envelope has no Body.")
    if len(parts) > 1:
        raise _not_soap("Something follows the Body.")
    body = parts[0]
    if len(body) != 1:
        raise _not_soap("The Body must hold exactly one element.")
    if (body.text or "").strip() or (body[0].tail or "").strip():
        raise _not_soap("The Body holds text beside its element.")
    return body[0]


def _check_headers(header: _Element) -> None:
    for block in header:
        if block.get(_MUST_UNDERSTAND, "0").strip() in ("1", "true"):
            raise Refusal(reason="header", text="A header that must be understood is not.", fault="MustUnderstand")


def _malformed() -> Refusal:
    return Refusal(reason="xml", text="The message is not well-formed XML.")


def _not_soap(text: str) -> Refusal:
    return Refusal(reason="soap", text=text)


def _unsupported(reason: str, text: str) -> Refusal:
    return Refusal(reason=reason, text=text, status="415 Unsupported Media Type")


def _too_large(limit: int) -> Refusal:
    return Refusal(reason="size", text=f"The message is larger than {limit} bytes.", status="413 Content Too Large")
