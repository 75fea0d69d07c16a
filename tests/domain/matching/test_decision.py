"""Who is on the register, decided without a database."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gateway import demo
from gateway.domain import choices
from gateway.domain.learner import Gender, Learner, LearnerStatus
from gateway.domain.matching import (
    PRIOR,
    ExactMatch,
    LinkedMatch,
    NoMatch,
    PossibleMatches,
    TooManyMatches,
    has_both_names,
    has_either_name,
)
from gateway.domain.matching.listing import listed_from
from tests.domain.matching.deciding import decide

CAST = {learner.uln: learner for learner in demo.learners()}
ANN, DEE, MERGED = CAST[demo.ANN_ULN], CAST[demo.DEE_ULN], CAST[demo.MERGED_ULN]
MASTERS = {DEE.uln: DEE}
NAMES_ONLY = replace(demo.ANN, preferred_given_name="", email="", place_of_birth="")


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


def test_day_and_month_swapped_at_another_postcode_are_a_possible_match() -> None:
    asked = replace(NAMES_ONLY, date_of_birth=date(2004, 9, 3), postcode="LS1 4AP")
    assert decide(asked, [ANN], {}) == PossibleMatches((ANN,), frozenset())


def test_another_birth_date_and_postcode_is_no_match() -> None:
    asked = replace(NAMES_ONLY, date_of_birth=date(1990, 7, 23), postcode="LS1 4AP")
    assert decide(asked, [ANN], {}) == NoMatch()


def test_the_preferred_name_and_the_previous_name_count_as_names() -> None:
    assert isinstance(decide(replace(demo.ANN, given_name="Annie"), [ANN], {}), PossibleMatches)
    assert isinstance(decide(replace(demo.DEE, family_name="Poe", previous_family_name=""), [DEE], {}), PossibleMatches)


def test_a_twin_is_not_a_match() -> None:
    assert decide(demo.ANN, [CAST[demo.BEA_ULN]], {}) == NoMatch()
    assert decide(NAMES_ONLY, [CAST[demo.BEA_ULN], ANN], {}) == ExactMatch(ANN)


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Anne"},
        {"given_name": "Lee", "family_name": "Ann"},
        {"given_name": "Ann Mary"},
        {"family_name": "Leigh"},
        {"family_name": "Lee-Roe"},
        {"family_name": "Roe", "previous_family_name": "Lee", "postcode": "LS1 4AP"},
        {"date_of_birth": date(2004, 9, 3)},
        {"date_of_birth": date(2004, 3, 19)},
        {"date_of_birth": date(2005, 3, 9), "postcode": "LS1 4AP"},
        {"postcode": "ZZ99 9ZZ"},
        {"gender": Gender.NOT_KNOWN, "postcode": "CV1 2WX"},
    ],
    ids=str,
)
def test_slips_leave_a_possible_match(changes: dict[str, Any]) -> None:
    assert decide(replace(NAMES_ONLY, **changes), [ANN], {}) == PossibleMatches((ANN,), frozenset())


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Kay", "family_name": "Moe"},
        {"given_name": "Kay", "postcode": "LS1 4AP"},
        {"family_name": "Moe", "postcode": "LS1 4AP", "gender": Gender.MALE},
        {"given_name": "Kay", "date_of_birth": date(2006, 7, 23)},
    ],
    ids=str,
)
def test_relatives_and_strangers_are_no_match(changes: dict[str, Any]) -> None:
    assert decide(replace(NAMES_ONLY, **changes), [ANN], {}) == NoMatch()


def test_after_a_transition_somebody_is_asked_about_where_nobody_else_is_alike() -> None:
    asked = replace(NAMES_ONLY, given_name="Noah", gender=Gender.MALE)
    assert decide(asked, [ANN], {}) == PossibleMatches((ANN,), frozenset())
    noah = replace(ANN, uln="3000000606", person=asked)
    assert decide(asked, [ANN, noah], {}) == ExactMatch(noah)


def test_names_in_the_wrong_order_are_found_in_a_short_form_too() -> None:
    held = replace(ANN, person=replace(NAMES_ONLY, given_name="William", family_name="Thomson"))
    for given_name, family_name in (("Thomson", "Bill"), ("Thomsen", "William")):
        asked = replace(held.person, given_name=given_name, family_name=family_name)
        assert decide(asked, [held], {}) == PossibleMatches((held,), frozenset())


def test_names_in_another_script_say_nothing_against_somebody() -> None:
    held = replace(
        ANN,
        person=replace(
            NAMES_ONLY, given_name="\N{CJK UNIFIED IDEOGRAPH-5A1C}", family_name="\N{CJK UNIFIED IDEOGRAPH-738B}"
        ),
    )
    asked = replace(held.person, given_name="Na", family_name="Wang")
    assert decide(asked, [held], {}) == PossibleMatches((held,), frozenset())
    assert decide(asked, [held, replace(held, uln="3000000606", person=asked)], {}) != ExactMatch(held)


def test_brothers_who_share_a_first_given_name_are_not_exact() -> None:
    ali = replace(demo.ANN, given_name="Mohammed", middle_name="Ali", gender=Gender.MALE, preferred_given_name="")
    held = replace(ANN, person=replace(ali, middle_name="Hamza"))
    assert decide(ali, [held], {}) == PossibleMatches((held,), frozenset())
    assert decide(replace(ali, middle_name=""), [held], {}) == ExactMatch(held)


def test_a_name_in_another_script_that_differs_in_a_vowel_sign_is_not_exact() -> None:
    asked, held = replace(NAMES_ONLY, given_name="कमल"), replace(ANN, person=replace(NAMES_ONLY, given_name="कमला"))
    assert isinstance(decide(asked, [held], {}), PossibleMatches)
    assert isinstance(decide(held.person, [held], {}), ExactMatch)


FILLED = replace(PRIOR, filler_days=("01-01",), postcode_counts={"CV12WT": 40.0})


def test_a_birth_date_that_is_written_where_none_is_known_says_nothing_of_strangers() -> None:
    common = replace(NAMES_ONLY, given_name="Mohammed", family_name="Ali", date_of_birth=date(1988, 1, 1))
    held = replace(ANN, person=common)
    assert decide(common, [held], {}) == ExactMatch(held)
    assert decide(common, [held], {}, FILLED) == PossibleMatches((held,), frozenset())
    rare = replace(ANN, person=replace(common, given_name="Zebulon", family_name="Quxley"))
    assert decide(rare.person, [rare], {}, FILLED) == ExactMatch(rare)
    neighbour = replace(rare, uln="3000009999", person=replace(rare.person, given_name="Zebulun"))
    assert decide(rare.person, [rare, neighbour], {}, FILLED) == PossibleMatches((rare, neighbour), frozenset())
    other_day = replace(ANN, person=replace(common, date_of_birth=date(1988, 1, 2)))
    assert decide(other_day.person, [other_day], {}, FILLED) == ExactMatch(other_day)


@pytest.mark.parametrize(
    ("field", "held", "stated"),
    [
        ("middle_name", "Hamid", "Jamal"),
        ("preferred_given_name", "Billy", "Zed"),
        ("email", "a.lee@example.org", "zed@example.net"),
        ("place_of_birth", "Leeds", "Hull"),
    ],
)
def test_what_both_state_and_not_alike_takes_exactness_away(field: str, held: str, stated: str) -> None:
    changes: list[dict[str, Any]] = [{field: held}, {field: stated}]
    there, asked = (replace(NAMES_ONLY, **change) for change in changes)
    one = replace(ANN, person=there)
    assert decide(asked, [one], {}) == PossibleMatches((one,), frozenset())
    assert decide(NAMES_ONLY, [one], {}) == ExactMatch(one)
    assert decide(one.person, [one], {}) == ExactMatch(one)


@pytest.mark.parametrize(
    ("held", "stated"),
    [
        ({}, {"postcode": "ZZ99 9ZZ"}),
        ({}, {"gender": Gender.MALE}),
        ({}, {"gender": Gender.NOT_KNOWN}),
        ({"given_name": "Unknown"}, {}),
        ({"given_name": "D"}, {}),
        ({"email": "dee.poe@example.org"}, {"email": "zed@example.net"}),
        ({"given_name": "Mohammed", "family_name": "Khan"}, {}),
    ],
    ids=str,
)
def test_no_master_stands_in_where_the_merged_learner_may_be_somebody_else(
    held: dict[str, Any], stated: dict[str, Any]
) -> None:
    merged = replace(MERGED, person=replace(MERGED.person, **held))
    asked = replace(merged.person, **{"postcode": "LS1 4AP"} | stated)
    nation = replace(PRIOR, register_size=28_000_000)
    assert decide(asked, [merged, DEE], MASTERS, nation) == PossibleMatches((DEE,), frozenset({DEE.uln}))


def test_a_rival_at_the_same_address_takes_exactness_away() -> None:
    rival = replace(ANN, uln="3000009999", person=replace(demo.ANN, given_name="Annie", preferred_given_name="Ann"))
    assert decide(demo.ANN, [rival, ANN], {}) == PossibleMatches((ANN, rival), frozenset())


def test_where_an_exact_match_must_stand_alone_a_crowd_takes_exactness_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choices, "EXACT_LEADS_BY", math.inf)
    assert decide(demo.ANN, [*smiths(1), ANN], {}) == PossibleMatches((ANN, *smiths(1)), frozenset())
    assert decide(demo.ANN, [ANN], {}) == ExactMatch(ANN)


def test_on_a_large_register_a_candidate_must_be_as_likely_as_not() -> None:
    large = replace(PRIOR, register_size=28_000_000)
    assert (listed_from(PRIOR), listed_from(large)) == (-3.25, -0.5)
    asked = replace(NAMES_ONLY, date_of_birth=date(2004, 3, 10), postcode="LS1 4AP")
    assert isinstance(decide(asked, [ANN], {}), PossibleMatches)
    assert decide(asked, [ANN], {}, large) == NoMatch()


def test_whoever_reaches_the_bits_of_the_register_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert decide(demo.ANN, [CAST[demo.BEA_ULN]], {}) == NoMatch()
    monkeypatch.setattr(choices, "LISTED_FROM", ((0, -4.0),))
    assert isinstance(decide(demo.ANN, [CAST[demo.BEA_ULN]], {}), PossibleMatches)


def test_relatives_are_no_more_on_a_large_register() -> None:
    large = replace(PRIOR, register_size=28_000_000)
    asked = replace(NAMES_ONLY, date_of_birth=date(1981, 11, 28))
    assert decide(asked, [ANN], {}, large) == PossibleMatches((ANN,), frozenset())
    assert decide(replace(asked, postcode="LS1 4AP"), [ANN], {}, large) == NoMatch()


def test_the_answer_explains_whom_it_lists_and_nobody_else() -> None:
    possible = decide(replace(NAMES_ONLY, postcode="LS1 4AP"), [ANN, CAST[demo.BEA_ULN], CAST[demo.CY_ULN]], {})
    assert isinstance(possible, PossibleMatches)
    assert possible.reasons.explanations.keys() == {ANN.uln}
    assert {piece.field: piece.level for piece in possible.reasons.explanations[ANN.uln].evidence}[
        "postcode"
    ] == "different"


def test_a_master_is_explained_by_the_learner_it_stands_for() -> None:
    linked = decide(MERGED.person, [MERGED], MASTERS)
    assert isinstance(linked, LinkedMatch)
    assert linked.reasons.explanations.keys() == {MERGED.uln}


def test_nobody_is_found_among_no_candidates() -> None:
    assert decide(demo.ANN, [], {}) == NoMatch()


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


def test_of_too_many_those_who_agree_in_all_key_fields_are_found() -> None:
    nowhere = replace(demo.ANN, postcode="ZZ99 9ZZ")
    alike = replace(ANN, uln="3000009999", person=nowhere)
    assert decide(nowhere, [*smiths(11), alike], {}) == PossibleMatches((alike,), frozenset())
    many = [replace(alike, uln=f"40000000{ordinal:02}") for ordinal in range(11)]
    assert decide(nowhere, [*smiths(11), *many], {}) == TooManyMatches()


def test_an_exact_match_stands_out_of_a_crowd() -> None:
    assert decide(demo.ANN, [*smiths(20), ANN], {}) == ExactMatch(ANN)


def test_one_name_may_agree_or_both() -> None:
    names = (("Ann", "Lee"), ("Annie", "Roe"), ("Bea", "Roe"))
    assert [has_both_names(ANN.person, *both) for both in names] == [True, False, False]
    assert [has_either_name(ANN.person, *both) for both in names] == [True, True, False]


def test_the_cast_stands_as_its_documents_say() -> None:
    assert CAST[demo.EVE_ULN].status is LearnerStatus.DELETED
    assert MERGED.master_uln == demo.DEE_ULN
    assert len(CAST) == 20
