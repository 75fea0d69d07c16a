"""Read messages of LearnerServiceR9 (contract 2.14)."""

from gateway.domain.errors import BadRequest
from gateway.domain.learner import AbilityToShare
from gateway.domain.uln import compact
from gateway.domain.verification import StatedIdentity
from gateway.handlers.find_organisation import FindOrganisation
from gateway.handlers.learners.find_by_uln import FindByUln
from gateway.handlers.learners.update_learner import UpdateContact
from gateway.handlers.records.read_record import ReadRecord
from gateway.handlers.records.view_access_log import ViewAudit
from gateway.wire.values.fields import read_day, read_email, read_gender, read_limited_text, read_number, read_text
from gateway.wire.values.message import Message

_ABILITIES = {
    "NotProvided": None,
    "FPNNotSeen": AbilityToShare.NOTICE_NOT_SEEN,
    "FPNSeenShareData": AbilityToShare.SHARES,
    "FPNSeenUnableShareData": AbilityToShare.OPTED_OUT,  # only in the contract of 2017
}
_LARGEST_PAGE = 1_000_000


def find_by_uln(message: Message) -> FindByUln:
    """Read LearnerByUln.

    It has no possible matches (contract section 9, number 15).
    """
    return FindByUln(
        uln=compact(read_text(message, "uln")),
        given_name=read_text(message, "givenName"),
        family_name=read_text(message, "familyName"),
        full=read_text(message, "findType") != "CHK",
        partly=False,
    )


def read_identity(message: Message) -> StatedIdentity:
    """Read the stated details of a learner.

    Date of birth and gender are text, and may be blank.
    """
    return StatedIdentity(
        uln=compact(read_text(message, "uln")),
        given_name=read_text(message, "givenName"),
        family_name=read_text(message, "familyName"),
        date_of_birth=read_day(message, "dateOfBirth"),
        gender=read_gender(message, "gender"),
    )


def read_record(message: Message) -> ReadRecord:
    """Read GetLearnerLearningEvents; date of birth and gender may be blank."""
    return ReadRecord(identity=read_identity(message), reader_is_learner=read_text(message, "userType") == "LNR")


def update_contact(message: Message) -> UpdateContact:
    """Read UpdateLearnerSubsetFields.

    A field without a value does not change.
    """
    return UpdateContact(
        uln=compact(read_text(message, "uln")),
        version=read_number(message, "versionNumber"),
        email=read_email(message, "emailAddress"),
        telephone=read_limited_text(message, "telephoneNumber", 35),
        ability_to_share=_ABILITIES[message.get("abilityToShare", "NotProvided")],
        school_at_16=read_limited_text(message, "schoolAtAge16", 254),
        preferred_given_name=read_limited_text(message, "preferredGivenName", 35),
    )


def view_audit(message: Message) -> ViewAudit:
    """Read ViewAudit; pages count from 0."""
    page = read_number(message, "page") or 0
    if not 0 <= page <= _LARGEST_PAGE:
        raise BadRequest("page is out of range.")
    return ViewAudit(
        uln=compact(read_text(message, "learnerUln")),
        given_name=read_text(message, "learnerGivenName"),
        family_name=read_text(message, "learnerFamilyName"),
        page=page,
    )


def find_organisation(message: Message) -> FindOrganisation:
    """Read GetOrganisation; one of the identifiers may be missing."""
    return FindOrganisation(ukprn=read_text(message, "ukPrn"), reference=read_text(message, "orgRef"))
