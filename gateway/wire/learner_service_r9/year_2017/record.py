"""Read GetLearnerRecord and write its answer.

Contract 2.13, 2.16, 6.9.
"""

from gateway.domain import choices
from gateway.domain.errors import BadFields, Refused
from gateway.domain.event import LearningEvent
from gateway.domain.learner import Learner
from gateway.domain.text import is_postcode
from gateway.handlers.records.read_record import ReadRecord, RecordOutcome
from gateway.wire.learner_service_r9.year_2017.members import read_identity, written_date, written_time
from gateway.wire.values.fields import echo, read_text, without_empty
from gateway.wire.values.learner_members import R9_DETAILS, compile_details
from gateway.wire.values.message import Members, Message

_CONTACT_TYPES = ("FTF", "TEL", "PST", "WEB", "EML", "NKN")
_ECHOES = {
    "IncomingDateOfBirth": "dateOfBirth",
    "IncomingFamilyName": "familyName",
    "IncomingGender": "gender",
    "IncomingGivenName": "givenName",
    "IncomingLastKnownPostCode": "postcode",
    "IncomingULN": "uln",
}
_write_details = compile_details(R9_DETAILS)
_STATUS = {choices.EVENT_STATUS.provisional: "Provisional", choices.EVENT_STATUS.final: "Final"}


def read_record(message: Message) -> ReadRecord:
    """Read GetLearnerRecord.

    Raises BadFields for details that identify too little. As in 2014 the postcode is required, but not compared,
    because people move.
    """
    identity = read_identity(message)
    missing = {
        "contactType": read_text(message, "contactType") not in _CONTACT_TYPES,
        "dateOfBirth": identity.date_of_birth is None,
        "gender": identity.gender is None,
        "postcode": not is_postcode(read_text(message, "postcode")),
    }
    if choices.RECORD_NEEDS_DETAILS and any(missing.values()):
        raise BadFields([member for member, is_missing in missing.items() if is_missing])
    return ReadRecord(identity=identity, reader_is_learner=read_text(message, "userType") == "LNR")


def record(message: Message, outcome: RecordOutcome) -> Message:
    """Write GetLearnerRecordResult.

    It repeats the question as the caller wrote it, and has the record if that may be released.
    """
    details = {} if outcome.learner is None else _learner(outcome.learner)
    return _record(message, outcome.code, details, [_event(event) for event in outcome.events])


def record_refused(message: Message, refusal: Refused) -> Message:
    """Write a refusal as an answer without a record."""
    return _record(message, refusal.code, {}, [])


def _record(message: Message, code: str, details: Members, events: list[Members]) -> Message:
    answer = {"ResponseCode": code, "LearnerRecord": {"LearnerEvent": events}} | echo(message, _ECHOES) | details
    return {"GetLearnerRecordResult": answer}


def _learner(learner: Learner) -> Members:
    person = learner.person
    return {
        "AbilityToShare": str(int(person.ability_to_share)),
        "DateOfBirth": written_date(person.date_of_birth),
        "FamilyName": person.family_name,
        "Gender": str(int(person.gender)),
        "GivenName": person.given_name,
        "LastKnownPostCode": person.postcode,
        "ULN": learner.uln,
        "VerificationType": str(person.verification_type),
        **_write_details(person),
    }


def _event(event: LearningEvent) -> Members:
    """Write a LearnerEvent.

    Numbers and flags are never nil: those that the register does not hold are 0 or false.
    """
    return {
        "CreditsAchieved": str(event.credits or 0),
        "DataChallengeIndicator": "Y" if event.under_challenge else "N",
        "ID": str(event.id),
        "IncrementNumber": "0",
        "MinimumGuidedLearningHours": "0",
        "Selected": "false",
        "Sensitive": "false",
    } | without_empty(
        AchievementProviderName=event.provider_name,
        AchievementProviderUKPRN=event.provider_ukprn,
        AwardDate=written_date(event.awarded_on),
        AwardingOrganisationCode=event.awarding_ukprn,
        AwardingOrganisationName=event.awarding_name,
        CollectionType=event.collection_type,
        DateLoaded=written_time(event.loaded_at),
        Grade=event.grade,
        LanguageForAssessment=event.language,
        LastUpdatedDateTime=written_time(event.loaded_at),
        LearningOutcomeGradeCode=event.grade,
        Level=event.level,
        ParticipationEndDate=written_date(event.ended_on),
        ParticipationStartDate=written_date(event.started_on),
        QualificationTitle=event.subject,
        QualificationTypeTitle=event.qualification_type,
        Restriction=event.restriction,
        ReturnNumber=event.return_number,
        Status=_STATUS.get(event.status or ""),
        SubjectCode=event.subject_code,
        SubjectTitle=event.subject,
    )  # fmt: skip
