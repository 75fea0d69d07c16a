"""The model that ships is sound, and models survive JSON."""

import json
from dataclasses import replace

import pytest

from gateway.domain.matching import PRIOR, Model, UnreadableModel
from gateway.domain.matching.levels import LEVELS, BirthplaceLevel, Field, PostcodeLevel
from gateway.domain.matching.name_classes import NO_CLASSES, NameClasses

CLASSES = NameClasses(sizes=(0.75, 0.25), families={"SMITH": (900, 100)}, givens={"WEI": (50, 950)})


def test_the_shares_of_every_field_add_up_to_one() -> None:
    for shares in (PRIOR.same, PRIOR.strangers, PRIOR.relatives):
        assert shares.keys() == set(Field)
        for one in Field:
            assert sum(shares[one]) == pytest.approx(1)
            assert len(shares[one]) == len(LEVELS[one]) - 1
            assert min(shares[one]) > 0
    assert sum(PRIOR.twins) == pytest.approx(1)


def test_what_relatives_share_is_no_evidence_against_them() -> None:
    birthplace, postcode = list(Field).index(Field.BIRTHPLACE), list(Field).index(Field.POSTCODE)
    assert {PRIOR.relative_bits[birthplace][level] for level in BirthplaceLevel} == {0.0}
    assert {PRIOR.relative_bits[postcode][level] for level in PostcodeLevel} == {0.0}


def test_a_rare_name_says_more_than_a_common_one() -> None:
    assert PRIOR.family_share("SMITH") > PRIOR.family_share("BAKER") > PRIOR.family_share("ORME") > 0
    assert PRIOR.given_share("JAMES") > PRIOR.given_share("HAL") > 0
    assert PRIOR.postcode_share("CV12WT") > 0


def test_a_name_is_established_from_a_count_on() -> None:
    model = replace(PRIOR, family_counts={"BOYLE": 3.0, "DOYLE": 2.0}, established_from=3)
    assert model.established.family == {"BOYLE"}


def test_a_model_goes_through_json() -> None:
    assert Model.from_json(PRIOR.as_json()) == PRIOR
    assert Model.from_json(PRIOR.as_json()).stranger_bits == PRIOR.stranger_bits


def test_its_name_classes_go_through_json() -> None:
    model = replace(PRIOR, name_classes=CLASSES)
    assert Model.from_json(model.as_json()) == model
    assert Model.from_json(model.as_json()).name_classes.times("SMITH", "WEI") == CLASSES.times("SMITH", "WEI") < 1


def test_a_model_of_before_name_classes_is_read_without() -> None:
    old = Model.from_json(json.dumps(json.loads(without("name_classes")) | {"form": 1}))
    assert old == PRIOR
    assert old.name_classes == NO_CLASSES


def test_a_model_from_before_weighs_the_gender_of_namesakes_as_of_any() -> None:
    old = Model.from_json(without("namesakes"))
    assert old == replace(PRIOR, namesakes=PRIOR.strangers[Field.GENDER])


def test_a_model_from_before_knows_no_filler_days() -> None:
    with_fillers = replace(PRIOR, filler_days=("01-01", "07-01"))
    assert Model.from_json(with_fillers.as_json()) == with_fillers
    assert Model.from_json(without("filler_days")).filler_days == ()


def test_a_model_from_before_knows_no_frequent_dates() -> None:
    with_dates = replace(PRIOR, date_counts={"1990-01-01": 400.0})
    assert Model.from_json(with_dates.as_json()) == with_dates
    assert Model.from_json(without("date_counts")).date_counts == {}


def without(name: str) -> str:
    return json.dumps({key: value for key, value in json.loads(PRIOR.as_json()).items() if key != name})


def changed(**changes: object) -> str:
    return json.dumps(json.loads(PRIOR.as_json()) | changes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        without("twins"),
        without("register_size"),
        changed(form=0),
        changed(twins=[0.5, 0.5]),
        changed(twins=[0.0] * 13),
        changed(register_size="many"),
        changed(register_size=0),
        changed(same={}),
        changed(form=3),
        without("name_classes"),
        changed(namesakes=[1.0]),
        changed(name_classes=[]),
        changed(name_classes={"sizes": ["many"], "families": {}, "givens": {}}),
        changed(name_classes={"sizes": [0.5, 0.5], "families": {"SMITH": [1000]}, "givens": {}}),
    ],
)
def test_another_text_is_no_model(text: str) -> None:
    with pytest.raises(UnreadableModel):
        Model.from_json(text)
