"""Outcomes to LearnerServiceR9 answers (contract 2.14, 4.5).

Of the members of a learning event some are left out without a value and some are written as nil; numbers
are never nil, which .NET cannot read.
"""

from typing import Any

from gateway.domain import choices
from gateway.domain.access_log import Access
from gateway.domain.errors import Refused
from gateway.domain.event import LearningEvent
from gateway.domain.learner import Learner
from gateway.domain.names import normal_name
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.find_organisation import FoundOrganisation
from gateway.handlers.learners.find_outcome import Found
from gateway.handlers.records.read_record import Record
from gateway.handlers.records.view_access_log import AuditPage
from gateway.wire.contract.codec import NIL
from gateway.wire.values.fields import stated, text, written_day, written_moment
from gateway.wire.values.message import Message

_BRIEF = "BRIEF"


def record(message: Message, outcome: Record) -> Message:
    """Write GetLearnerLearningEventsResult. LearnerRecord is there even when empty: clients count its children."""
    write_event = _brief_event if text(message, "getType") == _BRIEF else _event
    return _record(message, outcome.code, outcome.found_uln, [write_event(event) for event in outcome.events])


def record_refused(message: Message, refusal: Refused) -> Message:
    """Write the refusal as an answer without events."""
    return _record(message, refusal.code, "", [])


def _record(message: Message, code: str, found_uln: str, events: list[dict[str, Any]]) -> Message:
    return {
        "GetLearnerLearningEventsResult": {
            "ResponseCode": code,
            "FoundULN": found_uln,
            "IncomingULN": text(message, "uln"),
            "LearnerRecord": {"LearningEvent": events},
        }
    }


def _event(event: LearningEvent) -> dict[str, Any]:
    answer = _brief_event(event)
    for name, value in (
        ("AchievementProviderName", event.provider_name),
        ("AwardingOrganisationName", event.awarding_name),
        ("AwardingOrganisationUkprn", event.awarding_ukprn),
        ("CollectionType", event.collection_type),
        ("DateLoaded", written_moment(event.loaded_at)),
        ("LanguageForAssessment", event.language),
        ("ParticipationEndDate", written_day(event.ended_on)),
        ("ParticipationStartDate", written_day(event.started_on)),
        ("QualificationType", event.qualification_type),
        ("Restriction", event.restriction),
        ("ReturnNumber", event.return_number),
        ("Status", event.status),
        ("UnderDataChallenge", None if event.under_challenge is None else "NY"[event.under_challenge]),
    ):
        if value is not None:
            answer[name] = value
    return answer


_MEMBERS = {
    "awarded_on": "AchievementAwardDate",
    "provider_ukprn": "AchievementProviderUkprn",
    "grade": "Grade",
    "level": "Level",
    "source": "Source",
    "subject": "Subject",
    "subject_code": "SubjectCode",
}
_NUMBERS = {"id": "ID", "credits": "Credits"}
_BRIEF_MEMBERS = [(name, _MEMBERS[name]) for name in choices.BRIEF_EVENT if name in _MEMBERS]
_BRIEF_NUMBERS = [(name, _NUMBERS[name]) for name in choices.BRIEF_EVENT if name in _NUMBERS]


def _brief_event(event: LearningEvent) -> dict[str, Any]:
    """Write the members that a BRIEF event has; a full event has them too. A number without a value is left out."""
    answer = {member: _or_nil(getattr(event, name)) for name, member in _BRIEF_MEMBERS}
    for name, member in _BRIEF_NUMBERS:
        value = getattr(event, name)
        if value is not None:
            answer[member] = str(value)
    return answer


def _or_nil(value: Any) -> Any:
    return NIL if value is None else str(value)


def found(message: Message, outcome: Found) -> Message:
    """Write LearnerByUlnResult."""
    return _found(message, outcome.code, {"Learner": _learner(outcome.learners[0])} if outcome.learners else {})


def found_refused(message: Message, refusal: Refused) -> Message:
    """Write the refusal as an answer without a learner."""
    return _found(message, refusal.code, {})


def _found(message: Message, code: str, learner: dict[str, Any]) -> Message:
    result = {
        "ResponseCode": code,
        "FamilyName": text(message, "familyName"),
        "GivenName": text(message, "givenName"),
        "Uln": text(message, "uln"),
    }
    return {"LearnerByUlnResult": result | learner}


_ALWAYS_ZERO = (
    "BirthDateVerification",
    "CreatedViaChannel",
    "DeathDateVerification",
    "Deceased",
    "DisabilityCode",
    "EthnicityVerification",
    "FirstEstablismentId",
    "InReceiptOfDsa",
    "LastKnownAddressQualififer",
    "LastUpdatedViaChannel",
    "LearningDifficultyCode",
    "MaritalStatus",
    "MaritalStatusVerification",
    "SenType",
)
"""Numbers that the type demands and the register does not hold."""


