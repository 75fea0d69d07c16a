"""The log of a real server names nobody."""

import json

import httpx
import pytest

from gateway import demo
from tests.builders import FINDMSG, LEARNER_SERVICE, R9, REGMSG, envelope, learner, miap, r9
from tests.clients.conftest import assert_discreet
from tests.clients.served import Served

_ANN = {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}
_LOGGED = "Lodgerly"

CALLS = {
    "find": (LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", _ANN, find="FUL"), "call"),
    "register": (
        LEARNER_SERVICE,
        miap(REGMSG, "RegisterLearner", {"Learner": learner(FamilyName=_LOGGED, GivenName="Quilla")}),
        "call",
    ),
    "wrong-password": (
        LEARNER_SERVICE,
        miap(FINDMSG, "FindLearnerByULN", {**_ANN}, find="FUL").replace(demo.COLLEGE.password, "wrong-password-4"),
        "call",
    ),
    "record": (
        R9,
        r9(
            "GetLearnerLearningEvents",
            {
                "uln": demo.ANN_ULN,
                "givenName": "Ann",
                "familyName": "Lee",
                "dateOfBirth": "2004-03-09",
                "gender": "2",
                "getType": "FULL",
            },
        ),
        "call",
    ),
    "not-xml": (LEARNER_SERVICE, f"<OrgPassword>{demo.COLLEGE.password}</OrgPassword><FamilyName>{_LOGGED}", "refused"),
    "two-bodies": (LEARNER_SERVICE, envelope(f"<FamilyName>{_LOGGED}</FamilyName><a/>"), "refused"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_message_leaves_one_line_that_names_nobody(served: Served, registered_names: set[str], name: str) -> None:
    registered_names |= {_LOGGED, "Quilla"}
    path, body, event = CALLS[name]
    before = served.log.stat().st_size
    httpx.post(served.url + path, content=body.encode(), headers={"Content-Type": "text/xml; charset=utf-8"})
    written = served.log.read_bytes()[before:].decode()
    (line,) = written.splitlines()
    assert json.loads(line)["event"] == event
    assert_discreet(written, registered_names)


def test_an_invalid_message_and_an_unknown_operation_leave_nothing_of_themselves(served: Served) -> None:
    before = served.log.stat().st_size
    for body in (
        miap(FINDMSG, "FindLearnerByULN", {**_ANN, "ULN": f"{_LOGGED}-ULN"}, find="FUL"),
        envelope(f'<{_LOGGED} xmlns="http://example.org/">{demo.COLLEGE.password}</{_LOGGED}>'),
    ):
        httpx.post(served.url + LEARNER_SERVICE, content=body.encode(), headers={"Content-Type": "text/xml"})
    assert_discreet(served.log.read_bytes()[before:].decode(), {_LOGGED})
