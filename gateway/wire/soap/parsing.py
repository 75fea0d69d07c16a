"""Parse a SOAP message, within limits."""

import re
import threading

from lxml import etree
from lxml.etree import _Element

from gateway.wire.namespaces import SOAP
from gateway.wire.soap.content_type import CHARSETS, charset_of
from gateway.wire.soap.refusal import RejectedMessage, malformed, not_soap, unsupported

_ENVELOPE, _HEADER, _BODY = (f"{{{SOAP}}}{name}" for name in ("Envelope", "Header", "Body"))


_MUST_UNDERSTAND = f"{{{SOAP}}}mustUnderstand"


_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


def enter(body: bytes, content_type: str) -> _Element:
    """Parse a SOAP 1.1 message, and return its body's element.

    Raises RejectedMessage.
    """
    envelope = _parse(body, charset_of(content_type))
    return _payload(envelope)


def _parse(body: bytes, charset: str | None) -> _Element:
    if body[:2] in _UTF16_MARKS:
        charset = charset if charset and charset.startswith("utf-16") else "utf-16"
    if charset is None:
        declared = _DECLARED.match(body)
        charset = declared[1].decode().lower() if declared else "utf-8"
    encoding = CHARSETS.get(charset)
    if encoding is None:
        raise unsupported("charset", "Send utf-8, utf-16, iso-8859-1 or us-ascii.")
    if encoding.startswith("utf-16"):
        try:
            body = body.decode(encoding).removeprefix("\ufeff").encode()
        except UnicodeError as error:
            raise malformed() from error
        encoding = "utf-8"
    if b"<!DOCTYPE" in body:
        raise RejectedMessage(reason="doctype", text="A document type is not allowed in a SOAP message.")
    try:
        root = etree.fromstring(body.lstrip(), _parser(encoding))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise malformed() from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise RejectedMessage(reason="doctype", text="A document type is not allowed in a SOAP message.")
    return root


_local = threading.local()


def _parser(encoding: str) -> etree.XMLParser:
    """Return this thread's parser.

    It loads no entities, no DTD and nothing from the network, and keeps libxml2's limits on depth and size.
    """
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
            raise RejectedMessage(
                reason="version", text="The envelope is not one of SOAP 1.1.", fault="VersionMismatch"
            )
        raise not_soap("The message is not a SOAP envelope.")
    parts = list(envelope)
    if parts and parts[0].tag == _HEADER:
        _check_headers(parts.pop(0))
    if not parts or parts[0].tag != _BODY:
        raise not_soap("The envelope has no Body.")
    if len(parts) > 1:
        raise not_soap("Something follows the Body.")
    body = parts[0]
    if len(body) != 1:
        raise not_soap("The Body must hold exactly one element.")
    if (body.text or "").strip() or (body[0].tail or "").strip():
        raise not_soap("The Body holds text beside its element.")
    return body[0]


def _check_headers(header: _Element) -> None:
    for block in header:
        if block.get(_MUST_UNDERSTAND, "0").strip() in ("1", "true"):
            raise RejectedMessage(
                reason="header", text="A header that must be understood is not.", fault="MustUnderstand"
            )
