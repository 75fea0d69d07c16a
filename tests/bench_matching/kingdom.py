"""Measure the matching on made-up learners, beside Splink.

The figures are who is listed, who is missed by origin of the name, and whether a link is wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gateway.domain.matching.levels import Field
from gateway.domain.matching.listing import listed_from
from gateway.domain.matching.proposals import INDEPENDENT
from tests.bench_matching import contest, records, safety
from tests.bench_matching.contest import Scale, verdict
from tests.bench_matching.measures import Ranked, Rule, found_or_listed
from tests.bench_matching.ours import Matcher, against_all, by_score, trusting_birthplaces
from tests.bench_matching.records import Record
from tests.bench_matching.safety import Links
from tests.bench_matching.uk import tasks
from tests.bench_matching.uk.postcodes import national
from tests.bench_matching.uk.questions import OF_RELATIVES, STRANGER

PLANTED = "recommended merge, birthplace planted as independent evidence"
LISTED_AIM, ORIGIN_AIM, RELATIVES_AIM = 0.999, 0.01, 9_000


@dataclass(frozen=True, slots=True)
class Size:
    """Number of made-up learners, and seeds not used for tuning."""

    households: int = tasks.HOUSEHOLDS
    of_each: int = tasks.OF_EACH
    asked: int = tasks.REAL
    fresh_seeds: tuple[int, ...] = (101, 202, 303)
    fresh_of_each: int = 350
    of_each_origin: int = 3_000
    registers_by_origin: int = 3


QUICK = Size(households=6_000, of_each=60, asked=2_000, fresh_seeds=(101,), of_each_origin=600, registers_by_origin=1)


def report(console: Console, bench: Path, seed: int, size: Size, scale: Scale) -> None:
    """Measure the data of one seed beside Splink.

    Prints who is listed and who is missed.
    """
    table = contest.new_table(scale)
    listings = Listings()
    made = tasks.tasks(seed, national(bench), households=size.households, of_each=size.of_each, asked=size.asked)
    for name, task in made.items():
        matcher = Matcher(task)
        contest.add_rows(table, f"uk {name}", contest.sides(matcher, bench, scale))
        listings.add(name, matcher)
    console.print(table)
    listings.print(console)


def report_fresh(console: Console, bench: Path, size: Size) -> None:
    """Measure data that was not used for tuning.

    Prints whether a link is wrong, and who is listed, by origin of the name.
    """
    postcodes, listings, kept = national(bench), Listings(), Safeguards()
    for seed in size.fresh_seeds:
        made = tasks.tasks(seed, postcodes, households=size.households, of_each=size.fresh_of_each, asked=size.asked)
        for name, task in made.items():
            matcher = Matcher(task)
            listings.add(name, matcher)
            kept.add(name, matcher)
    if records.is_kept("pp_x1", bench / "sets"):
        kept.add_public(Matcher(records.read("pp_x1", bench / "sets")))
    kept.print(console, size.fresh_seeds)
    listings.print(console)


@dataclass(slots=True)
class _Seen:
    """Results of queries: for members, and for people not registered."""

    members: int = 0
    found: int = 0
    first: int = 0
    strangers: int = 0
    asked_in_vain: int = 0
    listed: int = 0


@dataclass(slots=True)
class Listings:
    """Who is linked, or listed among ten at most.

    The threshold is that of a search. Results are by mix of questions, and by origin of the name.
    """

    seen: defaultdict[tuple[str, str], _Seen] = field(default_factory=lambda: defaultdict(_Seen))
    missed: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, mix: str, matcher: Matcher) -> None:
        """Count the queries of a task."""
        found = matcher.found(matcher.model)
        scored, odds = by_score(found), against_all(found)
        threshold, members = listed_from(matcher.model), matcher.task.members()
        for query in matcher.task.queries:
            for seen in (self.seen[mix, ""], self.seen[mix, query.origin]):
                _count(seen, query, members, scored, odds, threshold)
            if query.person in members and not found_or_listed([query], members, scored, threshold)[0]:
                self.missed[mix][query.kind] += 1

    def print(self, console: Console) -> None:
        """Print both tables, and the questions that missed their learner."""
        mixes = list(dict.fromkeys(mix for mix, _ in self.seen))
        whole = Table(title="Linked, or on a list of at most 10 at the threshold of a search")
        for heading in (
            "mix",
            "members",
            "found",
            "first and likelier than not",
            "strangers listed",
            "mean list",
            "aim",
        ):
            whole.add_column(heading, justify="left" if heading == "mix" else "right")
        for mix in mixes:
            seen = self.seen[mix, ""]
            whole.add_row(
                mix,
                f"{seen.members:,}",
                f"{seen.found / seen.members:.4f}",
                f"{seen.first / seen.members:.4f}",
                f"{seen.asked_in_vain / max(1, seen.strangers):.4f}",
                f"{seen.listed / seen.members:.2f}",
                f"found ≥ {LISTED_AIM}: {verdict(seen.found / seen.members >= LISTED_AIM)}",
            )
        console.print(whole)
        for mix in mixes:
            kinds = ", ".join(f"{kind} {count}" for kind, count in self.missed[mix].most_common(12))
            console.print(f"not found, {mix}: {kinds or 'nobody'}")
        console.print(self._origins(mixes))

    def _origins(self, mixes: list[str]) -> Table:
        table = Table(title="Recall by origin of the name, and how far it is from that of all")
        table.add_column("origin")
        for mix in mixes:
            for heading in ("members", "found", "first"):
                table.add_column(f"{mix} {heading}", justify="right")
        table.add_column("no more than 1 point below", justify="right")
        for origin in sorted({origin for _, origin in self.seen} - {""}):
            cells, near = [], True
            for mix in mixes:
                seen, whole = self.seen[mix, origin], self.seen[mix, ""]
                found = seen.found / max(1, seen.members), whole.found / whole.members
                first = seen.first / max(1, seen.members), whole.first / whole.members
                cells += [f"{seen.members:,}", _beside(*found), _beside(*first)]
                near &= found[0] >= found[1] - ORIGIN_AIM and first[0] >= first[1] - ORIGIN_AIM
            table.add_row(origin, *cells, verdict(near))
        return table


def _count(seen: _Seen, query: Record, members: frozenset[str], scored: Ranked, odds: Ranked, threshold: float) -> None:
    listed = [person for person, bits in scored[query.record] if bits >= threshold]
    if query.person in members:
        seen.members += 1
        seen.listed += len(listed)
        seen.found += found_or_listed([query], members, scored, threshold)[0]
        seen.first += Rule(0.0).named(odds[query.record]) == query.person
    elif query.kind == STRANGER:
        seen.strangers += 1
        seen.asked_in_vain += bool(listed)


def _beside(own: float, whole: float) -> str:
    return f"{own:.4f} ({(own - whole) * 100:+.2f})"


@dataclass(slots=True)
class Safeguards:
    """The automatic links of some tasks.

    They are counted with the real rules, and as a control with rules that are made too weak.
    """

    links: dict[str, Links] = field(default_factory=dict)
    real: dict[str, Links] = field(default_factory=dict)
    queries: int = 0
    relatives: int = 0

    def add(self, mix: str, matcher: Matcher) -> None:
        """Count the links that a task's queries would make."""
        self.queries += len(matcher.task.queries)
        self.relatives += sum(query.kind in OF_RELATIVES for query in matcher.task.queries)
        model = matcher.model
        weak = trusting_birthplaces(model)
        found = {
            "exact answer of a search": safety.exact_answers(matcher, model),
            "recommended merge": safety.recommended_merges(matcher, model),
            PLANTED: safety.recommended_merges(matcher, weak, INDEPENDENT | {Field.BIRTHPLACE}),
        }
        for name, links in found.items():
            self.links.setdefault(name, Links()).join(links)
            if mix == "real":
                self.real.setdefault(name, Links()).join(links)

    def add_public(self, matcher: Matcher) -> None:
        """Count the recommended merges of a public set.

        Exact answers are not counted, because the set has dates that no calendar has.
        """
        links = safety.recommended_merges(matcher, matcher.model)
        self.links[f"recommended merge, {matcher.task.name}"] = links

    def print(self, console: Console, seeds: Iterable[int]) -> None:
        """Print how many links were wrong."""
        title = f"Automatic links, fresh seeds {', '.join(map(str, seeds))}: {self.queries:,} queries"
        table = Table(title=f"{title}, {self.relatives:,} of them of twins, other relatives and namesakes of learners")
        for heading in ("link", "members linked (real mix)", "wrong", "aim"):
            table.add_column(heading, justify="left" if heading == "link" else "right")
        for name, links in self.links.items():
            wrong, planted = links.wrong.total(), name == PLANTED
            real = self.real.get(name, links)
            aim = f"> 0: {verdict(wrong > 0)}" if planted else f"0: {verdict(wrong == 0)}"
            table.add_row(name, f"{real.right / real.members:.4f}", str(wrong), aim)
        console.print(table)
        console.print(
            f"at least {RELATIVES_AIM:,} twins, relatives and namesakes: {verdict(self.relatives >= RELATIVES_AIM)}"
        )
        for name, links in self.links.items():
            if links.wrong:
                console.print(f"wrong, {name}: {dict(links.wrong)}")
            for query, linked in links.examples[: 3 if name == PLANTED else 10]:
                console.print(f"  {_shown(query)}\n  linked to {_shown(linked)}", highlight=False)


def _shown(record: Record) -> str:
    parts = (record.given, record.family, record.previous, record.birth, record.gender, record.postcode)
    return " | ".join((*parts, record.birthplace, record.email, record.kind))
