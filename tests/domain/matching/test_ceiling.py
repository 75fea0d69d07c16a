"""Nobody who could be listed stays below the ceiling."""

import random
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings

from gateway.domain.learner import Person
from gateway.domain.matching import PRIOR, Model, Traits, learn, traits_of
from gateway.domain.matching.ceiling import Ceiling
from gateway.domain.matching.comparison import compare
from gateway.domain.matching.scoring import odds_of
from tests.domain.matching.people import register
from tests.domain.matching.test_properties import PEOPLE

REGISTER = list(register(300))
LEARNT = learn(REGISTER)
FEW = -3.25
MODELS = {
    "shipped": PRIOR,
    "learnt": LEARNT,
    "nation": replace(LEARNT, register_size=28e6, rare_family=0.01, rare_given=0.01),
}


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
@given(one=PEOPLE, other=PEOPLE)
@settings(max_examples=200, deadline=None)
def test_a_candidate_has_no_more_bits_than_the_ceiling(model: Model, one: Person, other: Person) -> None:
    assert_ceiling_holds(model, traits_of(one), traits_of(other))


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_the_ceiling_holds_throughout_a_register(model: Model) -> None:
    for one, other in product(REGISTER[:50], REGISTER[:200]):
        assert_ceiling_holds(model, one, other)


def assert_ceiling_holds(model: Model, one: Traits, other: Traits) -> None:
    """Ask for so many bits as the candidate has."""
    most = odds_of(model, compare(one, other, model.established)).against_strangers
    assert not Ceiling(model, one).is_below(other, most)


def test_most_strangers_are_below_the_ceiling() -> None:
    dice = random.Random(3)
    pairs = [dice.sample(REGISTER, 2) for _ in range(300)]
    assert sum(Ceiling(LEARNT, one).is_below(other, FEW) for one, other in pairs) > 250
