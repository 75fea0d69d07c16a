"""Learns a model from the register itself, without labels.

One pass over the learners counts names and postcodes, draws a sample, and keeps the households of a sample of
(family name, postcode): two people who share both are taken for relatives. Pairs of the sample tell how strangers
agree, pairs of a household how relatives do. Memory is bounded whatever the size of the register; the same
learners in the same order give the same model.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, TypeVar
from zlib import crc32

from gateway.domain.matching.comparison import Comparison, EstablishedNames, compare
from gateway.domain.matching.levels import BornLevel, Field, GenderLevel, GivenLevel
from gateway.domain.matching.model import Model, Shares
from gateway.domain.matching.name_classes import NamePair, find_classes
from gateway.domain.matching.prior import PRIOR, SHARED_AT_HOME
from gateway.domain.matching.traits import Traits

T = TypeVar("T")

_SAMPLE = 20_000
"""How many learners are drawn for pairs of strangers."""

_NAMES = 100_000
"""People drawn to find which names go together."""

_STRANGER_PAIRS = 150_000
_RELATIVE_PAIRS = 60_000
_HOUSEHOLD_PEOPLE = 200_000
"""Most people of sampled households that are kept.

Beyond that, every second household is dropped.
"""

_LARGEST_HOUSEHOLD = 12
_MOST_VALUES = 2_000_000
"""Most different names or postcodes counted at once.

Beyond that, the rarer half is dropped.
"""

_SMALLEST_REGISTER = 5_000
"""Least size that a register counts as.

Strangers may ask for people on a small register too.
"""

_PRIOR_PEOPLE = 1_000
"""People with the prior's names, added to the register's."""

_BESIDE = _PRIOR_PEOPLE / PRIOR.counted

_RARE, _RARE_POSTCODE = 1.5, 2.0
"""People taken to have a rare name or postcode.

They apply to large registers.
"""

_PRIOR_STRANGERS, _PRIOR_RELATIVES, _PRIOR_CONFIRMED = 1_000, 50, 20
"""Pairs of the prior, added to those of the register."""

_ESTABLISHED_SHARE, _ESTABLISHED_LEAST = 3e-5, 3
_PRIOR_AT_HOME, _FEWEST_RELATIVES = 10, 0.01
"""People of the prior, added to count relatives.

The second is the least number of relatives that a learner has.
"""

_DAYS = 366
_FILLER_FROM, _FILLER_LEAST = 5, 20
"""Factor and least number of people for a filler day.

A day of the year is a filler if so many times more people are born on it than on others, and at least so many. The same
makes a birth date a frequent one.
"""


def learn(people: Iterable[Traits], *, version: int = 1, seed: int = 1) -> Model:
    """Learn a model from the active learners, read once.

    Merged and deleted learners should not be among them: they are no strangers of their masters.
    """
    census = _Census(random.Random(seed))  # noqa: S311 - no secret is drawn
    for one in people:
        census.add(one)
    return census.model(version)


def confirmed(model: Model, pairs: Iterable[tuple[Traits, Traits]]) -> Model:
    """Return the model with the shares of confirmed pairs.

    The shares of the model that ships count as twenty pairs more, so a few pairs do little.
    """
    seen = _Levels()
    for one, other in pairs:
        seen.add(compare(one, other, model.established))
    same = seen.beside(PRIOR.same, _PRIOR_CONFIRMED)
    return replace(model, same=same, relatives={**model.relatives, **{one: same[one] for one in SHARED_AT_HOME}})


class _Levels:
    """How often each level of each field was seen."""

    def __init__(self) -> None:
        self._alike: Counter[tuple[int, ...]] = Counter()
        """Numbers of pairs that agree in the same way.

        There are few ways, and many pairs.
        """

    def add(self, comparison: Comparison) -> None:
        self._alike[comparison.levels] += 1

    def of(self, field: Field) -> Counter[int]:
        """Return how often each level of a field was seen."""
        seen: Counter[int] = Counter()
        place = list(Field).index(field)
        for levels, pairs in self._alike.items():
            if levels[place] and levels[place] is not GivenLevel.SWAPPED:  # counted once, with the family name
                seen[levels[place]] += pairs
        return seen

    def beside(self, prior: Shares, weight: float) -> dict[Field, tuple[float, ...]]:
        """Return the levels' shares, the prior counting as pairs."""
        return {one: _blended(self.of(one), prior[one], weight) for one in Field}


def _blended(seen: Mapping[int, float], prior: Sequence[float], weight: float) -> tuple[float, ...]:
    total = sum(seen.values()) + weight
    return tuple((seen.get(level, 0) + weight * share) / total for level, share in enumerate(prior, start=1))


