"""Write answers of LearnerService (contract 2.4 to 2.13)."""

from gateway.domain import choices
from gateway.domain.learner import Learner, Person
from gateway.domain.lifecycle import Link, ReportedLearner
from gateway.handlers.execution.outcome import Outcome
from gateway.handlers.learners.find_outcome import FindOutcome
from gateway.handlers.learners.register_learner import RegistrationOutcome
from gateway.handlers.learners.retrieve_ulns import RetrievalOutcome, RetrievedLearner
from gateway.handlers.learners.verify_learner import VerificationOutcome
from gateway.handlers.lifecycle.report_deletions import DeletionsReport
from gateway.handlers.lifecycle.report_merges import MergesReport
from gateway.handlers.records.read_record import RecordOutcome
from gateway.wire.values.choices import LEARNER_STATUS, TIER_LEVEL
from gateway.wire.values.event_columns import or_absent, or_text, unless_empty
from gateway.wire.values.fields import echo, format_date, format_day, format_moment, without_empty
from gateway.wire.values.learner_members import DETAILS, compile_details
from gateway.wire.values.message import Column, Members, Message, Rows

_write_details = compile_details(DETAILS)

_FIND_ECHOES = {
    name: name
    for name in (
        "ULN",
        "FamilyName",
        "GivenName",
        "DateOfBirth",
        "Gender",
        "LastKnownPostCode",
        "PreviousFamilyName",
        "SchoolAtAge16",
        "PlaceOfBirth",
        "EmailAddress",
    )
}
_REPORT_ECHOES = {name: name for name in ("FromDate", "ToDate")}
_VERIFY_ECHOES = {f"Searched{name}": name for name in ("ULN", "FamilyName", "GivenName", "DateOfBirth", "Gender")}
_RECORD_ECHOES = {
    f"Incoming{name}": name for name in ("ULN", "FamilyName", "GivenName", "DateOfBirth", "Gender", "LastKnownPostCode")
}


def found(message: Message, outcome: FindOutcome) -> Message:
    """Write FindLearnerResponse: the question, and the learners found.

    The question is repeated as the caller wrote it.
    """
    answer: Members = {"ResponseCode": outcome.code} | echo(message, _FIND_ECHOES)
    if outcome.learners:
        answer["Learner"] = [
            _learner(learner, substituted=learner.uln in outcome.substituted) for learner in outcome.learners
        ]
    return answer


def _learner(learner: Learner, *, substituted: bool) -> Members:
    """Write a Learner record.

    LinkedULNs and Notes are always there, other members only with a value (contract 2.5).
    """
    person = learner.person
    return without_empty(MasterSubstituted="Y" if substituted else None) | _write_details(person) | {
        "CreatedDate": format_day(learner.created_at),
        "LastUpdatedDate": format_day(learner.updated_at),
        "ULN": learner.uln,
        "GivenName": person.given_name,
        "FamilyName": person.family_name,
        "LastKnownPostCode": person.postcode,
        "DateOfBirth": format_day(person.date_of_birth),
        "Gender": str(int(person.gender)),
        "VerificationType": str(person.verification_type),
        "TierLevel": str(TIER_LEVEL),
        "AbilityToShare": str(int(person.ability_to_share)),
        "LearnerStatus": str(LEARNER_STATUS[learner.status]),
        "LinkedULNs": {"ULN": list(learner.linked_ulns)},
        "Notes": person.notes,
        "VersionNumber": str(learner.version),
    } | without_empty(DateOfAddressCapture=format_day(person.address.captured_on))  # fmt: skip


def registered(_message: Message, outcome: RegistrationOutcome) -> Message:
    """Write RegisterLearnerResponse."""
    return {"ResponseCode": outcome.code} | without_empty(ULN=outcome.uln)


def updated(_message: Message, outcome: Outcome) -> Message:
    """Write UpdateLearnerResponse."""
    return {"ResponseCode": outcome.code}


def verified(message: Message, outcome: VerificationOutcome) -> Message:
    """Write VerifyLearnerResponse."""
    answer = echo(message["LearnerToVerify"], _VERIFY_ECHOES) | {"ResponseCode": outcome.code}
    if outcome.learner is not None:
        answer |= {"ULN": outcome.learner.uln} | _identity(outcome.learner.person)
    if outcome.flags:
        answer["FailureFlag"] = list(outcome.flags)
    return {"VerifiedLearner": answer}


def _identity(person: Person) -> Members:
    return {
        "FamilyName": person.family_name,
        "GivenName": person.given_name,
        "DateOfBirth": format_day(person.date_of_birth),
        "Gender": str(int(person.gender)),
    }


