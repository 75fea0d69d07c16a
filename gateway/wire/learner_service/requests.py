"""LearnerService messages to requests: the contract's members to typed values (contract 2.2 to 2.13)."""

from gateway.domain import choices
from gateway.domain.errors import BadRequest
from gateway.domain.learner import AbilityToShare, Address, Gender, Person
from gateway.domain.lifecycle import ReportDays
from gateway.domain.names import written_postcode
from gateway.domain.verification import Claim
from gateway.handlers.learners.find_by_demographics import FindByDemographics
from gateway.handlers.learners.find_by_uln import FindByUln
from gateway.handlers.learners.register_learner import RegisterLearner
from gateway.handlers.learners.retrieve_ulns import RetrieveUlns
from gateway.handlers.learners.update_learner import UpdateLearner
from gateway.handlers.records.read_record import ReadRecord
from gateway.wire.values.fields import day, gender, name, number, required_day, text
from gateway.wire.values.message import Message


def find_by_uln(message: Message) -> FindByUln:
    """Read FindLearnerByULN."""
    return FindByUln(
        uln=message["ULN"],
        given_name=name(message, "GivenName"),
        family_name=name(message, "FamilyName"),
        full=_is_full(message),
        partly=True,
    )


def find_by_demographics(message: Message) -> FindByDemographics:
    """Read FindLearnerByDemographics."""
    person = Person(
        given_name=name(message, "GivenName"),
        family_name=name(message, "FamilyName"),
        date_of_birth=required_day(message, "DateOfBirth"),
        gender=Gender(int(message["Gender"])),
        postcode=message["LastKnownPostCode"],
        previous_family_name=text(message, "PreviousFamilyName"),
        school_at_16=text(message, "SchoolAtAge16"),
        place_of_birth=text(message, "PlaceOfBirth"),
        email=text(message, "EmailAddress"),
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
    return UpdateLearner(uln=learner["ULN"], version=number(learner, "VersionNumber"), person=person(learner))


def person(learner: Message) -> Person:
    """Read the members that LearnerToRegister and LearnerToUpdate share."""
    return Person(
        title=text(learner, "Title"),
        given_name=name(learner, "GivenName"),
        middle_name=text(learner, "MiddleOtherName"),
        family_name=name(learner, "FamilyName"),
        preferred_given_name=text(learner, "PreferredGivenName"),
        previous_family_name=text(learner, "PreviousFamilyName"),
        family_name_at_16=text(learner, "FamilyNameAtAge16"),
        school_at_16=text(learner, "SchoolAtAge16"),
        address=Address(
            line1=text(learner, "LastKnownAddressLine1"),
            line2=text(learner, "LastKnownAddressLine2"),
            town=text(learner, "LastKnownAddressTown"),
            county=text(learner, "LastKnownAddressCountyOrCity"),
            captured_on=day(learner, "DateOfAddressCapture"),
        ),
        postcode=written_postcode(learner["LastKnownPostCode"]),
        date_of_birth=required_day(learner, "DateOfBirth"),
        place_of_birth=text(learner, "PlaceOfBirth"),
        gender=Gender(int(learner["Gender"])),
        email=text(learner, "EmailAddress"),
        nationality=text(learner, "Nationality"),
        scottish_candidate_number=text(learner, "ScottishCandidateNumber"),
        verification_type=int(learner["VerificationType"]),
        verification_description=text(learner, "OtherVerificationDescription"),
        ability_to_share=AbilityToShare(int(learner["AbilityToShare"])),
        notes=text(learner, "Notes"),
    )


def verify(message: Message) -> Claim:
    """Read VerifyLearner."""
    return _claim(message["LearnerToVerify"])


def retrieve(message: Message) -> RetrieveUlns:
    """Read RetrieveULNs."""
    return RetrieveUlns(ulns=tuple(message["ULNsToRetrieve"]["ULN"]))


def report_days(message: Message) -> ReportDays:
    """Read GetMergedUnmergedULNs or GetDeletedULNs. Raises BadRequest where the report would run backwards."""
    first, last = required_day(message, "FromDate"), day(message, "ToDate")
    if last is not None and last < first and choices.REPORT_MUST_RUN_FORWARD:
        raise BadRequest("ToDate is before FromDate.")
    return ReportDays(first=first, last=last)


def read_record(message: Message) -> ReadRecord:
    """Read GetLearnerRecord. The postcode is demanded but identifies nobody: people move."""
    return ReadRecord(claim=_claim(message), reader_is_learner=message["UserType"] == "LNR")


def _claim(message: Message) -> Claim:
    return Claim(
        uln=message["ULN"],
        given_name=name(message, "GivenName"),
        family_name=name(message, "FamilyName"),
        date_of_birth=day(message, "DateOfBirth"),
        gender=gender(message, "Gender"),
    )
