"""Write envelopes with answers and with faults."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from lxml.etree import SubElement, _Element

from gateway.domain.codes import Code
from gateway.wire.contract.codec import compile_writer, prefixed
from gateway.wire.contract.shape import Shape
from gateway.wire.namespaces import SOAP
from gateway.wire.values.message import Message

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultReport:
    """The content of a fault.

    `kind` is the SOAP fault code without its prefix. `actor` is the operation at fault, if known.
    """

    code: Code
    text: str
    at: datetime
    kind: str = "Server"
    actor: str = ""
    qualified: bool = False
    unknown_operation: bool = False
    malformed: bool = False


@dataclass(frozen=True, slots=True)
class EnvelopeStyle:
    """How a family of services writes its envelopes.

    `prefix` is the prefix of SOAP. `prefixes`, by namespace, are declared on the answer. If they lack the namespace of
    the answer, that gets the prefix `ns2`. `blames_clients` says whether a bad request is a Client fault, as in WCF
    services, or a Server fault (contract 5).
    """

    prefix: str
    prefixes: Mapping[str, str]
    write_fault: Callable[[_Element, FaultReport], None]
    blames_clients: bool = False


def _envelope(style: EnvelopeStyle) -> tuple[str, str]:
    """Return what an envelope has before and after its payload."""
    s = style.prefix
    return (
        f"<?xml version='1.0' encoding='utf-8'?>\n<{s}:Envelope xmlns:{s}=\"{SOAP}\"><{s}:Body>",
        f"</{s}:Body></{s}:Envelope>",
    )


def compile_answer(style: EnvelopeStyle, tag: str, shape: Shape) -> Callable[[Message], bytes]:
    """Compile a function that writes an operation's answers.

    `tag` and `shape` are those of the answer's element. The function raises ValueError for a message that XML or the
    contract does not allow.
    """
    namespace = tag[1:].partition("}")[0]
    prefixes = dict(style.prefixes) if namespace in style.prefixes else {namespace: "ns2", **style.prefixes}
    declared = "".join(f' xmlns{":" if prefix else ""}{prefix}="{uri}"' for uri, prefix in prefixes.items())
    name = prefixed(tag, prefixes)
    write = compile_writer(shape, prefixes)
    before, after = _envelope(style)
    opening, closing = f"{before}<{name}{declared}>", f"</{name}>{after}"

    def write_answer(message: Message) -> bytes:
        pieces = [opening]
        write(message, pieces)
        pieces.append(closing)
        return "".join(pieces).encode()

    return write_answer


def write_fault(style: EnvelopeStyle, report: FaultReport) -> bytes:
    """Write an envelope with a fault."""
    fault = etree.Element(f"{{{SOAP}}}Fault", nsmap={style.prefix: SOAP})
    style.write_fault(fault, report)
    text = etree.tostring(fault, encoding="unicode")
    before, after = _envelope(style)
    payload = text.replace(f' xmlns:{style.prefix}="{SOAP}"', "", 1)  # the envelope declares it
    return f"{before}{payload}{after}".encode()


def write_client_fault(soap: str, sentence: str) -> bytes:
    """Write a fault of the client, where no contract applies.

    `soap` is the namespace of either version of SOAP.
    """
    root = etree.Element(f"{{{soap}}}Envelope", nsmap={"env": soap})
    fault = SubElement(SubElement(root, f"{{{soap}}}Body"), f"{{{soap}}}Fault")
    if soap == SOAP:
        SubElement(fault, "faultcode").text = "env:Client"
        SubElement(fault, "faultstring").text = sentence
    else:
        SubElement(SubElement(fault, f"{{{soap}}}Code"), f"{{{soap}}}Value").text = "env:Sender"
        text = SubElement(SubElement(fault, f"{{{soap}}}Reason"), f"{{{soap}}}Text", {_LANGUAGE: "en"})
        text.text = sentence
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