def _learner(learner: Learner) -> dict[str, Any]:
    person = learner.person
    gender = str(int(person.gender))
    answer: dict[str, Any] = dict.fromkeys(_ALWAYS_ZERO, "0")
    answer |= {
        "AbilityToShare": str(int(person.ability_to_share)),
        "CreatedDate": f"{learner.created_at:%Y-%m-%dT%H:%M:%S}",
        "DateOfBirth": f"{person.date_of_birth:%Y-%m-%dT00:00:00}",
        "FamilyName": person.family_name,
        "Gender": gender,
        "GivenName": person.given_name,
        "LastKnownAddressChanged": "false",
        "LastKnownGender": gender,
        "LastKnownPostCode": person.postcode,
        "LastUpdatedDate": f"{learner.updated_at:%Y-%m-%dT%H:%M:%S}",
        "LinkedUlns": {"string": list(learner.linked_ulns)},
        "ManualUpdate": "false",
        "NormalisedFamilyName": normal_name(person.family_name),
        "NormalisedGivenName": normal_name(person.given_name),
        "RecordStatus": str(choices.LEARNER_STATUS[learner.standing]),
        "SequentialVersionNumber": str(learner.version),
        "TierLevel": str(choices.TIER_LEVEL),
        "Uln": learner.uln,
        "VerificationType": str(person.verification_type),
        "VersionNumber": str(learner.version),
    }
    return answer | stated(
        EmailAddress=person.email,
        FamilyNameAt16=person.family_name_at_16,
        LastKnownAddressCountyOrCity=person.address.county,
        LastKnownAddressLine1=person.address.line1,
        LastKnownAddressLine2=person.address.line2,
        LastKnownAddressTown=person.address.town,
        MiddleOtherName=person.middle_name,
        Nationality=person.nationality,
        NormalisedOtherNames=normal_name(person.middle_name),
        NormalisedPerferredGivenName=normal_name(person.preferred_given_name),
        NormalisedPreviousFamilyName=normal_name(person.previous_family_name),
        Notes=person.notes,
        OtherVerificationDescription=person.verification_description,
        PlaceOfBirth=person.place_of_birth,
        PreferredGivenName=person.preferred_given_name,
        PreviousFamilyName=person.previous_family_name,
        RegisteredByOrganisationRef=learner.registered_by,
        SchoolAtAge16=person.school_at_16,
        ScottishCandidateNumber=person.scottish_candidate_number,
        TelephoneNumber=person.telephone,
        Title=person.title,
    )


def updated(_message: Message, outcome: Outcome) -> Message:
    """Write UpdateLearnerSubsetFieldsResult: the code and nothing else."""
    return {"UpdateLearnerSubsetFieldsResult": outcome.code}


def update_refused(_message: Message, refusal: Refused) -> Message:
    """Write the code of the refusal."""
    return {"UpdateLearnerSubsetFieldsResult": refusal.code}


def audit(_message: Message, outcome: AuditPage) -> Message:
    """Write ViewAuditResult."""
    return {
        "ViewAuditResult": {
            "List": {"PlrAccessEntryResponse": [_access(access) for access in outcome.accesses]},
            "PageCount": str(outcome.pages),
            "PageIndex": str(outcome.page),
            "PageSize": str(choices.AUDIT_PAGE_SIZE),
            "SortIndex": "0",
            "SortOrder": "0",
            "TotalItems": str(outcome.total),
        }
    }


def _access(access: Access) -> dict[str, Any]:
    return {
        "Action": access.action,
        "DateTime": f"{access.at:%Y-%m-%dT%H:%M:%S}",
        "Organisation": access.organisation,
        "User": access.user,
    }


def organisation(_message: Message, outcome: FoundOrganisation) -> Message:
    """Write GetOrganisationResult."""
    result: dict[str, Any] = {"ResponseCode": outcome.code}
    if outcome.organisation is not None:
        result |= {
            "DisplayName": outcome.organisation.name,
            "OrgRef": outcome.organisation.reference,
            "Status": "Suspended" if outcome.organisation.suspended else "Active",
            "Ukprn": outcome.organisation.ukprn,
        }
    return {"GetOrganisationResult": result}


def organisation_refused(_message: Message, refusal: Refused) -> Message:
    """Write the refusal as an answer without an organisation."""
    return {"GetOrganisationResult": {"ResponseCode": refusal.code}}
