"""LearnerServiceR9: learning events, audit, contact details, organisations. Refusals are ordinary answers here."""

from gateway.domain.access import Operation
from gateway.domain.actors import Credentials
from gateway.handlers.find_organisation import find_organisation
from gateway.handlers.learners.find_by_uln import find_by_uln
from gateway.handlers.learners.update_learner import update_contact
from gateway.handlers.records.read_record import read_record
from gateway.handlers.records.view_access_log import view_audit
from gateway.wire.learner_service_r9 import answers, requests
from gateway.wire.namespaces import ARRAYS, QCF_MIAP_MODEL, QCF_MODEL, TEMPURI, XSI
from gateway.wire.soap.domain_fault import write_domain_fault
from gateway.wire.soap.envelope import Dialect
from gateway.wire.soap.family import Family, Served
from gateway.wire.values.fields import text
from gateway.wire.values.message import Message

OPERATIONS = (
    Served(
        name="LearnerByUln",
        operation=Operation.FIND_BY_ULN,
        handler=find_by_uln,
        read=requests.find_by_uln,
        write=answers.found,
        refuse=answers.found_refused,
    ),
    Served(
        name="GetLearnerLearningEvents",
        operation=Operation.READ_RECORD,
        handler=read_record,
        read=requests.read_record,
        write=answers.record,
        refuse=answers.record_refused,
    ),
    Served(
        name="UpdateLearnerSubsetFields",
        operation=Operation.UPDATE_CONTACT,
        handler=update_contact,
        read=requests.update_contact,
        write=answers.updated,
        refuse=answers.update_refused,
    ),
    Served(
        name="ViewAudit",  # its answer has no code, so a refusal can only be a fault
        operation=Operation.VIEW_AUDIT,
        handler=view_audit,
        read=requests.view_audit,
        write=answers.audit,
    ),
    Served(
        name="GetOrganisation",
        operation=Operation.FIND_ORGANISATION,
        handler=find_organisation,
        read=requests.find_organisation,
        write=answers.organisation,
        refuse=answers.organisation_refused,
    ),
)


def credentials(message: Message) -> Credentials:
    """Read the caller. One known client repeats the UKPRN where the reference belongs (contract 1.3)."""
    caller = message.get("invokingOrganisation", {})
    ukprn = text(caller, "Ukprn")
    reference = text(caller, "OrganisationRef") or text(caller, "Reference")
    return Credentials(
        ukprn=ukprn,
        reference="" if reference == ukprn else reference,
        password=text(caller, "Password"),
        user=text(caller, "Username"),
    )


PREFIXES = {TEMPURI: "", QCF_MODEL: "a", QCF_MIAP_MODEL: "b", ARRAYS: "c", XSI: "i"}
FAMILY = Family(
    dialect=Dialect("s", PREFIXES, write_domain_fault),
    credentials=credentials,
    operations=OPERATIONS,
    actor="LearnerServiceR9",
)
