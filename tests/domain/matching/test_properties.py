"""Spelling, order and sides do not matter, whoever is compared."""

import string
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.domain.learner import Gender, Learner, LearnerStatus, Person
from gateway.domain.matching import (
    PRIOR,
    Match,
    Model,
    NoMatch,
    Odds,
    PossibleMatches,
    explain,
    learn,
    posterior,
    propose,
    score,
    search_keys,
    traits_of,
)
from gateway.domain.matching.index import Index
from gateway.domain.matching.levels import LEVELS, Field
from gateway.domain.matching.model import level_shares
from tests.domain.matching.deciding import decide
from tests.domain.matching.people import register

GIVENS = ("Ann", "Anne", "Siân", "Mary Ann", "Mohammed Ali", "Mohammed Hamza", "Bill", "William", "Юрий", "Zoë", "Lee")
FAMILIES = ("Lee", "Leigh", "O'Neill", "Wyn-Jones", "Jones", "Łuczak", "van der Berg", "Smith", "Ann", "Ó Sé")
NO_OR = st.just("")
PEOPLE = st.builds(
    Person,
    given_name=st.sampled_from(GIVENS),
    family_name=st.sampled_from(FAMILIES),
    middle_name=NO_OR | st.sampled_from(GIVENS),
    preferred_given_name=NO_OR | st.sampled_from(GIVENS),
    previous_family_name=NO_OR | st.sampled_from(FAMILIES),
    family_name_at_16=NO_OR | st.sampled_from(FAMILIES),
    date_of_birth=st.sampled_from([date(2004, 3, 9), date(2004, 9, 3), date(2004, 3, 19), date(1976, 3, 9)]),
    gender=st.sampled_from(Gender),
    postcode=st.sampled_from(["CV1 2WT", "CV1 2WX", "LS1 4AP", "ZZ99 9ZZ"]),
    email=st.sampled_from(["", "ann.lee@example.org", "bea@example.org"]),
    place_of_birth=st.sampled_from(["", "Leeds", "Llandrindod"]),
)


@cache
def learnt() -> Model:
    return learn(register(200))


MODELS = st.deferred(lambda: st.sampled_from([PRIOR, learnt()]))


def learners(people: list[Person]) -> list[Learner]:
    return [
        Learner(
            uln=f"{ordinal:010}",
            person=person,
            status=LearnerStatus.ACTIVE,
            version=1,
            created_at=datetime(2024, 9, 2),
            updated_at=datetime(2024, 9, 2),
        )
        for ordinal, person in enumerate(people)
    ]


def explained(match: Match) -> dict[str, float]:
    reasons = getattr(match, "reasons", None)
    return {} if reasons is None else {uln: why.score for uln, why in reasons.explanations.items()}


def same(one: Match, other: Match) -> bool:
    return one == other and explained(one) == pytest.approx(explained(other))


@given(PEOPLE, st.lists(PEOPLE, max_size=6), st.randoms(use_true_random=False), MODELS)
def test_the_order_of_the_candidates_does_not_matter(
    asked: Person, people: list[Person], draw: Any, model: Model
) -> None:
    candidates = learners(people)
    shuffled = draw.sample(candidates, len(candidates))
    assert same(decide(asked, candidates, {}, model), decide(asked, shuffled, {}, model))


def lower(text: str) -> str:
    return text.lower()


def upper(text: str) -> str:
    return text.upper()


def bare(text: str) -> str:
    return text.translate(str.maketrans("âëÓéŁł", "aeOeLl")).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def spaced(text: str) -> str:
    return f"  {text.replace('-', ' ').replace(' ', '  ')} "


def hyphened(text: str) -> str:
    return text.replace(" ", "-")


SPELLINGS = st.sampled_from([lower, upper, bare, spaced, hyphened])


