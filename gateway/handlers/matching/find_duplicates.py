"""Propose pairs of learners who may be one person.

Nobody is merged: an operator decides (contract 6.4). The register is read in chunks, and the pairs of a chunk are
written in one short transaction. So memory does not grow with the register, and a search that is stopped keeps what it
has found; run it again to complete it.
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
    """Counts of a search for duplicates.

    `learners` were compared, and `pairs` counts what was proposed. `withdrawn` counts open pairs that are no longer
    proposed.
    """

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
    """Store pairs of learners who look like one person.

    Every living learner is compared with those who share a search key. `done` is called with the number of learners
    compared since its last call. `independent` is for tests, which show what happens without the rules against
    relatives and namesakes.
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
    """Withdraw the open pairs that would not be proposed today.

    A pair that another program found stays.
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
    """Store another program's opinion of pairs, beside our evidence.

    A pair that only the other program finds gets the advice to look at it.
    """
    counts, coming = PairCounts(), iter(opinions)
    with store.reading() as unit:
        model = unit.matching_models.current
    while chunk := dict(islice(coming, _AT_ONCE)):
        with store.reading() as unit:
            findings = list(_seconded(model, chunk, unit))
        if findings:
            with store.unit() as unit:
                counts += unit.duplicates.keep(findings)
            store.step_aside()
    return counts


def _seconded(model: Model, opinions: dict[Pair, Opinion], unit: Unit) -> Iterator[Finding]:
    """Yield the pairs that either program proposes."""
    known = unit.duplicates.known({uln for uln, _ in opinions})
    people = unit.duplicates.people({uln for pair in opinions for uln in pair})
    for pair, opinion in opinions.items():
        if pair in known or opinion.bits >= choices.WORTH_A_LOOK_FROM:
            one, other = (people[uln] for uln in pair)
            proposal = propose(model, one, other)
            advice = Advice.LOOK if proposal is None else proposal.advice
            yield Finding.of(*pair, advice, explain(model, one, other), opinion)
