"""People who look alike are not taken for one another.

The tests search for them, register them, verify them, and send them in batches.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from gateway import demo
from gateway.domain.names import decomposed_upper, normal_name
from gateway.handlers.lifecycle.delete_learner import delete_learner
from gateway.handlers.lifecycle.restore_learner import restore_learner
from gateway.settings import Settings
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from gateway.store.errors import LearnerExists
from gateway.store.unit import Store
from tests.builders import FINDMSG, LEARNER_SERVICE, MIAP_2014, R9, REGMSG, REPORTMSG, Reply, Wire, learner, miap, r9
from tests.journeys import people_alike
from tests.journeys.people_alike import at_homes
from tests.journeys.test_batches import VLDMSG, output, submit, work
from tests.journeys.test_merges_and_deletions import decide, merge
from tests.migrations import downgrade
from tests.registered_twice import many, put

Person = dict[str, str]

HOME = {"LastKnownPostCode": "BD3 0QU", "DateOfBirth": "2006-01-01", "Gender": "1"}
NOWHERE = HOME | {"LastKnownPostCode": "ZZ99 9ZZ"}


def named(given: str, family: str, **others: str) -> Person:
    return {"GivenName": given, "FamilyName": family} | others


SAYS_TOO_LITTLE = {
    "no postcode": named("Bilal", "Aziz", **NOWHERE),
    "gender not known": named("Bilal", "Aziz", **HOME | {"Gender": "0"}),
    "gender withheld": named("Bilal", "Aziz", **HOME | {"Gender": "9"}),
    "placeholder for the family name": named("Bilal", "Unknown", **HOME),
    "placeholder for the given name": named("FNU", "Aziz", **HOME),
    "an initial": named("B", "Aziz", **HOME),
}
"""Pairs of whom nobody can tell if they are one."""

TOLD_APART = {
    "Chinese letters beside Latin ones": ("Lin 琳", "Lin 林"),
    "numbers": ("Omar 1", "Omar 2"),
    "vowel signs": ("सीता", "सोता"),
    "Tamil vowel signs": ("மணி", "மாணி"),
    "voicing marks": ("かな", "がな"),
    "accents that differ": ("Thảo", "Thào"),
    "syllables divided otherwise": ("Su-na", "Sun-a"),
}


def find(wire: Wire, person: Person, *, by: demo.DemoOrganisation = demo.COLLEGE, path: str = LEARNER_SERVICE) -> Reply:
    order = ("FamilyName", "GivenName", "DateOfBirth", "Gender", "LastKnownPostCode")
    values = {name: person[name] for name in order}
    return wire.post(path, miap(FINDMSG, "FindLearnerByDemographics", values, find="FUL", by=by))


def register(wire: Wire, person: Person, *, by: demo.DemoOrganisation = demo.COLLEGE) -> Reply:
    return wire.post(LEARNER_SERVICE, miap(REGMSG, "RegisterLearner", {"Learner": learner(**person)}, by=by))


def registered(wire: Wire, person: Person) -> str:
    uln = register(wire, person).text("ULN")
    assert uln
    return uln


def change(wire: Wire, uln: str, person: Person, version: int = 1) -> str | None:
    values = learner(**person, ULN=uln, VersionNumber=str(version))
    return wire.post(LEARNER_SERVICE, miap(REGMSG, "UpdateLearner", {"Learner": values})).code


def verify(wire: Wire, uln: str, person: Person) -> str | None:
    claim = {"ULN": uln} | {name: person[name] for name in ("FamilyName", "GivenName", "DateOfBirth", "Gender")}
    return wire.post(LEARNER_SERVICE, miap(REPORTMSG, "VerifyLearner", {"LearnerToVerify": claim})).code


def verify_in_batch(wire: Wire, uln: str, person: Person, row: str) -> str:
    claim = {"MISIdentifier": row, "ULN": uln} | {
        name: person[name] for name in ("FamilyName", "GivenName", "DateOfBirth", "Gender")
    }
    submitted = wire.post(
        LEARNER_SERVICE, miap(VLDMSG, "SubmitVerifyBatch", {"LearnerRecordCount": 1, "Learner": claim})
    )
    work(wire)
    asked = miap(VLDMSG, "GetVerifyBatchOutput", {"JobID": submitted.text("JobID")})
    return wire.post(LEARNER_SERVICE, asked).texts("ResponseCode")[-1]


def code_of_row(wire: Wire, person: Person) -> tuple[str | None, str | None]:
    job = submit(wire, person | {"AbilityToShare": "1", "VerificationType": "1"}).text("JobID")
    work(wire)
    answer = output(wire, job)
    return answer.text("ReturnCode"), answer.text("ULN")


@pytest.mark.parametrize("what", SAYS_TOO_LITTLE)
def test_two_people_of_whom_too_little_is_known_are_no_exact_match(wire: Wire, what: str) -> None:
    person = SAYS_TOO_LITTLE[what]
    first = registered(wire, person)
    for path in (LEARNER_SERVICE, MIAP_2014):
        answer = find(wire, person, path=path)
        assert (answer.code, answer.text("ULN")) == ("WSRC0003", first)
    assert code_of_row(wire, person) == ("RC007", None)


def test_the_second_of_two_alike_is_registered_after_a_search_that_showed_the_first(wire: Wire) -> None:
    person = SAYS_TOO_LITTLE["no postcode"]
    first = registered(wire, person)
    assert register(wire, person).code == "WSRC0021", "nobody looked"
    find(wire, person, by=demo.SECOND_COLLEGE)
    assert register(wire, person).code == "WSRC0021", "somebody else looked"
    find(wire, person)
    second = register(wire, person)
    assert second.code == "WSRC0005"
    assert second.text("ULN") not in (None, first)
    assert register(wire, person).code == "WSRC0021", "the answer was lost, and there are not three of them"
    assert sorted(find(wire, person).texts("ULN")) == sorted([first, str(second.text("ULN"))])


def test_who_agrees_in_all_five_fields_is_not_registered_after_any_search(wire: Wire) -> None:
    person = named("Bilal", "Aziz", **HOME)
    registered(wire, person)
    assert find(wire, person).code == "WSRC0004"
    assert register(wire, person).code == "WSRC0021"


def test_of_many_registrations_at_once_after_one_search_one_succeeds(wire: Wire) -> None:
    person = SAYS_TOO_LITTLE["no postcode"]
    registered(wire, person)
    find(wire, person)
    with ThreadPoolExecutor(8) as pool:
        codes = Counter(pool.map(lambda _: register(wire, person).code, range(8)))
    assert codes == {"WSRC0005": 1, "WSRC0021": 7}


@pytest.mark.parametrize("how", TOLD_APART)
def test_names_that_are_written_differently_are_two(wire: Wire, how: str) -> None:
    given, other = TOLD_APART[how]
    one, twin = named(given, "Aziz", **HOME), named(other, "Aziz", **HOME)
    first = registered(wire, one)
    assert find(wire, twin).code == "WSRC0003"
    assert code_of_row(wire, twin)[0] == "RC007"
    assert verify(wire, first, twin) not in ("WSVRC001", "WSVRC002")
    by_uln = {"ULN": first, "FamilyName": "Aziz", "GivenName": other}
    assert wire.post(LEARNER_SERVICE, miap(FINDMSG, "FindLearnerByULN", by_uln, find="FUL")).code != "WSRC0004"
    read = r9("GetLearnerLearningEvents", {"uln": first, "givenName": other, "familyName": "Aziz", "getType": "FULL"})
    assert wire.post(R9, read).code == "WSEC0208"

    second = register(wire, twin)

    assert second.code == "WSRC0005"
    assert find(wire, one).texts("ULN")[0] == first, "listed before the other"
    assert find(wire, twin).texts("ULN")[0] == second.text("ULN")


@pytest.mark.parametrize(
    ("held", "stated"), [("Zoë", "Zoe"), ("Mei-Ling", "Meiling"), ("O'Shea", "OShea"), ("SIÂN", "sian")]
)
def test_accents_and_hyphens_that_are_left_out_tell_nobody_apart(wire: Wire, held: str, stated: str) -> None:
    uln = registered(wire, named(held, "Aziz", **HOME))
    assert find(wire, named(stated, "Aziz", **HOME)).code == "WSRC0004"
    assert verify(wire, uln, named(stated, "Aziz", **HOME)) == "WSVRC001"
    assert register(wire, named(stated, "Aziz", **HOME)).code == "WSRC0021"


def test_twins_who_differ_in_the_middle_name_are_both_registered(wire: Wire) -> None:
    twin = named("Maria", "Kowalska", **HOME | {"Gender": "2"})
    registered(wire, twin | {"MiddleOtherName": "Anna"})
    find(wire, twin)
    assert register(wire, twin | {"MiddleOtherName": "Anna"}).code == "WSRC0021"
    assert register(wire, twin).code == "WSRC0021", "no middle name tells nobody apart"
    assert register(wire, twin | {"MiddleOtherName": "Zofia"}).code == "WSRC0005"
    assert register(wire, twin | {"MiddleOtherName": "Zofia"}).code == "WSRC0021"


@pytest.mark.parametrize(
    "relative",
    [
        named("Emma", "Hathersage", LastKnownPostCode="S32 1BB", DateOfBirth="2002-01-17", Gender="2"),
        named("Ellis", "Hathersage", LastKnownPostCode="S32 1BB", DateOfBirth="2004-06-02", Gender="1"),
        named("Ella", "Hathersage", LastKnownPostCode="S32 1BB", DateOfBirth="1979-03-30", Gender="2"),
    ],
    ids=["twin", "sibling", "parent"],
)
def test_a_relative_of_a_master_is_not_answered_as_the_master(wire: Wire, relative: Person) -> None:
    ella = named("Ella", "Hathersage", LastKnownPostCode="S32 1BB", DateOfBirth="2002-01-17", Gender="2")
    master = registered(wire, ella)
    merged = registered(wire, ella | {"FamilyName": "Hathesrage"})
    merge(wire, master, merged)
    assert find(wire, relative).code != "WSRC0022"
    code, uln = code_of_row(wire, relative)
    assert code != "RC005"
    assert uln not in (master, merged)
    assert find(wire, ella | {"FamilyName": "Hathesrage"}).code == "WSRC0022", "that is who was merged"


def test_the_details_of_a_registered_twin_are_those_of_another_ulns_learner(wire: Wire) -> None:
    omar, twin = named("Omar", "Quxley", **HOME), named("Bilal", "Quxley", **HOME)
    uln = registered(wire, omar)
    assert verify(wire, uln, twin) == "WSVRC003", "perhaps the learner, under another name"
    assert verify_in_batch(wire, uln, twin, "before") == "WSVRC003"
    registered(wire, twin)
    assert find(wire, twin).code == "WSRC0004"
    assert verify(wire, uln, twin) == "WSVRC005"
    assert verify_in_batch(wire, uln, twin, "after") == "WSVRC005"
    assert verify(wire, uln, omar) == "WSVRC001"


def key_of_before(name: str) -> str:
    """Return a name's key as it was before migration 0012."""
    written = decomposed_upper(name)
    latin = "".join(letter for letter in written if "A" <= letter <= "Z")
    return latin or "".join(letter for letter in written if letter.isalnum())


