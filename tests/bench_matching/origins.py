"""Measure the matching by origin of the names.

The figures say, with intervals, who is found, who is exact, and whom an operator must decide on without need.
"""

import random
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gateway.domain.matching.listing import listed_from
from gateway.domain.matching.model import Model
from gateway.sandbox.population.names import POOLS
from tests.bench_matching import safety
from tests.bench_matching.contest import verdict
from tests.bench_matching.measures import found_or_listed
from tests.bench_matching.ours import Matcher, by_score
from tests.bench_matching.records import Record, Task
from tests.bench_matching.uk.people import Maker, people
from tests.bench_matching.uk.postcodes import Postcodes, national
from tests.bench_matching.uk.questions import STRANGER, Asker, learner_as_written, stranger_of

_CONFIDENCE = 1.96
_TIMES = 2.0
"""The largest ratio allowed between the worst and best origin.

It is for shares that are asked about without need, missed or not exact.
"""

_FEW = 0.005
"""Shares too small to compare: they are a few people."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    some: int
    all: int

    @property
    def value(self) -> float:
        """Return the share."""
        return self.some / self.all if self.all else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return Wilson's interval."""
        if not self.all:
            return 0.0, 1.0
        squared = _CONFIDENCE**2 / self.all
        middle, half = self.value + squared / 2, sqrt(squared * self.value * (1 - self.value) + squared**2 / 4)
        return max(0.0, (middle - half) / (1 + squared)), min(1.0, (middle + half) / (1 + squared))

    def __add__(self, other: "Share") -> "Share":
        """Return the share of both together."""
        return Share(self.some + other.some, self.all + other.all)

    def __str__(self) -> str:
        return "{:.4f} ({:.4f} to {:.4f})".format(self.value, *self.interval)


@dataclass(frozen=True, slots=True)
class ByOrigin:
    """Results for the learners and strangers of one origin."""

    asked: Share
    found: Share
    exact: Share

    def __add__(self, other: "ByOrigin") -> "ByOrigin":
        """Return the results of both together."""
        return ByOrigin(self.asked + other.asked, self.found + other.found, self.exact + other.exact)


def task_by_origin(seed: int, postcodes: Postcodes, *, households: int, of_each: int) -> Task:
    """Make a register, and queries for each origin.

    Each origin has this many learners and this many people who are not registered.
    """
    maker = Maker(random.Random(seed), postcodes)
    made = people(maker, households)
    asker = Asker(maker, made)
    queries: list[Record] = []
    for _, pool in POOLS:
        learners = [one for one in made.registered if one.origin == pool.origin and pool.has(one.given, one.gender)]
        strangers = (stranger_of(asker, maker.dice.choice(made.registered), pool) for _ in range(of_each))
        queries += [replace(one, kind=STRANGER) for one in strangers]
        queries += [learner_as_written(asker, maker.dice.choice(learners)) for _ in range(of_each)]
    return Task("origins", made.registered, [replace(one, record=f"q{at}") for at, one in enumerate(queries)])


def measured(matcher: Matcher, model: Model) -> dict[str, ByOrigin]:
    """Return what became of the queries, by origin."""
    members, scored, least = matcher.task.members(), by_score(matcher.found(model)), listed_from(model)
    by_origin: dict[str, list[Record]] = {}
    for query in matcher.task.queries:
        by_origin.setdefault(query.origin, []).append(query)
    result = {}
    for origin, queries in sorted(by_origin.items()):
        strangers = [query for query in queries if query.person not in members]
        clean = [query for query in queries if query.person in members and query.kind == "clean"]
        result[origin] = ByOrigin(
            Share(sum(any(bits >= least for _, bits in scored[one.record]) for one in strangers), len(strangers)),
            Share(*found_or_listed(queries, members, scored, least)),
            Share(_exact(matcher, model, clean), len(clean)),
        )
    return result


def _exact(matcher: Matcher, model: Model, queries: list[Record]) -> int:
    """Count the queries that an exact match answers rightly."""
    some = copy(matcher)
    some.task = Task(matcher.task.name, matcher.task.register, queries)
    return safety.exact_answers(some, model).right


def table_of(title: str, by_origin: dict[str, ByOrigin]) -> Table:
    """Return the figures as a table.

    The worst and the best origin are below it.
    """
    table = Table(title=title)
    for heading in ("origin", "strangers asked about", "learners found", "clean queries exact"):
        table.add_column(heading, justify="left" if heading == "origin" else "right", no_wrap=True)
    for origin, one in by_origin.items():
        table.add_row(origin, str(one.asked), str(one.found), str(one.exact))
    table.add_section()
    asked = [one.asked.value for one in by_origin.values()]
    missed = [1 - one.found.value for one in by_origin.values()]
    unsure = [1 - one.exact.value for one in by_origin.values()]
    table.add_row("worst at most twice the best", *map(_judged, (asked, missed, unsure)))
    return table


def _judged(shares: list[float]) -> str:
    worst, best = max(shares), min(shares)
    return f"{worst:.4f} / {best:.4f}: {verdict(worst <= max(_FEW, _TIMES * best))}"


def report(console: Console, bench: Path, seeds: Sequence[int], *, households: int, of_each: int) -> None:
    """Measure these seeds' people by origin, and print the figures.

    One register alone is no measure: some thirty of three thousand strangers are asked about, give or take ten.
    """
    postcodes, together = national(bench), dict[str, ByOrigin]()
    for seed in seeds:
        matcher = Matcher(task_by_origin(seed, postcodes, households=households, of_each=of_each))
        for origin, one in measured(matcher, matcher.model).items():
            together[origin] = together[origin] + one if origin in together else one
    people = f"{of_each:,} learners and strangers of each stock, seeds {', '.join(map(str, seeds))}"
    console.print(table_of(f"By origin of the names: {people}", together))
