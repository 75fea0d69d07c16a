"""How many bits speak for one person, and why."""

from dataclasses import replace
from math import log2

import pytest

from gateway import demo
from gateway.domain.matching import PRIOR, Model, Odds, explain, posterior, score, traits_of
from gateway.domain.matching.levels import Field, GivenLevel
from gateway.domain.matching.name_classes import NameClasses
from gateway.domain.matching.traits import Traits, name_of, traits

ANN, BEA = traits_of(demo.ANN), traits_of(demo.BEA)
ASKED = ANN._replace(other_given=(), email="", birthplace="")
JOHN = traits(given_name="John", family_name="Smith", date_of_birth="2001-01-01", postcode="AB10 1AA", gender=1)


def test_more_agreement_is_a_better_score() -> None:
    worse_and_worse = [
        ASKED,
        ASKED._replace(postcode=""),
        ASKED._replace(postcode="", gender=1),
        ASKED._replace(postcode="LS14AP", born="2004-03-10"),
        ASKED._replace(postcode="LS14AP", born="1961-11-28"),
        JOHN,
    ]
    scores = [score(PRIOR, ANN, one) for one in worse_and_worse]
    assert scores == sorted(scores, reverse=True)


def test_a_namesake_with_a_rare_name_is_likelier_the_same() -> None:
    rare, common = (score(PRIOR, one, one._replace(born="2004-03-10", postcode="LS14AP")) for one in (ASKED, JOHN))
    assert rare > common


def test_relatives_share_a_rare_name_less_often_than_a_common_one() -> None:
    at_home = [(one, one._replace(born="1961-11-28")) for one in (ASKED._replace(given=JOHN.given), ASKED)]
    common, rare = (explain(PRIOR, one, other).evidence[1].bits for one, other in at_home)
    assert rare > common + 0.3
    seldom = replace(PRIOR, relatives={**PRIOR.relatives, Field.GIVEN: PRIOR.strangers[Field.GIVEN]})
    common, rare = (explain(seldom, one, other).evidence[1].bits for one, other in at_home)
    assert rare > common + 2, "nobody is named after another"


@pytest.mark.parametrize("field", ["family", "given"])
def test_a_slip_in_a_name_says_no_more_than_the_name_itself(field: str) -> None:
    common = replace(PRIOR, family_counts={"THOMSEN": 90_000.0}, given_counts={"ANNELIESE": 90_000.0})
    one = traits(given_name="Anneliese", family_name="Thomsen", date_of_birth="2001-01-01")
    other = traits(given_name="Annelies", family_name="Thomsem", date_of_birth="2001-01-01")
    slipped = one._replace(**{field: getattr(other, field)})
    place = ["family", "given"].index(field)
    assert explain(PRIOR, one, slipped).evidence[place].level == "a letter or two differ"
    assert explain(PRIOR, one, slipped).evidence[place].bits > explain(common, one, slipped).evidence[place].bits
    assert score(PRIOR, one, slipped) > score(common, one, slipped)


def test_a_place_of_birth_does_not_tell_twins_apart() -> None:
    bare = BEA._replace(birthplace="", email="")
    assert score(PRIOR, ASKED, bare) == pytest.approx(
        score(PRIOR, ASKED._replace(birthplace="COVENTRY"), BEA), abs=0.01
    )


def test_two_who_were_born_on_one_day_and_called_alike_are_no_twins() -> None:
    father = ASKED._replace(born="1975-11-28")
    assert score(PRIOR, ASKED, ASKED) > 10
    assert score(PRIOR, ASKED, father) < 0


def test_an_explanation_names_every_field_and_adds_up() -> None:
    why = explain(PRIOR, ANN, BEA)
    assert sum(piece.bits for piece in why.evidence) == pytest.approx(why.score)
    assert why.score == pytest.approx(score(PRIOR, ANN, BEA))
    assert [(piece.field, piece.level) for piece in why.evidence] == [
        ("family name", "equal"),
        ("given name", "different"),
        ("date of birth", "equal"),
        ("postcode", "equal"),
        ("gender", "equal"),
        ("place of birth", "equal"),
        ("e-mail", "different"),
        ("register", "500,000 learners, 1.5 relatives each"),
    ]


TOGETHER = NameClasses(
    sizes=(0.9, 0.1),
    families={"WANG": (0, 1000), "SMITH": (1000, 0)},
    givens={"WEI": (0, 1000), "JOHN": (1000, 0)},
)


@pytest.mark.parametrize(
    ("given", "family", "bits", "words"),
    [
        ("Wei", "Wang", -log2(10), "often together"),
        ("John", "Smith", log2(0.9), "together as often as any"),
        ("Wei", "Smith", 2.0, "seldom together"),
    ],
)
def test_a_family_name_is_weighed_beside_the_given_name(given: str, family: str, bits: float, words: str) -> None:
    one = traits(given_name=given, family_name=family, date_of_birth="2001-01-01", gender=1)
    other = one._replace(born="1987-12-23")
    weighed = replace(PRIOR, relatives_each=1e-12, name_classes=TOGETHER)
    plain = replace(weighed, name_classes=PRIOR.name_classes)
    assert score(weighed, one, other) - score(plain, one, other) == pytest.approx(bits, abs=0.01)
    why = explain(weighed, one, other)
    assert [(piece.field, piece.level) for piece in why.evidence][-2] == ("both names", words)
    assert sum(piece.bits for piece in why.evidence) == pytest.approx(why.score)


