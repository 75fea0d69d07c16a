"""Read messages of LearnerService (contract 2.2 to 2.13)."""

from gateway.domain import choices
from gateway.domain.errors import BadRequest
from gateway.domain.learner import AbilityToShare, Address, Gender, Person
from gateway.domain.lifecycle import ReportDays
from gateway.domain.names import written_postcode
from gateway.domain.verification import StatedIdentity
from gateway.handlers.learners.find_by_demographics import FindByDemographics
from gateway.handlers.learners.find_by_uln import FindByUln
from gateway.handlers.learners.register_learner import RegisterLearner
from gateway.handlers.learners.retrieve_ulns import RetrieveUlns
from gateway.handlers.learners.update_learner import UpdateLearner
from gateway.handlers.records.read_record import ReadRecord
from gateway.wire.values.fields import (
    read_day,
    read_gender,
    read_name,
    read_required_day,
    read_required_number,
    read_text,
)
from gateway.wire.values.message import Message


def find_by_uln(message: Message) -> FindByUln:
    """Read FindLearnerByULN."""
    return FindByUln(
        uln=message["ULN"],
        given_name=read_name(message, "GivenName"),
        family_name=read_name(message, "FamilyName"),
        full=_is_full(message),
        partly=True,
    )


def find_by_demographics(message: Message) -> FindByDemographics:
    """Read FindLearnerByDemographics."""
    person = Person(
        given_name=read_name(message, "GivenName"),
        family_name=read_name(message, "FamilyName"),
        date_of_birth=read_required_day(message, "DateOfBirth"),
        gender=Gender(int(message["Gender"])),
        postcode=message["LastKnownPostCode"],
        previous_family_name=read_text(message, "PreviousFamilyName"),
        school_at_16=read_text(message, "SchoolAtAge16"),
        place_of_birth=read_text(message, "PlaceOfBirth"),
        email=read_text(message, "EmailAddress"),
    )
    return FindByDemographics(person=person, full=_is_full(message))


def _is_full(message: Message) -> bool:
    return bool(message["FindType"] == "FUL")


def register(message: Message) -> RegisterLearner:
    """Read RegisterLearner."""
    return RegisterLearner(person=person(message["Learner"]))


def update(message: Message) -> UpdateLearner:
    """Read UpdateLearner."""
    learner = message["Learner"]
    return UpdateLearner(
        uln=learner["ULN"], version=read_required_number(learner, "VersionNumber"), person=person(learner)
    )


def person(learner: Message) -> Person:
    """Read a person from LearnerToRegister or LearnerToUpdate."""
    return Person(
        title=read_text(learner, "Title"),
        given_name=read_name(learner, "GivenName"),
        middle_name=read_text(learner, "MiddleOtherName"),
        family_name=read_name(learner, "FamilyName"),
        preferred_given_name=read_text(learner, "PreferredGivenName"),
        previous_family_name=read_text(learner, "PreviousFamilyName"),
        family_name_at_16=read_text(learner, "FamilyNameAtAge16"),
        school_at_16=read_text(learner, "SchoolAtAge16"),
        address=Address(
            line1=read_text(learner, "LastKnownAddressLine1"),
            line2=read_text(learner, "LastKnownAddressLine2"),
            town=read_text(learner, "LastKnownAddressTown"),
            county=read_text(learner, "LastKnownAddressCountyOrCity"),
            captured_on=read_day(learner, "DateOfAddressCapture"),
        ),
        postcode=written_postcode(learner["LastKnownPostCode"]),
        date_of_birth=read_required_day(learner, "DateOfBirth"),
        place_of_birth=read_text(learner, "PlaceOfBirth"),
        gender=Gender(int(learner["Gender"])),
        email=read_text(learner, "EmailAddress"),
        nationality=read_text(learner, "Nationality"),
        scottish_candidate_number=read_text(learner, "ScottishCandidateNumber"),
        verification_type=int(learner["VerificationType"]),
        verification_description=read_text(learner, "OtherVerificationDescription"),
        ability_to_share=AbilityToShare(int(learner["AbilityToShare"])),
        notes=read_text(learner, "Notes"),
    )


def verify(message: Message) -> StatedIdentity:
    """Read VerifyLearner."""
    return _read_identity(message["LearnerToVerify"])


def retrieve(message: Message) -> RetrieveUlns:
    """Read RetrieveULNs."""
    return RetrieveUlns(ulns=tuple(message["ULNsToRetrieve"]["ULN"]))


def report_days(message: Message) -> ReportDays:
    """Read GetMergedUnmergedULNs or GetDeletedULNs.

    Raises BadRequest if the last day is before the first.
    """
    first, last = read_required_day(message, "FromDate"), read_day(message, "ToDate")
    if last is not None and last < first and choices.REPORT_MUST_RUN_FORWARD:
        raise BadRequest("ToDate is before FromDate.")
    return ReportDays(first=first, last=last)


def read_record(message: Message) -> ReadRecord:
    """Read GetLearnerRecord.

    The postcode is required, but not compared, because people move.
    """
    return ReadRecord(identity=_read_identity(message), reader_is_learner=message["UserType"] == "LNR")


def _read_identity(message: Message) -> StatedIdentity:
    return StatedIdentity(
        uln=message["ULN"],
        given_name=read_name(message, "GivenName"),
        family_name=read_name(message, "FamilyName"),
        date_of_birth=read_day(message, "DateOfBirth"),
        gender=read_gender(message, "Gender"),
    )
