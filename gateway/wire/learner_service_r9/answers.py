"""Write answers that are the same in all years.

Contract 2.14, 2.16, 4.5. In a learning event some members without a value are left out, and some are nil. Numbers are
never nil, because .NET cannot read that.
"""

from gateway.domain import choices
from gateway.domain.access_log import Access
from gateway.domain.codes import Code
from gateway.domain.errors import Refused
from gateway.domain.event import LearningEvent
from gateway.domain.learner import Learner
from gateway.domain.names import normal_name
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.find_organisation import FoundOrganisation
from gateway.handlers.records.read_record import RecordOutcome
from gateway.handlers.records.view_access_log import AccessLogPage
from gateway.wire.values.choices import LEARNER_STATUS, TIER_LEVEL
from gateway.wire.values.event_columns import or_absent, or_nil
from gateway.wire.values.fields import format_date, format_moment, read_text, without_empty
from gateway.wire.values.learner_members import R9_DETAILS, compile_details
from gateway.wire.values.message import Members, Message, Rows

_BRIEF = "BRIEF"
_EVENT = {
    "AchievementAwardDate": or_nil("awarded_on", format_date),
    "AchievementProviderName": or_absent("provider_name"),
    "AchievementProviderUkprn": or_nil("provider_ukprn"),
    "AwardingOrganisationName": or_absent("awarding_name"),
    "AwardingOrganisationUkprn": or_absent("awarding_ukprn"),
    "CollectionType": or_absent("collection_type"),
    "Credits": or_absent("credits"),
    "DateLoaded": or_absent("loaded_at", format_moment),
    "Grade": or_nil("grade"),
    "ID": or_absent("id"),
    "LanguageForAssessment": or_absent("language"),
    "Level": or_nil("level"),
    "ParticipationEndDate": or_absent("ended_on", format_date),
    "ParticipationStartDate": or_absent("started_on", format_date),
    "QualificationType": or_absent("qualification_type"),
    "Restriction": or_absent("restriction"),
    "ReturnNumber": or_absent("return_number"),
    "Source": or_nil("source"),
    "Status": or_absent("status"),
    "Subject": or_nil("subject"),
    "SubjectCode": or_nil("subject_code"),
    "UnderDataChallenge": or_absent("under_challenge", {True: "Y", False: "N"}.__getitem__),
}
"""The members of a FULL event."""

_BRIEF_EVENT = {
    name: column for name, column in _EVENT.items() if LearningEvent._fields[column.place] in choices.BRIEF_EVENT
}


def record(message: Message, outcome: RecordOutcome) -> Message:
    """Write GetLearnerLearningEventsResult."""
    return {"GetLearnerLearningEventsResult": released(message, outcome)}


def record_refused(message: Message, refusal: Refused) -> Message:
    """Write a refusal as an answer without events."""
    return {"GetLearnerLearningEventsResult": withheld(message, refusal)}


def released(message: Message, outcome: RecordOutcome) -> Members:
    """Return the members of a record.

    LearnerRecord is there even when it is empty, because clients count its children.
    """
    columns = _BRIEF_EVENT if read_text(message, "getType") == _BRIEF else _EVENT
    return _record(message, outcome.code, outcome.found_uln, Rows(columns, outcome.events))


def withheld(message: Message, refusal: Refused) -> Members:
    """Return the members of a refused record, without events."""
    return _record(message, refusal.code, "", Rows(_EVENT, ()))


def _record(message: Message, code: str, found_uln: str, events: Rows) -> Members:
    return {
        "ResponseCode": code,
        "FoundULN": found_uln,
        "IncomingULN": read_text(message, "uln"),
        "LearnerRecord": {"LearningEvent": events},
    }


def found(message: Message, code: Code, learner: Message | None) -> Message:
    """Write LearnerByUlnResult, with the learner's members if any."""
    result = {
        "ResponseCode": code,
        "FamilyName": read_text(message, "familyName"),
        "GivenName": read_text(message, "givenName"),
        "Uln": read_text(message, "uln"),
    }
    return {"LearnerByUlnResult": result if learner is None else {**result, "Learner": learner}}


def found_refused(message: Message, refusal: Refused) -> Message:
    """Write a refusal as an answer without a learner."""
    return found(message, refusal.code, None)


_write_details = compile_details({**R9_DETAILS, "notes": "Notes", "telephone": "TelephoneNumber"})
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
"""Numbers that the schema requires and the register lacks."""


def learner_members(learner: Learner) -> Members:
    """Return a learner's members that all years have."""
    person = learner.person
    gender = str(int(person.gender))
    answer: Members = dict.fromkeys(_ALWAYS_ZERO, "0")
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
        "RecordStatus": str(LEARNER_STATUS[learner.status]),
        "SequentialVersionNumber": str(learner.version),
        "TierLevel": str(TIER_LEVEL),
        "Uln": learner.uln,
        "VerificationType": str(person.verification_type),
        "VersionNumber": str(learner.version),
    }
    return answer | _write_details(person) | without_empty(
        NormalisedPerferredGivenName=normal_name(person.preferred_given_name),
        NormalisedPreviousFamilyName=normal_name(person.previous_family_name),
        RegisteredByOrganisationRef=learner.registered_by,
    )  # fmt: skip


def updated(_message: Message, outcome: Outcome) -> Message:
    """Write UpdateLearnerSubsetFieldsResult, which has only a code."""
    return {"UpdateLearnerSubsetFieldsResult": outcome.code}


def update_refused(_message: Message, refusal: Refused) -> Message:
    """Write the code of the refusal."""
    return {"UpdateLearnerSubsetFieldsResult": refusal.code}


def audit(_message: Message, outcome: AccessLogPage) -> Message:
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


def _access(access: Access) -> Members:
    return {
        "Action": access.action,
        "DateTime": f"{access.at:%Y-%m-%dT%H:%M:%S}",
        "Organisation": access.organisation,
        "User": access.user,
    }


def organisation(outcome: FoundOrganisation) -> Members:
    """Return GetOrganisationResult's members that all years have."""
    members: Members = {"ResponseCode": outcome.code}
    if outcome.organisation is not None:
        members |= {
            "DisplayName": outcome.organisation.name,
            "OrgRef": outcome.organisation.reference,
            "Ukprn": outcome.organisation.ukprn,
        }
    return members


def organisation_refused(_message: Message, refusal: Refused) -> Message:
    """Write a refusal as an answer without an organisation."""
    return {"GetOrganisationResult": {"ResponseCode": refusal.code}}
