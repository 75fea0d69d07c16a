"""Weighted random choices.

The generator that a caller passes is the only source of chance.
"""

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Weighted(Generic[T]):
    """Things to choose from, with their cumulative weights."""

    things: tuple[T, ...]
    sums: tuple[float, ...]

    def draw(self, dice: random.Random) -> T:
        """Draw one."""
        return self.things[bisect(self.sums, dice.random() * self.sums[-1])]


def weighted(pairs: Sequence[tuple[float, T]]) -> Weighted[T]:
    """Return things that are drawn according to their weights."""
    return Weighted(tuple(thing for _, thing in pairs), tuple(accumulate(weight for weight, _ in pairs)))


def by_rank(things: Sequence[T]) -> Weighted[T]:
    """Return things that are drawn like names, first most often.

    The tenth is drawn about a third as often as the first.
    """
    return weighted([((rank + 3) ** -0.9, thing) for rank, thing in enumerate(dict.fromkeys(things))])


def mixed(*parts: tuple[float, Weighted[T]]) -> Weighted[T]:
    """Return a mixture in which each part has its share."""
    pairs = []
    for share, part in parts:
        before = 0.0
        for thing, upto in zip(part.things, part.sums, strict=True):
            pairs.append((share * (upto - before) / part.sums[-1], thing))
            before = upto
    return weighted(pairs)
