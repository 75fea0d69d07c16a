"""One person has one ULN, and every change is stored."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from gateway import demo
from gateway.domain import uln
from gateway.domain.actors import Caller
from gateway.domain.learner import AbilityToShare, Address, Gender, Learner, LearnerStatus, Person
from gateway.domain.matching import traits_of
from gateway.domain.matching.index import Index
from gateway.domain.matching.keys import MOST_FOUND, MOST_NAMESAKES, PlaceProbe
from gateway.store.errors import LearnerExists, Stale
from gateway.store.repositories.candidate_search import search_of
from gateway.store.unit import Store, Unit

AT = datetime(2025, 9, 1, 8, 0)
HAL = Person(
    given_name="Hâl",
    family_name="O'Orme",
    date_of_birth=date(2005, 4, 1),
    gender=Gender.MALE,
    postcode="OX1 2JD",
    address=Address(line1="1 High Street", captured_on=date(2026, 9, 1)),
    ability_to_share=AbilityToShare.SHARES,
    verification_type=1,
)


def caller(unit: Unit, of: demo.DemoOrganisation = demo.COLLEGE) -> Caller:
    organisation = unit.organisations.named(of.ukprn, "")
    assert organisation is not None
    return Caller(organisation=organisation, user=of.user, operation="test", call="0" * 32)


def test_a_registered_learner_is_read_back_as_it_was_given(store: Store) -> None:
    with store.unit() as unit:
        number = unit.learners.register(HAL, caller(unit))
    with store.unit() as unit:
        held = unit.learners.by_uln(number)
    assert held is not None
    assert uln.is_valid(number)
    assert held.person == HAL
    assert (held.version, held.status, held.registered_by) == (1, LearnerStatus.ACTIVE, "DEMO01")


def test_the_database_refuses_the_same_five_fields_however_spelt(store: Store) -> None:
    with store.unit() as unit:
        unit.learners.register(HAL, caller(unit))
        with pytest.raises(LearnerExists):
            unit.learners.register(replace(HAL, given_name="HAL", family_name="oorme", postcode="ox12jd"), caller(unit))


def test_a_deleted_learner_leaves_the_key_free_but_keeps_the_uln(store: Store) -> None:
    with store.unit() as unit:
        number = unit.learners.register(demo.EVE, caller(unit))
        deleted = unit.learners.by_uln(demo.EVE_ULN)
    assert number != demo.EVE_ULN
    assert deleted is not None
    assert deleted.status is LearnerStatus.DELETED


def test_the_details_of_a_merged_learner_register_nobody_else(store: Store) -> None:
    merged = {one.uln: one.person for one in demo.learners()}[demo.MERGED_ULN]
    with store.unit() as unit, pytest.raises(LearnerExists):
        unit.learners.register(merged, caller(unit))


def test_a_name_that_grows_in_normal_form_is_kept(store: Store) -> None:
    with store.unit() as unit:
        number = unit.learners.register(replace(HAL, given_name="\ufdfa" * 35), caller(unit))
        held = unit.learners.by_uln(number)
    assert held is not None
    assert held.person.given_name == "\ufdfa" * 35


def test_a_taken_uln_is_drawn_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([demo.ANN_ULN, demo.EVE_ULN, "9276308686"])
    monkeypatch.setattr("gateway.store.repositories.learners.ulns.draw", lambda _randbelow: next(draws))
    with store.unit() as unit:
        assert unit.learners.register(HAL, caller(unit)) == "9276308686"


def test_a_change_is_remembered_with_what_was_before(store: Store) -> None:
    with store.unit() as unit:
        held = unit.learners.by_uln(demo.ANN_ULN)
        assert held is not None
        unit.learners.replace(held, replace(held.person, postcode="LS1 4AP"), caller(unit))
    with store.unit() as unit:
        changed = unit.learners.by_uln(demo.ANN_ULN)
        (entry,) = unit.learners.history(demo.ANN_ULN)
    assert changed is not None
    assert (changed.version, changed.person.postcode) == (2, "LS1 4AP")
    assert (entry.change, entry.user_name, entry.at.date()) == ("updated", "registrar", changed.updated_at.date())
    assert entry.before is not None
    assert (entry.before["postcode"], entry.before["version"], entry.before["date_of_birth"]) == (
        "CV1 2WT",
        1,
        "2004-03-09",
    )


def test_a_registration_is_remembered(store: Store) -> None:
    with store.unit() as unit:
        number = unit.learners.register(HAL, caller(unit))
        (entry,) = unit.learners.history(number)
    assert (entry.change, entry.before) == ("registered", None)


def test_a_change_of_an_older_version_is_stale(store: Store) -> None:
    with store.unit() as unit:
        held = unit.learners.by_uln(demo.ANN_ULN)
        assert held is not None
        unit.learners.replace(held, replace(held.person, postcode="LS1 4AP"), caller(unit))
        with pytest.raises(Stale):
            unit.learners.replace(held, replace(held.person, postcode="OX1 2JD"), caller(unit))


def test_a_change_to_the_key_of_another_is_refused_and_the_unit_goes_on(store: Store) -> None:
    with store.unit() as unit:
        bea = unit.learners.by_uln(demo.BEA_ULN)
        assert bea is not None
        with pytest.raises(LearnerExists):
            unit.learners.replace(bea, replace(bea.person, given_name="Ann"), caller(unit))
        unit.learners.replace(bea, replace(bea.person, given_name="Beatrice"), caller(unit))
    with store.unit() as unit:
        held = unit.learners.by_uln(demo.BEA_ULN)
    assert held is not None
    assert held.person.given_name == "Beatrice"


def test_a_master_knows_the_ulns_merged_into_it(store: Store) -> None:
    with store.unit() as unit:
        dee = unit.learners.by_uln(demo.DEE_ULN)
        ann = unit.learners.by_uln(demo.ANN_ULN)
    assert dee is not None
    assert ann is not None
    assert dee.linked_ulns == (demo.MERGED_ULN,)
    assert ann.linked_ulns == ()


def test_the_store_finds_whom_the_reference_index_finds(store: Store) -> None:
    nameless = replace(HAL, given_name="-"), replace(HAL, family_name="-", date_of_birth=date(2005, 1, 4))
    with store.unit() as unit:
        numbers = [unit.learners.register(person, caller(unit)) for person in nameless]
        held = [unit.learners.by_uln(number) for number in numbers]
    people = [one for one in (*demo.learners(), *held) if one and one.status is not LearnerStatus.DELETED]
    index = Index((one.uln, traits_of(one.person)) for one in sorted(people, key=lambda one: one.uln))
    changes: list[dict[str, Any]] = [
        {},
        {"postcode": "LS1 4AP"},
        {"postcode": "ZZ99 3VZ"},
        {"family_name": "Poe"},
        {"given_name": "Zed", "previous_family_name": "Lee"},
        {"given_name": "Lee", "family_name": "Ann"},
        {"date_of_birth": date(2004, 9, 3)},
        {"date_of_birth": date(1999, 3, 9)},
        {"date_of_birth": date(2005, 4, 2), "family_name": "Ozz", "postcode": "ZZ99 9ZZ"},
        {"date_of_birth": date(1970, 1, 1)},
        {"given_name": "Zed", "family_name": "Vox", "postcode": "LS1 9ZZ"},
        {"given_name": "Zed", "family_name": "Vox", "postcode": "CV1 9ZZ"},
        {"given_name": "Zed", "family_name": "Vox", "postcode": "CV12 9ZZ"},
    ]
    asked = [replace(person, **change) for person in (HAL, *(one.person for one in people)) for change in changes]
    asked = [person for person in asked if "-" not in {person.given_name, person.family_name}]
    with store.unit() as unit:
        found = [{learner.uln for learner in unit.learners.candidates(person)} for person in asked]
        together = unit.learners.candidates_of_all({search_of(traits_of(person)) for person in asked})
    assert found == [set(index.candidates(traits_of(person))) for person in asked]
    assert found == [{one.uln for one in together[search_of(traits_of(person))]} for person in asked]
    assert sum(map(len, found)) > 2 * len(asked) / len(changes), "hardly anybody was found"


def crowd(people: Iterable[Person]) -> list[Learner]:
    """Return learners with these details, and ULNs in random order."""
    numbers = (body + uln.calc_check_digit(body) for body in map(str, range(730_000_000, 740_000_000, 7)))
    valid = (number for number in numbers if len(number) == uln.LENGTH)
    learners = [
        Learner(uln=number, person=person, status=LearnerStatus.ACTIVE, version=1, created_at=AT, updated_at=AT)
        for number, person in zip(valid, people, strict=False)
    ]
    random.Random(5).shuffle(learners)
    return learners


def test_the_store_finds_whom_the_reference_index_finds_among_people_who_are_much_alike(store: Store) -> None:
    dice = random.Random(11)
    names = [
        "Ann",
        "Anna",
        "Anne Marie",
        "Siân",
        "Jon",
        "John",
        "Jack",
        "Mohammed Ali",
        "Wm",
        "Lee",
        "Zoë",
        "-",
        "Юрий",
    ]
    families = [
        "Lee",
        "Leigh",
        "O'Neill",
        "Oneil",
        "Jones",
        "Smith",
        "Smyth",
        "Ali",
        "Poe-Lee",
        "van der Berg",
        "Ann",
        "-",
        "Щука",
    ]

    def person() -> Person:
        return replace(
            HAL,
            given_name=dice.choice(names),
            family_name=dice.choice(families),
            preferred_given_name=dice.choice(["", "", *names]),
            previous_family_name=dice.choice(["", "", *families]),
            family_name_at_16=dice.choice(["", "", *families]),
            date_of_birth=date(dice.randrange(2004, 2006), dice.choice((1, 3, 3, 9)), dice.choice((1, 3, 9, 20))),
            gender=dice.choice(list(Gender)),
            postcode=dice.choice(["ZZ99 9ZZ", "OX1 2JD", "OX1 2JD", "OX1 2JE", *(f"LS{n} 4AP" for n in range(15))]),
        )

    with store.unit() as unit:
        unit.learners.import_learners(crowd(person() for _ in range(600)))
    with store.unit() as unit:
        held = dict(unit.matching_models.living())
        index = Index(held.items())
        asked = [one for one in (person() for _ in range(200)) if "-" not in {one.given_name, one.family_name}]
        found = [[one.uln for one in unit.learners.candidates(person)] for person in asked]
        together = unit.learners.candidates_of_all({search_of(traits_of(person)) for person in asked})
    expected = [sorted(index.candidates(traits_of(person))) for person in asked]
    assert len(held) > 500
    assert found == expected
    assert [[one.uln for one in together[search_of(traits_of(person))]] for person in asked] == expected
    crowded, quiet = (len(index.found_by(PlaceProbe(postcode))) for postcode in ("OX12JD", "LS14AP"))
    assert crowded == 0 < quiet


@pytest.mark.parametrize(
    ("asked", "most"),
    [
        ({"given_name": "Wilf", "postcode": "EX1 1AA"}, MOST_FOUND),
        ({"date_of_birth": date(2001, 1, 31)}, MOST_FOUND),
        ({"date_of_birth": date(1971, 12, 31)}, MOST_FOUND),
        ({"date_of_birth": date(1971, 1, 1)}, MOST_NAMESAKES),
    ],
    ids=["home", "year", "day", "names"],
)
def test_whom_too_many_are_like_is_found_by_the_birth_date_alone(
    store: Store, asked: dict[str, Any], most: int
) -> None:
    zed = replace(HAL, given_name="Zed", family_name="Zug", date_of_birth=date(2001, 12, 31))
    numbers = range(most + 1)
    people = [replace(zed, postcode=f"LS{number} 4AP") for number in numbers]
    if "postcode" in asked:
        people = [
            replace(zed, postcode="EX1 1AA", given_name=f"Zed {chr(97 + number // 9)}{chr(97 + number % 9)}")
            for number in numbers
        ]
    elsewhere: dict[str, Any] = {"postcode": "DN1 1AA", "date_of_birth": date(1971, 1, 1)}
    wanted = replace(zed, **(elsewhere | asked))
    found = []
    with store.unit() as unit:
        for some in (crowd(people)[:most], crowd(people)[most:]):
            unit.learners.import_learners(some)
            found.append(len(unit.learners.candidates(wanted)))
        assert len(unit.learners.candidates(replace(wanted, date_of_birth=zed.date_of_birth))) == most + 1
    assert found == [most, 0]


def test_what_a_failing_unit_did_is_undone(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.unit() as unit:
        number = unit.learners.register(HAL, caller(unit))
        raise ZeroDivisionError
    with store.unit() as unit:
        assert unit.learners.by_uln(number) is None


def test_text_is_kept_letter_by_letter(store: Store) -> None:
    odd = replace(HAL, notes="' \" \\ % %s :x \u2028 😀 Ŵ", school_at_16="trailing   ")
    with store.unit() as unit:
        number = unit.learners.register(odd, caller(unit))
        held = unit.learners.by_uln(number)
    assert held is not None
    assert held.person == odd
