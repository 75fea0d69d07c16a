"""Queries for learners with mistakes, and for similar people.

`hard` makes the same number of each kind. `real` makes mistakes independently, as often as clerks do.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from gateway.sandbox.population.names import MOHAMMED, POOLS, SHORT_NAMES, TOWNS, Pool, words_of
from gateway.sandbox.population.spelling import plain
from tests.bench_matching.records import Record
from tests.bench_matching.uk import mistakes
from tests.bench_matching.uk.people import FEMALE, MALE, Maker, People, feminine, other
from tests.bench_matching.uk.postcodes import UNKNOWN, mistyped

_TRIES = 60
_SIMILAR = 0.80
_POOLS = {origin: [pool for _, pool in POOLS if pool.origin == origin] for origin in {pool.origin for _, pool in POOLS}}
_SHORT_BY_PLAIN = {plain(name).lower(): shorts for name, shorts in SHORT_NAMES.items()}


@dataclass(slots=True)
class Asker:
    """Asks for people of a register."""

    maker: Maker
    people: People
    groups: dict[str, list[Record]] = field(default_factory=dict)
    _strangers: int = 0
    _at_home: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        registered = self.people.registered
        for one in (*registered, *self.people.hidden_twins):
            self._at_home[one.household] = self._at_home.get(one.household, frozenset()) | words_of(one.given)
        pairs: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
        for one in registered:
            if one.kind == "twin":
                pairs[one.household, one.birth].append(one)
        self.groups = {
            "all": registered,
            "double": [one for one in registered if "-" in one.family],
            "two given names": [one for one in registered if " " in one.given],
            "twins": [one for pair in pairs.values() if len(pair) == 2 for one in pair],
            "juniors": [one for one in registered if one.kind == "junior"],
            "lone twins": self.people.hidden_twins,
        }

    @property
    def dice(self) -> random.Random:
        """Return where chance comes from."""
        return self.maker.dice

    def asked(self, learner: Record, **changed: str) -> Record:
        """Return a query for this learner.

        It seldom has a place of birth, and not always an e-mail address.
        """
        birthplace = learner.birthplace if self.maker.chance(0.3) else ""
        email = learner.email if self.maker.chance(0.4) else ""
        return replace(learner, previous="", **({"birthplace": birthplace, "email": email} | changed))

    def stranger(self, learner: Record, **changed: str) -> Record:
        """Return a query for somebody who is not registered.

        They have all values in common with this learner, except the changed ones.
        """
        self._strangers += 1
        return self.asked(other(learner, person=f"X{self._strangers}", **changed))

    def pool_of(self, learner: Record) -> Pool:
        """Return where the learner's names are from."""
        return next(
            (pool for pool in _POOLS[learner.origin] if learner.given.split()[-1] in pool.given(learner.gender).things),
            _POOLS[learner.origin][0],
        )

    def another_given(self, learner: Record) -> str:
        """Draw another name that these parents may give a child.

        Nobody else in the home has it.
        """
        names = self.pool_of(learner).given(learner.gender)
        name = names.draw(self.dice)
        while not self.is_new_at_home(name, learner):
            name = names.draw(self.dice)
        return name

    def is_new_at_home(self, name: str, learner: Record) -> bool:
        """Return whether nobody at home has this name, however spelt."""
        return not words_of(name) & self._at_home[learner.household]

    def family_name(self) -> str:
        """Draw a family name."""
        return self.maker.pool().family.draw(self.dice)

    def moved(self, learner: Record) -> str:
        """Return the postcode after a move, often nearby."""
        if self.maker.chance(0.4):
            return self.maker.postcodes.near(learner.postcode, self.dice)
        return self.maker.postcodes.draw(self.dice)


Question = Callable[[Asker, Record], Record | None]


def _clean(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one)


