"""The search keys find a person despite every likely mistake."""

from typing import Any

import pytest

from gateway.domain.matching.index import Index
from gateway.domain.matching.keys import (
    MOST_FAMILY_SOUNDS,
    MOST_FORMER_SOUNDS,
    MOST_FOUND,
    MOST_GIVEN_SOUNDS,
    MOST_NAMESAKES,
    BirthProbe,
    BornProbe,
    DayProbe,
    FewBornProbe,
    FewKinProbe,
    FewNamedProbe,
    FormerProbe,
    HomeProbe,
    NameAgreement,
    NamesProbe,
    SearchKeys,
    SoundsProbe,
    YearProbe,
    near_days,
    probes,
    search_keys,
)
from gateway.domain.matching.nicknames import nicknames_of
from gateway.domain.matching.traits import Traits, traits

WILLIAM: dict[str, Any] = {
    "given_name": "William",
    "family_name": "Thomson",
    "date_of_birth": "2004-03-09",
    "postcode": "CV1 2WT",
    "gender": 1,
}
DEE: dict[str, Any] = {
    "given_name": "Dee",
    "family_name": "Moe",
    "previous_family_name": "Poe",
    "date_of_birth": "1988-07-21",
    "postcode": "CF10 3NQ",
}


def found(held: dict[str, Any], *, among_many: bool = True, **changes: Any) -> bool:
    """Return whether a search finds the learner.

    On the register many share the date of birth, and many the names.
    """
    asked = traits(**held | changes)
    crowd: list[Traits] = []
    if among_many:
        crowd = [traits(given_name="Xu", family_name="Quy", date_of_birth=asked.born)] * MOST_NAMESAKES
        alike: dict[str, Any] = {"family_name": f"{asked.family.text}e", "given_name": asked.given.first}
        crowd += [traits(**alike, date_of_birth="1931-01-01")] * MOST_NAMESAKES
    register = [("held", traits(**held)), *((str(place), one) for place, one in enumerate(crowd))]
    return "held" in Index(register).candidates(asked)


def test_what_is_stored_are_keys_of_all_kinds() -> None:
    assert search_keys(traits(**DEE)) == SearchKeys(
        family="MOE",
        given="DEE",
        family_sound="M000",
        given_sound="D000",
        former_sound1="P000",
        former_sound2="",
        initials="DM",
        born="1988-07-21",
        year="1988",
        day="07-21",
        postcode="CF103NQ",
    )


def test_a_search_is_a_handful_of_look_ups() -> None:
    asked = traits(given_name="Siôn", family_name="Lee", date_of_birth="2004-03-09", postcode="CV1 2WT")
    born = [probe for probe in probes(asked) if isinstance(probe, BornProbe)]
    assert [probe.born for probe in born] == ["2004-03-09", "2004-09-03"]
    called = born[0].called
    assert (called.family_sounds, called.former_sounds) == (("L000", "S500", "L200", "R000", "Y000"), ("L000",))
    assert (called.given_sounds[:2], called.initials, born[0].district) == (("S500", "L000"), "SL", "CV1")
    assert [probe for probe in probes(asked) if not isinstance(probe, BornProbe)] == [
        FewBornProbe("2004-03-09"),
        HomeProbe("CV12WT", called, "2004", "03-09"),
        YearProbe(("L000",), ("S500",), "2004"),
        YearProbe(("L000",), ("J200", "J500", "S550"), "2004"),
        DayProbe(("L000",), "S500", "03-09"),
        FormerProbe(("L000",), "S500", "2004"),
        FewNamedProbe(("L000",), "S500"),
        FewKinProbe(("L000",), "2004"),
        NamesProbe("LEE", "SION"),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"given_name": "Bill", "postcode": "LS1 4AP"},
        {"given_name": "Thomson", "family_name": "William", "postcode": "LS1 4AP"},
        {"date_of_birth": "2004-09-03", "postcode": "LS1 4AP"},
        {"date_of_birth": "1994-03-09", "postcode": "LS1 4AP"},
        {"date_of_birth": "2004-11-28", "postcode": "LS1 4AP"},
        {"date_of_birth": "1961-11-28", "postcode": "LS1 4AP"},
        {"family_name": "Thompson", "given_name": "Willam", "postcode": "ZZ99 9ZZ"},
        {"family_name": "Roe", "date_of_birth": "1961-11-28"},
        {"given_name": "Kay", "date_of_birth": "1961-11-28"},
        {"family_name": "Tomlin", "given_name": "Wilf", "postcode": "LS1 4AP"},
        {"family_name": "Roe", "previous_family_name": "Thomson", "given_name": "Bill", "postcode": ""},
        {"family_name": "Thomson-Roe", "postcode": ""},
        {"date_of_birth": None, "postcode": ""},
        {"date_of_birth": None, "given_name": "Thomson", "family_name": "Willem", "postcode": ""},
        {"date_of_birth": None, "given_name": "Kay", "family_name": "Roe"},
        {"given_name": "", "postcode": "", "family_name": "Roe"},
        {"family_name": "Roe", "given_name": "Kay", "postcode": "CV1 9AB"},
        {"family_name": "Roe", "given_name": "Kay", "postcode": "CV1 9AB", "date_of_birth": "2004-09-03"},
    ],
    ids=str,
)
def test_a_person_is_found_in_spite_of(changes: dict[str, Any]) -> None:
    assert found(WILLIAM, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"family_name": "Poe", "previous_family_name": "", "postcode": "LS1 4AP"},
        {"family_name": "Poe", "previous_family_name": "", "postcode": "LS1 4AP", "date_of_birth": "1988-11-28"},
        {"family_name": "Roe", "previous_family_name": "Moe", "postcode": "LS1 4AP", "date_of_birth": "1988-11-28"},
        {"family_name": "Roe", "family_name_at_16": "Poe", "postcode": "LS1 4AP"},
    ],
    ids=str,
)
def test_former_names_are_looked_up_crosswise(changes: dict[str, Any]) -> None:
    assert found(DEE, **changes)


