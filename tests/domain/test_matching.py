"""Who is on the register, decided without a database."""

from dataclasses import replace
from datetime import date

from gateway import demo
from gateway.domain.learner import Gender, Learner, Standing
from gateway.domain.matching import (
    ExactMatch,
    LinkedMatch,
    NoMatch,
    PossibleMatches,
    TooManyMatches,
    agreeing_names,
    decide,
)

CAST = {learner.uln: learner for learner in demo.learners()}
ANN, DEE, MERGED = CAST[demo.ANN_ULN], CAST[demo.DEE_ULN], CAST[demo.MERGED_ULN]
MASTERS = {DEE.uln: DEE}


def test_five_equal_fields_are_an_exact_match_however_they_are_spelt() -> None:
    asked = replace(demo.ANN, given_name=" ANN", family_name="lee", postcode="cv12wt")
    assert decide(asked, [ANN], {}) == ExactMatch(ANN)


def test_another_postcode_is_a_possible_match() -> None:
    assert decide(replace(demo.ANN, postcode="LS1 4AP"), [ANN], {}) == PossibleMatches((ANN,), frozenset())


def test_another_gender_is_a_possible_match() -> None:
    assert decide(replace(demo.ANN, gender=Gender.WITHHELD), [ANN], {}) == PossibleMatches((ANN,), frozenset())


def test_another_birth_date_with_the_same_names_and_postcode_is_a_possible_match() -> None:
    asked = replace(demo.ANN, date_of_birth=date(2004, 9, 3))
    assert decide(asked, [ANN], {}) == PossibleMatches((ANN,), frozenset())


def test_another_birth_date_and_postcode_is_no_match() -> None:
    asked = replace(demo.ANN, date_of_birth=date(2004, 9, 3), postcode="LS1 4AP")
    assert decide(asked, [ANN], {}) == NoMatch()


def test_the_preferred_name_and_the_previous_name_count_as_names() -> None:
    assert isinstance(decide(replace(demo.ANN, given_name="Annie"), [ANN], {}), PossibleMatches)
    assert isinstance(decide(replace(demo.DEE, family_name="Poe", previous_family_name=""), [DEE], {}), PossibleMatches)


def test_a_twin_is_not_a_match() -> None:
    assert decide(demo.ANN, [CAST[demo.BEA_ULN]], {}) == NoMatch()


def test_a_merged_learner_gives_its_master() -> None:
    assert decide(MERGED.person, [MERGED, DEE], MASTERS) == LinkedMatch(DEE)
    assert decide(replace(MERGED.person, postcode="LS1 4AP"), [MERGED, DEE], MASTERS) == LinkedMatch(DEE)


def test_a_master_asked_for_by_its_own_details_is_exact() -> None:
    assert decide(demo.DEE, [DEE, MERGED], MASTERS) == ExactMatch(DEE)


def smiths(count: int) -> list[Learner]:
    return [
        replace(ANN, uln=f"{ordinal:010}", person=replace(demo.ANN, postcode=f"B{ordinal} 1AA"))
        for ordinal in range(count)
    ]


def test_ten_are_possible_and_eleven_too_many() -> None:
    ten = decide(demo.ANN, smiths(10), {})
    assert isinstance(ten, PossibleMatches)
    assert len(ten.learners) == 10
    assert decide(demo.ANN, smiths(11), {}) == TooManyMatches()


def test_an_exact_match_stands_out_of_a_crowd() -> None:
    assert decide(demo.ANN, [*smiths(20), ANN], {}) == ExactMatch(ANN)


def test_names_agree_by_count() -> None:
    assert [agreeing_names(ANN, *names) for names in (("Ann", "Lee"), ("Annie", "Roe"), ("Bea", "Roe"))] == [2, 1, 0]


def test_the_cast_stands_as_its_documents_say() -> None:
    assert CAST[demo.EVE_ULN].standing is Standing.DELETED
    assert MERGED.master_uln == demo.DEE_ULN
    assert len(CAST) == 20
