"""People who look alike, under every contract.

They are searched for, registered, verified and sent in batches.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from gateway import demo
from gateway.domain.matching import PRIOR
from tests.builders import (
    LEARNER_SERVICE,
    LEARNERREC,
    MIAP_2014,
    R9,
    R9_2017,
    Wire,
    miap,
    r9,
)
from tests.journeys.college import College
from tests.journeys.people_alike import (
    CLASH,
    ONE_PERSON,
    RELATIVES,
    SAYS_TOO_LITTLE,
    TOLD_APART,
    Pair,
    Person,
    at_homes,
    named,
)
from tests.journeys.test_merges_and_deletions import merge

BOTH = pytest.mark.parametrize("path", [LEARNER_SERVICE, MIAP_2014], ids=["today", "2014"])


def each(pairs: Mapping[str, Pair], ask: Callable[[str, Pair], Any]) -> dict[str, Any]:
    """Return an answer for each kind of pair."""
    return {what: ask(what, pair) for what, pair in pairs.items()}


def of_all(pairs: Mapping[str, Pair], answer: Any) -> dict[str, Any]:
    """Return the same answer for each kind of pair."""
    return dict.fromkeys(pairs, answer)


def registered(college: College, pairs: Mapping[str, Pair]) -> dict[str, str]:
    """Register the first of each pair, and return the ULNs."""
    first = each(pairs, lambda _, pair: college.register(pair.first))
    assert {what: reply.code for what, reply in first.items()} == of_all(pairs, "WSRC0005")
    return {what: str(reply.text("ULN")) for what, reply in first.items()}


def register_all(college: College, pairs: Mapping[str, Pair]) -> dict[str, str | None]:
    return each(pairs, lambda _, pair: college.register(pair.second).code)


@BOTH
def test_of_whom_too_little_is_known_nobody_is_taken_for_another(wire: Wire, path: str) -> None:
    pairs = at_homes({what: Pair(one, one) for what, one in SAYS_TOO_LITTLE.items()})
    college, elsewhere = College(wire, path), College(wire, path, demo.SECOND_COLLEGE)
    first = registered(college, pairs)
    assert register_all(college, pairs) == of_all(pairs, "WSRC0021"), "nobody looked"
    each(pairs, lambda _, pair: elsewhere.find(pair.second))
    assert register_all(college, pairs) == of_all(pairs, "WSRC0021"), "somebody else looked"
    found = each(pairs, lambda _, pair: college.find(pair.second))
    assert {what: (reply.code, reply.text("ULN")) for what, reply in found.items()} == {
        what: ("WSRC0003", first[what]) for what in pairs
    }
    rows = college.codes_of_rows([pair.second for pair in pairs.values()], "FUL")
    assert dict(zip(pairs, rows, strict=True)) == of_all(pairs, "RC007")
    assert register_all(college, pairs) == of_all(pairs, "WSRC0005")
    assert register_all(college, pairs) == of_all(pairs, "WSRC0021"), "the answer was lost, and there are not three"


@BOTH
def test_whose_names_are_written_differently_are_two(wire: Wire, path: str) -> None:
    pairs = at_homes(TOLD_APART)
    college = College(wire, path)
    first = registered(college, pairs)
    found = each(pairs, lambda _, pair: college.find(pair.second).code)
    assert set(found.values()) <= {"WSRC0001", "WSRC0003"}, found
    rows = college.codes_of_rows([pair.second for pair in pairs.values()], "CHK")
    assert set(rows) <= {"RC007", "RC009"}, dict(zip(pairs, rows, strict=True))
    verified = each(pairs, lambda what, pair: college.verify(first[what], pair.second))
    assert not {what: code for what, code in verified.items() if code in ("WSVRC001", "WSVRC002")}
    claims = college.codes_of_claims([{"ULN": first[what]} | pair.second for what, pair in pairs.items()])
    assert not {"WSVRC001", "WSVRC002"} & set(claims)
    by_uln = each(pairs, lambda what, pair: college.find_by_uln(first[what], pair.second).code)
    assert "WSRC0004" not in by_uln.values()

    assert register_all(college, pairs) == of_all(pairs, "WSRC0005"), "nobody needs to have looked"

    listed = each(pairs, lambda _, pair: college.find(pair.first).texts("ULN")[0])
    assert listed == first, "each is listed before the other"


@BOTH
def test_the_second_of_two_alike_in_one_file_waits(wire: Wire, path: str) -> None:
    people = [pair.first for pair in at_homes({what: Pair(one, one) for what, one in SAYS_TOO_LITTLE.items()}).values()]
    arrivals = [one for one in people if one["LastKnownPostCode"] == "ZZ99 9ZZ" or one["Gender"] in "09"]
    codes = College(wire, path).codes_of_rows([one for person in arrivals for one in (person, person)], "FUL")
    assert (codes[::2], codes[1::2]) == (["RC001"] * len(arrivals), ["RC007"] * len(arrivals))


@pytest.mark.parametrize("path", [R9, R9_2017], ids=["today", "2017"])
def test_whose_names_are_written_differently_has_no_record_under_the_uln_of_the_other(wire: Wire, path: str) -> None:
    pairs = at_homes(TOLD_APART)
    first = registered(College(wire, LEARNER_SERVICE), pairs)

    def ask(operation: str, **more: str) -> dict[str, str | None]:
        def one(what: str, pair: Pair) -> str | None:
            names = {"givenName": pair.second["GivenName"], "familyName": pair.second["FamilyName"]}
            return wire.post(path, r9(operation, {"uln": first[what]} | names | more)).code

        return each(pairs, one)

    assert ask("GetLearnerLearningEvents", getType="FULL") == of_all(pairs, "WSEC0208")
    assert "WSRC0004" not in ask("LearnerByUln", findType="FUL").values()
    if path == R9_2017:
        records = each(pairs, lambda what, pair: wire.post(path, record_2017(first[what], pair.second)).code)
        assert records == of_all(pairs, "WSEC0208")
        own = each(pairs, lambda what, pair: wire.post(path, record_2017(first[what], pair.first)).code)
        assert "WSEC0208" not in own.values(), "the message is right"


def test_whose_names_are_written_differently_has_no_record_of_2014_either(wire: Wire) -> None:
    pairs = at_homes(TOLD_APART)
    first = registered(College(wire, MIAP_2014), pairs)

    def ask(uln: str, person: Person) -> str | None:
        names = {
            name: person[name] for name in ("FamilyName", "GivenName", "DateOfBirth", "Gender", "LastKnownPostCode")
        }
        values = {"UserType": "ORG", "LNRContactType": "FTF", "ULN": uln} | names
        return wire.post(MIAP_2014, miap(LEARNERREC, "GetLearnerRecord", values)).code

    assert each(pairs, lambda what, pair: ask(first[what], pair.second)) == of_all(pairs, "WSEC0208")
    own = each(pairs, lambda what, pair: ask(first[what], pair.first))
    assert "WSEC0208" not in own.values(), "the message is right"


def record_2017(uln: str, person: Person) -> str:
    details = {
        "contactType": "FTF",
        "uln": uln,
        "givenName": person["GivenName"],
        "familyName": person["FamilyName"],
        "dateOfBirth": f"{person['DateOfBirth']}T00:00:00",
        "gender": person["Gender"],
        "postcode": person["LastKnownPostCode"],
    }
    return r9("GetLearnerRecord", details)


@BOTH
def test_what_both_state_and_not_alike_is_no_exact_match(wire: Wire, path: str) -> None:
    pairs = at_homes(CLASH)
    college = College(wire, path)
    first = registered(college, pairs)
    assert register_all(college, pairs) == of_all(pairs, "WSRC0021"), "nobody looked"
    found = each(pairs, lambda _, pair: college.find(pair.second))
    stated = {what for what, pair in pairs.items() if {"PlaceOfBirth", "EmailAddress"} & pair.second.keys()}
    assert {what: (reply.code, reply.text("ULN")) for what, reply in found.items()} == {
        what: ("WSRC0003" if what in stated else "WSRC0004", first[what]) for what in pairs
    }, "a find states no middle or preferred name"
    rows = college.codes_of_rows([pair.second for pair in pairs.values()], "FUL")
    assert dict(zip(pairs, rows, strict=True)) == of_all(pairs, "RC007")
    assert register_all(college, pairs) == of_all(pairs, "WSRC0005")
    assert register_all(college, pairs) == of_all(pairs, "WSRC0021"), "the answer was lost"


@BOTH
def test_what_tells_nobody_apart_is_an_exact_match(wire: Wire, path: str) -> None:
    pairs = at_homes(ONE_PERSON)
    college = College(wire, path)
    first = registered(college, pairs)
    found = each(pairs, lambda _, pair: college.find(pair.second))
    assert {what: (reply.code, reply.text("ULN")) for what, reply in found.items()} == {
        what: ("WSRC0004", first[what]) for what in pairs
    }
    rows = college.codes_of_rows([pair.second for pair in pairs.values()], "CHK")
    assert dict(zip(pairs, rows, strict=True)) == of_all(pairs, "RC004")
    verified = each(pairs, lambda what, pair: college.verify(first[what], pair.second))
    assert verified == of_all(pairs, "WSVRC001")
    assert register_all(college, pairs) == of_all(pairs, "WSRC0021"), "whoever looked"


@BOTH
def test_however_many_are_described_alike_each_is_registered_after_a_search(wire: Wire, path: str) -> None:
    college = College(wire, path)
    arrival = named("Bilal", LastKnownPostCode="ZZ99 9ZZ")
    for year in range(1980, 1992):
        assert college.register(arrival | {"DateOfBirth": f"{year}-05-17"}).code == "WSRC0005"
    answers = [(college.find(arrival).code, college.register(arrival).code) for _ in range(13)]
    assert {code for _, code in answers} == {"WSRC0005"}
    assert [code for code, _ in answers[1:]] == ["WSRC0003"] * 10 + ["WSRC0002"] * 2
    assert college.register(arrival).code == "WSRC0021", "the answer was lost"


@BOTH
def test_a_birth_date_that_many_are_given_is_no_proof_where_many_live(wire: Wire, path: str) -> None:
    college = College(wire, path)
    with wire.store.unit() as unit:
        crowd = {"L68SZ": 40.0}
        unit.matching_models.add(replace(PRIOR, version=1, filler_days=("01-01",), postcode_counts=crowd))
    arrival = named("Mohammed", "Ali", DateOfBirth="1988-01-01", LastKnownPostCode="L6 8SZ")
    at_home = named("Zebulon", "Quxley", DateOfBirth="1988-01-01")
    assert [college.register(one).code for one in (arrival, at_home)] == ["WSRC0005"] * 2
    assert [college.register(one).code for one in (arrival, at_home)] == ["WSRC0021"] * 2, "nobody looked"
    assert [college.find(one).code for one in (arrival, at_home)] == ["WSRC0003", "WSRC0004"]
    assert college.codes_of_rows([arrival, at_home], "CHK") == ["RC007", "RC004"]
    assert [college.register(one).code for one in (arrival, at_home)] == ["WSRC0005", "WSRC0021"]


@BOTH
def test_a_merge_widens_nothing(wire: Wire, path: str) -> None:
    pairs = at_homes(RELATIVES)
    college = College(wire, path)
    merged = registered(college, pairs)
    masters = registered(college, {what: Pair(_as_master(pair.first), pair.first) for what, pair in pairs.items()})
    for what, uln in merged.items():
        merge(wire, masters[what], uln)
    found = each(pairs, lambda _, pair: college.find(pair.second).code)
    assert set(found.values()) <= {"WSRC0001", "WSRC0003"}, found
    rows = college.codes_of_rows([pair.second for pair in pairs.values()], "CHK")
    assert set(rows) <= {"RC007", "RC009"}, dict(zip(pairs, rows, strict=True))
    own = [pair.first for pair in pairs.values()]
    assert {college.find(one).code for one in own} == {"WSRC0022"}, "that is who was merged"
    assert college.codes_of_rows(own, "CHK") == ["RC005"] * len(own)
    assert {college.register(one).code for one in own} == {"WSRC0021"}
    assert register_all(college, pairs) == of_all(pairs, "WSRC0005")


def _as_master(one: Person) -> Person:
    """Return the same person under a married name."""
    return one | {"FamilyName": "Zanzibar", "PreviousFamilyName": one["FamilyName"]}


@BOTH
def test_the_parent_and_the_sibling_of_a_master_are_not_the_master(wire: Wire, path: str) -> None:
    college, ella = College(wire, path), named("Ella", "Hathersage", Gender="2")
    (master,) = registered(college, {"Ella": Pair(ella, ella)}).values()
    slip = ella | {"FamilyName": "Hathesrage"}
    (merged,) = registered(college, {"slip": Pair(slip, slip)}).values()
    merge(wire, master, merged)
    parent, sibling = ella | {"DateOfBirth": "1979-05-17"}, ella | {"GivenName": "Una", "DateOfBirth": "2006-08-23"}
    for other in (parent, sibling):
        assert college.find(other).code in ("WSRC0001", "WSRC0003")
        assert college.codes_of_rows([other], "CHK")[0] in ("RC007", "RC009")
        assert college.verify(master, other) not in ("WSVRC001", "WSVRC002")
        assert college.register(other).code == "WSRC0005"
