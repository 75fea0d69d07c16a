"""Whether details belong to a ULN, and which differ."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gateway import demo
from gateway.domain.learner import Gender
from gateway.domain.matching import PRIOR, PossibleMatches
from gateway.domain.verification import StatedIdentity, Verdict, compare
from tests.domain.matching.deciding import decide

CAST = {learner.uln: learner for learner in demo.learners()}
DEE = CAST[demo.DEE_ULN]
SION = CAST[demo.SION_ULN]
CLAIM = StatedIdentity(
    uln=DEE.uln, given_name="Dee", family_name="Moe", date_of_birth=date(1988, 7, 21), gender=Gender.FEMALE
)


@pytest.mark.parametrize(
    ("changes", "verdict", "flags"),
    [
        ({}, Verdict.SAME, ""),
        ({"date_of_birth": None, "gender": None}, Verdict.SAME, ""),
        ({"family_name": "MOE "}, Verdict.SAME, ""),
        ({"gender": Gender.MALE}, Verdict.SIMILAR, "8"),
        ({"date_of_birth": date(1988, 7, 12)}, Verdict.SIMILAR, "7"),
        ({"date_of_birth": date(1988, 7, 12), "gender": Gender.MALE}, Verdict.SIMILAR, "78"),
        ({"date_of_birth": date(1961, 11, 2), "gender": Gender.MALE}, Verdict.DIFFERENT, "78"),
        ({"family_name": "Poe"}, Verdict.SIMILAR, "45"),
        ({"given_name": "Moe", "family_name": "Dee"}, Verdict.SIMILAR, "1356"),
        ({"given_name": "Ada"}, Verdict.SIMILAR, "123"),
        ({"given_name": "Ada", "date_of_birth": None}, Verdict.DIFFERENT, "123"),
        ({"given_name": "Ada", "date_of_birth": date(1988, 12, 7)}, Verdict.DIFFERENT, "1237"),
        ({"given_name": "Ada", "gender": Gender.MALE}, Verdict.SIMILAR, "1238"),
        ({"family_name": "Fox"}, Verdict.SIMILAR, "456"),
        ({"family_name": "Fox", "date_of_birth": None}, Verdict.DIFFERENT, "456"),
        ({"family_name": "Fox", "date_of_birth": date(1961, 11, 2)}, Verdict.DIFFERENT, "4567"),
        ({"given_name": "Ada", "family_name": "Fox"}, Verdict.DIFFERENT, "123456"),
        ({"given_name": "Dea"}, Verdict.SIMILAR, "123"),
        ({"given_name": "Dea", "date_of_birth": None, "gender": None}, Verdict.SIMILAR, "123"),
        ({"family_name": "Poe", "gender": Gender.MALE}, Verdict.SIMILAR, "458"),
        (
            {"given_name": "X", "family_name": "Y", "date_of_birth": date(2000, 1, 1), "gender": Gender.MALE},
            Verdict.DIFFERENT,
            "12345678",
        ),
    ],
)
def test_a_claim_is_judged_value_by_value(changes: dict[str, Any], verdict: Verdict, flags: str) -> None:
    comparison = compare(replace(CLAIM, **changes), DEE, PRIOR)
    assert comparison.verdict is verdict
    assert "".join(flag[-1] for flag in comparison.flags) == flags


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        ("Wynn-Jones", Verdict.SIMILAR),
        ("Wyn Jonse", Verdict.SIMILAR),
        ("Win-Jonse", Verdict.SIMILAR),
        ("Win-Jonas", Verdict.SIMILAR),
        ("Winter", Verdict.DIFFERENT),
    ],
)
def test_a_few_letters_off_are_near_in_a_long_name(stated: str, verdict: Verdict) -> None:
    assert compare(StatedIdentity(uln=SION.uln, given_name="Sion", family_name=stated), SION, PRIOR).verdict is verdict


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Kate", "date_of_birth": date(1988, 7, 22)},
        {"given_name": "Moe", "family_name": "Kate"},
        {"family_name": "Moe-Fox", "gender": Gender.MALE},
        {"given_name": "Kathrine", "family_name": "Mow"},
        {"given_name": "Catherine Ann", "date_of_birth": date(1988, 12, 7)},
        {"family_name": "Fox"},
        {"given_name": "Катерина", "family_name": "Мо"},
        {"given_name": "Noah", "gender": Gender.MALE},
    ],
    ids=str,
)
def test_whom_a_search_lists_is_not_called_different(changes: dict[str, Any]) -> None:
    held = replace(DEE.person, given_name="Catherine", preferred_given_name="", previous_family_name="")
    kate = replace(DEE, person=held)
    stated = replace(CLAIM, given_name="Catherine", family_name="Moe")
    assert isinstance(decide(replace(held, **changes), [kate], {}), PossibleMatches)
    assert compare(replace(stated, **changes), kate, PRIOR).verdict is Verdict.SIMILAR