def test_the_keys_of_a_filled_register_are_worked_out_anew(database_url: str) -> None:
    pairs, engine = at_homes(people_alike.TOLD_APART), open_engine(database_url)
    put(Store(engine), many(600))  # more than are read at once
    with Wire.open(Settings(database_url=database_url)) as wire:
        for pair in pairs.values():
            registered(wire, pair.first)
    names = text("SELECT uln, given_name, family_name, given_key, family_key FROM learner")
    with engine.begin() as connection:
        downgrade(connection, "0011")
        rows = [
            {"uln": row.uln, "given": key_of_before(row.given_name), "family": key_of_before(row.family_name)}
            for row in connection.execute(names)
        ]
        connection.execute(text("UPDATE learner SET given_key = :given, family_key = :family WHERE uln = :uln"), rows)
    schema.upgrade(engine)
    with engine.begin() as connection:
        keys: list[Any] = list(connection.execute(names))
    engine.dispose()
    assert len(keys) > 1200
    assert all(row.given_key == normal_name(row.given_name) for row in keys)
    assert all(row.family_key == normal_name(row.family_name) for row in keys)
    with Wire.open(Settings(database_url=database_url)) as wire:
        assert {find(wire, pair.first).code for pair in pairs.values()} == {"WSRC0004"}
        assert {register(wire, pair.second).code for pair in pairs.values()} == {"WSRC0005"}