def _format(asker: Asker, one: Record) -> Record | None:
    """Return a query in another style of writing.

    Case and spaces differ, or accents, hyphens and apostrophes are missing.
    """
    given = plain(one.given)
    family = asker.dice.choice((plain(one.family), one.family.replace("-", " "), one.family.upper().replace("'", "")))
    given = asker.dice.choice((given.upper(), given.lower()))
    return asker.asked(one, given=given, family=family, postcode=one.postcode.replace(" ", "").lower())


def _typo_family(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one, family=mistakes.typo(one.family, asker.dice))


def _typo_given(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one, given=mistakes.typo(one.given, asker.dice))


def _typo_both(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one, given=mistakes.typo(one.given, asker.dice), family=mistakes.typo(one.family, asker.dice))


def _swapped(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one, given=one.family, family=one.given)


def _nickname(asker: Asker, one: Record) -> Record | None:
    given = mistakes.short(one.given, asker.dice)
    return asker.asked(one, given=given) if given else None


def _middle_in_given(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one, given=f"{one.given} {asker.another_given(one)}")


def _married_and_says_so(asker: Asker, one: Record) -> Record | None:
    if one.gender != FEMALE:
        return None
    married = asker.asked(one, family=asker.family_name(), postcode=asker.moved(one))
    return replace(married, previous=one.family)


def _married(asker: Asker, one: Record) -> Record | None:
    if one.gender != FEMALE:
        return None
    postcode = one.postcode if asker.maker.chance(0.5) else asker.moved(one)
    return asker.asked(one, family=asker.family_name(), postcode=postcode)


def _half_of_a_double_name(asker: Asker, one: Record) -> Record | None:
    if "-" in one.family:
        return asker.asked(one, family=asker.dice.choice(one.family.split("-")))
    return asker.asked(one, family=f"{one.family}-{asker.family_name()}") if asker.maker.chance(0.3) else None


def _day_for_month(asker: Asker, one: Record) -> Record | None:
    birth = mistakes.day_for_month(one.birth)
    return asker.asked(one, birth=birth) if birth else None


def _wrong_date(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one, birth=mistakes.another_date(one.birth, asker.dice))


def _moved(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one, postcode=asker.moved(one))


def _no_postcode(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one, postcode=UNKNOWN)


def _wrong_postcode(asker: Asker, one: Record) -> Record | None:
    return None if one.postcode == UNKNOWN else asker.asked(one, postcode=mistyped(one.postcode, asker.dice))


def _wrong_gender(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one, gender={MALE: FEMALE, FEMALE: MALE}.get(one.gender, "0"))


def _moved_nickname(asker: Asker, one: Record) -> Record | None:
    given = mistakes.short(one.given, asker.dice)
    return asker.asked(one, given=given, postcode=asker.moved(one)) if given else None


def _moved_typo(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one, family=mistakes.typo(one.family, asker.dice), postcode=asker.moved(one))


def _wrong_date_typo(asker: Asker, one: Record) -> Record | None:
    birth = mistakes.another_date(one.birth, asker.dice)
    return asker.asked(one, birth=birth, family=mistakes.typo(one.family, asker.dice))


def _moved_wrong_date(asker: Asker, one: Record) -> Record | None:
    return asker.asked(one, birth=mistakes.another_date(one.birth, asker.dice), postcode=asker.moved(one))


def _three_mistakes(asker: Asker, one: Record) -> Record | None:
    return asker.asked(
        one,
        given=mistakes.short(one.given, asker.dice) or mistakes.typo(one.given, asker.dice),
        family=mistakes.typo(one.family, asker.dice),
        postcode=asker.moved(one),
    )


def _twin_on_the_register(asker: Asker, one: Record) -> Record | None:
    chance = asker.dice.random()
    if chance < 0.4:
        return _typo_given(asker, one)
    return _typo_family(asker, one) if chance < 0.6 else asker.asked(one)


def _stranger(asker: Asker, one: Record) -> Record | None:
    return stranger_of(asker, one, asker.maker.pool())


