"""Write faults as a WCF service does (contract 5)."""

from base64 import b64encode
from typing import Any

from lxml.etree import SubElement, _Element

from gateway.wire.namespaces import QCF_FAULTS, WCF_DISPATCHER
from gateway.wire.soap.envelope import FaultReport


def write_domain_fault(fault: _Element, report: FaultReport) -> None:
    """Write a fault of LearnerServiceR9 or ExternalService."""
    code = SubElement(fault, "faultcode", nsmap={"a": WCF_DISPATCHER})
    if report.malformed:
        code.text = "a:DeserializationFailed"
    elif report.unknown_operation:
        code.text = "a:ActionNotSupported"
    else:
        code.text = f"s:{report.kind}"
    SubElement(fault, "faultstring").text = report.code.text if not report.text else report.text
    nsmap: Any = {None: QCF_FAULTS}  # the stubs do not know the default namespace
    detail = SubElement(SubElement(fault, "detail"), f"{{{QCF_FAULTS}}}DomainFault", nsmap=nsmap)
    SubElement(detail, f"{{{QCF_FAULTS}}}ErrorCode").text = report.code
    SubElement(detail, f"{{{QCF_FAULTS}}}ErrorDetail").text = b64encode(report.text.encode()).decode()
