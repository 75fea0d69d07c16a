"""LearnerServiceR9 as it is published today (contract 2.14)."""

from gateway.wire.learner_service_r9.callers import PREFIXES, credentials
from gateway.wire.learner_service_r9.operations import shared_operations
from gateway.wire.learner_service_r9.today import answers
from gateway.wire.soap.domain_fault import write_domain_fault
from gateway.wire.soap.envelope import EnvelopeStyle
from gateway.wire.soap.family import Family

FAMILY = Family(
    style=EnvelopeStyle("s", PREFIXES, write_domain_fault, blames_clients=True),
    credentials=credentials,
    operations=shared_operations(write_found=answers.found, write_organisation=answers.organisation),
    actor="LearnerServiceR9",
)