def stranger_of(asker: Asker, one: Record, pool: Pool) -> Record:
    """Return a query for a person of this origin.

    The person has nothing in common with anybody on the register.
    """
    gender = asker.dice.choice((MALE, FEMALE))
    return asker.stranger(
        one,
        given=pool.given(gender).draw(asker.dice),
        family=feminine(pool.family.draw(asker.dice), pool, gender),
        birth=asker.maker.born(1975, 2010).isoformat(),
        gender=gender,
        postcode=asker.maker.postcodes.draw(asker.dice),
        birthplace=TOWNS.draw(asker.dice),
        origin=pool.origin,
    )


def _twin(asker: Asker, one: Record) -> Record | None:
    """Return a query for a twin who is not registered.

    All but the given name is the same.
    """
    return asker.stranger(one, given=asker.another_given(one))


def _twin_of_the_same_initial(asker: Asker, one: Record) -> Record | None:
    names = [name for name in asker.pool_of(one).given(one.gender).things if plain(name)[0] == plain(one.given)[0]]
    names = [name for name in names if " " not in name and asker.is_new_at_home(name, one)]
    return asker.stranger(one, given=asker.dice.choice(names)) if names and "-" not in one.given else None


def _twin_of_a_similar_name(asker: Asker, one: Record) -> Record | None:
    """Return a query for a twin with a similar name.

    Hayden and Jayden look alike, but neither is a form of the other.
    """
    names = [name for name in _similar(one.given, asker.pool_of(one), one.gender) if asker.is_new_at_home(name, one)]
    return asker.stranger(one, given=asker.dice.choice(names)) if names else None


@lru_cache(10_000)
def _similar_names(given: str, names: tuple[str, ...]) -> tuple[str, ...]:
    written = plain(given).upper()
    alike = [name for name in names if JaroWinkler.similarity(plain(name).upper(), written) >= _SIMILAR]
    return tuple(name for name in alike if not _forms_of_one_name(plain(name), plain(given)))


def _similar(given: str, pool: Pool, gender: str) -> tuple[str, ...]:
    if " " in given or "-" in given:
        return ()
    return _similar_names(given, tuple(name for name in pool.given(gender).things if " " not in name))


def _forms_of_one_name(one: str, two: str) -> bool:
    def of(name: str) -> frozenset[str]:
        return frozenset({name.lower(), *(short.lower() for short in _SHORT_BY_PLAIN.get(name.lower(), ()))})

    return bool(of(one) & of(two)) or one.lower().startswith(two.lower()) or two.lower().startswith(one.lower())


def _twin_of_the_same_first_name(asker: Asker, one: Record) -> Record | None:
    """Return a query for a twin with one shared name.

    For example, Mohammed Hamza is the twin of Mohammed Ali, and Wing Fai that of Wing Yan.
    """
    first, *rest = one.given.split()
    if not rest:
        return None
    second = asker.another_given(one)
    if " " in second or MOHAMMED[0] in words_of(second):
        return None
    return asker.stranger(one, given=f"{first} {second}")


def _sibling(asker: Asker, one: Record) -> Record | None:
    return asker.stranger(one, given=asker.another_given(one), birth=_years_away(asker, one, 300, 1800))


def _father_or_son(asker: Asker, one: Record) -> Record | None:
    birth = _years_away(asker, one, 6800, 14000)
    if not "1941" <= birth[:4] <= "2011":
        return None
    return asker.stranger(one, birth=birth, birthplace=TOWNS.draw(asker.dice))


def _years_away(asker: Asker, one: Record, least: int, most: int) -> str:
    days = timedelta(days=asker.dice.choice((-1, 1)) * asker.dice.randint(least, most))
    return (date.fromisoformat(one.birth) + days).isoformat()


def _namesake_of_the_same_date(asker: Asker, one: Record) -> Record | None:
    postcode = asker.maker.postcodes.draw(asker.dice)
    return asker.stranger(one, postcode=postcode, birthplace=TOWNS.draw(asker.dice))


