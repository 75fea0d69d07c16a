"""What two records tell together, beside their fields."""

from typing import Any

import pytest

from gateway.domain.matching import PRIOR, explain
from gateway.domain.matching.circumstances import Circumstance
from gateway.domain.matching.comparison import EstablishedNames, compare
from gateway.domain.matching.levels import LEVELS
from gateway.domain.matching.scoring import explanation_of, score
from gateway.domain.matching.traits import traits

HELD: dict[str, Any] = {
    "given_name": "Bronagh",
    "family_name": "Tolpuddle",
    "date_of_birth": "2003-05-17",
    "postcode": "CV1 2WT",
    "gender": 2,
}


def circumstances(asked: dict[str, Any], held: dict[str, Any] = HELD) -> tuple[Circumstance, ...]:
    one, other = traits(**asked), traits(**held)
    found = compare(one, other, EstablishedNames()).circumstances
    assert found == compare(other, one, EstablishedNames()).circumstances
    return found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ()),
        ({"postcode": "LS1 4AP", "gender": 1}, ()),
        ({"given_name": "Bronach"}, ()),
        ({"given_name": "Bronach", "family_name": "Tolpudle"}, (Circumstance.SLIPS,)),
        ({"given_name": "Brawna", "family_name": "Thoulpoodul"}, (Circumstance.BY_EAR,)),
        ({"family_name": "Moss", "previous_family_name": "Tolpuddle"}, (Circumstance.FORMER_STATED,)),
        (
            {"given_name": "Kit", "family_name": "Moss", "previous_family_name": "Tolpuddle"},
            (Circumstance.BOTH_CHANGED, Circumstance.FORMER_STATED),
        ),
        ({"given_name": "Tolpuddle Bronagh", "family_name": "Tolpuddle"}, (Circumstance.SAME_WORDS,)),
        ({"given_name": "Bronagh BSc", "family_name": "Tolpuddle MBE"}, (Circumstance.SAME_WORDS,)),
        ({"given_name": "Bronagh Ann", "family_name": "Tolpuddle Moss"}, ()),
        ({"given_name": "Bron", "family_name": "Tolp"}, (Circumstance.CUT,)),
        ({"date_of_birth": "2003-01-01"}, (Circumstance.NEW_YEAR_OF_YEAR,)),
        ({"date_of_birth": "1998-01-01"}, (Circumstance.NEW_YEAR,)),
        ({"date_of_birth": "1998-02-01"}, ()),
    ],
    ids=str,
)
def test_fields_tell_more_together(changes: dict[str, Any], found: tuple[Circumstance, ...]) -> None:
    assert circumstances(HELD | changes) == found


def test_a_preferred_name_that_is_used_says_more_than_a_middle_name() -> None:
    asked = HELD | {"given_name": "Zinnie"}
    assert circumstances(asked, HELD | {"preferred_given_name": "Zinnie"}) == (Circumstance.PREFERRED,)
    assert circumstances(asked, HELD | {"middle_name": "Zinnie"}) == ()


def test_each_circumstance_is_told_in_words_with_its_bits() -> None:
    asked = traits(**HELD | {"family_name": "Moss", "previous_family_name": "Tolpuddle", "postcode": "LS1 4AP"})
    why = explain(PRIOR, asked, traits(**HELD))
    (piece,) = (piece for piece in why.evidence if piece.field == "besides")
    assert piece.level == "a former name was stated so that somebody is found by it"
    assert 0 < piece.bits <= 4.9
    assert sum(piece.bits for piece in why.evidence) == pytest.approx(why.score)


def test_a_former_name_that_was_stated_counts_for_the_person() -> None:
    married = HELD | {"family_name": "Moss", "postcode": "LS1 4AP"}
    stated = score(PRIOR, traits(**married | {"previous_family_name": "Tolpuddle"}), traits(**HELD))
    assert stated > score(PRIOR, traits(**married), traits(**HELD)) + 10
    assert stated > 0


@pytest.mark.parametrize(
    ("held", "stated", "found"),
    [
        ("2003-05-17", "2003-05-18", (Circumstance.OFF_BY_ONE,)),
        ("2003-05-17", "2003-04-17", (Circumstance.OFF_BY_ONE,)),
        ("2003-05-17", "2002-05-17", (Circumstance.OFF_BY_ONE,)),
        ("2003-05-19", "2003-05-20", (Circumstance.OFF_BY_ONE_CARRIED,)),
        ("2003-09-17", "2003-10-17", (Circumstance.OFF_BY_ONE_CARRIED,)),
        ("2003-05-17", "2003-05-27", ()),
        ("2003-05-17", "2003-05-15", ()),
        ("2003-05-17", "2003-06-18", ()),
        ("2003-05-12", "2003-05-21", ()),
        ("xxxx-05-17", "xxxy-05-17", ()),
    ],
)
def test_a_part_of_a_date_may_be_one_off(held: str, stated: str, found: tuple[Circumstance, ...]) -> None:
    assert circumstances(HELD | {"date_of_birth": stated}, HELD | {"date_of_birth": held}) == found


def test_a_date_that_is_one_off_is_likelier_a_mistake_than_another_date() -> None:
    def bits(stated: str) -> float:
        return score(
            PRIOR, traits(**HELD | {"date_of_birth": stated}), traits(**HELD | {"date_of_birth": "2003-05-17"})
        )

    assert bits("2003-05-18") == pytest.approx(bits("2003-05-19") + 1.4)
    assert bits("2003-06-17") == pytest.approx(bits("2003-08-17") + 1.4)


@pytest.mark.parametrize("circumstance", Circumstance)
def test_every_circumstance_is_in_an_explanation(circumstance: Circumstance) -> None:
    comparison = compare(traits(**HELD), traits(**HELD), EstablishedNames())._replace(circumstances=(circumstance,))
    besides = [piece for piece in explanation_of(PRIOR, comparison).evidence if piece.field == "besides"]
    assert [piece.level for piece in besides] == [circumstance.words]


def test_no_two_kinds_of_evidence_have_the_same_words() -> None:
    told = [[circumstance.words for circumstance in Circumstance]]
    told += [[level.words for level in levels] for levels in LEVELS.values()]
    for words in told:
        assert all(words)
        assert len({*words}) == len(words)
