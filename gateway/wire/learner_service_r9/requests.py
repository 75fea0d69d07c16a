"""LearnerServiceR9 messages to requests (contract 2.14)."""

from gateway.domain.errors import BadRequest
from gateway.domain.learner import AbilityToShare
from gateway.domain.uln import compact
from gateway.domain.verification import Claim
from gateway.handlers.find_organisation import FindOrganisation
from gateway.handlers.learners.find_by_uln import FindByUln
from gateway.handlers.learners.update_learner import UpdateContact
from gateway.handlers.records.read_record import ReadRecord
from gateway.handlers.records.view_access_log import ViewAudit
from gateway.wire.values.fields import day, email, gender, limited, number, text
from gateway.wire.values.message import Message

_ABILITIES = {
    "NotProvided": None,
    "FPNNotSeen": AbilityToShare.NOTICE_NOT_SEEN,
    "FPNSeenShareData": AbilityToShare.SHARES,
    "FPNSeenUnableShareData": AbilityToShare.OPTED_OUT,  # only the contract of 2017 knows it
}
_LARGEST_PAGE = 1_000_000


def find_by_uln(message: Message) -> FindByUln:
    """Read LearnerByUln; it knows no possible match (contract section 9, number 15)."""
    return FindByUln(
        uln=compact(text(message, "uln")),
        given_name=text(message, "givenName"),
        family_name=text(message, "familyName"),
        full=text(message, "findType") != "CHK",
        partly=False,
    )


def claim(message: Message) -> Claim:
    """Read who somebody says to be; birth date and gender are text, and may be blank."""
    return Claim(
        uln=compact(text(message, "uln")),
        given_name=text(message, "givenName"),
        family_name=text(message, "familyName"),
        date_of_birth=day(message, "dateOfBirth"),
        gender=gender(message, "gender"),
    )


def read_record(message: Message) -> ReadRecord:
    """Read GetLearnerLearningEvents; birth date and gender may be blank."""
    return ReadRecord(claim=claim(message), reader_is_learner=text(message, "userType") == "LNR")


def update_contact(message: Message) -> UpdateContact:
    """Read UpdateLearnerSubsetFields; a field without a value stays as it is."""
    return UpdateContact(
        uln=compact(text(message, "uln")),
        version=number(message, "versionNumber"),
        email=email(message, "emailAddress"),
        telephone=limited(message, "telephoneNumber", 35),
        ability_to_share=_ABILITIES[message.get("abilityToShare", "NotProvided")],
        school_at_16=limited(message, "schoolAtAge16", 254),
        preferred_given_name=limited(message, "preferredGivenName", 35),
    )


def view_audit(message: Message) -> ViewAudit:
    """Read ViewAudit; pages count from 0."""
    page = number(message, "page")
    if not 0 <= page <= _LARGEST_PAGE:
        raise BadRequest("page is out of range.")
    return ViewAudit(
        uln=compact(text(message, "learnerUln")),
        given_name=text(message, "learnerGivenName"),
        family_name=text(message, "learnerFamilyName"),
        page=page,
    )


def find_organisation(message: Message) -> FindOrganisation:
    """Read GetOrganisation; one of the identifiers may be missing."""
    return FindOrganisation(ukprn=text(message, "ukPrn"), reference=text(message, "orgRef"))
