"""Two people, field by field."""

from typing import Any

import pytest

from gateway.domain.matching.comparison import EstablishedNames, compare
from gateway.domain.matching.levels import FamilyLevel, GivenLevel
from gateway.domain.matching.traits import traits

NONE = EstablishedNames()
ANN = {"given_name": "Ann", "family_name": "Lee", "date_of_birth": "2004-03-09"}


def names(
    one: dict[str, Any], other: dict[str, Any], established: EstablishedNames = NONE
) -> tuple[FamilyLevel, GivenLevel]:
    compared = compare(traits(**one), traits(**other), established)
    assert compared.levels == compare(traits(**other), traits(**one), established).levels
    return compared.levels[:2]


def test_former_names_are_compared_crosswise() -> None:
    poe = ANN | {"family_name": "Poe", "previous_family_name": "Lee"}
    assert names(ANN, poe) == (FamilyLevel.FORMER, GivenLevel.EXACT)
    assert names(poe, ANN | {"family_name": "Roe", "family_name_at_16": "Lee"})[0] is FamilyLevel.FORMER
    assert names(ANN | {"family_name": "Thompson"}, ANN | {"previous_family_name": "Thomson"})[0] is (
        FamilyLevel.FORMER_CLOSE
    )


def test_swapped_names_are_one_level() -> None:
    swapped = ANN | {"given_name": "Lee", "family_name": "Anne"}
    assert names(ANN, swapped) == (FamilyLevel.SWAPPED, GivenLevel.SWAPPED)


def test_names_of_two_scripts_may_be_swapped() -> None:
    mixed = ANN | {"given_name": "Юрий"}
    assert names(mixed, ANN | {"given_name": "Lee", "family_name": "Юрий"}) == (FamilyLevel.SWAPPED, GivenLevel.SWAPPED)


def test_preferred_and_middle_names_stand_for_the_given_name() -> None:
    assert names(ANN, ANN | {"given_name": "Jo", "preferred_given_name": "Ann"})[1] is GivenLevel.OTHER_NAME
    assert names(ANN, ANN | {"given_name": "Jo", "middle_name": "Ann"})[1] is GivenLevel.OTHER_NAME


def test_equal_middle_names_do_not_make_two_given_names_equal() -> None:
    assert names(ANN | {"middle_name": "Eve"}, ANN | {"given_name": "Jo", "middle_name": "Eve"})[1] is (
        GivenLevel.DIFFERENT
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "level"),
    [("Ali", "Hamza", GivenLevel.FIRST_ONLY), ("Ali", "", GivenLevel.EXACT), ("Ali", "A", GivenLevel.EXACT)],
)
def test_middle_names_that_clash_leave_only_the_first_name_equal(mine: str, theirs: str, level: GivenLevel) -> None:
    one, other = ANN | {"middle_name": mine}, ANN | {"middle_name": theirs}
    assert names(one, other)[1] is level


def test_two_established_names_are_not_one_with_a_slip() -> None:
    one, other = (
        ANN | {"given_name": "Zara", "family_name": "Boyle"},
        ANN | {"given_name": "Zahra", "family_name": "Doyle"},
    )
    assert names(one, other) == (FamilyLevel.CLOSE, GivenLevel.CLOSE)
    established = EstablishedNames(frozenset({"BOYLE", "DOYLE"}), frozenset({"ZARA", "ZAHRA"}))
    assert names(one, other, established) == (FamilyLevel.ESTABLISHED, GivenLevel.ESTABLISHED)
