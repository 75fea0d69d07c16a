"""Write the answers that differ by year, as today.

Contract 2.14.
"""

from gateway.domain.names import normal_name
from gateway.handlers.find_organisation import FoundOrganisation
from gateway.handlers.learners.find_outcome import FindOutcome
from gateway.wire.learner_service_r9 import answers
from gateway.wire.values.fields import without_empty
from gateway.wire.values.message import Message


def found(message: Message, outcome: FindOutcome) -> Message:
    """Write LearnerByUlnResult.

    Unlike in 2017, it has the normal form of other names.
    """
    if not outcome.learners:
        return answers.found(message, outcome.code, None)
    (learner, *_) = outcome.learners
    members = answers.learner_members(learner) | without_empty(
        NormalisedOtherNames=normal_name(learner.person.middle_name)
    )
    return answers.found(message, outcome.code, members)


def organisation(_message: Message, outcome: FoundOrganisation) -> Message:
    """Write GetOrganisationResult.

    Unlike in 2017, it has the organisation's status.
    """
    members = answers.organisation(outcome)
    if outcome.organisation is not None:
        members["Status"] = "Suspended" if outcome.organisation.suspended else "Active"
    return {"GetOrganisationResult": members}
