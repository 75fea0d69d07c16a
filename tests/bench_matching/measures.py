"""What is measured, from ranked candidates: precision, recall and F1 of the best one, and where the line is drawn.

A search names one person or nobody. Right is the right person; wrong is any other, be the right one on the register
or not; missed is a member who is not rightly named.
"""

import random
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.bench_matching.records import Record

Ranked = Mapping[str, Sequence[tuple[str, float]]]
"""By record of a query: the persons found and their scores, the best first, each person once."""

SAFE = 0.999


@dataclass(frozen=True, slots=True)
class Rule:
    """The best candidate is taken at this score, and when it is so far ahead of the second."""

    threshold: float
    margin: float = 0.0

    def named(self, candidates: Sequence[tuple[str, float]]) -> str | None:
        """Return the person whom a search names."""
        if candidates and candidates[0][1] >= self.threshold and _lead(candidates) >= self.margin:
            return candidates[0][0]
        return None


@dataclass(frozen=True, slots=True)
class Figures:
    """How often the right person was named, a wrong one, and how many there were to find."""

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
    """Return the rule of the highest F1, or of the highest recall at such a precision, for these queries."""
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
    """Return the figures for every line that can be drawn, from the highest down, each halfway to the next score."""
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
    """The queries in two halves, all those of a person in one."""

    train: list[Record]
    test: list[Record]


def splits(queries: Sequence[Record], count: int = 10) -> list[Split]:
    """Split the queries at random by person, so many times; always the same."""
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
    """What one split gave: the figures of the best rule, and those of the safe one."""

    best: Figures
    safe: Figures


def trial(split: Split, members: frozenset[str], ranked: Ranked, margins: Sequence[float] = (0.0,)) -> Trial:
    """Draw the lines on the train half, count on the other."""
    rules = (
        best_rule(split.train, members, ranked, margins=margins, precision=precision) for precision in (None, SAFE)
    )
    best, safe = (figures(split.test, members, ranked, rule) for rule in rules)
    return Trial(best, safe)


def mean_and_sd(values: Sequence[float]) -> tuple[float, float]:
    """Return the mean of the values, and how far they are from it."""
    return statistics.fmean(values), statistics.pstdev(values)


def found_or_listed(
    queries: Iterable[Record], members: frozenset[str], ranked: Ranked, threshold: float, most: int = 10
) -> tuple[int, int]:
    """Return how many members are on a list of at most so many people at the threshold, and how many members there are.

    A list that is too long is never shown, so nobody on it is found.
    """
    found = present = 0
    for query in queries:
        if query.person in members:
            present += 1
            listed = [person for person, score in ranked.get(query.record, ()) if score >= threshold]
            found += len(listed) <= most and query.person in listed
    return found, present