def test_swapped_names_are_weighed_together_too() -> None:
    one = traits(given_name="Wei", family_name="Wang", date_of_birth="2001-01-01")
    swapped = traits(given_name="Wang", family_name="Wei", date_of_birth="1987-12-23")
    weighed = replace(PRIOR, name_classes=TOGETHER)
    assert score(weighed, one, swapped) == score(weighed, swapped, one)
    assert score(PRIOR, one, swapped) - score(weighed, one, swapped) == pytest.approx(log2(10), abs=0.01)


def test_names_of_which_one_differs_are_not_weighed_together() -> None:
    one = traits(given_name="Wei", family_name="Wang", date_of_birth="2001-01-01")
    other = one._replace(given=JOHN.given)
    weighed = replace(PRIOR, name_classes=TOGETHER)
    assert explain(weighed, one, other) == explain(PRIOR, one, other)


def test_what_is_not_stated_weighs_nothing() -> None:
    nobody: Traits = traits()
    assert {piece.bits for piece in explain(PRIOR, nobody, ANN).evidence[:-1]} == {0.0}


def test_nobody_is_a_candidate_too() -> None:
    assert posterior([]) == []
    assert posterior([Odds(3.0, 100.0)]) == pytest.approx([3.0])


def test_a_namesake_elsewhere_is_no_rival_to_the_one_at_home() -> None:
    home, elsewhere = posterior([Odds(42.0, 17.0), Odds(24.0, 17.0)])
    assert home == pytest.approx(17.0, abs=1)
    assert elsewhere < 0
    assert posterior([Odds(24.0, 17.0), Odds(42.0, 17.0)]) == [elsewhere, home]


def test_a_whole_street_is_weighed_at_once() -> None:
    street = [Odds(3.0 + place % 7, 500.0) for place in range(20_000)]
    bits = posterior([Odds(30.0, 500.0), *street])
    total = 1.0 + sum(2.0**one.score for one in street)
    assert bits[0] == pytest.approx(Odds(30.0, 500.0).score - log2(total))
    assert bits[1] == pytest.approx(street[0].score - log2(total - 2.0 ** street[0].score + 2.0 ** Odds(30, 500).score))


def test_odds_far_out_do_not_overflow() -> None:
    assert Odds(5000.0, -5000.0).score == -5000.0
    assert posterior([Odds(5000.0, 5000.0), Odds(-5000.0, -5000.0)])[0] == pytest.approx(4999.0)


def test_a_gender_that_the_given_name_tells_says_little() -> None:
    other_day = ASKED._replace(born="1961-11-28")
    assert bits_of("gender", ASKED, other_day) == pytest.approx(0.02, abs=0.01)
    assert bits_of("gender", ASKED, other_day._replace(gender=1)) == pytest.approx(-1, abs=0.01)
    assert bits_of("gender", ASKED, other_day._replace(given=JOHN.given)) == pytest.approx(1, abs=0.05)
    assert bits_of("gender", ASKED, other_day._replace(given=JOHN.given, gender=1)) == pytest.approx(-5, abs=0.1)


def test_another_gender_never_speaks_for_one_person() -> None:
    told = replace(PRIOR, namesakes=(0.999, 0.001))
    assert bits_of("gender", ASKED, ASKED._replace(gender=1, born="1961-11-28"), told) == pytest.approx(0, abs=0.01)


def test_further_given_names_count_less_against_a_person_where_few_have_them() -> None:
    fuller = ASKED._replace(given=name_of(f"{ASKED.given.text} Zoe"), born="1961-11-28")
    given = list(PRIOR.strangers[Field.GIVEN])
    given[GivenLevel.PART - 1] /= 8
    seldom = replace(PRIOR, strangers={**PRIOR.strangers, Field.GIVEN: tuple(given)})
    usual = replace(seldom, given_counts={**PRIOR.given_counts, "ANN LEE": PRIOR.given_counts["ANN"]})
    prior, few, all_have = (bits_of("given name", ASKED, fuller, model) for model in (PRIOR, seldom, usual))
    assert few == pytest.approx(prior + 3)
    assert all_have == pytest.approx(few + log2(seldom.part_of_equal))


def bits_of(field: str, one: Traits, other: Traits, model: Model = PRIOR) -> float:
    """Return the bits of a field against strangers alone."""
    pieces = explain(replace(model, relatives_each=1e-12), one, other).evidence
    return next(piece.bits for piece in pieces if piece.field == field)


def test_an_equal_birth_date_that_many_have_says_less() -> None:
    other = ASKED._replace(family=JOHN.family, postcode="LS14AP")
    many = replace(PRIOR, date_counts={ASKED.born: PRIOR.counted / 200})
    assert _bits_of_the_date(many, other) == pytest.approx(
        _bits_of_the_date(PRIOR, other) - log2(0.005 / 0.00006), abs=0.1
    )
    few = replace(PRIOR, date_counts={ASKED.born: 1.0})
    assert _bits_of_the_date(few, other) == _bits_of_the_date(PRIOR, other), "a rare date says no more"
    elsewhere = replace(PRIOR, date_counts={JOHN.born: PRIOR.counted / 200})
    assert _bits_of_the_date(elsewhere, other) == _bits_of_the_date(PRIOR, other)


def _bits_of_the_date(model: Model, other: Traits) -> float:
    return next(one.bits for one in explain(model, ASKED, other).evidence if one.field == Field.BORN)
