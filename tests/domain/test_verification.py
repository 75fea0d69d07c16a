"""Whether details belong to a ULN, and which differ."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gateway import demo
from gateway.domain.learner import Gender
from gateway.domain.verification import StatedIdentity, Verdict, compare

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
        ({"date_of_birth": date(1988, 7, 12), "gender": Gender.MALE}, Verdict.DIFFERENT, "78"),
        ({"family_name": "Poe"}, Verdict.SIMILAR, "45"),
        ({"given_name": "Moe", "family_name": "Dee"}, Verdict.SIMILAR, "1356"),
        ({"given_name": "Ada"}, Verdict.DIFFERENT, "123"),
        ({"family_name": "Fox"}, Verdict.DIFFERENT, "456"),
        ({"given_name": "Poe"}, Verdict.DIFFERENT, "12"),
        ({"given_name": "Dea"}, Verdict.DIFFERENT, "123"),
        ({"family_name": "Poe", "gender": Gender.MALE}, Verdict.DIFFERENT, "458"),
        (
            {"given_name": "X", "family_name": "Y", "date_of_birth": date(2000, 1, 1), "gender": Gender.MALE},
            Verdict.DIFFERENT,
            "12345678",
        ),
    ],
)
def test_a_claim_is_judged_value_by_value(changes: dict[str, Any], verdict: Verdict, flags: str) -> None:
    comparison = compare(replace(CLAIM, **changes), DEE)
    assert comparison.verdict is verdict
    assert "".join(flag[-1] for flag in comparison.flags) == flags


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [("Wynn-Jones", Verdict.SIMILAR), ("Wyn Jonse", Verdict.SIMILAR), ("Win-Jonse", Verdict.DIFFERENT)],
)
def test_one_letter_off_is_near_in_a_long_name(stated: str, verdict: Verdict) -> None:
    assert compare(StatedIdentity(uln=SION.uln, given_name="Sion", family_name=stated), SION).verdict is verdict