@pytest.mark.parametrize("missing", ["given_name", "family_name"])
def test_who_is_stored_with_one_name_is_found_by_the_birth_date(missing: str) -> None:
    held = WILLIAM | {missing: "-"}
    assert found(held, given_name="Kay", family_name="Roe", postcode="LS1 4AP")
    assert found(held, given_name="Kay", family_name="Roe", postcode="LS1 4AP", date_of_birth="2004-09-03")
    assert not found(held, given_name="Kay", family_name="Roe", postcode="LS1 4AP", date_of_birth="2004-03-10")


def test_a_name_in_another_script_is_a_name() -> None:
    held = WILLIAM | {"given_name": "李", "family_name": "महेश"}
    assert found(held, given_name="李", family_name="Roe", postcode="")
    assert not found(held, given_name="Kay", family_name="Roe", postcode="LS1 4AP")


def test_a_district_is_no_part_of_a_longer_one() -> None:
    assert not found(WILLIAM, family_name="Roe", given_name="Kay", postcode="CV12 4AB")


def test_a_stranger_is_not_found() -> None:
    assert not found(WILLIAM, given_name="Kay", family_name="Roe", postcode="LS1 4AP")
    assert not found(WILLIAM, family_name="Roe", date_of_birth="1961-11-28", postcode="LS1 4AP")
    assert not found(WILLIAM, given_name="Kay", family_name="Roe", date_of_birth="1961-11-28")


def test_nothing_stated_is_no_look_up() -> None:
    assert probes(traits()) == ()
    assert Index([(1, traits())]).candidates(traits()) == []


def test_what_is_missing_is_looked_up_otherwise() -> None:
    unborn = probes(traits(given_name="Ann", family_name="Lee"))
    assert unborn == (SoundsProbe("L000", "A500"), SoundsProbe("A500", "L000"), NamesProbe("LEE", "ANN"))
    assert probes(traits(family_name="Lee", date_of_birth="2004-03-19"))[1:] == (BirthProbe("2004-03-19"),)


def test_what_is_missing_equals_nothing() -> None:
    held = traits(given_name="Ann", family_name="Lee", date_of_birth="2004-03-19")
    assert search_keys(held).postcode == search_keys(held).former_sound1 == ""
    index = Index([(1, held)])
    assert index.found_by(BornProbe("2004-03-19", NameAgreement((), (), (), ""), "", ("", ""))) == []


def test_a_probe_lists_no_more_sounds_than_a_statement_has_places_for() -> None:
    asked = traits(
        given_name="Elizabeth",
        family_name="Lee",
        preferred_given_name="Xanthe",
        middle_name="Quirina",
        previous_family_name="Moe",
        family_name_at_16="Poe",
        date_of_birth="2004-03-19",
    )
    born = probes(asked)[0]
    assert isinstance(born, BornProbe)
    assert len(born.called.family_sounds) <= MOST_FAMILY_SOUNDS
    assert len(born.called.former_sounds) <= MOST_FORMER_SOUNDS
    assert len(born.called.given_sounds) <= MOST_GIVEN_SOUNDS
    assert len(nicknames_of("ELIZABETH")) > 10


