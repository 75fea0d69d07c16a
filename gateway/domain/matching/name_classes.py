"""Which family names go with which given names.

Families name children by custom, so a family name is frequent among some given names and rare among others. The
names fall into a few classes, found from the names alone by expectation maximisation: nobody says what a class is, and
no person is in one. Kept are the weights of a name in the classes, never those of a person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log2, sqrt
from operator import mul, truediv
from typing import Any, Self

_CLASSES = 16
"""Number of classes that are looked for.

Classes that predict nothing apart are joined.
"""

_ROUNDS = 25
_FEWEST = 3
"""Fewest people with a name that has weights."""

_SMOOTHING = 2.0
"""People of all classes, added to those with a name.

So no rare name is in one class for certain.
"""

_BEGINNINGS = 400
"""Frequent family names at which classes may begin."""

_BESIDE_A_BEGINNING = 0.02
_SMALLEST_CLASS = 1e-4
_LEAST_GAIN = 0.05
"""Least bits by which the classes must predict names.

It is an average, over people who were left out.
"""

_LEFT_OUT = 5
"""One person of so many is left out.

They show whether the classes predict names.
"""

_MOST_ASKED = 6_000
"""Most people who help to choose the classes to join.

They are among those who were left out.
"""

_PARTS = 1000
_LOWEST, _HIGHEST = 0.25, 256.0
MOST_BITS = -log2(_LOWEST)
"""The most bits of two names that seldom meet."""

Weights = Mapping[str, tuple[int, ...]]
"""Thousandths of each name in every class."""

NamePair = tuple[str, str]
"""First given name and family name, in normal form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameClasses:
    """Weights of names in the classes, and the classes' sizes."""

    sizes: tuple[float, ...] = ()
    families: Weights = field(default_factory=dict)
    givens: Weights = field(default_factory=dict)
    _families: dict[str, tuple[float, ...]] = field(init=False, repr=False, compare=False)
    _givens: dict[str, tuple[float, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_families", self._scaled(self.families))
        object.__setattr__(self, "_givens", self._scaled(self.givens))

    def _scaled(self, weights: Weights) -> dict[str, tuple[float, ...]]:
        """Return weights whose products add up to `times`."""
        roots = [sqrt(size) * _PARTS for size in self.sizes]
        return {
            name: tuple(part / root for part, root in zip(parts, roots, strict=True)) for name, parts in weights.items()
        }

    def as_values(self) -> dict[str, Any]:
        """Return what JSON can hold of them."""
        return {"sizes": self.sizes, "families": self.families, "givens": self.givens}

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> Self:
        """Return the classes of which `as_values` gave this.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        families, givens = (
            {name: tuple(map(int, parts)) for name, parts in values[names].items()} for names in ("families", "givens")
        )
        return cls(sizes=tuple(map(float, values["sizes"])), families=families, givens=givens)

    def times(self, family: str, given: str) -> float:
        """Return how often two names meet, relative to chance.

        Return 1 if one of them is too rare to tell.
        """
        families = self._families.get(family)
        if families is None:
            return 1.0
        givens = self._givens.get(given) or self._givens.get(given.partition(" ")[0])
        if givens is None:
            return 1.0
        return min(max(float(sum(map(mul, families, givens))), _LOWEST), _HIGHEST)


NO_CLASSES = NameClasses()


def find_classes(names: Mapping[NamePair, int]) -> NameClasses:
    """Return the classes of these names, counted by pair.

    None where they would not foretell who is called how: on a small register, or where all draw from one stock.
    """
    left_out = _some(names)
    found = _Fit({pair: count - left_out[pair] for pair, count in names.items()}).classes(left_out)
    gain = sum(count * log2(found.times(family, given)) for (given, family), count in sorted(left_out.items()))
    return found if gain > _LEAST_GAIN * left_out.total() else NO_CLASSES


def _some(names: Mapping[NamePair, int]) -> Counter[NamePair]:
    """Return some people of all, counted by their names."""
    some: Counter[NamePair] = Counter()
    before = 0
    for pair, count in sorted(names.items()):
        some[pair] = (before + count) // _LEFT_OUT - before // _LEFT_OUT
        before += count
    return some


class _Fit:
    """The classes while they are being found.

    Names are numbers here, and `families` and `givens` hold the weights of each.
    """

    def __init__(self, names: Mapping[NamePair, int]) -> None:
        self._families, self._givens = _numbered(names, 1), _numbered(names, 0)
        self._pairs = [
            (self._families[family], self._givens[given], count)
            for (given, family), count in sorted(names.items())
            if count and family in self._families and given in self._givens
        ]
        self._sizes, self._of_families, self._of_givens = self._begin()

    def classes(self, left_out: Mapping[NamePair, int]) -> NameClasses:
        """Return the classes, once they hardly change.

        Classes are joined as long as this predicts the names better that were left out.
        """
        if len(self._sizes) < 2:
            return NO_CLASSES
        for _ in range(_ROUNDS):
            self._improve()
        asked = [
            (self._families[family], self._givens[given])
            for (given, family), count in sorted(left_out.items())
            if family in self._families and given in self._givens
            for _ in range(count)
        ]
        asked = asked[:: len(asked) // _MOST_ASKED + 1]
        while join := self._worth_joining(asked):
            self._join(*join)
        return NameClasses(
            sizes=tuple(self._sizes),
            families={name: _in_parts(self._of_families[number]) for name, number in self._families.items()},
            givens={name: _in_parts(self._of_givens[number]) for name, number in self._givens.items()},
        )

    def _begin(self) -> tuple[list[float], list[list[float]], list[list[float]]]:
        """Begin each class at a frequent family name.

        People with that name have other given names than those with the other names.
        """
        bearers: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for family, given, count in self._pairs:
            bearers[family][given] += count
        beginnings = _far_apart(bearers)
        sizes = [1.0 / len(beginnings) for _ in beginnings]
        called = [{given: count / bearers[one].total() for given, count in bearers[one].items()} for one in beginnings]
        beside = _BESIDE_A_BEGINNING / max(1, len(beginnings))
        givens = [_share([shares.get(given, 0.0) + beside for shares in called]) for given in range(len(self._givens))]
        sums = [[_SMOOTHING * size for size in sizes] for _ in self._families]
        for family, given, count in self._pairs:
            sums[family] = [total + count * weight for total, weight in zip(sums[family], givens[given], strict=True)]
        return sizes, [_share(one) for one in sums], givens

    def _improve(self) -> None:
        """Improve the weights of the classes by one step.

        Every pair is shared among the classes by the weights. The shares give the new weights.
        """
        beside = [_SMOOTHING * size for size in self._sizes]
        families, givens = ([beside.copy() for _ in names] for names in (self._families, self._givens))
        by_size = [
            [weight / size for weight, size in zip(weights, self._sizes, strict=True)] for weights in self._of_givens
        ]
        places = range(len(self._sizes))
        for family, given, count in self._pairs:
            likely = [*map(mul, self._of_families[family], by_size[given])]
            scale = count / sum(likely)
            of_family, of_given = families[family], givens[given]
            for place in places:  # of all that learning does, this runs most often
                share = likely[place] * scale
                of_family[place] += share
                of_given[place] += share
        self._sizes = [max(size, _SMALLEST_CLASS) for size in _share([*map(sum, zip(*families, strict=True))])]
        self._of_families, self._of_givens = [*map(_share, families)], [*map(_share, givens)]

    def _worth_joining(self, asked: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """Return the two classes that predict most as one.

        Return None if any two predict more apart.
        """
        sizes = self._sizes
        weights = [(self._of_families[family], self._of_givens[given]) for family, given in asked]
        parts = [[*map(truediv, map(mul, families, givens), sizes)] for families, givens in weights]
        times = [*map(sum, parts)]
        most, best = sum(map(log2, times)), None
        for one, other in combinations(range(len(sizes)), 2):
            both = sizes[one] + sizes[other]
            joined = sum(
                log2(
                    whole - part[one] - part[other]
                    + (families[one] + families[other]) * (givens[one] + givens[other]) / both
                )
                for whole, part, (families, givens) in zip(times, parts, weights, strict=True)
            )  # fmt: skip
            if joined > most:
                most, best = joined, (one, other)
        return best

    def _join(self, one: int, other: int) -> None:
        for weights in (self._sizes, *self._of_families, *self._of_givens):
            weights[one] += weights.pop(other)


def _numbered(names: Mapping[NamePair, int], place: int) -> dict[str, int]:
    """Number the names that enough people bear."""
    counts: Counter[str] = Counter()
    for pair, count in names.items():
        counts[pair[place]] += count
    return {name: number for number, name in enumerate(sorted(name for name in counts if counts[name] >= _FEWEST))}


def _far_apart(bearers: Mapping[int, Counter[int]]) -> list[int]:
    """Return frequent family names whose bearers are called unlike."""
    frequent = sorted(bearers, key=lambda family: (-bearers[family].total(), family))[:_BEGINNINGS]
    called = {
        family: {given: sqrt(count / bearers[family].total()) for given, count in bearers[family].items()}
        for family in frequent
    }
    alike, chosen = dict.fromkeys(frequent, 0.0), frequent[:1]
    while chosen and len(chosen) < min(_CLASSES, len(frequent)):
        newest = called[chosen[-1]]
        for family in frequent:
            near = sum(root * newest.get(given, 0.0) for given, root in called[family].items())
            alike[family] = max(alike[family], near)
        others = [family for family in frequent if family not in chosen]
        chosen.append(max(others, key=lambda family: bearers[family].total() * (1.0 - alike[family]) ** 2))
    return chosen


def _share(weights: Sequence[float]) -> list[float]:
    """Scale the weights to 1."""
    total = sum(weights)
    return [weight / total for weight in weights]


def _in_parts(weights: Iterable[float]) -> tuple[int, ...]:
    return tuple(round(weight * _PARTS) for weight in weights)
