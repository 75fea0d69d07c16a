"""Precision, recall and F1 of the best candidates.

A search names one person or nobody. It is right if it names the right person. It is wrong if it names anybody else,
whether the right person is registered or not. It misses a member whom it does not rightly name. This module also finds
the threshold with the best figures.
"""

import random
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.bench_matching.records import Record

Ranked = Mapping[str, Sequence[tuple[str, float]]]
"""Persons found and their scores, best first, by query.

Each person is there once.
"""

SAFE = 0.999


@dataclass(frozen=True, slots=True)
class Rule:
    """A threshold for the best candidate's score.

    The candidate must also have this lead over the second.
    """

    threshold: float
    margin: float = 0.0

    def named(self, candidates: Sequence[tuple[str, float]]) -> str | None:
        """Return the person whom a search names."""
        if candidates and candidates[0][1] >= self.threshold and _lead(candidates) >= self.margin:
            return candidates[0][0]
        return None


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of right and wrong answers and persons to find."""

    right: int
    wrong: int
    members: int

    @property
    def precision(self) -> float:
        """Return how many of those named were the right ones."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Return how many of the members were found."""
        return self.right / self.members if self.members else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def figures(queries: Iterable[Record], members: frozenset[str], ranked: Ranked, rule: Rule) -> Figures:
    """Count what a rule makes of these queries."""
    right = wrong = present = 0
    for query in queries:
        named = rule.named(ranked.get(query.record, ()))
        present += query.person in members
        right += named == query.person
        wrong += named not in {None, query.person}
    return Figures(right, wrong, present)


def best_rule(
    queries: Sequence[Record],
    members: frozenset[str],
    ranked: Ranked,
    *,
    margins: Sequence[float] = (0.0,),
    precision: float | None = None,
) -> Rule:
    """Return the rule with the highest F1 for these queries.

    If a precision is given, it is the rule with the highest recall at this precision.
    """
    present = sum(query.person in members for query in queries)
    best, found = -1.0, Rule(float("inf"))
    for margin in margins:
        for counted, threshold in _thresholds(queries, ranked, margin, present):
            worth = _worth(counted, precision)
            if worth > best:
                best, found = worth, Rule(threshold, margin)
    return found


def _worth(counted: Figures, precision: float | None) -> float:
    if precision is None:
        return counted.f1
    return counted.recall if counted.precision >= precision else -1.0


def _thresholds(
    queries: Sequence[Record], ranked: Ranked, margin: float, members: int
) -> Iterable[tuple[Figures, float]]:
    """Yield each possible threshold with its figures, highest first.

    A threshold is halfway between two scores.
    """
    tops = sorted(
        (
            (candidates[0][1], candidates[0][0] == query.person)
            for query in queries
            if (candidates := ranked.get(query.record, ())) and _lead(candidates) >= margin
        ),
        reverse=True,
    )
    right = wrong = 0
    for place, (score, is_right) in enumerate(tops):
        right += is_right
        wrong += not is_right
        after = tops[place + 1][0] if place + 1 < len(tops) else score - 2
        if after < score:
            yield Figures(right, wrong, members), (score + after) / 2


def _lead(candidates: Sequence[tuple[str, float]]) -> float:
    return candidates[0][1] - candidates[1][1] if len(candidates) > 1 else float("inf")


@dataclass(frozen=True, slots=True)
class Split:
    """Queries in two halves; a person's are all in one."""

    train: list[Record]
    test: list[Record]


def splits(queries: Sequence[Record], count: int = 10) -> list[Split]:
    """Split the queries at random by person, always the same."""
    made = []
    for number in range(count):
        dice = random.Random(1000 + number)
        side = {person: dice.random() < 0.5 for person in dict.fromkeys(query.person for query in queries)}
        made.append(
            Split(
                [query for query in queries if side[query.person]],
                [query for query in queries if not side[query.person]],
            )
        )
    return made


@dataclass(frozen=True, slots=True)
class Trial:
    """The figures of one split, by best and safe rule."""

    best: Figures
    safe: Figures


def trial(split: Split, members: frozenset[str], ranked: Ranked, margins: Sequence[float] = (0.0,)) -> Trial:
    """Find rules on the train half; count on the other."""
    rules = (
        best_rule(split.train, members, ranked, margins=margins, precision=precision) for precision in (None, SAFE)
    )
    best, safe = (figures(split.test, members, ranked, rule) for rule in rules)
    return Trial(best, safe)


def mean_and_sd(values: Sequence[float]) -> tuple[float, float]:
    """Return the mean and the standard deviation."""
    return statistics.fmean(values), statistics.pstdev(values)


def found_or_listed(
    queries: Iterable[Record], members: frozenset[str], ranked: Ranked, threshold: float, most: int = 10
) -> tuple[int, int]:
    """Return how many members are listed, and the total number.

    A list that is longer than allowed is not shown, so nobody on it counts.
    """
    found = present = 0
    for query in queries:
        if query.person in members:
            present += 1
            listed = [person for person, score in ranked.get(query.record, ()) if score >= threshold]
            found += len(listed) <= most and query.person in listed
    return found, present
