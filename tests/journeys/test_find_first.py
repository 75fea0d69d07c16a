"""The setting that requires a search before each registration."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from gateway import demo
from gateway.settings import Settings
from gateway.store.unit import utc_now
from tests.builders import FINDMSG, LEARNER_SERVICE, REGMSG, Wire, learner, miap

ZOE = {
    "GivenName": "Zoë",
    "FamilyName": "Lamb",
    "LastKnownPostCode": "AB1 2AD",
    "DateOfBirth": "2005-04-01",
    "Gender": "2",
}


def where_a_find_is_required(database_url: str) -> Settings:
    return Settings(database_url=database_url, register_requires_find=True)


@pytest.fixture
def strict(database_url: str) -> Iterator[Wire]:
    with Wire.open(where_a_find_is_required(database_url)) as opened:
        yield opened


def register(wire: Wire, by: demo.DemoOrganisation = demo.COLLEGE) -> str | None:
    return wire.post(LEARNER_SERVICE, miap(REGMSG, "RegisterLearner", {"Learner": learner(**ZOE)}, by=by)).code


def find(wire: Wire, by: demo.DemoOrganisation = demo.COLLEGE, **changed: str) -> str | None:
    asked = {name: (ZOE | changed)[name] for name in ("FamilyName", "GivenName", "DateOfBirth", "Gender")}
    asked |= {"LastKnownPostCode": ZOE["LastKnownPostCode"]}
    return wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByDemographics", asked, by=by, find="CHK")).code


def test_a_registration_needs_a_find_of_the_same_person_by_the_same_organisation(strict: Wire) -> None:
    assert register(strict) == "WSRC0021"
    assert find(strict, GivenName="Zac") == "WSRC0001"
    assert register(strict) == "WSRC0021"
    assert find(strict, GivenName="ZOE") == "WSRC0001"
    assert register(strict, by=demo.SECOND_COLLEGE) == "WSRC0021"
    assert register(strict) == "WSRC0005"


def test_a_find_counts_for_a_day(strict: Wire, database_url: str) -> None:
    with Wire.open(where_a_find_is_required(database_url), lambda: utc_now() - timedelta(hours=25)) as yesterday:
        assert find(yesterday) == "WSRC0001"
    assert register(strict) == "WSRC0021"
    with Wire.open(where_a_find_is_required(database_url), lambda: utc_now() - timedelta(hours=23)) as lately:
        assert find(lately) == "WSRC0001"
    assert register(strict) == "WSRC0005"


def test_by_default_nobody_needs_to_look_first(wire: Wire) -> None:
    assert register(wire) == "WSRC0005"