def retrieved(_message: Message, outcome: RetrievalOutcome) -> Message:
    """Write RetrieveULNsResponse."""
    return {"RetrievedULNs": {"VerifiedULN": [_retrieved(item) for item in outcome.items]}}


def _retrieved(item: RetrievedLearner) -> Members:
    answer = {"ULN": item.uln, "ResponseCode": item.code} | without_empty(MasterULN=item.master_uln)
    return answer if item.learner is None else answer | _identity(item.learner.person)


def merges_report(message: Message, outcome: MergesReport) -> Message:
    """Write MergedUnmergedULNsResponse: the days, merges and unmerges.

    The days are repeated as the caller wrote them.
    """
    report: Members = {}
    if outcome.merged:
        report["MergedLearners"] = {"MergedLearner": [_link(link, "Merged") for link in outcome.merged]}
    if outcome.unmerged:
        report["UnmergedLearners"] = {"UnmergedLearner": [_link(link, "Unmerged") for link in outcome.unmerged]}
    return {"ResponseCode": outcome.code} | echo(message, _REPORT_ECHOES) | ({"ULNReport": report} if report else {})


def _link(link: Link, change: str) -> Members:
    named = _named(link.master, "Master") | _named(link.learner, change)
    return named | {f"{change}Date": format_day(link.day)}


def _named(who: ReportedLearner, prefix: str) -> Members:
    return {
        f"{prefix}ULN": who.uln,
        f"{prefix}FamilyName": who.family_name,
        f"{prefix}GivenName": who.given_name,
        f"{prefix}DateOfBirth": format_day(who.date_of_birth),
    }


def deletions_report(message: Message, outcome: DeletionsReport) -> Message:
    """Write DeletedULNsResponse: the days, and the deleted ULNs.

    The days are repeated as the caller wrote them.
    """
    answer = {"ResponseCode": outcome.code} | echo(message, _REPORT_ECHOES)
    if not outcome.deleted:
        return answer
    deleted = [{"ULN": deletion.uln, "DeletedDate": format_day(deletion.day)} for deletion in outcome.deleted]
    return answer | {"ULNReport": {"DeletedLearners": {"DeletedLearner": deleted}}}


_EVENT: dict[str, Column | str] = {
    "AcademicYear": "",
    "AchievementAwardDate": or_absent("awarded_on", format_date),
    "AchievementProviderName": or_text("provider_name", ""),
    "AchievementProviderUKPRN": or_absent("provider_ukprn", lambda ukprn: ukprn or choices.UNKNOWN_PROVIDER),
    "AwardingOrganisationCode": or_absent("awarding_ukprn", unless_empty),
    "AwardingOrganisationName": or_text("awarding_name", ""),
    "BinCode": "",
    "CollectionType": or_text("collection_type", ""),
    "CreditsAchieved": or_absent("credits"),
    "DataChallengeIndicator": or_text("under_challenge", "N", {True: "Y", False: "N"}.__getitem__),
    "DateLoaded": or_text("loaded_at", "", format_day),
    "FrameworkCode": "",
    "FrameworkDesc": "",
    "IncrementNumber": "0",
    "LastUpdatedDateTime": or_text("loaded_at", "", format_moment),
    "LearningOutcomeGradeCode": or_absent("grade"),
    "LearningOutcomeGradeDesc": "",
    "ParticipationEndDate": or_absent("ended_on", format_date),
    "ParticipationStartDate": or_absent("started_on", format_date),
    "ProgrammeCode": "",
    "ProgrammeDesc": "",
    "QualificationTitle": or_absent("subject"),
    "QualificationTypeCode": "",
    "QualificationTypeTitle": or_text("qualification_type", ""),
    "Restriction": or_absent("restriction", unless_empty),
    "RetakeIndicator": "",
    "ReturnNumber": or_text("return_number", ""),
    "SectorSubjectAreaCode": "",
    "SectorSubjectAreaTitle": "",
    "SubjectCode": or_absent("subject_code"),
    "SubjectTitle": or_absent("subject"),
}
"""The members of a LearningEvent of 2014.

Members that the register does not hold are empty (contract 2.13).
"""


def record(message: Message, outcome: RecordOutcome) -> Message:
    """Write GetLearnerRecordResp.

    It has the learner and the events, if they may be released.
    """
    answer = {"ResponseCode": outcome.code} | echo(message, _RECORD_ECHOES)
    if outcome.learner is None:
        return answer
    person = outcome.learner.person
    return answer | {
        "LearnerRecord": _write_details(person)
        | _identity(person)
        | {
            "ULN": outcome.learner.uln,
            "LastKnownPostCode": person.postcode,
            "VerificationType": str(person.verification_type),
            "LearningEvents": {"LearningEvent": Rows(_EVENT, outcome.events)},
        }
    }
