"""CreateDataChallenge, ListDataChallenge and DeleteDataChallenge (contract 2.16, 6.9)."""

from gateway.domain.challenge import Challenge, ChallengedEvent, Complaint, Contact, EventDescription
from gateway.domain.errors import Refused
from gateway.domain.uln import compact
from gateway.handlers.challenges.create_challenge import ChallengeOutcome, CreateChallenge
from gateway.handlers.challenges.list_challenges import ChallengeList, ListChallenges
from gateway.handlers.challenges.withdraw_challenge import DeleteChallenge
from gateway.wire.learner_service_r9.year_2017.members import day_of, moment, read_identity, written_time
from gateway.wire.values.choices import CHALLENGE_STATES
from gateway.wire.values.fields import read_number, read_text, without_empty
from gateway.wire.values.message import Members, Message


def create_challenge(message: Message) -> CreateChallenge:
    """Read CreateDataChallenge; date of birth and gender may be missing."""
    identity = read_identity(message)
    contact = Contact(
        name=read_text(message, "contactName"),
        telephone=read_text(message, "telephone"),
        email=read_text(message, "emailAddress").strip(),
    )
    complaint = Complaint(
        kind=read_text(message, "challengeType"),
        information=read_text(message, "additionalInformation"),
        contact=contact,
        first=_challenged(message, "learningEvent1Id", "source1"),
        original=_details(message, "original"),
        second=_challenged(message, "learningEvent2Id", "source2"),
        supplied=_details(message, "supplied"),
    )
    return CreateChallenge(
        identity=identity, complaint=complaint, reader_is_learner=read_text(message, "userType") == "LNR"
    )


def _challenged(message: Message, event: str, source: str) -> ChallengedEvent:
    """Read one of the two events.

    The number is required, so 0 means none.
    """
    return ChallengedEvent(event_id=read_number(message, event) or None, source=read_text(message, source))


def _details(message: Message, prefix: str) -> EventDescription:
    """Read an event, as it is or should be.

    `prefix` is `original` or `supplied`; the members' names begin with it.
    """
    return EventDescription(
        accreditation_number=read_text(message, f"{prefix}AccreditationNumber"),
        awarding_body=read_text(message, f"{prefix}AwardingBody"),
        level=read_text(message, f"{prefix}QualificationLevel"),
        title=read_text(message, f"{prefix}AimTitle"),
        achieved_on=day_of(message, f"{prefix}AchievedDate"),
        grade=read_text(message, f"{prefix}AchievedGrade"),
        total_credits=read_text(message, f"{prefix}TotalCredits"),
        credit_value=read_text(message, f"{prefix}CreditValue"),
        language=read_text(message, f"{prefix}LanguageForAssessment"),
        provider=read_text(message, f"{prefix}Provider"),
        type=read_text(message, f"{prefix}Type"),
        started_on=day_of(message, f"{prefix}StartDate"),
        ended_on=day_of(message, f"{prefix}EndDate"),
    )


def list_challenges(message: Message) -> ListChallenges:
    """Read ListDataChallenge."""
    return ListChallenges(
        uln=compact(read_text(message, "uln")),
        since=moment(message, "dateCreatedStart"),
        until=moment(message, "dateCreatedEnd"),
    )


def delete_challenge(message: Message) -> DeleteChallenge:
    """Read DeleteDataChallenge."""
    return DeleteChallenge(uln=compact(read_text(message, "uln")), reference=read_text(message, "referenceNumber"))


def raised(_message: Message, outcome: ChallengeOutcome) -> Message:
    """Write CreateDataChallengeResult."""
    return _raised(outcome.code, outcome.reference, outcome.description)


def create_refused(_message: Message, refusal: Refused) -> Message:
    """Write a refusal with its text."""
    return _raised(refusal.code, "", str(refusal))


def _raised(code: str, reference: str, description: str) -> Message:
    stated_too = without_empty(DataChallengeReference=reference, ResponseDescription=description)
    return {"CreateDataChallengeResult": {"ResponseCode": code} | stated_too}


def listed(_message: Message, outcome: ChallengeList) -> Message:
    """Write ListDataChallengeResult.

    DataChallenges is there even when it is empty, like the lists of other answers.
    """
    return _listed(outcome.code, [_challenge(challenge) for challenge in outcome.challenges])


def list_refused(_message: Message, refusal: Refused) -> Message:
    """Write a refusal as an answer without challenges."""
    return _listed(refusal.code, [])


def _listed(code: str, items: list[Members]) -> Message:
    return {"ListDataChallengeResult": {"DataChallenges": {"ListDataChallengeItem": items}, "ResponseCode": code}}


def _challenge(challenge: Challenge) -> Members:
    return {
        "CreatedDate": written_time(challenge.raised_at),
        "ReferenceNo": challenge.reference,
        "Status": CHALLENGE_STATES[challenge.state],
        "Type": challenge.complaint.kind,
    } | without_empty(ResolvedDate=written_time(challenge.resolved_at))