ALIKE_BUT_TWO = {what: TOLD_APART[what] for what in ("accents that differ", "syllables divided otherwise")} | {
    "an initial": ("B", "B"),
    "a placeholder": ("FNU", "FNU"),
    "a stroke": ("Đào", "Dào"),
}


@pytest.mark.parametrize("how", ALIKE_BUT_TWO)
def test_who_can_be_told_apart_from_a_merged_learner_is_not_answered_as_the_master(wire: Wire, how: str) -> None:
    one, other = ALIKE_BUT_TWO[how]
    master = registered(wire, named("Zebulon", "Quxley", **HOME))
    merge(wire, master, registered(wire, named(one, "Quxley", **HOME)))
    assert find(wire, named(other, "Quxley", **HOME)).code == "WSRC0003"
    assert code_of_row(wire, named(other, "Quxley", **HOME)) == ("RC007", None)


def test_letters_with_and_without_a_stroke_tell_two_names_apart(wire: Wire) -> None:
    uln = registered(wire, named("Đào", "Quxley", **HOME))
    assert find(wire, named("Dào", "Quxley", **HOME)).code == "WSRC0003"
    assert verify(wire, uln, named("Dào", "Quxley", **HOME)) != "WSVRC001"
    assert register(wire, named("Dào", "Quxley", **HOME)).code == "WSRC0005"


def test_who_was_registered_beside_another_is_not_given_the_details_of_a_third(wire: Wire) -> None:
    one, other = (named(given, "Quxley", **HOME) for given in TOLD_APART["syllables divided otherwise"])
    registered(wire, one)
    find(wire, one)
    beside, third = registered(wire, other), named("Omar", "Zanzi", **HOME)
    registered(wire, third)
    assert change(wire, beside, third) == "WSRC0021"
    assert change(wire, beside, third | {"GivenName": "Omari"}) == "WSRC0006"
    assert change(wire, beside, other, 2) == "WSRC0021", "the first of the two has these key fields"


def test_nobody_is_restored_who_was_registered_again_beside_another(wire: Wire) -> None:
    one, other = (named(given, "Quxley", **HOME) for given in TOLD_APART["syllables divided otherwise"])
    first = registered(wire, one)
    find(wire, one)
    registered(wire, other)
    decide(wire, delete_learner, first)
    find(wire, one)
    registered(wire, one)
    with pytest.raises(LearnerExists):
        decide(wire, restore_learner, first)
