"""Read the credentials of callers of LearnerServiceR9.

The prefixes of its messages are here too (contract 1.3, 1.4).
"""

from gateway.domain.actors import Credentials
from gateway.wire.namespaces import ARRAYS, QCF_MIAP_MODEL, QCF_MODEL, TEMPURI, XSI
from gateway.wire.values.fields import read_text
from gateway.wire.values.message import Message

PREFIXES = {TEMPURI: "", QCF_MODEL: "a", QCF_MIAP_MODEL: "b", ARRAYS: "c", XSI: "i"}


def credentials(message: Message) -> Credentials:
    """Return the credentials of a message.

    A known client writes the UKPRN a second time as the reference (contract 1.3).
    """
    caller = message.get("invokingOrganisation", {})
    ukprn = read_text(caller, "Ukprn")
    reference = read_text(caller, "OrganisationRef") or read_text(caller, "Reference")
    return Credentials(
        ukprn=ukprn,
        reference="" if reference == ukprn else reference,
        password=read_text(caller, "Password"),
        user=read_text(caller, "Username"),
    )
