"""Which pairs are proposed as one person.

Twins, relatives and namesakes are not recommended.
"""

from dataclasses import replace
from typing import Any

import pytest

from gateway.domain.matching import PRIOR, Advice, Model, learn, propose
from gateway.domain.matching.levels import Field
from gateway.domain.matching.proposals import INDEPENDENT
from gateway.domain.matching.traits import traits
from tests.domain.matching.people import register

WEAKENED = INDEPENDENT | {Field.BIRTHPLACE}
BIRTHPLACE_COUNTS = replace(PRIOR, relatives={**PRIOR.relatives, Field.BIRTHPLACE: PRIOR.strangers[Field.BIRTHPLACE]})
FEW_RELATIVES = replace(PRIOR, relatives_each=PRIOR.relatives_each / 4)
ELIZABETH: dict[str, Any] = {
    "given_name": "Elizabeth",
    "family_name": "Orme",
    "date_of_birth": "2004-03-09",
    "postcode": "CV1 2WT",
    "gender": 2,
    "place_of_birth": "Coventry",
}


def advice(changes: dict[str, Any], held: dict[str, Any] | None = None, *, model: Model = PRIOR) -> Advice | None:
    base = ELIZABETH | (held or {})
    one, other = traits(**base), traits(**base | changes)
    proposal = propose(model, one, other)
    assert proposal == propose(model, other, one)
    return None if proposal is None else proposal.advice


@pytest.mark.parametrize(
    "changes",
    [
        {"postcode": "CV1 2WX"},
        {"postcode": "CV1 2AB"},
        {"family_name": "Orm"},
        {"family_name": "Orme-Webb"},
        {"given_name": "Elizabeth Mary"},
        {"given_name": "Orme", "family_name": "Elizabeth"},
        {"date_of_birth": "2004-09-03"},
        {"family_name": "Webb", "previous_family_name": "Orme", "postcode": "LS1 4AP"},
        {"gender": 0},
    ],
    ids=str,
)
def test_one_person_registered_twice_is_recommended(changes: dict[str, Any]) -> None:
    assert advice(changes) is Advice.RECOMMENDED


def test_a_personal_address_stands_in_for_the_home_and_for_the_full_name() -> None:
    personal = {"email": "liz.elizabeth@example.org"}
    assert advice({"postcode": "LS1 4AP"}, personal) is Advice.RECOMMENDED
    assert advice({"given_name": "Liz"}, personal) is not None
    assert advice({"given_name": "Liz"}, {"email": "mother@example.org"}) is not Advice.RECOMMENDED


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Eleanor"},
        {"given_name": "Elizabet", "gender": 1},
        {"given_name": "Liz"},
        {"given_name": "Kay"},
        {"given_name": "Elisa"},
        {"date_of_birth": "2001-11-28"},
        {"date_of_birth": "1974-03-09"},
        {"postcode": "LS1 4AP"},
        {"postcode": ""},
        {"postcode": "LS1 4AP", "date_of_birth": "2004-03-19"},
    ],
    ids=str,
)
def test_relatives_and_namesakes_are_not_recommended(changes: dict[str, Any]) -> None:
    assert advice(changes) is not Advice.RECOMMENDED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"given_name": "Mohammed Ali"}, {"given_name": "Mohammed Hamza"}),
        ({"given_name": "Mohammed", "middle_name": "Ali"}, {"given_name": "Mohammed", "middle_name": "Hamza"}),
        ({"given_name": "Mohammed"}, {"given_name": "Mohammed Hamza"}),
        ({"given_name": "Syed Mohammed"}, {"given_name": "Syed Mohammed Hamza"}),
        ({"given_name": "Mohammed Ali"}, {"given_name": "Ali Hamza"}),
        ({"given_name": "Mohammed Ali Hassan"}, {"given_name": "Mohammed Ali Hamza"}),
        ({"given_name": "Ryan Jack"}, {"given_name": "Jack"}),
        ({"given_name": "Wing Yan"}, {"given_name": "Yan"}),
    ],
)
def test_brothers_who_share_a_first_given_name_are_not_recommended(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert advice(other, one) is not Advice.RECOMMENDED


def test_a_namesake_of_the_same_day_nearby_is_not_recommended() -> None:
    assert advice({"postcode": "CV1 2AB"}, {"place_of_birth": ""}) is Advice.LOOK
    assert advice({"postcode": "CV1 2AB", "place_of_birth": "Leeds"}) is Advice.LOOK


@pytest.mark.parametrize(
    "shared",
    [{"postcode": "CV1 2WT"}, {"place_of_birth": "Coventry"}, {"email": "liz@example.org"}],
    ids=lambda shared: next(iter(shared)),
)
def test_who_also_shares_the_home_the_birthplace_or_the_address_is_recommended(shared: dict[str, Any]) -> None:
    assert advice({"postcode": "CV1 2AB"} | shared, {"place_of_birth": ""} | shared) is Advice.RECOMMENDED


def test_a_year_of_birth_may_be_one_off_at_home_and_no_more() -> None:
    assert advice({"date_of_birth": "2003-03-09"}, model=FEW_RELATIVES) is Advice.RECOMMENDED
    assert advice({"date_of_birth": "2000-03-09"}, model=FEW_RELATIVES) is Advice.LOOK


def test_a_father_who_shares_the_address_and_the_birthday_is_not_recommended() -> None:
    family = {"email": "orme.family@example.org"}
    assert advice({"date_of_birth": "1974-03-09"}, family) is not Advice.RECOMMENDED
    assert advice({"date_of_birth": "|004-03-09"}, family) is not Advice.RECOMMENDED


def test_twins_who_share_a_birthplace_are_not_recommended_and_would_be_if_it_were_evidence() -> None:
    one, twin = traits(**ELIZABETH), traits(**ELIZABETH | {"given_name": "Lisa"})
    proposal = propose(PRIOR, one, twin)
    assert proposal is None or proposal.advice is Advice.LOOK
    weakened = propose(BIRTHPLACE_COUNTS, one, twin, independent=WEAKENED)
    assert weakened is not None
    assert weakened.advice is Advice.RECOMMENDED


def test_the_gates_and_not_the_score_alone_stop_a_namesake() -> None:
    one = traits(**ELIZABETH)
    namesake = one._replace(postcode="LS14AP", birthplace="LEEDS")
    proposal = propose(PRIOR, one, namesake)
    assert proposal is not None
    assert (proposal.advice, proposal.explanation.score > 10) == (Advice.LOOK, True)


def test_two_strangers_are_not_proposed() -> None:
    assert propose(PRIOR, traits(**ELIZABETH), traits(given_name="Cy", family_name="Roe")) is None


def test_in_a_register_of_families_nobody_is_recommended() -> None:
    people = list(register(300))
    model = learn(people)
    relatives = [people[place : place + 3] for place in range(0, len(people), 3)]
    proposals = [
        propose(model, home[one], home[other]) for home in relatives for one, other in ((0, 1), (0, 2), (1, 2))
    ]
    assert len(proposals) == 900
    assert [proposal for proposal in proposals if proposal and proposal.advice is Advice.RECOMMENDED] == []
