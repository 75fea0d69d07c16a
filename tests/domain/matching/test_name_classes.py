"""Which names go together, found from the names alone."""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from gateway.domain.matching.name_classes import NO_CLASSES, NameClasses, NamePair, find_classes

STOCKS = (
    (("JACK", "EMILY", "TOM", "LUCY"), ("SMITH", "BAKER", "WOOD", "KING")),
    (("WEI", "MEI", "JUN", "LAN"), ("WANG", "CHEN", "WOOD", "LIN")),
    (("PIOTR", "EWA", "JAN", "ZOFIA"), ("NOWAK", "MAZUR", "DUDEK", "LIN")),
)


def called(people: int, seed: int = 1) -> Iterator[NamePair]:
    """Draw both names of each from one stock."""
    draw = random.Random(seed)
    for _ in range(people):
        givens, families = draw.choice(STOCKS)
        yield draw.choice(givens), draw.choice(families)


@pytest.fixture(scope="module")
def classes() -> NameClasses:
    """Return the classes of three stocks."""
    return find_classes(Counter(called(3_000)))


def test_names_of_one_stock_go_together(classes: NameClasses) -> None:
    assert classes.times("WANG", "WEI") == pytest.approx(3, rel=0.15)
    assert classes.times("SMITH", "LUCY") == pytest.approx(3, rel=0.15)
    assert classes.times("NOWAK", "WEI") < 0.4 > classes.times("SMITH", "EWA")


def test_a_name_of_two_stocks_goes_with_both(classes: NameClasses) -> None:
    for given in ("JACK", "MEI"):
        assert classes.times("WOOD", given) == pytest.approx(1.5, rel=0.15)
    assert classes.times("WOOD", "PIOTR") < 0.4


def test_the_first_of_several_given_names_tells(classes: NameClasses) -> None:
    assert classes.times("WANG", "WEI LAN") == classes.times("WANG", "WEI")


def test_a_name_that_hardly_anybody_bears_tells_nothing(classes: NameClasses) -> None:
    assert classes.times("WANG", "HORATIO") == classes.times("ORME", "WEI") == 1


def test_names_that_are_drawn_alike_have_no_classes() -> None:
    draw = random.Random(1)
    pairs = ((f"GIVEN{draw.randrange(40)}", f"FAMILY{draw.randrange(40)}") for _ in range(4_000))
    assert find_classes(Counter(pairs)) == NO_CLASSES


@pytest.mark.parametrize("people", [0, 1, 2, 30])
def test_few_people_have_no_classes(people: int) -> None:
    found = find_classes(Counter((f"GIVEN{place}", f"FAMILY{place % 9}") for place in range(people)))
    assert found == NO_CLASSES
    assert found.times("FAMILY1", "GIVEN1") == 1


def test_the_order_of_the_people_does_not_matter(classes: NameClasses) -> None:
    assert find_classes(Counter(reversed([*called(3_000)]))) == classes


def test_the_classes_say_nothing_of_people(classes: NameClasses) -> None:
    assert classes.families.keys() == {family for _, families in STOCKS for family in families}
    assert {len(parts) for parts in (*classes.families.values(), *classes.givens.values())} == {len(classes.sizes)}
    assert sum(classes.sizes) == pytest.approx(1)
