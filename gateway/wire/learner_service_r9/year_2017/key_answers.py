"""Write answers to requests with a learner's key.

Contract 2.16.
"""

from gateway.domain.errors import Refused
from gateway.domain.learner import Learner
from gateway.handlers.learners.find_outcome import FindOutcome
from gateway.handlers.records.read_record import RecordOutcome
from gateway.wire.learner_service_r9 import answers
from gateway.wire.values.choices import LEARNER_STATUS
from gateway.wire.values.fields import format_day, read_text, without_empty
from gateway.wire.values.learner_members import DETAILS, compile_details
from gateway.wire.values.message import Members, Message

_write_details = compile_details(
    {
        **DETAILS,
        "family_name_at_16": "FamilyNameAtSixteen",
        "school_at_16": "SchoolAtAgeSixteen",
        "address.line1": "LastKnownAddressLineOne",
        "address.line2": "LastKnownAddressLineTwo",
    }
)


def own_record(message: Message, outcome: RecordOutcome) -> Message:
    """Write GetMyLearningEventsResult, which is like GetLearnerLearningEventsResult."""
    return {"GetMyLearningEventsResult": answers.released(message, outcome)}


def own_record_refused(message: Message, refusal: Refused) -> Message:
    """Write a refusal as an answer without events."""
    return {"GetMyLearningEventsResult": answers.withheld(message, refusal)}


def found(message: Message, outcome: FindOutcome) -> Message:
    """Write FindLearnerByUlnKeyResult.

    The learner's details are members of the result itself.
    """
    details: Members = {}
    for learner in outcome.learners:
        details = _learner(learner, substituted=learner.uln in outcome.substituted)
    return _found(message, outcome.code, details)


def find_refused(message: Message, refusal: Refused) -> Message:
    """Write a refusal as an answer without a learner."""
    return _found(message, refusal.code, {})


def _found(message: Message, code: str, details: Members) -> Message:
    return {"FindLearnerByUlnKeyResult": {"ResponseCode": code, "IncomingULN": read_text(message, "uln")} | details}


def _learner(learner: Learner, *, substituted: bool) -> Members:
    person = learner.person
    return {
        "AbilityToShare": str(int(person.ability_to_share)),
        "CreatedDate": format_day(learner.created_at),
        "DateOfBirth": format_day(person.date_of_birth),
        "FamilyName": person.family_name,
        "FoundULN": learner.uln,
        "Gender": str(int(person.gender)),
        "GivenName": person.given_name,
        "LastKnownPostcode": person.postcode,
        "LastUpdateDate": format_day(learner.updated_at),
        "LinkedULNs": {"string": list(learner.linked_ulns)},
        "MasterSubstituted": "true" if substituted else "false",
        "Status": str(LEARNER_STATUS[learner.status]),
        "VerificationType": str(person.verification_type),
        "VersionNumber": str(learner.version),
        **_write_details(person),
        **without_empty(DateOfAddressCapture=format_day(person.address.captured_on)),
    }
