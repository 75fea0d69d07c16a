"""What a register teaches, without labels."""

from itertools import product

import pytest

from gateway.domain.matching import PRIOR, Model, confirmed, learn, learning, score
from gateway.domain.matching.levels import BornLevel, Field, GivenLevel
from gateway.domain.matching.traits import traits
from tests.domain.matching.people import register

PEOPLE = list(register(700))


@pytest.fixture(scope="module")
def model() -> Model:
    """Return a model learnt from these people.

    It takes a second, so it is made only when a test needs it.
    """
    return learn(PEOPLE, version=7)


@pytest.fixture
def few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare only a tenth of the pairs of strangers.

    It takes a tenth of the time. It is for tests in which their number makes no difference.
    """
    monkeypatch.setattr("gateway.domain.matching.learning._STRANGER_PAIRS", 15_000)


@pytest.mark.usefixtures("few_pairs")
def test_the_same_learners_give_the_same_model() -> None:
    model = learn(PEOPLE, version=7)
    assert learn(iter(PEOPLE), version=7) == model
    assert model.version == 7
    assert Model.from_json(model.as_json()) == model


def test_names_are_counted_in_normal_form(model: Model) -> None:
    smiths = sum(person.family.text == "SMITH" for person in PEOPLE)
    assert model.family_counts["SMITH"] == pytest.approx(smiths + 11.5)
    assert model.given_counts["SIAN"] == sum(person.given.text == "SIAN" for person in PEOPLE)
    assert {"WYN JONES", "ONEILL"} <= model.established.family


def test_the_first_of_several_given_names_is_counted_too() -> None:
    people = [traits(given_name=f"Mohammed {name}") for name in ("Ali", "Hamza", "Yusuf")]
    assert learn(people).given_counts["MOHAMMED"] == pytest.approx(3 + 9)


@pytest.mark.usefixtures("few_pairs")
def test_birth_dates_agree_by_chance_where_all_are_born_on_one_day() -> None:
    one_day = learn(person._replace(born="2004-03-09") for person in PEOPLE)
    assert one_day.strangers[Field.BORN][BornLevel.EXACT - 1] > 0.99


def test_birth_dates_agree_by_chance_as_often_as_the_register_has_it(model: Model) -> None:
    assert model.strangers[Field.BORN][BornLevel.EXACT - 1] == pytest.approx(1 / 7000, rel=0.4)


@pytest.mark.usefixtures("few_pairs")
def test_a_day_on_which_far_more_are_born_than_on_others_is_a_filler(model: Model) -> None:
    assert model.filler_days == ()
    arrived = [one._replace(born=f"{one.born[:4]}-01-01") for one in PEOPLE[:60]]
    assert learn([*PEOPLE[60:], *arrived]).filler_days == ("01-01",)
    assert learn([*PEOPLE[10:], *arrived[:10]]).filler_days == (), "ten of two thousand are a chance"


def test_a_birth_date_that_far_more_have_than_others_is_counted(model: Model) -> None:
    assert model.date_counts == {}
    arrived = [one._replace(born="1990-01-01") for one in PEOPLE[:25]]
    assert learn([*PEOPLE[25:], *arrived]).date_counts == {"1990-01-01": 25.0}
    assert learn([*PEOPLE[10:], *arrived[:10]]).date_counts == {}, "ten of two thousand are a chance"


def test_relatives_are_counted_at_home(model: Model) -> None:
    assert model.relatives_each == pytest.approx(2, abs=0.1)
    assert learn(person for person in PEOPLE if person.given.text < "C").relatives_each < 0.5
    different = model.relatives[Field.GIVEN][GivenLevel.DIFFERENT - 1]
    assert different > 0.7 > model.relatives[Field.GIVEN][GivenLevel.EXACT - 1] * 100


@pytest.mark.usefixtures("few_pairs")
def test_a_register_without_families_knows_of_hardly_any_relatives() -> None:
    alone = (one._replace(postcode=f"B{place} 1AA") for place, one in enumerate(PEOPLE))
    assert learn(alone).relatives_each < 0.02


@pytest.mark.usefixtures("few_pairs")
def test_neighbours_who_share_a_common_name_are_no_relatives() -> None:
    words = ["".join(letters) for letters in product("ABCDEFGHIJKLM", repeat=3)][:1000]
    district = [
        traits(given_name=word, family_name="Smith" if place % 3 else word, postcode=f"B{place % 125} 1AA")
        for place, word in enumerate(words)
    ]
    assert learn(district).relatives_each < 0.6
    apart = (one._replace(postcode=one.postcode + one.family.text) for one in district)
    assert learn(apart).relatives_each > 2


@pytest.mark.usefixtures("few_pairs")
def test_one_person_registered_twice_is_no_relative() -> None:
    twice = learn([*PEOPLE[:300], *(person._replace(email="") for person in PEOPLE[:300])])
    assert twice.twins[GivenLevel.EXACT - 1] < 0.001


def test_an_empty_register_gives_what_ships() -> None:
    empty = learn([])
    for one in Field:
        assert empty.strangers[one] == pytest.approx(PRIOR.strangers[one])
        assert empty.relatives[one] == pytest.approx(PRIOR.relatives[one])
    assert empty.twins == pytest.approx(PRIOR.twins)
    assert (empty.register_size, empty.relatives_each) == (5000, PRIOR.relatives_each)
    for name in ("SMITH", "ORME"):
        assert empty.family_share(name) == pytest.approx(PRIOR.family_share(name))


def test_a_dozen_learners_change_little() -> None:
    smiths = [
        traits(given_name="John", family_name="Smith", date_of_birth="2001-01-01", postcode=f"B{place} 1AA", gender=1)
        for place in range(12)
    ]
    model = learn(smiths)
    asked = traits(given_name="Ann", family_name="Orme", date_of_birth="2004-03-09", postcode="CV1 2WT", gender=2)
    assert score(model, asked, asked) > 10
    assert score(model, asked, asked._replace(postcode="LS14AP")) > 0
    assert score(model, smiths[0], asked) < -10
    assert score(model, smiths[0], smiths[1]) < score(model, asked, asked._replace(postcode="LS14AP"))


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, bound in (("_HOUSEHOLD_PEOPLE", 200), ("_SAMPLE", 100), ("_MOST_VALUES", 50)):
        monkeypatch.setattr(learning, name, bound)
    model = learn(PEOPLE)
    assert model.relatives_each == pytest.approx(2, abs=0.4)
    assert len(model.postcode_counts) <= 50
    assert model.register_size == 5000
    assert learn(PEOPLE) == model


def test_confirmed_pairs_teach_how_one_person_differs(model: Model) -> None:
    pairs = [(person, person._replace(postcode="LS14AP")) for person in PEOPLE[:200]]
    moved = confirmed(model, pairs)
    assert moved.same[Field.POSTCODE][-1] > 0.9
    assert moved.relatives[Field.POSTCODE] == moved.same[Field.POSTCODE]
    assert score(moved, *pairs[0]) > score(model, *pairs[0])
    assert confirmed(model, []).same[Field.GIVEN] == pytest.approx(PRIOR.same[Field.GIVEN])


def test_pairs_with_swapped_names_say_nothing_of_given_names(model: Model) -> None:
    pairs = [(person, person._replace(given=person.family, family=person.given)) for person in PEOPLE[:100]]
    swapped = confirmed(model, pairs)
    assert swapped.same[Field.GIVEN] == pytest.approx(PRIOR.same[Field.GIVEN])
    assert swapped.same[Field.FAMILY][-1] > 0.7


def test_a_given_name_tells_the_gender(model: Model) -> None:
    assert model.namesakes == pytest.approx((0.5, 0.5), abs=0.05), "here names are drawn for both"
    told = learn(person._replace(gender=1 + (person.given.text < "L")) for person in PEOPLE)
    assert told.namesakes[0] > 0.99
    assert sum(told.namesakes) == pytest.approx(1)