@given(PEOPLE, st.lists(PEOPLE, max_size=4), SPELLINGS)
def test_spelling_does_not_matter(asked: Person, people: list[Person], spell: Any) -> None:
    names = (
        "given_name", "family_name", "middle_name", "preferred_given_name", "previous_family_name", "family_name_at_16"
    )  # fmt: skip
    changes = {name: spell(getattr(asked, name)) for name in names}
    if spell in (lower, upper):
        changes |= {"email": spell(asked.email), "place_of_birth": spell(asked.place_of_birth)}
    changes["postcode"] = asked.postcode.lower().replace(" ", "")
    spelt = replace(asked, **changes)
    one, other = (traits_of(person)._replace(given_written="", family_written="") for person in (spelt, asked))
    assert one == other
    assert same(decide(spelt, learners(people), {}), decide(asked, learners(people), {}))


@given(PEOPLE, st.lists(PEOPLE, max_size=4))
def test_in_which_field_a_former_name_stands_does_not_matter(asked: Person, people: list[Person]) -> None:
    swapped = replace(asked, previous_family_name=asked.family_name_at_16, family_name_at_16=asked.previous_family_name)
    assert same(decide(swapped, learners(people), {}), decide(asked, learners(people), {}))


@given(PEOPLE, PEOPLE, MODELS)
def test_the_score_is_the_same_both_ways(one: Person, other: Person, model: Model) -> None:
    mine, theirs = traits_of(one), traits_of(other)
    assert score(model, mine, theirs) == score(model, theirs, mine)
    assert propose(model, mine, theirs) == propose(model, theirs, mine)


@given(PEOPLE, PEOPLE, MODELS)
def test_the_bits_of_an_explanation_add_up_to_the_score(one: Person, other: Person, model: Model) -> None:
    why = explain(model, traits_of(one), traits_of(other))
    assert sum(piece.bits for piece in why.evidence) == pytest.approx(why.score)
    assert why.score == score(model, traits_of(one), traits_of(other))


@given(PEOPLE, st.lists(PEOPLE, max_size=4))
def test_swapped_names_are_listed_where_the_right_ones_are(asked: Person, people: list[Person]) -> None:
    bare_names = replace(asked, middle_name="", preferred_given_name="", previous_family_name="", family_name_at_16="")
    swapped = replace(bare_names, given_name=asked.family_name, family_name=asked.given_name)
    assert not isinstance(decide(swapped, learners([bare_names]), {}), NoMatch)
    match = decide(swapped, learners([bare_names, *people]), {})
    assert not isinstance(match, PossibleMatches) or "0000000000" in match.reasons.explanations


@given(PEOPLE)
def test_everybody_is_found_by_their_own_details(person: Person) -> None:
    seen = traits_of(person)
    assert Index([(1, seen)]).candidates(seen) == [1]
    assert search_keys(seen) == search_keys(traits_of(replace(person, given_name=person.given_name.upper())))


BITS = st.floats(-200, 200)


@given(st.lists(st.builds(Odds, BITS, BITS), max_size=6))
def test_the_chances_of_all_candidates_are_at_most_one(candidates: list[Odds]) -> None:
    chances = [1 / (1 + 2.0**-bits) for bits in posterior(candidates)]
    assert sum(chances) <= 1 + 1e-9
    for odds, bits in zip(candidates, posterior(candidates), strict=True):
        assert bits <= odds.score + 1e-9


POSITIVE = st.floats(1e-6, 1)
SHARES = st.fixed_dictionaries(
    {one: st.tuples(*[POSITIVE] * (len(LEVELS[one]) - 1)).map(lambda weights: level_shares(*weights)) for one in Field}
)
COUNTS = st.dictionaries(st.text(string.ascii_uppercase + " Ю", max_size=6), st.floats(0, 1e6), max_size=4)


@settings(max_examples=30)
@given(SHARES, COUNTS, st.floats(1, 1e8))
def test_every_model_goes_through_json(
    shares: dict[Field, tuple[float, ...]], counts: dict[str, float], size: float
) -> None:
    model = replace(PRIOR, same=shares, family_counts=counts, postcode_counts=counts, register_size=size)
    assert Model.from_json(model.as_json()) == model
