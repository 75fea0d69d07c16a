"""What is compared of a person, in normal form."""

from dataclasses import replace
from datetime import date

import pytest

from gateway import demo
from gateway.domain.learner import Gender
from gateway.domain.matching import traits_of
from gateway.domain.matching.traits import comparable_postcode, name_of, sound_of, traits


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Siân", "SIAN"),
        ("Llŷr Ŵyn", "LLYR WYN"),
        ("Łukasz", "LUKASZ"),
        ("Søren", "SOREN"),
        ("Weiß", "WEISS"),
        ("Guðrún Þóra", "GUDRUN THORA"),
        ("Yıldız", "YILDIZ"),
        ("O\N{RIGHT SINGLE QUOTATION MARK}Neill", "ONEILL"),
        ("Jean-Luc", "JEAN LUC"),
        ("St. John", "ST JOHN"),
        ("  mary   ann ", "MARY ANN"),
        ("Dr. Ann", "ANN"),
        ("Dr", "DR"),
        ("Юрий", "ЮРИИ\u0306"),
        ("कमला", "कमला"),
        ("李 小龙", "李 小龙"),
        ("محمد", "محمد"),
        ("", ""),
        (" - ", ""),
        ("42", "42"),
    ],
)
def test_a_name_is_written_in_one_way(written: str, text: str) -> None:
    assert name_of(written).text == text
    assert name_of(text).text == text


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("van der Berg", ("BERG",)),
        ("de la Cruz-Garcia", ("CRUZ", "GARCIA")),
        ("Mc Donald", ("DONALD",)),
        ("ap Rhys", ("RHYS",)),
        ("Van", ("VAN",)),
    ],
)
def test_prefixes_are_no_parts_of_a_name(written: str, parts: tuple[str, ...]) -> None:
    assert name_of(written).parts == parts


def test_words_are_squashed_and_sound() -> None:
    name = name_of("Mc Donald")
    assert (name.squashed, name.first, name.sound) == ("MCDONALD", "MC", sound_of("MACDONALD"))
    assert not name_of("")


@pytest.mark.parametrize(
    ("written", "folded"),
    [("cv4 9ee", "CV49EE"), (" CV4  9EE", "CV49EE"), ("ZZ99 3VZ", ""), ("zz999zz", ""), ("", ""), ("  ", "")],
)
def test_a_postcode_that_says_nothing_is_missing(written: str, folded: str) -> None:
    assert comparable_postcode(written) == folded


def test_what_is_not_stated_is_missing() -> None:
    nobody = traits()
    assert (nobody.born, nobody.postcode, nobody.gender, nobody.email, nobody.birthplace) == ("", "", 0, "", "")
    assert not (nobody.given or nobody.family or nobody.middle or nobody.other_given or nobody.former)
    assert traits(gender=Gender.WITHHELD).gender == 0


@pytest.mark.parametrize(
    ("given", "born"),
    [(date(2004, 3, 9), "2004-03-09"), ("2004-31-09", "2004-31-09"), ("09/03/2004", ""), ("", ""), (None, "")],
)
def test_a_birth_date_is_iso_text(given: date | str | None, born: str) -> None:
    assert traits(date_of_birth=given).born == born


def test_all_names_of_a_person_are_known() -> None:
    person = replace(demo.DEE, middle_name="Ada", preferred_given_name="Didi", family_name_at_16="Roe")
    seen = traits_of(person)
    assert (seen.given.text, seen.family.text) == ("DEE", "MOE")
    assert [name.text for name in seen.other_given] == ["ADA", "DIDI"]
    assert [name.text for name in seen.former] == ["POE", "ROE"]
    assert traits_of(replace(person, previous_family_name="Roe", family_name_at_16="Poe")) == seen


def test_a_name_that_is_borne_still_is_no_former_one() -> None:
    assert traits(family_name="Moe", previous_family_name="moe", family_name_at_16=" ").former == ()
