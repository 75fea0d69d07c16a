"""ExternalService: batches of achievements of awarding organisations.

Refusals are ordinary answers.
"""

from gateway.domain.access import Operation
from gateway.domain.actors import Credentials
from gateway.handlers.batches.read_batch import read_batch
from gateway.handlers.batches.submit_achievements import submit_achievements
from gateway.wire.external_service import answers, requests
from gateway.wire.namespaces import QCF_MODEL, QCF_SERVICES, XSI
from gateway.wire.soap.domain_fault import write_domain_fault
from gateway.wire.soap.envelope import EnvelopeStyle
from gateway.wire.soap.family import Family, serve
from gateway.wire.values.fields import read_text
from gateway.wire.values.message import Message

OPERATIONS = (
    serve(
        name="SubmitAchievementBatchJob",
        operation=Operation.SUBMIT_ACHIEVEMENTS,
        handler=submit_achievements,
        read=requests.submit,
        write=answers.accepted,
        refuse=answers.submission_refused,
    ),
    serve(
        name="GetAchievementBatchJob",
        operation=Operation.READ_ACHIEVEMENTS,
        handler=read_batch,
        read=requests.read,
        write=answers.job,
        refuse=answers.job_refused,
    ),
)


def _credentials(message: Message) -> Credentials:
    caller = message.get("invokingUser", {})
    return Credentials(
        ukprn="",
        reference=read_text(caller, "OrganisationRef"),
        password=read_text(caller, "OrgPassword"),
        user=read_text(caller, "UserName"),
    )


FAMILY = Family(
    style=EnvelopeStyle("s", {QCF_SERVICES: "", QCF_MODEL: "a", XSI: "i"}, write_domain_fault, blames_clients=True),
    credentials=_credentials,
    operations=OPERATIONS,
    actor="ExternalService",
)
