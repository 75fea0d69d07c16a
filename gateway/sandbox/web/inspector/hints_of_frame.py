"""Hints about the HTTP request and the envelope."""

import re
from collections.abc import Iterator

from lxml import etree

from gateway.sandbox.elements import local
from gateway.sandbox.web.inspector.reading import Reading
from gateway.wire.namespaces import SOAP, XSI

_SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
_DECLARED = re.compile(r"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?!#\d+;|#x[0-9A-Fa-f]+;|(?:amp|lt|gt|quot|apos);)")
_MOST_NAMED = 5


def find_soap_12(reading: Reading) -> Iterator[str]:
    """Return a hint about SOAP 1.2."""
    is_12 = reading.envelope is not None and etree.QName(reading.envelope).namespace == _SOAP_12
    if is_12 or "application/soap+xml" in reading.headers.get("content-type", "").lower():
        yield (
            "Your client sends SOAP 1.2. The services take SOAP 1.1 only. With gSOAP, generate with soapcpp2 -1; "
            "in .NET choose basicHttpBinding."
        )


def find_content_type(reading: Reading) -> Iterator[str]:
    """Return a hint about a type that is not text/xml."""
    stated = reading.headers.get("content-type", "")
    kind = stated.partition(";")[0].strip().lower()
    if kind and kind not in ("text/xml", "application/soap+xml"):
        yield f"The Content-Type is {kind}. SOAP 1.1 needs text/xml; charset=utf-8."
    if not kind:
        yield "There is no Content-Type. SOAP 1.1 needs text/xml; charset=utf-8."


def find_missing_charset(reading: Reading) -> Iterator[str]:
    """Return a hint about a type without a charset."""
    stated = reading.headers.get("content-type", "")
    if stated.lower().startswith("text/xml") and not _CHARSET.search(stated):
        yield "The Content-Type names no charset. Some servers then take ISO-8859-1, so names like Siôn are spoilt."


def find_charset_difference(reading: Reading) -> Iterator[str]:
    """Return a hint if header and declaration disagree."""
    header, declared = _CHARSET.search(reading.headers.get("content-type", "")), _DECLARED.match(reading.text)
    if header and declared and header[1].lower() != declared[1].lower():
        yield (
            f"The Content-Type says {header[1]}, and the XML declaration says {declared[1]}. The header counts; "
            "some servers follow the declaration."
        )


def find_byte_order_mark(reading: Reading) -> Iterator[str]:
    """Return a hint about a byte order mark."""
    if reading.exchange.request.lstrip()[:3] == b"\xef\xbb\xbf":
        yield "The message begins with a byte order mark. Write UTF-8 without it."


def find_compression(reading: Reading) -> Iterator[str]:
    """Return a hint about a compressed body."""
    stated = reading.headers.get("content-encoding", "identity")
    if stated.lower() != "identity":
        yield f"The body is compressed ({stated}). The service takes only plain bodies."


def find_doctype(reading: Reading) -> Iterator[str]:
    """Return a hint about a document type."""
    if "<!DOCTYPE" in reading.text:
        yield "The message has a document type. SOAP does not allow one."


def find_unescaped_ampersand(reading: Reading) -> Iterator[str]:
    """Return a hint about text that was not escaped."""
    found = _AMPERSAND.search(reading.text)
    if found is not None and reading.envelope is None:
        line = reading.text.lstrip().count("\n", 0, found.start()) + 1
        yield f"Line {line} has an & that is not written &amp;. Let an XML library write the message, not a template."


def find_must_understand(reading: Reading) -> Iterator[str]:
    """Return a hint about headers that must be understood."""
    if reading.envelope is None:
        return
    for header in (one for one in reading.envelope if local(one) == "Header"):
        for block in header:
            if block.get(f"{{{SOAP}}}mustUnderstand", "0").strip() in ("1", "true"):
                yield f"The header {local(block)} says mustUnderstand. The service understands none; leave it out."


def find_other_action(reading: Reading) -> Iterator[str]:
    """Return a hint about a SOAPAction unlike the WSDL's."""
    stated = reading.headers.get("soapaction")
    expected = [route.operation.soap_action for _, route in reading.routes]
    if stated is None or not expected:
        return
    if stated.strip().strip('"') not in ("", *expected):
        yield (
            f'The SOAPAction is {stated.strip()}. The WSDL has "{expected[0]}". It does not decide here: the element '
            "in the body does."
        )


def find_root_without_namespace(reading: Reading) -> Iterator[str]:
    """Return a hint about a root in the wrong namespace."""
    if reading.payload is None or reading.routes:
        return
    name = etree.QName(reading.payload)
    tags = (
        tag
        for one in reading.contracts
        for tag, route in one.routes.items()
        if _is_like(name.localname, tag, route.operation.name)
    )
    expected = next(tags, None)
    if expected is None:
        return
    where = f"in the namespace {name.namespace}" if name.namespace else "in no namespace"
    advice = " node-soap does this with the published WSDL: give it ?wsdl=plain." if not name.namespace else ""
    yield f"The element {name.localname} is {where}. {expected} is expected.{advice}"


def _is_like(name: str, tag: str, operation: str) -> bool:
    return name.lower() in (tag.rpartition("}")[2].lower(), operation.lower(), f"{operation}Request".lower())


def find_qualified_members(reading: Reading) -> Iterator[str]:
    """Return a hint about members in the message's namespace."""
    if reading.payload is None or not reading.routes:
        return
    namespace = etree.QName(reading.payload).namespace
    allowed = {member.tag for _, route in reading.routes for member in route.request.members}
    wrong = [
        local(one) for one in reading.payload if one.tag not in allowed and etree.QName(one).namespace == namespace
    ]
    known = [name for name in wrong if name in allowed]
    if known:
        yield (
            f"{in_words(known)} must be in no namespace, and your client puts them in that of the message. "
            'node-soap does this with the published WSDL: give it ?wsdl=plain. Elsewhere write xmlns="".'
        )


def find_types(reading: Reading) -> Iterator[str]:
    """Return a hint about types of XML Schema's own."""
    named = [
        local(one)
        for one in reading.elements
        if one.get(f"{{{XSI}}}type", "").rpartition(":")[2]
        in ("int", "string", "date", "integer", "dateTime", "boolean")
    ]
    if named:
        yield (
            f"Your client writes xsi:type on {in_words(named)}, and names another type than the declared one. "
            "With SOAP::Lite, call autotype(0)."
        )


def in_words(names: list[str]) -> str:
    """Return names as in a sentence."""
    some = list(dict.fromkeys(names))
    if len(some) > _MOST_NAMED:
        return f"{', '.join(some[:_MOST_NAMED])} and {len(some) - _MOST_NAMED} more"
    return some[0] if len(some) == 1 else f"{', '.join(some[:-1])} and {some[-1]}"
