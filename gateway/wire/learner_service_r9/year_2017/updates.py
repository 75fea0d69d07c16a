"""Read UpdateLearner and UpdateLearnerByUlnKey, and write their answers.

Contract 2.16, 6.3. The values are those of the strict contract (3.1). An answer names the fields that its code is
about, as the request spells them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from gateway.domain.errors import BadFields, BadRequest, Refused
from gateway.domain.learner import AbilityToShare, Address, Gender, Person
from gateway.domain.names import written_postcode
from gateway.domain.text import is_postcode
from gateway.domain.uln import compact
from gateway.handlers.learners.update_learner import UpdateByKey, UpdateLearner, UpdateOutcome
from gateway.wire.learner_service_r9.year_2017.key_requests import read_stated_key
from gateway.wire.learner_service_r9.year_2017.members import day_of, stated_gender
from gateway.wire.values.fields import read_day, read_email, read_limited_text, read_name, read_number, read_text
from gateway.wire.values.message import Members, Message

Value = TypeVar("Value")
_Day = Callable[[Message, str], date | None]

_YEARS = range(1800, 2100)
_VERIFICATION_TYPES = {str(one): one for one in (*range(8), 999)}
_ABILITIES = {
    "FPNNotSeen": AbilityToShare.NOTICE_NOT_SEEN,
    "FPNSeenShareData": AbilityToShare.SHARES,
    "FPNSeenUnableShareData": AbilityToShare.OPTED_OUT,
}
_ABILITIES_IN_TEXT = _ABILITIES | {str(int(one)): one for one in AbilityToShare}

_MEMBERS = {
    "uln": "uln",
    "version": "versionNumber",
    "title": "title",
    "given_name": "givenName",
    "middle_name": "middleOtherName",
    "family_name": "familyName",
    "preferred_given_name": "preferredGivenName",
    "previous_family_name": "previousFamilyName",
    "family_name_at_16": "familyNameAtSixteen",
    "school_at_16": "schoolAtAge16",
    "line1": "lastKnownAddressLineOne",
    "line2": "lastKnownAddressLineTwo",
    "town": "lastKnownAddressTown",
    "county": "lastKnownAddressCountyOrCity",
    "postcode": "lastKnownPostCode",
    "captured_on": "dateOfAddressCapture",
    "date_of_birth": "dateOfBirth",
    "place_of_birth": "placeOfBirth",
    "email": "emailAddress",
    "gender": "gender",
    "nationality": "nationality",
    "scottish_candidate_number": "scottishCandidateNumber",
    "verification_type": "verificationType",
    "verification_description": "otherVerificationDescription",
    "ability_to_share": "abilityToShare",
    "notes": "notes",
}
_MEMBERS_BY_KEY = _MEMBERS | {
    "key_type": "keyType",
    "key": "keyValue",
    "school_at_16": "schoolAtAgeSixteen",
    "postcode": "lastKnownPostcode",
}


def update(message: Message) -> UpdateLearner:
    """Read UpdateLearner.

    Members that the register does not hold (contact preference, search key) are ignored.
    """
    person = _Reading(message, _MEMBERS, day_of, _ABILITIES).person()
    return UpdateLearner(
        uln=compact(read_text(message, "uln")), version=read_number(message, "versionNumber"), person=person
    )


def update_by_key(message: Message) -> UpdateByKey:
    """Read UpdateLearnerByUlnKey, whose values but the version are text."""
    stated_key = read_stated_key(message)
    person = _Reading(message, _MEMBERS_BY_KEY, read_day, _ABILITIES_IN_TEXT).person()
    return UpdateByKey(stated_key=stated_key, version=read_number(message, "versionNumber"), person=person)


class _Reading:
    """Reads a person from a message, and collects wrong fields.

    It goes on after a wrong field, so that the answer names all of them.
    """

    def __init__(
        self, message: Message, members: Mapping[str, str], read_day: _Day, abilities: Mapping[str, AbilityToShare]
    ) -> None:
        self._message = message
        self._members = members
        self._read_day = read_day
        self._abilities = abilities
        self._wrong: list[str] = []

    def person(self) -> Person:
        """Return the person.

        Raises BadFields.
        """
        person = Person(
            title=self._text("title", 35),
            given_name=self._name("given_name"),
            middle_name=self._text("middle_name", 35),
            family_name=self._name("family_name"),
            preferred_given_name=self._text("preferred_given_name", 35),
            previous_family_name=self._text("previous_family_name", 35),
            family_name_at_16=self._text("family_name_at_16", 35),
            school_at_16=self._text("school_at_16", 254),
            address=Address(
                line1=self._text("line1", 50),
                line2=self._text("line2", 50),
                town=self._text("town", 50),
                county=self._text("county", 50),
                captured_on=self._take("captured_on", self._dated, None),
            ),
            postcode=self._needed("postcode", _postcode, ""),
            date_of_birth=self._needed("date_of_birth", self._dated, date.min),
            place_of_birth=self._text("place_of_birth", 35),
            email=self._take("email", read_email, None) or "",
            gender=self._needed("gender", stated_gender, Gender.NOT_KNOWN),
            nationality=self._text("nationality", 3),
            scottish_candidate_number=self._take("scottish_candidate_number", _candidate_number, ""),
            verification_type=self._needed("verification_type", read_verification_type, 0),
            verification_description=self._text("verification_description", 255),
            ability_to_share=self._needed("ability_to_share", self._ability, AbilityToShare.NOTICE_NOT_SEEN),
            notes=self._text("notes", 4000),
        )
        if self._wrong:
            raise BadFields(self._wrong)
        return person

    def _take(self, field: str, read: Callable[[Message, str], Value], instead: Value) -> Value:
        try:
            return read(self._message, self._members[field])
        except BadRequest:
            self._wrong.append(self._members[field])
            return instead

    def _needed(self, field: str, read: Callable[[Message, str], Value | None], instead: Value) -> Value:
        wrong: Value | None = instead  # already among the wrong fields
        value = self._take(field, read, wrong)
        if value is None:
            self._wrong.append(self._members[field])
            return instead
        return value

    def _text(self, field: str, most: int) -> str:
        return self._take(field, lambda message, member: read_limited_text(message, member, most), None) or ""

    def _name(self, field: str) -> str:
        def read(message: Message, member: str) -> str:
            read_limited_text(message, member, 35)
            return read_name(message, member)

        return self._take(field, read, "")

    def _dated(self, message: Message, member: str) -> date | None:
        value = self._read_day(message, member)
        if value is not None and value.year not in _YEARS:
            raise BadRequest(f"{member} is not of the years {_YEARS.start} to {_YEARS.stop - 1}.")
        return value

    def _ability(self, message: Message, member: str) -> AbilityToShare | None:
        return self._abilities.get(read_text(message, member).strip())


def _postcode(message: Message, member: str) -> str | None:
    value = read_text(message, member)
    return written_postcode(value) if is_postcode(value) else None


def _candidate_number(message: Message, member: str) -> str:
    value = read_text(message, member)
    if value and not (len(value) == 9 and value.isascii() and value.isdigit()):
        raise BadRequest(f"{member} is not nine digits.")
    return value


def read_verification_type(message: Message, member: str) -> int | None:
    """Return the verification type of a member, or None."""
    return _VERIFICATION_TYPES.get(read_text(message, member).strip())


def updated(_message: Message, outcome: UpdateOutcome) -> Message:
    """Write UpdateLearnerResult: one item with code and fields."""
    return _answer("UpdateLearnerResult", outcome.code, [_MEMBERS[field] for field in outcome.fields])


def updated_by_key(_message: Message, outcome: UpdateOutcome) -> Message:
    """Write UpdateLearnerByUlnKeyResult."""
    return _answer("UpdateLearnerByUlnKeyResult", outcome.code, [_MEMBERS_BY_KEY[field] for field in outcome.fields])


def update_refused(_message: Message, refusal: Refused) -> Message:
    """Write a refusal of UpdateLearner, with the malformed fields."""
    return _answer("UpdateLearnerResult", refusal.code, _fields(refusal))


def update_by_key_refused(_message: Message, refusal: Refused) -> Message:
    """Write a refusal of UpdateLearnerByUlnKey."""
    return _answer("UpdateLearnerByUlnKeyResult", refusal.code, _fields(refusal))


def _fields(refusal: Refused) -> list[str]:
    return list(refusal.fields) if isinstance(refusal, BadFields) else []


def _answer(result: str, code: str, fields: list[str]) -> Members:
    return {result: {"UpdateLearnerResponseItem": [{"FieldCodes": {"string": fields}, "ResponseCode": code}]}}
