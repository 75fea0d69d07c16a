"""The messages that benchmarks send."""

from gateway import demo
from gateway.domain.learner import Person
from tests.builders import FINDMSG, envelope, members, miap


def our_messages(people: list[tuple[str, Person]]) -> list[bytes]:
    """Return a learnerByULN message for each person."""
    return [
        miap(
            FINDMSG,
            "FindLearnerByULN",
            {"ULN": uln, "FamilyName": person.family_name, "GivenName": person.given_name},
            find="FUL",
        ).encode()
        for uln, person in people
    ]


def stock_messages(people: list[tuple[str, Person]]) -> list[bytes]:
    """Return the messages for stock Spyne, which qualifies every member."""
    head = {
        "FindType": "FUL",
        "UKPRN": demo.COLLEGE.ukprn,
        "OrgPassword": demo.COLLEGE.password,
        "UserName": "registrar",
    }
    return [
        envelope(
            '<m:FindLearnerByULN xmlns:m="urn:stock">'
            + members(head | {"ULN": uln, "FamilyName": person.family_name, "GivenName": person.given_name}, "m:")
            + "</m:FindLearnerByULN>"
        ).encode()
        for uln, person in people
    ]
