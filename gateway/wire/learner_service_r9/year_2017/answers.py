"""Write the answers that differ by year, as in 2017.

Contract 2.14, 2.16.
"""

from collections.abc import Callable

from gateway.domain.errors import Refused
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.find_organisation import FoundOrganisation
from gateway.handlers.learners.find_outcome import FindOutcome
from gateway.wire.learner_service_r9 import answers
from gateway.wire.values.message import Message


def found(message: Message, outcome: FindOutcome) -> Message:
    """Write LearnerByUlnResult."""
    learner = answers.learner_members(outcome.learners[0]) if outcome.learners else None
    return answers.found(message, outcome.code, learner)


def organisation(_message: Message, outcome: FoundOrganisation) -> Message:
    """Write GetOrganisationResult."""
    return {"GetOrganisationResult": answers.organisation(outcome)}


def only_code(result: str) -> Callable[[Message, Outcome | Refused], Message]:
    """Return a function that writes results of only a code.

    It writes outcomes and refusals alike.
    """

    def write(_message: Message, outcome: Outcome | Refused) -> Message:
        return {result: {"ResponseCode": outcome.code}}

    return write
