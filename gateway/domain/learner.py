"""Learners and what is known of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

from gateway.domain import choices
from gateway.domain.names import folded_postcode, normal_name


class Gender(IntEnum):
    """The gender of a learner (contract 3.2)."""

    NOT_KNOWN = 0
    MALE = 1
    FEMALE = 2
    WITHHELD = 9


class AbilityToShare(IntEnum):
    """Whether the learner shares the learning record (contract 3.2)."""

    NOTICE_NOT_SEEN = 0
    SHARES = 1
    OPTED_OUT = 2


class LearnerStatus(StrEnum):
    """Whether a learner is active, merged into another or deleted."""

    ACTIVE = "active"
    MERGED = "merged"
    DELETED = "deleted"


OTHER_VERIFICATION = 999
"""The verification type that a description must explain (contract 3.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The last known address, without its postcode.

    The postcode is one of the key fields, and stands with the person.
    """

    line1: str = ""
    line2: str = ""
    town: str = ""
    county: str = ""
    captured_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a caller states of a learner.

    Text that is not known is empty.
    """

    given_name: str
    family_name: str
    date_of_birth: date
    gender: Gender
    postcode: str
    verification_type: int = 0
    ability_to_share: AbilityToShare = AbilityToShare.NOTICE_NOT_SEEN
    title: str = ""
    middle_name: str = ""
    preferred_given_name: str = ""
    previous_family_name: str = ""
    family_name_at_16: str = ""
    school_at_16: str = ""
    address: Address = field(default_factory=Address)
    place_of_birth: str = ""
    email: str = ""
    telephone: str = ""
    nationality: str = ""
    scottish_candidate_number: str = ""
    verification_description: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """A learner on the register.

    `version` begins at 1 and grows by 1 with every change. `opt_outs` are the linked ULNs under which the learner opted
    out; they count for the AbilityToShare of this learner too.
    """

    uln: str
    person: Person
    status: LearnerStatus
    version: int
    created_at: datetime
    updated_at: datetime
    master_uln: str | None = None
    linked_ulns: tuple[str, ...] = ()
    registered_by: str = ""
    key_number: int = 0
    opt_outs: tuple[str, ...] = ()

    @property
    def all_ulns(self) -> tuple[str, ...]:
        """Return the ULN of this learner, then the linked ULNs."""
        return self.uln, *self.linked_ulns


class IdentityFields(NamedTuple):
    """The five key fields in normal form (contract 6.1)."""

    family: str
    given: str
    born: date
    gender: int
    postcode: str


def identity_of(person: Person) -> IdentityFields:
    """Return the key fields of a person in normal form."""
    return IdentityFields(
        normal_name(person.family_name),
        normal_name(person.given_name),
        person.date_of_birth,
        int(person.gender),
        folded_postcode(person.postcode),
    )


def age_on(day: date, born: date) -> int:
    """Count whole years from birth to the day.

    >>> age_on(date(2024, 2, 28), date(2010, 3, 1)), age_on(date(2024, 3, 1), date(2010, 3, 1))
    (13, 14)
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_sufficient(person: Person, today: date) -> bool:
    """Return whether the data suffices to register or update.

    Contract 4.1 (WSRC0015) and 6.2.
    """
    return not insufficient_fields(person, today)


def insufficient_fields(person: Person, today: date) -> tuple[str, ...]:
    """Return the fields that keep the data from being sufficient.

    The age must be between 13 and 110 years, and verification by "other" needs a description.
    """
    explained = person.verification_type != OTHER_VERIFICATION or bool(person.verification_description.strip())
    missing = () if explained else ("verification_description",)
    return missing if is_of_age(person, today) else ("date_of_birth", *missing)


def is_of_age(person: Person, today: date) -> bool:
    """Return whether the person's age allows a registration."""
    return choices.YOUNGEST <= age_on(today, person.date_of_birth) <= choices.OLDEST


def may_change_ability(stored: AbilityToShare, given: AbilityToShare) -> bool:
    """Return whether an update may change `stored` to `given`.

    Contract 6.3.
    """
    return (int(stored), int(given)) in choices.ABILITY_CHANGES
