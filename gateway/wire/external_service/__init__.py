"""ExternalService: achievement batches of awarding organisations. No handler serves them yet."""

from gateway.domain.organisation import Credentials
from gateway.wire.envelope import Dialect, write_domain_fault
from gateway.wire.family import Family
from gateway.wire.fields import text
from gateway.wire.namespaces import QCF_MODEL, QCF_SERVICES, XSI
from gateway.wire.shape import Message


def _credentials(message: Message) -> Credentials:
    caller = message.get("invokingUser", {})
    return Credentials(
        ukprn="",
        reference=text(caller, "OrganisationRef"),
        password=text(caller, "OrgPassword"),
        user=text(caller, "UserName"),
    )


FAMILY = Family(
    dialect=Dialect("s", {QCF_SERVICES: "", QCF_MODEL: "a", XSI: "i"}, write_domain_fault),
    credentials=_credentials,
    operations=(),
    actor="ExternalService",
)