def _namesake_of_a_near_date(asker: Asker, one: Record) -> Record | None:
    return asker.stranger(
        one,
        birth=mistakes.another_date(one.birth, asker.dice),
        postcode=asker.maker.postcodes.draw(asker.dice),
        birthplace=TOWNS.draw(asker.dice),
    )


def _cousin(asker: Asker, one: Record) -> Record | None:
    """Return a query for a cousin.

    The family name, year of birth and address are the same, and the given name differs.
    """
    born = f"{one.birth[:4]}{asker.maker.born(2001, 2001).isoformat()[4:]}"
    return asker.stranger(one, given=asker.another_given(one), birth=born, birthplace=TOWNS.draw(asker.dice))


# The classes, by name: among whom to look for one, and how to ask.
OF_MEMBERS: dict[str, tuple[str, Question]] = {
    "clean": ("all", _clean),
    "format": ("all", _format),
    "family name typo": ("all", _typo_family),
    "given name typo": ("all", _typo_given),
    "both names typo": ("all", _typo_both),
    "swapped names": ("all", _swapped),
    "nickname": ("all", _nickname),
    "middle name": ("all", _middle_in_given),
    "married, previous name given": ("all", _married_and_says_so),
    "married": ("all", _married),
    "half of a double name": ("double", _half_of_a_double_name),
    "one name made double": ("all", _half_of_a_double_name),
    "day for month": ("all", _day_for_month),
    "wrong date": ("all", _wrong_date),
    "moved": ("all", _moved),
    "no postcode": ("all", _no_postcode),
    "wrong postcode": ("all", _wrong_postcode),
    "wrong gender": ("all", _wrong_gender),
    "moved, nickname": ("all", _moved_nickname),
    "moved, typo": ("all", _moved_typo),
    "wrong date, typo": ("all", _wrong_date_typo),
    "moved, wrong date": ("all", _moved_wrong_date),
    "three mistakes": ("all", _three_mistakes),
    "twin on the register": ("twins", _twin_on_the_register),
    "junior on the register": ("juniors", _clean),
}
OF_RELATIVES: dict[str, tuple[str, Question]] = {
    "twin": ("all", _twin),
    "twin, same initial": ("all", _twin_of_the_same_initial),
    "twin, similar name": ("all", _twin_of_a_similar_name),
    "twin, same first name": ("two given names", _twin_of_the_same_first_name),
    "twin left out": ("lone twins", _clean),
    "sibling": ("all", _sibling),
    "father or son": ("all", _father_or_son),
    "namesake, same date": ("all", _namesake_of_the_same_date),
    "namesake, near date": ("all", _namesake_of_a_near_date),
    "cousin": ("all", _cousin),
}
STRANGER = "stranger"
_ONCE_EACH = frozenset({"twins", "juniors", "lone twins"})
# Who registers for the first time in the real mix: of a thousand.
_NEW_PEOPLE: tuple[tuple[float, str], ...] = (
    (880, STRANGER),
    (90, "sibling"),
    (10, "cousin"),
    (8, "twin"),
    (7, "father or son"),
    (3, "twin, same initial"),
    (2, "twin, similar name"),
)


def hard(asker: Asker, of_each: int) -> Iterator[Record]:
    """Ask for so many of each class."""
    classes = OF_MEMBERS | OF_RELATIVES | {STRANGER: ("all", _stranger)}
    for name, (group, question) in classes.items():
        for asked in _some(asker, asker.groups[group], question, of_each, once=group in _ONCE_EACH):
            yield replace(asked, kind=name)


def _some(asker: Asker, group: list[Record], question: Question, wanted: int, *, once: bool) -> Iterator[Record]:
    if once:
        group = asker.dice.sample(group, min(wanted, len(group)))
    found = 0
    for turn in range(len(group) if once else wanted * _TRIES):
        if not group or found == wanted:
            return
        asked = question(asker, group[turn] if once else asker.dice.choice(group))
        if asked is not None:
            found += 1
            yield asked


