"""Writes envelopes: one function for answers, one for faults, and the two families' fault details."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from lxml.etree import SubElement, _Element

from gateway.domain.codes import Code
from gateway.wire.codec import Writer
from gateway.wire.namespaces import MIAP_EXCEPTIONS, QCF_FAULTS, SOAP, WCF_DISPATCHER
from gateway.wire.shape import Message

_ENVELOPE, _BODY, _FAULT = (f"{{{SOAP}}}{name}" for name in ("Envelope", "Body", "Fault"))

MIAP_EXCEPTION_CLASS = "uk.gov.miap.lrs.api.exceptions.MIAPAPIException"
SCHEMA_ACTOR = "uk.gov.miap.lrs.api.learner.utils.MSGValidator.validateSOAPMSG()"
_FAULT_CHILDREN = ("ErrorCode", "ErrorActor", "Description", "FurtherDetails", "ErrorTimestamp")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultReport:
    """What a fault says. `kind` is the SOAP fault code without prefix; `actor` the operation at fault, if known."""

    code: Code
    text: str
    at: datetime
    kind: str = "Server"
    actor: str = ""
    qualified: bool = False
    unknown_operation: bool = False
    malformed: bool = False


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a family of services spells its envelopes: the envelope's prefix, those below the answer, its faults."""

    prefix: str
    prefixes: Mapping[str | None, str]
    write_fault: Callable[[_Element, FaultReport], None]


def write_answer(dialect: Dialect, tag: str, write: Writer, message: Message) -> _Element:
    """Write an envelope with one answer."""
    envelope, body = _open(dialect)
    namespace = tag[1:].partition("}")[0]
    nsmap = dict(dialect.prefixes)
    if namespace not in nsmap.values():
        nsmap = {"ns2": namespace, **nsmap}
    write(SubElement(body, tag, nsmap=nsmap), message)
    return envelope


def write_fault(dialect: Dialect, report: FaultReport) -> _Element:
    """Write an envelope with a fault."""
    envelope, body = _open(dialect)
    dialect.write_fault(SubElement(body, _FAULT), report)
    return envelope


def _open(dialect: Dialect) -> tuple[_Element, _Element]:
    envelope = etree.Element(_ENVELOPE, nsmap={dialect.prefix: SOAP})
    return envelope, SubElement(envelope, _BODY)


def write_miap_exception(fault: _Element, report: FaultReport) -> None:
    """Write the fault of LearnerService as its clients know it (contract 5).

    One known client looks for the literal prefix ns10 and parses what it cuts out, so the prefix is
    declared on the detail entry itself; all five children are always there.
    """
    SubElement(fault, "faultcode").text = f"soapenv:{report.kind}"
    SubElement(fault, "faultstring").text = MIAP_EXCEPTION_CLASS
    detail = SubElement(fault, "detail")
    exception = SubElement(detail, f"{{{MIAP_EXCEPTIONS}}}MIAPAPIException", nsmap={"ns10": MIAP_EXCEPTIONS})
    values = (
        report.code,
        report.actor or SCHEMA_ACTOR,
        report.code.text,
        report.text,
        f"{report.at:%Y-%m-%d %H:%M:%S}",
    )
    for name, value in zip(_FAULT_CHILDREN, values, strict=True):
        SubElement(exception, f"{{{MIAP_EXCEPTIONS}}}{name}" if report.qualified else name).text = value


def write_domain_fault(fault: _Element, report: FaultReport) -> None:
    """Write the fault of LearnerServiceR9 and ExternalService (contract 5): as a WCF service would."""
    code = SubElement(fault, "faultcode", nsmap={"a": WCF_DISPATCHER})
    if report.malformed:
        code.text = "a:DeserializationFailed"
    elif report.unknown_operation:
        code.text = "a:ActionNotSupported"
    else:
        code.text = f"s:{report.kind}"
    SubElement(fault, "faultstring").text = report.code.text if not report.text else report.text
    detail = SubElement(SubElement(fault, "detail"), f"{{{QCF_FAULTS}}}DomainFault", nsmap={None: QCF_FAULTS})
    SubElement(detail, f"{{{QCF_FAULTS}}}ErrorCode").text = report.code
    SubElement(detail, f"{{{QCF_FAULTS}}}ErrorDetail").text = b64encode(report.text.encode()).decode()