def test_who_has_nothing_but_the_home_in_common_is_a_neighbour() -> None:
    asked = traits(given_name="Ann", family_name="Moss", date_of_birth="2004-03-19", postcode="CV1 2WT")
    others = {
        "a brother": traits(given_name="Tom", family_name="Moss", date_of_birth="2001-10-02", postcode="CV1 2WT"),
        "a wife": traits(given_name="Ann", family_name="Roe", date_of_birth="1971-10-02", postcode="CV1 2WT"),
        "a neighbour": traits(given_name="Tom", family_name="Roe", date_of_birth="2001-10-02", postcode="CV1 2WT"),
        "a child with one name": traits(family_name="Roe", date_of_birth="2001-10-02", postcode="CV1 2WT"),
    }
    assert Index(others.items()).candidates(asked) == ["a child with one name", "a brother", "a wife"]
    nameless = traits(given_name="Ann", postcode="CV1 2WT")
    assert len(Index(others.items()).candidates(nameless)) == len(others)


def test_where_few_were_born_then_or_few_have_such_names_two_mistakes_hide_nobody() -> None:
    wrong: dict[str, Any] = {"given_name": "Kay", "family_name": "Roe", "postcode": "LS1 4AP"}
    assert found(WILLIAM, among_many=False, **wrong)
    assert not found(WILLIAM, **wrong)
    wrong = {"given_name": "Willem", "family_name": "Thomsen", "date_of_birth": "1961-11-28", "postcode": "LS1 4AP"}
    assert found(WILLIAM, among_many=False, **wrong)
    assert not found(WILLIAM, **wrong)


def test_a_short_form_and_a_wrong_day_hide_nobody() -> None:
    assert found(WILLIAM, given_name="Bill", date_of_birth="2004-03-10", postcode="LS1 4AP")
    called = WILLIAM | {"preferred_given_name": "Taz"}
    assert found(called, given_name="Taz", date_of_birth="2004-11-09", postcode="LS1 4AP")


def test_where_few_have_the_family_name_a_wrong_day_and_a_wrong_letter_hide_nobody() -> None:
    wrong: dict[str, Any] = {"given_name": "Wilkiam", "date_of_birth": "2004-04-09", "postcode": "LS1 4AP"}
    kin = [traits(given_name="Xu", family_name="Thomson", date_of_birth="1931-01-01")] * MOST_FOUND
    held = [traits(**WILLIAM)]
    assert Index(enumerate(held + kin[1:])).candidates(traits(**WILLIAM | wrong)) == [0]
    assert Index(enumerate(held + kin)).candidates(traits(**WILLIAM | wrong)) == []


@pytest.mark.parametrize("wrong_date", ["2004-03-10", "2004-04-09", "2003-03-09"])
def test_without_a_postcode_a_day_month_or_year_one_off_and_a_wrong_letter_hide_nobody(wrong_date: str) -> None:
    wrong: dict[str, Any] = {"family_name": "Thoson", "date_of_birth": wrong_date}
    assert found(WILLIAM, **wrong, postcode="ZZ99 9ZZ")
    assert not found(WILLIAM, **wrong, postcode="LS1 4AP")
    assert not found(WILLIAM, **wrong, postcode="ZZ99 9ZZ", given_name="Bill")


def test_days_that_no_calendar_has_are_near_nothing() -> None:
    assert near_days("2004-02-28") == (
        "2003-02-28",
        "2004-01-28",
        "2004-02-27",
        "2004-02-29",
        "2004-03-28",
        "2005-02-28",
    )
    assert near_days("9999-12-31") == ("9998-12-31", "9999-12-30")
    assert near_days("19??-0a-01") == ()


def test_two_wrong_first_letters_hide_nobody_who_was_born_then() -> None:
    assert found(WILLIAM, given_name="Killiam", family_name="Bhomson", postcode="LS1 4AP")


def test_at_home_two_wrong_first_letters_and_a_wrong_day_hide_nobody() -> None:
    wrong: dict[str, Any] = {"given_name": "Killiam", "family_name": "Bhomson", "date_of_birth": "2004-03-10"}
    assert found(WILLIAM, **wrong)
    assert not found(WILLIAM, **wrong | {"postcode": "LS1 4AP"})


def test_a_crowded_look_up_finds_nobody_and_the_birth_date_everybody() -> None:
    crowd = Index((number, traits(**WILLIAM)) for number in range(MOST_FOUND + 5))
    home = next(probe for probe in probes(traits(**WILLIAM)) if isinstance(probe, HomeProbe))
    assert crowd.found_by(home) == []
    assert len(Index([(1, traits(**WILLIAM))]).found_by(home)) == 1
    assert len(crowd.candidates(traits(**WILLIAM))) == MOST_FOUND + 5


def test_names_that_many_bear_find_nobody_by_themselves() -> None:
    few, many = (
        Index((number, traits(**WILLIAM)) for number in range(most)) for most in (MOST_NAMESAKES, MOST_NAMESAKES + 1)
    )
    (probe,) = (one for one in probes(traits(**WILLIAM)) if isinstance(one, NamesProbe))
    assert (len(few.found_by(probe)), many.found_by(probe)) == (MOST_NAMESAKES, [])
