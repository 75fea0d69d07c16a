"""The messages that benchmarks send."""

from collections.abc import Mapping
from typing import Any

from gateway import demo
from gateway.domain.learner import Person
from tests.builders import FINDMSG, REGMSG, REPORTMSG, envelope, learner, members, miap, r9

Held = tuple[str, Person]
"""A learner's ULN and details."""


def our_messages(people: list[tuple[str, Person]]) -> list[bytes]:
    """Return a learnerByULN message for each person."""
    return [miap(FINDMSG, "FindLearnerByULN", _uln_and_names(*one), find="FUL").encode() for one in people]


def our_search(person: Person) -> bytes:
    """Return a learnerByDemographics message."""
    return miap(FINDMSG, "FindLearnerByDemographics", _searched(person), find="FUL").encode()


def our_registration(person: Person) -> bytes:
    """Return a registerSingleLearner message."""
    return miap(REGMSG, "RegisterLearner", {"Learner": learner(**_registered(person))}).encode()


def our_claim(uln: str, person: Person) -> bytes:
    """Return a verifyLearner message with all details."""
    return miap(REPORTMSG, "VerifyLearner", {"LearnerToVerify": _claimed(uln, person)}).encode()


def our_retrieval(ulns: list[str]) -> bytes:
    """Return a retrieveULNs message."""
    return miap(REPORTMSG, "RetrieveULNs", {"ULNsToRetrieve": {"ULN": ulns}}).encode()


def our_reading(uln: str, person: Person) -> bytes:
    """Return a GetLearnerLearningEvents message."""
    values = {
        "uln": uln,
        "givenName": person.given_name,
        "familyName": person.family_name,
        "dateOfBirth": person.date_of_birth.isoformat(),
        "gender": int(person.gender),
        "getType": "FULL",
    }
    return r9("GetLearnerLearningEvents", values).encode()


def stock_messages(people: list[tuple[str, Person]]) -> list[bytes]:
    """Return learnerByULN messages for the peers."""
    return [_peers("FindLearnerByULN", {"FindType": "FUL", **_caller(), **_uln_and_names(*one)}) for one in people]


def stock_search(person: Person) -> bytes:
    """Return a search by details for the peers."""
    return _peers("FindLearnerByDemographics", {"FindType": "FUL", **_caller(), **_searched(person)})


def stock_registration(person: Person) -> bytes:
    """Return a registration for the peers."""
    held = {name: value for name, value in learner(**_registered(person)).items() if value is not None}
    return _peers("RegisterLearner", {**_caller(), "Learner": held})


def stock_claim(uln: str, person: Person) -> bytes:
    """Return a verification for the peers."""
    return _peers("VerifyLearner", {**_caller(), **_claimed(uln, person)})


def stock_retrieval(ulns: list[str]) -> bytes:
    """Return a retrieval of ULNs for the peers.

    They declare an array as Spyne does: its items are named by their type.
    """
    return _peers("RetrieveULNs", {**_caller(), "ULNs": {"string": ulns}})


def stock_reading(uln: str, person: Person) -> bytes:
    """Return a request for a learning record for the peers."""
    return _peers("GetLearnerLearningEvents", {**_caller(), **_claimed(uln, person)})


def _peers(root: str, values: Mapping[str, Any]) -> bytes:
    """Return a message that qualifies every member."""
    return envelope(f'<m:{root} xmlns:m="urn:stock">{members(values, "m:")}</m:{root}>').encode()


def _caller() -> dict[str, str]:
    return {"UKPRN": demo.COLLEGE.ukprn, "OrgPassword": demo.COLLEGE.password, "UserName": "registrar"}


def _uln_and_names(uln: str, person: Person) -> dict[str, Any]:
    return {"ULN": uln, "FamilyName": person.family_name, "GivenName": person.given_name}


def _searched(person: Person) -> dict[str, Any]:
    return {
        "FamilyName": person.family_name,
        "GivenName": person.given_name,
        "DateOfBirth": person.date_of_birth.isoformat(),
        "Gender": int(person.gender),
        "LastKnownPostCode": person.postcode,
    }


def _claimed(uln: str, person: Person) -> dict[str, Any]:
    return {
        **_uln_and_names(uln, person),
        "DateOfBirth": person.date_of_birth.isoformat(),
        "Gender": int(person.gender),
    }


def _registered(person: Person) -> dict[str, Any]:
    return {
        "Title": person.title,
        "GivenName": person.given_name,
        "MiddleOtherName": person.middle_name,
        "FamilyName": person.family_name,
        "LastKnownPostCode": person.postcode,
        "DateOfBirth": person.date_of_birth.isoformat(),
        "PlaceOfBirth": person.place_of_birth,
        "Gender": int(person.gender),
        "EmailAddress": person.email,
        "Nationality": person.nationality,
    }
