"""LearnerServiceR9 as it was in 2017 (contract 2.16): what is left of it today, and what has gone since."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gateway.wire.envelope import Dialect, write_domain_fault
from gateway.wire.family import Family
from gateway.wire.learner_service_r9 import OPERATIONS as LEFT_TODAY
from gateway.wire.learner_service_r9 import PREFIXES, credentials
from gateway.wire.learner_service_r9.of_2017 import answers
from gateway.wire.namespaces import QCF_SERVICES
from gateway.wire.shape import Message

_WRITTEN_OTHERWISE: dict[str, Callable[[Message, Any], Message]] = {
    "LearnerByUln": answers.found,
    "GetOrganisation": answers.organisation,
}

OPERATIONS = tuple(replace(one, write=_WRITTEN_OTHERWISE.get(one.name, one.write)) for one in LEFT_TODAY)

FAMILY = Family(
    dialect=Dialect("s", PREFIXES | {QCF_SERVICES: "d"}, write_domain_fault),
    credentials=credentials,
    operations=OPERATIONS,
    actor="LearnerServiceR9",
)
