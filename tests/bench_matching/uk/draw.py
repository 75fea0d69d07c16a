"""Drawing at random with weights: the only source of chance is the generator that is handed in."""

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Weighted(Generic[T]):
    """Things to draw from, with the sums of the weights up to each."""

    things: tuple[T, ...]
    sums: tuple[float, ...]

    def draw(self, dice: random.Random) -> T:
        """Draw one."""
        return self.things[bisect(self.sums, dice.random() * self.sums[-1])]


def weighted(pairs: Sequence[tuple[float, T]]) -> Weighted[T]:
    """Return things that are drawn as often as their weights say."""
    return Weighted(tuple(thing for _, thing in pairs), tuple(accumulate(weight for weight, _ in pairs)))


def by_rank(things: Sequence[T]) -> Weighted[T]:
    """Return things of which the first are the commonest, as names are: the tenth about a third as common."""
    return weighted([((rank + 3) ** -0.9, thing) for rank, thing in enumerate(dict.fromkeys(things))])


def mixed(*parts: tuple[float, Weighted[T]]) -> Weighted[T]:
    """Return one thing to draw from, of which every part has its share."""
    pairs = []
    for share, part in parts:
        before = 0.0
        for thing, upto in zip(part.things, part.sums, strict=True):
            pairs.append((share * (upto - before) / part.sums[-1], thing))
            before = upto
    return weighted(pairs)
