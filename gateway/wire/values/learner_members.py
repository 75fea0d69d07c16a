"""A person's details that mean the same in every contract.

The names that each contract gives them are here too. A detail is an optional text: an answer has it if the register
does (contract 2.5, 2.13, 2.14, 2.16).
"""

from collections.abc import Callable, Mapping
from operator import attrgetter

from gateway.domain.learner import Person

DETAILS: Mapping[str, str] = {
    "title": "Title",
    "middle_name": "MiddleOtherName",
    "preferred_given_name": "PreferredGivenName",
    "previous_family_name": "PreviousFamilyName",
    "family_name_at_16": "FamilyNameAtAge16",
    "school_at_16": "SchoolAtAge16",
    "address.line1": "LastKnownAddressLine1",
    "address.line2": "LastKnownAddressLine2",
    "address.town": "LastKnownAddressTown",
    "address.county": "LastKnownAddressCountyOrCity",
    "place_of_birth": "PlaceOfBirth",
    "email": "EmailAddress",
    "nationality": "Nationality",
    "scottish_candidate_number": "ScottishCandidateNumber",
    "verification_description": "OtherVerificationDescription",
}
"""Members of LearnerService by the attribute of a Person."""

R9_DETAILS: Mapping[str, str] = {**DETAILS, "family_name_at_16": "FamilyNameAt16"}
"""Members of LearnerServiceR9 by the attribute of a Person."""


def compile_details(members: Mapping[str, str]) -> Callable[[Person], dict[str, object]]:
    """Return a function that writes a person's details.

    It writes those that have a value, with these member names.
    """
    read, names = attrgetter(*members), tuple(members.values())

    def write_details(person: Person) -> dict[str, object]:
        return {name: value for name, value in zip(names, read(person), strict=True) if value}

    return write_details
