"""Pairs of people who differ in one thing only.

Both state it, so neither may certainly be the other.

The people are drawn from the made-up kingdom's names; what differs is changed by rule, so that a pair is never one
person by mistake of the benchmark.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from gateway.domain.learner import Gender, Person, identity_of
from gateway.domain.matching import PRIOR, ExactMatch, LinkedMatch, is_certain
from gateway.domain.names import normal_name
from gateway.domain.placeholders import is_initials, is_placeholder
from gateway.sandbox.population.draw import weighted
from gateway.sandbox.population.names import POOLS
from tests.bench_matching.intervals import shown
from tests.bench_matching.uk.postcodes import mistyped
from tests.domain.matching.deciding import decide
from tests.domain.matching.test_properties import learners

PAIRS = 35_000
_POOLS = weighted(POOLS)
_OTHER_LETTERS = "静晶琳伟ЮяИйसीतोமணிかがعم"
_ACCENTS = "\u0300\u0301\u0303\u0308\u030c\u0309"
_MIDDLE = ("Hamid", "Jamal", "Rose", "Marie", "Maria", "Jan", "Piotr", "Femi", "Tunde", "James", "John", "Grace")
_TOWNS = ("Leeds", "Hull", "Mosul", "Kirkuk", "Lagos", "Gdansk", "Cork", "Swansea", "Lahore", "Hanoi")

Two = tuple[Person, Person]


def report(console: Console, seed: int, *, pairs: int = PAIRS) -> None:
    """Print how many pairs are taken for one person.

    The table is by what differs.
    """
    answers = ask(pairs, seed)
    table = Table(title=f"Two people who differ in one thing that both state, seed {seed}")
    for heading in ("what differs", "pairs", "taken for one", "control: equal key fields"):
        table.add_column(heading, justify="left" if heading == "what differs" else "right")
    for what, count in sorted(answers.pairs.items()):
        table.add_row(what, f"{count:,}", shown(answers.taken[what], count), f"{answers.by_key[what]:,}")
    total = answers.pairs.total()
    table.add_row("all", f"{total:,}", shown(answers.taken.total(), total), f"{answers.by_key.total():,}")
    console.print(table)
    for one, other in answers.examples[:5]:
        console.print(f"  {_written(one)}\n  taken for {_written(other)}", highlight=False)


@dataclass(slots=True)
class Answers:
    """Counts of pairs, by what differs.

    They count all pairs, those taken for one person, and those that equal key fields alone would take for one.
    """

    pairs: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    by_key: Counter[str] = field(default_factory=Counter)
    examples: list[Two] = field(default_factory=list)


def ask(count: int, seed: int) -> Answers:
    """Ask of pairs whether they are one person.

    Each is asked in both directions, by the rule of registrations and by that of searches.
    """
    answers = Answers()
    for what, (one, other) in differing(count, random.Random(seed)):
        answers.pairs[what] += 1
        answers.by_key[what] += identity_of(one) == identity_of(other)
        if is_certain(one, other, PRIOR) or any(
            isinstance(decide(asked, learners([held]), {}), ExactMatch | LinkedMatch)
            for asked, held in ((one, other), (other, one))
        ):
            answers.taken[what] += 1
            answers.examples.append((one, other))
    return answers


def differing(count: int, dice: random.Random) -> Iterator[tuple[str, Two]]:
    """Draw so many pairs, as many of each kind."""
    kinds = list(CHANGES.items())
    while count:
        what, change = kinds[count % len(kinds)]
        person = _person(dice)
        two = change(person, dice)
        if two is not None:
            count -= 1
            yield what, two


def _person(dice: random.Random) -> Person:
    while True:
        pool, gender = _POOLS.draw(dice), dice.choice("12")
        given, family = pool.given(gender).draw(dice), pool.family.draw(dice)
        if not any(is_placeholder(name) or is_initials(name) for name in (given, family)):
            break
    return Person(
        given_name=given,
        family_name=family,
        date_of_birth=date(1975, 1, 1) + timedelta(days=dice.randrange(12_000)),
        gender=Gender(int(gender)),
        postcode=f"LS{dice.randint(1, 29)} {dice.randint(1, 9)}{dice.choice('ABDEFG')}{dice.choice('HJLNPQ')}",
        middle_name=dice.choice(("", *_MIDDLE)),
        place_of_birth=dice.choice(("", *_TOWNS)),
    )


def _renamed(rename: Callable[[str, random.Random], str]) -> Callable[[Person, random.Random], Two | None]:
    def change(person: Person, dice: random.Random) -> Two | None:
        name = dice.choice(("given_name", "family_name"))
        held = getattr(person, name)
        other = rename(held, dice)
        changes: dict[str, Any] = {name: other}
        return (person, replace(person, **changes)) if other != held else None

    return change


def _another_letter(name: str, dice: random.Random) -> str:
    place = dice.choice([place for place, letter in enumerate(name) if letter.isalpha()])
    there = normal_name(name[place])
    return (
        name[:place] + dice.choice([one for one in "aeioubdfgklmnrst" if normal_name(one) != there]) + name[place + 1 :]
    )


def _one_more_letter(name: str, dice: random.Random) -> str:
    place = dice.randint(0, len(name))
    return name[:place] + dice.choice("aeioubdfgklmnrst") + name[place:]


def _number_behind(name: str, dice: random.Random) -> str:
    return f"{name}{dice.choice(('', ' ', ' ('))}{dice.randint(1, 9)}"


def _letter_of_another_script(name: str, dice: random.Random) -> str:
    return f"{name} {dice.choice(_OTHER_LETTERS)}"


def _accents(person: Person, dice: random.Random) -> Two | None:
    bare = normal_name(person.given_name).title()
    one, other = dice.sample(_ACCENTS, 2)
    return replace(person, given_name=f"{bare}{one}"), replace(person, given_name=f"{bare}{other}")


def _divided(person: Person, dice: random.Random) -> Two | None:
    bare = normal_name(person.given_name).title()
    if len(bare) < 4:
        return None
    places, between = dice.sample(range(1, len(bare)), 2), dice.choice(" -.'")
    one, other = (replace(person, given_name=f"{bare[:place]}{between}{bare[place:]}") for place in places)
    return one, other


Values = Callable[[Person, random.Random], Sequence[object]]


def _another(name: str, values: Values) -> Callable[[Person, random.Random], Two | None]:
    def change(person: Person, dice: random.Random) -> Two | None:
        changes: list[dict[str, Any]] = [{name: value} for value in values(person, dice)]
        return replace(person, **changes[0]), replace(person, **changes[1])

    return change


def _two(values: tuple[str, ...]) -> Values:
    return lambda _, dice: dice.sample(values, 2)


def _two_years(person: Person, dice: random.Random) -> tuple[date, date]:
    born = person.date_of_birth.replace(day=2)
    return born, born.replace(year=born.year - dice.randint(1, 40))


CHANGES: dict[str, Callable[[Person, random.Random], Two | None]] = {
    "a letter of a name": _renamed(_another_letter),
    "one letter more in a name": _renamed(_one_more_letter),
    "a number behind a name": _renamed(_number_behind),
    "a letter of another script": _renamed(_letter_of_another_script),
    "the accent": _accents,
    "where a name is divided": _divided,
    "the day of birth": _another(
        "date_of_birth", lambda one, dice: (one.date_of_birth, one.date_of_birth + timedelta(days=dice.randint(1, 40)))
    ),
    "the year of birth": _another("date_of_birth", _two_years),
    "the gender": _another("gender", lambda one, _: (one.gender, Gender(3 - int(one.gender)))),
    "a character of the postcode": _another("postcode", lambda one, dice: (one.postcode, mistyped(one.postcode, dice))),
    "the middle name": _another("middle_name", _two(_MIDDLE)),
    "the place of birth": _another("place_of_birth", _two(_TOWNS)),
    "the e-mail address": _another(
        "email", lambda _, dice: (f"{dice.choice(_MIDDLE)}1@example.org", f"{dice.choice(_TOWNS)}2@example.org")
    ),
}  # fmt: skip
"""Each makes two people of one."""


def _written(one: Person) -> str:
    shown = (one.given_name, one.middle_name, one.family_name, one.date_of_birth, one.gender.value, one.postcode)
    return " | ".join(map(str, (*shown, one.place_of_birth, one.email)))
