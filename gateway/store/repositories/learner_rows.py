"""Learners as rows of the database, and rows as learners."""

from collections.abc import Mapping
from datetime import date, datetime

from gateway.domain.consent import prevailing
from gateway.domain.learner import AbilityToShare, Address, Gender, IdentityFields, Learner, LearnerStatus, Person
from gateway.domain.matching import Candidate, search_keys, traits_of
from gateway.domain.names import folded_postcode, normal_name
from gateway.store.repositories.traits_rows import ComparedRow, compared


class CandidateRow(ComparedRow):
    """A row with the columns of a candidate."""

    status: str
    master_uln: str | None
    family_key: str
    given_key: str
    postcode_key: str


class NumberedCandidateRow(CandidateRow):
    """A candidate, with the number of its search."""

    n: int


class LearnerRow(ComparedRow):
    """A learner's columns, and the ULNs merged into it."""

    status: str
    master_uln: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    registered_by: str
    title: str
    school_at_16: str
    address_line1: str
    address_line2: str
    address_town: str
    address_county: str
    address_captured_on: date | None
    telephone: str
    nationality: str
    scottish_candidate_number: str
    verification_type: int
    verification_description: str
    ability_to_share: int
    notes: str
    key_number: int
    linked_ulns: str | None
    opt_outs: str | None


def row_of(learner: Learner) -> dict[str, object]:
    """Return a learner as columns of the table."""
    return values_of(learner.person) | {
        "uln": learner.uln,
        "status": str(learner.status),
        "master_uln": learner.master_uln,
        "version": learner.version,
        "created_at": learner.created_at,
        "updated_at": learner.updated_at,
        "registered_by": learner.registered_by,
        "key_number": learner.key_number,
    }


def values_of(person: Person) -> dict[str, object]:
    """Return a person as columns, with the keys for searches."""
    keys = search_keys(traits_of(person))
    return {
        "title": person.title,
        "given_name": person.given_name,
        "middle_name": person.middle_name,
        "family_name": person.family_name,
        "preferred_given_name": person.preferred_given_name,
        "previous_family_name": person.previous_family_name,
        "family_name_at_16": person.family_name_at_16,
        "school_at_16": person.school_at_16,
        "address_line1": person.address.line1,
        "address_line2": person.address.line2,
        "address_town": person.address.town,
        "address_county": person.address.county,
        "address_captured_on": person.address.captured_on,
        "postcode": person.postcode,
        "date_of_birth": person.date_of_birth,
        "place_of_birth": person.place_of_birth,
        "gender": int(person.gender),
        "email": person.email,
        "telephone": person.telephone,
        "nationality": person.nationality,
        "scottish_candidate_number": person.scottish_candidate_number,
        "verification_type": person.verification_type,
        "verification_description": person.verification_description,
        "ability_to_share": int(person.ability_to_share),
        "notes": person.notes,
        "family_key": normal_name(person.family_name),
        "given_key": normal_name(person.given_name),
        "postcode_key": folded_postcode(person.postcode),
        "family_sound": keys.family_sound,
        "given_sound": keys.given_sound,
        "former_sound1": keys.former_sound1,
        "former_sound2": keys.former_sound2,
        "initials": keys.initials,
        "birth_year": keys.year,
        "birth_day": keys.day,
    }


_KEYS = ("_key", "_sound", "_sound1", "_sound2", "initials", "birth_year", "birth_day")


def before_of(before: Learner) -> Mapping[str, object]:
    """Return a learner as the history stores it.

    The keys that are worked out of the details are left out.
    """
    columns = {name: value for name, value in values_of(before.person).items() if not name.endswith(_KEYS)}
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}
    return plain | {"version": before.version, "status": before.status.value, "master_uln": before.master_uln}


def candidate_of(row: CandidateRow) -> Candidate:
    """Return a candidate of the matching."""
    key = IdentityFields(row.family_key, row.given_key, row.date_of_birth, row.gender, row.postcode_key)
    return Candidate(row.uln, _STATUSES[row.status], row.master_uln, key, compared(row))


_STATUSES = {one.value: one for one in LearnerStatus}
_GENDERS = {one.value: one for one in Gender}
_ABILITIES = {one.value: one for one in AbilityToShare}
"""Members of the enums by value.

A look-up here takes a tenth of the time of a call of the enum.
"""


def _ulns(joined: str | None) -> tuple[str, ...]:
    return tuple(sorted(joined.split(","))) if joined else ()


def learner_of(row: LearnerRow) -> Learner:
    """Return the learner in a row.

    The AbilityToShare that counts is worked out here, from that of all linked learners.
    """
    opt_outs = _ulns(row.opt_outs)
    return Learner(
        uln=row.uln,
        status=_STATUSES[row.status],
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        master_uln=row.master_uln,
        linked_ulns=_ulns(row.linked_ulns),
        opt_outs=opt_outs,
        registered_by=row.registered_by,
        key_number=row.key_number,
        person=Person(
            title=row.title,
            given_name=row.given_name,
            middle_name=row.middle_name,
            family_name=row.family_name,
            preferred_given_name=row.preferred_given_name,
            previous_family_name=row.previous_family_name,
            family_name_at_16=row.family_name_at_16,
            school_at_16=row.school_at_16,
            address=Address(
                line1=row.address_line1,
                line2=row.address_line2,
                town=row.address_town,
                county=row.address_county,
                captured_on=row.address_captured_on,
            ),
            postcode=row.postcode,
            date_of_birth=row.date_of_birth,
            place_of_birth=row.place_of_birth,
            gender=_GENDERS[row.gender],
            email=row.email,
            telephone=row.telephone,
            nationality=row.nationality,
            scottish_candidate_number=row.scottish_candidate_number,
            verification_type=row.verification_type,
            verification_description=row.verification_description,
            ability_to_share=prevailing(_ABILITIES[row.ability_to_share], opt_outs),
            notes=row.notes,
        ),
    )
