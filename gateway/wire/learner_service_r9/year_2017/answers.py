"""Outcomes to the answers of 2017, where they differ from those of today (contract 2.14, 2.16)."""

from collections.abc import Callable

from gateway.domain.errors import Refused
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.find_organisation import FoundOrganisation
from gateway.handlers.learners.find_outcome import Found
from gateway.wire.learner_service_r9 import answers
from gateway.wire.values.message import Message


def found(message: Message, outcome: Found) -> Message:
    """Write LearnerByUlnResult; its learner did not have the normal form of other names yet."""
    answer = answers.found(message, outcome)
    answer["LearnerByUlnResult"].get("Learner", {}).pop("NormalisedOtherNames", None)
    return answer


def organisation(message: Message, outcome: FoundOrganisation) -> Message:
    """Write GetOrganisationResult; it had no status yet."""
    answer = answers.organisation(message, outcome)
    answer["GetOrganisationResult"].pop("Status", None)
    return answer


def only_code(result: str) -> Callable[[Message, Outcome | Refused], Message]:
    """Return the function that writes a result of nothing but a code, of an outcome as of a refusal."""

    def write(_message: Message, said: Outcome | Refused) -> Message:
        return {result: {"ResponseCode": said.code}}

    return write
