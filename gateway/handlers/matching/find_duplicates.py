"""Proposes pairs of learners who look like one person. Nobody is merged: an operator decides (contract 6.4).

The register is read in slices, and what a slice gives is written in one short transaction; whoever stops the job
half-way has what was found so far, and runs it again. Memory is that of a slice, whatever the size of the register.
"""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

from gateway.domain import choices
from gateway.domain.duplicate import Finding, Opinion
from gateway.domain.matching import Advice, Model, Traits, explain, propose
from gateway.domain.matching.levels import Field
from gateway.domain.matching.proposals import INDEPENDENT
from gateway.store.repositories.duplicates import Pair, PairCounts
from gateway.store.unit import Store, Unit

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DuplicateSearch:
    """What a search for duplicates gave: the learners looked at, their pairs, and the open pairs that it dropped."""

    learners: int
    pairs: PairCounts
    withdrawn: int


def find_duplicates(
    store: Store,
    *,
    done: Callable[[int], object] = lambda _learners: None,
    at_once: int = _AT_ONCE,
    independent: AbstractSet[Field] = INDEPENDENT,
) -> DuplicateSearch:
    """Compare every living learner with those who share a key, and keep the pairs that look like one person.

    `done` is told how many learners were looked at since it was last told. `independent` is for tests that show what
    the gates are good for.
    """
    after, learners, pairs = "", 0, PairCounts()
    with store.reading() as unit:
        model = unit.matching_models.current
    while True:
        with store.reading() as unit:
            people = unit.matching_models.living_after(after, at_once)
            findings = list(_findings(model, people, unit, independent))
        if not people:
            return DuplicateSearch(learners, pairs, _withdraw_those_no_longer_alike(model, store))
        if findings:
            with store.unit() as unit:
                pairs += unit.duplicates.keep(findings)
            store.step_aside()
        after, learners = people[-1][0], learners + len(people)
        done(len(people))


def _findings(
    model: Model, people: list[tuple[str, Traits]], unit: Unit, independent: AbstractSet[Field]
) -> Iterator[Finding]:
    for place, other_uln, other in unit.duplicates.candidates(people):
        uln, one = people[place]
        proposal = propose(model, one, other, independent=independent)
        if proposal is not None:
            yield Finding.of(uln, other_uln, proposal.advice, proposal.explanation)


def _withdraw_those_no_longer_alike(model: Model, store: Store) -> int:
    """Drop the open pairs that would not be proposed today.

    One that another program found stays.
    """
    number, withdrawn = 0, 0
    while True:
        with store.reading() as unit:
            pairs = unit.duplicates.open_after(number)
            people = unit.duplicates.people({uln for pair in pairs for uln in (pair.uln, pair.other_uln)})
        if not pairs:
            return withdrawn
        gone = [
            pair
            for pair in pairs
            if pair.opinion is None and propose(model, people[pair.uln], people[pair.other_uln]) is None
        ]
        if gone:
            with store.unit() as unit:
                withdrawn += unit.duplicates.withdraw(gone)
        number = pairs[-1].number


def add_second_opinions(store: Store, opinions: Iterable[tuple[Pair, Opinion]]) -> PairCounts:
    """Keep what another program says of pairs, beside our own evidence.

    A pair that it alone finds is for a look.
    """
    kept, coming = PairCounts(), iter(opinions)
    with store.reading() as unit:
        model = unit.matching_models.current
    while some := dict(islice(coming, _AT_ONCE)):
        with store.reading() as unit:
            findings = list(_seconded(model, some, unit))
        if findings:
            with store.unit() as unit:
                kept += unit.duplicates.keep(findings)
            store.step_aside()
    return kept


def _seconded(model: Model, opinions: dict[Pair, Opinion], unit: Unit) -> Iterator[Finding]:
    """Return the pairs of which the opinion counts: those that are proposed, and those that it would propose."""
    known = unit.duplicates.known({uln for uln, _ in opinions})
    people = unit.duplicates.people({uln for pair in opinions for uln in pair})
    for pair, opinion in opinions.items():
        if pair in known or opinion.bits >= choices.WORTH_A_LOOK_FROM:
            one, other = (people[uln] for uln in pair)
            proposal = propose(model, one, other)
            advice = Advice.LOOK if proposal is None else proposal.advice
            yield Finding.of(*pair, advice, explain(model, one, other), opinion)
