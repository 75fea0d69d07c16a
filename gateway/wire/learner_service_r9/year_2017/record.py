"""Read GetLearnerRecord and write its answer.

Contract 2.13, 2.16, 6.9.
"""

from gateway.domain import choices
from gateway.domain.errors import BadFields, Refused
from gateway.domain.learner import Learner
from gateway.domain.text import is_postcode
from gateway.handlers.records.read_record import ReadRecord, RecordOutcome
from gateway.wire.learner_service_r9.year_2017.members import read_identity, written_date, written_time
from gateway.wire.values.event_columns import or_absent, or_text, unless_empty
from gateway.wire.values.fields import echo, read_text
from gateway.wire.values.learner_members import R9_DETAILS, compile_details
from gateway.wire.values.message import Column, Members, Message, Rows

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
_EVENT: dict[str, Column | str] = {
    "AchievementProviderName": or_absent("provider_name", unless_empty),
    "AchievementProviderUKPRN": or_absent("provider_ukprn", unless_empty),
    "AwardDate": or_absent("awarded_on", written_date),
    "AwardingOrganisationCode": or_absent("awarding_ukprn", unless_empty),
    "AwardingOrganisationName": or_absent("awarding_name", unless_empty),
    "CollectionType": or_absent("collection_type", unless_empty),
    "CreditsAchieved": or_text("credits", "0"),
    "DataChallengeIndicator": or_text("under_challenge", "N", {True: "Y", False: "N"}.__getitem__),
    "DateLoaded": or_absent("loaded_at", written_time),
    "Grade": or_absent("grade", unless_empty),
    "ID": or_absent("id"),
    "IncrementNumber": "0",
    "LanguageForAssessment": or_absent("language", unless_empty),
    "LastUpdatedDateTime": or_absent("loaded_at", written_time),
    "LearningOutcomeGradeCode": or_absent("grade", unless_empty),
    "Level": or_absent("level", unless_empty),
    "MinimumGuidedLearningHours": "0",
    "ParticipationEndDate": or_absent("ended_on", written_date),
    "ParticipationStartDate": or_absent("started_on", written_date),
    "QualificationTitle": or_absent("subject", unless_empty),
    "QualificationTypeTitle": or_absent("qualification_type", unless_empty),
    "Restriction": or_absent("restriction", unless_empty),
    "ReturnNumber": or_absent("return_number", unless_empty),
    "Selected": "false",
    "Sensitive": "false",
    "Status": or_absent("status", _STATUS.get),
    "SubjectCode": or_absent("subject_code", unless_empty),
    "SubjectTitle": or_absent("subject", unless_empty),
}
"""The members of a LearnerEvent.

Numbers and flags are never nil: those that the register does not hold are 0 or false.
"""


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
    return _record(message, outcome.code, details, Rows(_EVENT, outcome.events))


def record_refused(message: Message, refusal: Refused) -> Message:
    """Write a refusal as an answer without a record."""
    return _record(message, refusal.code, {}, Rows(_EVENT, ()))


def _record(message: Message, code: str, details: Members, events: Rows) -> Message:
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
