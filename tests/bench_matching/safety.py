"""Count wrong links that nobody checks.

These are the exact answers of a search, and recommended merges. Both are tried for every query of a task. A person who
is not registered must get neither, and a member only the own record.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime

from gateway.domain.learner import Gender, Learner, LearnerStatus, Person
from gateway.domain.matching.decision import ExactMatch
from gateway.domain.matching.levels import Field
from gateway.domain.matching.model import Model
from gateway.domain.matching.proposals import INDEPENDENT, Advice, propose
from tests.bench_matching.ours import Matcher
from tests.bench_matching.records import Record
from tests.domain.matching.deciding import decide

_AT = datetime(2025, 9, 1, 8, 0)


@dataclass(slots=True)
class Links:
    """Counts of members linked, and of wrong links."""

    members: int = 0
    right: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[Record, Record]] = field(default_factory=list)

    def join(self, other: "Links") -> None:
        """Add what was counted elsewhere."""
        self.members += other.members
        self.right += other.right
        self.wrong += other.wrong
        self.examples += other.examples

    def count(self, query: Record, linked: Iterable[Record]) -> None:
        """Count whom a query was linked to."""
        found = list(linked)
        others = [record for record in found if record.person != query.person]
        self.right += len(found) > len(others)
        if others:
            self.wrong[query.kind] += 1
            self.examples.append((query, others[0]))


def person(record: Record) -> Person:
    """Return the record as callers state it."""
    return Person(
        given_name=record.given,
        family_name=record.family,
        date_of_birth=date.fromisoformat(record.birth),
        gender=Gender(int(record.gender)),
        postcode=record.postcode,
        previous_family_name=record.previous,
        place_of_birth=record.birthplace,
        email=record.email,
    )


def _learner(record: Record) -> Learner:
    return Learner(
        uln=record.record,
        person=person(record),
        status=LearnerStatus.ACTIVE,
        version=1,
        created_at=_AT,
        updated_at=_AT,
    )


def exact_answers(matcher: Matcher, model: Model) -> Links:
    """Decide every query as a search, and count exact answers."""
    links = Links(members=_members(matcher))
    by_record = {record.record: record for record in matcher.task.register}
    for query in matcher.task.queries:
        candidates = [_learner(matcher.task.register[place]) for place in matcher.candidates[query.record]]
        match decide(person(query), candidates, {}, model):
            case ExactMatch(learner):
                links.count(query, [by_record[learner.uln]])
    return links


def recommended_merges(matcher: Matcher, model: Model, independent: AbstractSet[Field] = INDEPENDENT) -> Links:
    """Count the merges recommended if every query were registered too."""
    links = Links(members=_members(matcher))
    for query in matcher.task.queries:
        asked = matcher.queries[query.record]
        recommended = []
        for place in matcher.candidates[query.record]:
            proposal = propose(model, asked, matcher.register[place], independent=independent)
            if proposal is not None and proposal.advice is Advice.RECOMMENDED:
                recommended.append(matcher.task.register[place])
        links.count(query, recommended)
    return links


def _members(matcher: Matcher) -> int:
    members = matcher.task.members()
    return sum(query.person in members for query in matcher.task.queries)
