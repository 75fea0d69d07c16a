"""How far two values agree."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.matching.agreement import (
    birthplace_level,
    born_level,
    email_level,
    family_level,
    further_names_clash,
    gender_level,
    given_level,
    postcode_level,
)
from gateway.domain.matching.levels import (
    BirthplaceLevel,
    BornLevel,
    EmailLevel,
    FamilyLevel,
    GenderLevel,
    GivenLevel,
    PostcodeLevel,
)
from gateway.domain.matching.traits import name_of

NAMES = st.text("abcdeilmnorstéŁ -'", max_size=12).map(name_of)
DIGITS = st.text("0123456789", min_size=2, max_size=2)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Lee", "LEE", FamilyLevel.EXACT),
        ("O'Neill", "O Neill", FamilyLevel.SPACING),
        ("De La Cruz", "Delacruz", FamilyLevel.SPACING),
        ("Thompson", "Thomson", FamilyLevel.CLOSE),
        ("Jones", "Jonse", FamilyLevel.CLOSE),
        ("Clark", "Klarck", FamilyLevel.ALIKE),
        ("Hsieh", "Xie", FamilyLevel.ALIKE),
        ("Ó Murchú", "Murphy", FamilyLevel.ALIKE),
        ("Cholmondeley", "Chumley", FamilyLevel.ALIKE),
        ("Warnock", "Wamock", FamilyLevel.CLOSE),
        ("Wyn-Jones", "Jones", FamilyLevel.PART),
        ("van der Berg", "Berg", FamilyLevel.PART),
        ("van der Berg", "van der Meer", FamilyLevel.DIFFERENT),
        ("van der Berg", "van den Burg", FamilyLevel.CLOSE),
        ("Lee", "Lark", FamilyLevel.INITIAL),
        ("Lee", "Roe", FamilyLevel.DIFFERENT),
        ("Not known", "Roe", FamilyLevel.MISSING),
        ("K", "Krishnan", FamilyLevel.MISSING),
        ("K", "Roe", FamilyLevel.MISSING),
        ("K", "R", FamilyLevel.DIFFERENT),
        ("", "Roe", FamilyLevel.MISSING),
        ("", "", FamilyLevel.MISSING),
    ],
)
def test_family_names_agree_in_levels(one: str, other: str, level: FamilyLevel) -> None:
    assert family_level(name_of(one), name_of(other)) is level
    assert family_level(name_of(other), name_of(one)) is level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Siân", "sian", GivenLevel.EXACT),
        ("Mary Ann", "Maryann", GivenLevel.SPACING),
        ("Catherine", "Cathrine", GivenLevel.CLOSE),
        ("Bill", "William", GivenLevel.NICKNAME),
        ("Kathryn", "Cathrin", GivenLevel.ALIKE),
        ("John", "John Paul", GivenLevel.PART),
        ("John Paul", "John P", GivenLevel.PART),
        ("John Paul", "Paul", GivenLevel.PART),
        ("Aleks", "Aleksandrina", GivenLevel.PREFIX),
        ("Oluwaseun", "Seun", GivenLevel.NICKNAME),
        ("Oluwagbemi", "Gbemi", GivenLevel.PREFIX),
        ("Kate", "Catherine", GivenLevel.NICKNAME),
        ("Zbyszek", "Zbigniew", GivenLevel.NICKNAME),
        ("Pepe", "José", GivenLevel.NICKNAME),
        ("Máiréad", "Margaret", GivenLevel.NICKNAME),
        ("Myroslava", "Mirroslawa", GivenLevel.ALIKE),
        ("Chien-ming", "Jianming", GivenLevel.ALIKE),
        ("Clive", "Dive", GivenLevel.CLOSE),
        ("Damilola", "Ola", GivenLevel.DIFFERENT),
        ("Adrian", "Ian", GivenLevel.DIFFERENT),
        ("Ann", "Ada", GivenLevel.INITIAL),
        ("Ann", "Bea", GivenLevel.DIFFERENT),
        ("Mohammed Ali", "Mohammed Hamza", GivenLevel.FIRST_ONLY),
        ("Mohammed Hamza", "Mohammed Hamsa", GivenLevel.CLOSE),
        ("Юрий", "Юлия", GivenLevel.INITIAL),
        ("李", "王", GivenLevel.DIFFERENT),
        ("Ann", "Baby", GivenLevel.MISSING),
        ("FNU", "Ann", GivenLevel.MISSING),
        ("Ann", "A", GivenLevel.PREFIX),
        ("Ann", "J", GivenLevel.MISSING),
        ("A", "J", GivenLevel.DIFFERENT),
        ("Baby", "Baby", GivenLevel.EXACT),
        ("Ann", "", GivenLevel.MISSING),
    ],
)
def test_given_names_agree_in_levels(one: str, other: str, level: GivenLevel) -> None:
    assert given_level(name_of(one), name_of(other)) is level
    assert given_level(name_of(other), name_of(one)) is level


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [("Ali", "Hamza", True), ("Ali", "", False), ("Ali", "A", False), ("Hamza", "Hamzah", False)],
)
def test_middle_names_clash_where_they_are_two_names(one: str, other: str, clash: bool) -> None:
    assert further_names_clash(name_of(one), name_of(other)) is clash


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("2004-03-09", "2004-03-09", BornLevel.EXACT),
        ("2004-03-09", "2004-09-03", BornLevel.SWAPPED),
        ("2004-03-09", "2004-03-19", BornLevel.ONE_EDIT),
        ("2004-03-09", "2040-03-09", BornLevel.ONE_EDIT),
        ("2004-03-09", "1998-03-09", BornLevel.TWO_PARTS),
        ("2004-03-09", "2004-11-28", BornLevel.YEAR),
        ("2004-03-09", "1961-11-28", BornLevel.DIFFERENT),
        ("2004-03-09", "", BornLevel.MISSING),
    ],
)
def test_birth_dates_agree_in_levels(one: str, other: str, level: BornLevel) -> None:
    assert born_level(one, other) is born_level(other, one) is level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("CV12WT", "CV12WT", PostcodeLevel.EXACT),
        ("CV12WT", "CV12WX", PostcodeLevel.ONE_EDIT),
        ("CV12WT", "CV12AB", PostcodeLevel.SECTOR),
        ("CV12WT", "CV19ZZ", PostcodeLevel.OUTWARD),
        ("CV12WT", "LS14AP", PostcodeLevel.DIFFERENT),
        ("3142", "3133", PostcodeLevel.DIFFERENT),
        ("12OAKTREEAVENUE", "12OAKTREEAVENEU", PostcodeLevel.ONE_EDIT),
        ("12OAKTREEAVENUE", "7LIMESTREET", PostcodeLevel.DIFFERENT),
        ("CV12WT", "", PostcodeLevel.MISSING),
    ],
)
def test_postcodes_agree_in_levels(one: str, other: str, level: PostcodeLevel) -> None:
    assert postcode_level(one, other) is postcode_level(other, one) is level


def test_the_other_fields_agree_or_do_not() -> None:
    assert [gender_level(*pair) for pair in ((1, 1), (1, 2), (0, 2), (0, 0))] == [
        GenderLevel.EXACT,
        GenderLevel.DIFFERENT,
        GenderLevel.MISSING,
        GenderLevel.MISSING,
    ]
    assert birthplace_level("COVENTRY", "COVENTRY") is BirthplaceLevel.EXACT
    assert birthplace_level("COVENTRY", "COVENTY") is BirthplaceLevel.CLOSE
    assert birthplace_level("COVENTRY", "LEEDS") is BirthplaceLevel.DIFFERENT
    assert email_level("ann.lee@example.org", "anna.lee@example.org") is EmailLevel.CLOSE
    assert email_level("ann.lee@example.org", "") is EmailLevel.MISSING
    assert email_level("ann.lee@example.org", "bea@example.com") is EmailLevel.DIFFERENT


@given(NAMES, NAMES)
def test_names_agree_the_same_both_ways(one: object, other: object) -> None:
    for level in (family_level, given_level, further_names_clash):
        compared: Callable[..., object] = level
        assert compared(one, other) is compared(other, one)


@given(st.tuples(DIGITS, DIGITS, DIGITS), st.tuples(DIGITS, DIGITS, DIGITS))
def test_birth_dates_agree_the_same_both_ways(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    first, second = "20{}-{}-{}".format(*one), "20{}-{}-{}".format(*other)
    assert born_level(first, second) is born_level(second, first)


@given(st.text("ABCD123", max_size=9), st.text("ABCD123", max_size=9))
def test_postcodes_agree_the_same_both_ways(one: str, other: str) -> None:
    assert postcode_level(one, other) is postcode_level(other, one)
