"""Write faults of LearnerService (contract 5)."""

from lxml.etree import SubElement, _Element

from gateway.wire.namespaces import MIAP_EXCEPTIONS
from gateway.wire.soap.envelope import FaultReport

MIAP_EXCEPTION_CLASS = "uk.gov.miap.lrs.api.exceptions.MIAPAPIException"


SCHEMA_ACTOR = "uk.gov.miap.lrs.api.learner.utils.MSGValidator.validateSOAPMSG()"


_FAULT_CHILDREN = ("ErrorCode", "ErrorActor", "Description", "FurtherDetails", "ErrorTimestamp")


def write_miap_exception(fault: _Element, report: FaultReport) -> None:
    """Write a fault with a MIAPAPIException.

    A known client looks for the literal prefix ns10 and parses the text that follows. So the detail entry itself
    declares the prefix. All five children are always there.
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