def real(asker: Asker, wanted: int) -> Iterator[Record]:
    """Yield this many queries, with mistakes as clerks make them.

    A third of the people are new, and an eighth of these are relatives of learners.
    """
    for _ in range(wanted):
        if asker.maker.chance(0.35):
            yield _new_person(asker)
        else:
            yield learner_as_written(asker, asker.dice.choice(asker.groups["all"]))


def _new_person(asker: Asker) -> Record:
    weights, names = zip(*_NEW_PEOPLE, strict=True)
    name = asker.dice.choices(names, weights)[0]
    question = _stranger if name == STRANGER else OF_RELATIVES[name][1]
    asked = None
    while asked is None:
        asked = question(asker, asker.dice.choice(asker.groups["all"]))
    return replace(asked, kind=name)


def learner_as_written(asker: Asker, learner: Record) -> Record:
    """Return a query for a learner, with mistakes as usual.

    Mistakes are as frequent as clerks make them.
    """
    asked, made = asker.asked(learner), list[str]()
    for step in (_given_as_written, _family_as_written, _swapped_as_written, _date_as_written, _postcode_as_written):
        asked, mistake = step(asker, asked)
        made += [mistake] if mistake else []
    if asker.maker.chance(0.01):
        asked = replace(asked, gender={MALE: FEMALE, FEMALE: MALE}.get(asked.gender, "0"))
        made.append("wrong gender")
    return replace(asked, kind=" + ".join(made) or "clean")


def _given_as_written(asker: Asker, asked: Record) -> tuple[Record, str]:
    chance, given = asker.dice.random(), asked.given
    if chance < 0.055:
        given = mistakes.typo(given, asker.dice)
        return replace(asked, given=_perhaps_again(asker, given)), "given name typo"
    if chance < 0.08 and (name := mistakes.short(given, asker.dice)):
        return replace(asked, given=name), "nickname"
    if chance < 0.10:
        return replace(asked, given=f"{given} {asker.another_given(asked)}"), "middle name"
    return asked, ""


def _family_as_written(asker: Asker, asked: Record) -> tuple[Record, str]:
    chance, family = asker.dice.random(), asked.family
    if chance < 0.05:
        return replace(asked, family=_perhaps_again(asker, mistakes.typo(family, asker.dice))), "family name typo"
    if chance < 0.065 and asked.gender == FEMALE:
        previous = family if asker.maker.chance(0.5) else ""
        return replace(asked, family=asker.family_name(), previous=previous), "married"
    if chance < 0.075:
        half = family.split("-")[0] if "-" in family else f"{family}-{asker.family_name()}"
        return replace(asked, family=half), "double name"
    return asked, ""


def _perhaps_again(asker: Asker, name: str) -> str:
    return mistakes.typo(name, asker.dice) if asker.maker.chance(0.15) else name


def _swapped_as_written(asker: Asker, asked: Record) -> tuple[Record, str]:
    if asker.maker.chance(0.003):
        return replace(asked, given=asked.family, family=asked.given), "swapped names"
    return asked, ""


def _date_as_written(asker: Asker, asked: Record) -> tuple[Record, str]:
    chance = asker.dice.random()
    if chance < 0.02:
        return replace(asked, birth=mistakes.another_date(asked.birth, asker.dice)), "wrong date"
    if chance < 0.035 and (birth := mistakes.day_for_month(asked.birth)):
        return replace(asked, birth=birth), "day for month"
    return asked, ""


def _postcode_as_written(asker: Asker, asked: Record) -> tuple[Record, str]:
    chance = asker.dice.random()
    if chance < 0.22:
        return replace(asked, postcode=asker.moved(asked)), "moved"
    if chance < 0.26:
        return replace(asked, postcode=UNKNOWN), "no postcode"
    if chance < 0.28 and asked.postcode != UNKNOWN:
        return replace(asked, postcode=mistyped(asked.postcode, asker.dice)), "wrong postcode"
    return asked, ""
