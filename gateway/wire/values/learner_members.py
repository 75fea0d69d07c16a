"""The details of a person that have the same meaning in every contract, and what each contract calls them.

A detail is an optional text: an answer holds it where the register does (contract 2.5, 2.13, 2.14, 2.16).
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

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
"""The details by their attribute of a Person, with the member of LearnerService."""

R9_DETAILS: Mapping[str, str] = {**DETAILS, "family_name_at_16": "FamilyNameAt16"}
"""The same with the members of LearnerServiceR9."""


def compile_details(members: Mapping[str, str]) -> Callable[[Person], dict[str, Any]]:
    """Return the function that writes those details of a person that have a value, under these members."""
    read, names = attrgetter(*members), tuple(members.values())

    def write_details(person: Person) -> dict[str, Any]:
        return {name: value for name, value in zip(names, read(person), strict=True) if value}

    return write_details