@dataclass(slots=True)
class _Census:
    """What is kept of the learners read so far."""

    random: random.Random
    people: int = 0
    families: Counter[str] = field(default_factory=Counter)
    givens: Counter[str] = field(default_factory=Counter)
    postcodes: Counter[str] = field(default_factory=Counter)
    births: Counter[str] = field(default_factory=Counter)
    sample: list[Traits] = field(default_factory=list)
    names: list[NamePair] = field(default_factory=list)
    households: defaultdict[tuple[str, str], list[Traits]] = field(default_factory=lambda: defaultdict(list))
    at_home: int = 0
    one_household_in: int = 1

    def add(self, one: Traits) -> None:
        self.people += 1
        _count(self.families, one.family.text)
        _count(self.givens, one.given.text)
        if one.given.first != one.given.text:
            _count(self.givens, one.given.first)
        _count(self.postcodes, one.postcode)
        _count(self.births, one.born)
        self._draw(self.sample, one, _SAMPLE)
        self._draw(self.names, (one.given.first, one.family.text), _NAMES)
        self._house(one)

    def _draw(self, drawn: list[T], one: T, most: int) -> None:
        """Keep everyone with the same chance (reservoir sampling)."""
        if len(drawn) < most:
            drawn.append(one)
        elif (place := self.random.randrange(self.people)) < most:
            drawn[place] = one

    def _house(self, one: Traits) -> None:
        if not (one.family and one.postcode):
            return
        household = (one.family.text, one.postcode)
        if _hash(household) % self.one_household_in:
            return
        self.households[household].append(one)
        self.at_home += 1
        if self.at_home > _HOUSEHOLD_PEOPLE:
            self.one_household_in *= 2
            for key in [key for key in self.households if _hash(key) % self.one_household_in]:
                self.at_home -= len(self.households.pop(key))

    def model(self, version: int) -> Model:
        rare_family = self._rare(_RARE, PRIOR.rare_family)
        rare_given = self._rare(_RARE, PRIOR.rare_given)
        rare_postcode = self._rare(_RARE_POSTCODE, PRIOR.rare_postcode)
        family_counts = _counts(self.families, PRIOR.family_counts, rare_family)
        given_counts = _counts(self.givens, PRIOR.given_counts, rare_given)
        least = max(_ESTABLISHED_LEAST, _ESTABLISHED_SHARE * self.people)
        established = EstablishedNames(
            frozenset(name for name, count in family_counts.items() if count >= least),
            frozenset(name for name, count in given_counts.items() if count >= least),
        )
        relatives, twins, relatives_each = self._relatives(established)
        return Model(
            version=version,
            register_size=float(max(self.people, _SMALLEST_REGISTER)),
            relatives_each=relatives_each,
            counted=float(self.people + _PRIOR_PEOPLE),
            same=PRIOR.same,
            strangers=self._strangers(established),
            relatives=relatives,
            twins=twins,
            namesakes=self._namesakes(),
            established_from=least,
            family_counts=family_counts,
            given_counts=given_counts,
            postcode_counts=_counts(self.postcodes, PRIOR.postcode_counts, rare_postcode),
            rare_family=rare_family,
            rare_given=rare_given,
            rare_postcode=rare_postcode,
            filler_days=_filler_days(self.births),
            date_counts=_frequent_dates(self.births),
            name_classes=find_classes(Counter(pair for pair in self.names if all(pair))),
        )

    def _rare(self, on_register: float, prior: float) -> float:
        """Return how many people have a rare value."""
        return on_register * self.people / (self.people + _PRIOR_PEOPLE) + _BESIDE * prior

    def _strangers(self, established: EstablishedNames) -> Shares:
        seen = _Levels()
        there = len(self.sample)
        for _ in range(min(_STRANGER_PAIRS, there * (there - 1) // 2)):
            one, other = self.random.randrange(there), self.random.randrange(there)
            if one != other:
                seen.add(compare(self.sample[one], self.sample[other], established))
        shares = seen.beside(PRIOR.strangers, _PRIOR_STRANGERS)
        shares[Field.BORN] = self._birth_shares(shares[Field.BORN])
        return shares

    def _namesakes(self) -> tuple[float, ...]:
        """Return how often two of one given name share gender."""
        bearers = Counter((one.given.first, one.gender) for one in self.sample if one.given and one.gender)
        everybody: Counter[str] = Counter()
        for (name, _), count in bearers.items():
            everybody[name] += count
        equal = _pairs(bearers)
        seen: dict[int, float] = {GenderLevel.EXACT: equal, GenderLevel.DIFFERENT: _pairs(everybody) - equal}
        return _blended(seen, PRIOR.namesakes, _PRIOR_STRANGERS)

    def _birth_shares(self, shares: tuple[float, ...]) -> tuple[float, ...]:
        """Add the shares of equal and swapped birth dates.

        They are too rare for a sample and are counted over all learners.
        """
        pairs = self.people * (self.people - 1) / 2
        equal = _pairs(self.births)
        swapped = sum(
            count * self.births[_day_and_month_swapped(born)] / 2
            for born, count in self.births.items()
            if born[5:7] != born[8:]
        )
        counted = list(shares)
        for level, seen in ((BornLevel.EXACT, equal), (BornLevel.SWAPPED, swapped)):
            prior = _PRIOR_STRANGERS * PRIOR.strangers[Field.BORN][level - 1]
            counted[level - 1] = (seen + prior) / (pairs + _PRIOR_STRANGERS)
        return tuple(counted)

    def _by_chance(self, pairs: int) -> float:
        """Return how many pairs of one household are strangers.

        Neighbours of another name tell how many neighbours are strangers, the names how many strangers share one.
        """
        same_name = _pairs(self.families) / max(1.0, self.people * (self.people - 1) / 2)
        of_other_names = _pairs(self.postcodes) / self.one_household_in - pairs
        return min(max(0.0, of_other_names * same_name / (1.0 - same_name)), pairs) if same_name < 1 else 0.0

    def _relatives(self, established: EstablishedNames) -> tuple[Shares, tuple[float, ...], float]:
        """Count how relatives agree, and how many a learner has.

        They share the family name by selection, so of that the prior stands.
        """
        seen, twins = _Levels(), _Levels()
        households = [
            sorted(home, key=_order) for home in self.households.values() if 1 < len(home) <= _LARGEST_HOUSEHOLD
        ]
        self.random.shuffle(households)
        pairs = 0
        for home in households:
            for one, other in combinations(home, 2):
                if one.given.text == other.given.text and one.born == other.born:
                    continue  # one person registered twice
                pairs += 1
                if pairs <= _RELATIVE_PAIRS:
                    comparison = compare(one, other, established)
                    seen.add(comparison)
                    if one.born == other.born:
                        twins.add(comparison)
        shares = seen.beside(PRIOR.relatives, _PRIOR_RELATIVES)
        shares[Field.FAMILY] = PRIOR.relatives[Field.FAMILY]
        shares |= {one: PRIOR.same[one] for one in SHARED_AT_HOME}
        related = pairs - self._by_chance(pairs)
        each = (2 * related + _PRIOR_AT_HOME * PRIOR.relatives_each) / (self.at_home + _PRIOR_AT_HOME)
        of_twins = _blended(twins.of(Field.GIVEN), PRIOR.twins, _PRIOR_RELATIVES)
        return shares, of_twins, max(_FEWEST_RELATIVES, each)


def _filler_days(births: Mapping[str, int]) -> tuple[str, ...]:
    """Return the filler days of the year.

    Far more people are said to be born on them than on others.
    """
    days: Counter[str] = Counter()
    for born, count in births.items():
        days[born[5:]] += count
    least = max(_FILLER_LEAST, _FILLER_FROM * days.total() / _DAYS)
    return tuple(sorted(day for day, count in days.items() if count >= least))


def _frequent_dates(births: Mapping[str, int]) -> dict[str, float]:
    """Return the birth dates that far more people have."""
    if not births:
        return {}
    least = max(_FILLER_LEAST, _FILLER_FROM * sum(births.values()) / len(births))
    return {born: float(births[born]) for born in sorted(births) if births[born] >= least}


def _pairs(counts: Mapping[Any, int]) -> float:
    """Return how many pairs of people share a value."""
    return sum(count * (count - 1) / 2 for count in counts.values())


def _hash(household: tuple[str, str]) -> int:
    return crc32(" ".join(household).encode())


def _order(one: Traits) -> tuple[str, str]:
    return one.born, one.given.text


def _day_and_month_swapped(born: str) -> str:
    return f"{born[:4]}-{born[8:]}-{born[5:7]}"


def _count(counts: Counter[str], value: str) -> None:
    if not value:
        return
    counts[value] += 1
    if len(counts) > _MOST_VALUES:
        for rare, _ in counts.most_common()[_MOST_VALUES // 2 :]:
            del counts[rare]


def _counts(seen: Mapping[str, int], prior: Mapping[str, float], rare: float) -> dict[str, float]:
    """Add the counts of the prior, and drop rare values."""
    counts = {value: count + _BESIDE * prior.get(value, 0.0) for value, count in seen.items()}
    counts |= {value: _BESIDE * count for value, count in prior.items() if value not in seen}
    return {value: counts[value] for value in sorted(counts) if counts[value] > rare}
