"""The gateway's matcher on a task.

It finds candidates by its search keys, and scores them in bits by a model that it learns from the register.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from gateway.domain.matching.comparison import Comparison, compare
from gateway.domain.matching.index import Index
from gateway.domain.matching.keys import search_keys
from gateway.domain.matching.learning import confirmed, learn
from gateway.domain.matching.levels import Field
from gateway.domain.matching.model import Model
from gateway.domain.matching.scoring import Odds, odds_of, posterior
from gateway.domain.matching.traits import Traits, traits
from tests.bench_matching.measures import Ranked
from tests.bench_matching.records import Record, Task

Found = Mapping[str, list[tuple[str, Odds]]]
"""Persons found and their odds, by query.

Each person is there once.
"""

_GENDERS = {"1": 1, "2": 2}


def traits_of_record(record: Record) -> Traits:
    """Return what of a record is compared."""
    return traits(
        given_name=record.given,
        family_name=record.family,
        previous_family_name=record.previous,
        date_of_birth=record.birth,
        postcode=record.postcode,
        gender=_GENDERS.get(record.gender, 0),
        email=record.email,
        place_of_birth=record.birthplace,
    )


class WideIndex:
    """Learners by the keys that Splink gets.

    These are the date of birth, the sounds of both names, and the postcode. They find too many in a whole nation.
    """

    def __init__(self, register: list[Traits]) -> None:
        self._places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, one in enumerate(register):
            for key in self._keys(one):
                self._places[key].append(place)

    def candidates(self, asked: Traits) -> list[int]:
        """Return the places of those who share a key."""
        keys = list(self._keys(asked))
        if asked.born:
            keys.append(("born", f"{asked.born[:5]}{asked.born[8:]}-{asked.born[5:7]}"))
        return list(dict.fromkeys(place for key in keys for place in self._places.get(key, ())))

    def _keys(self, one: Traits) -> Iterator[tuple[str, ...]]:
        keys = search_keys(one)
        if keys.born:
            yield "born", keys.born
        if keys.postcode:
            yield "postcode", keys.postcode
        for family in {keys.family_sound, keys.former_sound1} - {""}:
            if keys.given_sound:
                yield "sounds", family, keys.given_sound


class Matcher:
    """A task's register with model and index.

    Each query is compared with its candidates once.
    """

    def __init__(self, task: Task, *, wide: bool = False) -> None:
        self.task = task
        self.register = [traits_of_record(record) for record in task.register]
        self.queries = {record.record: traits_of_record(record) for record in task.queries}
        self.model = learn(self.register)
        index = WideIndex(self.register) if wide else Index(enumerate(self.register))
        self.candidates: dict[str, list[int]] = {
            record: index.candidates(query) for record, query in self.queries.items()
        }
        self.compared: dict[str, list[tuple[int, Comparison]]] = {
            record: [
                (place, compare(self.queries[record], self.register[place], self.model.established)) for place in places
            ]
            for record, places in self.candidates.items()
        }
        self._place = {record.person: place for place, record in reversed(list(enumerate(task.register)))}

    def found(self, model: Model) -> Found:
        """Return the persons whom each query finds with their odds."""
        return {record: self._persons(model, compared) for record, compared in self.compared.items()}

    def _persons(self, model: Model, compared: list[tuple[int, Comparison]]) -> list[tuple[str, Odds]]:
        best: dict[str, Odds] = {}
        for place, comparison in compared:
            person, odds = self.task.register[place].person, odds_of(model, comparison)
            if person not in best or odds.score > best[person].score:
                best[person] = odds
        return list(best.items())

    def taught(self, queries: Iterable[Record]) -> Model:
        """Return the model, confirmed by the answers to these queries."""
        return confirmed(
            self.model,
            (
                (self.queries[query.record], self.register[self._place[query.person]])
                for query in queries
                if query.person in self._place
            ),
        )

    def blocked(self) -> tuple[float, float]:
        """Return the share of members found, and candidates per query."""
        members = [query for query in self.task.queries if query.person in self._place]
        found = sum(
            any(self.task.register[place].person == query.person for place in self.candidates[query.record])
            for query in members
        )
        return found / len(members), sum(map(len, self.candidates.values())) / len(self.candidates)


def by_score(found: Found) -> Ranked:
    """Rank candidates by their own bits, as lists do."""
    return {
        record: sorted(((person, odds.score) for person, odds in candidates), key=_falling)
        for record, candidates in found.items()
    }


def against_all(found: Found) -> Ranked:
    """Rank candidates by their bits against all others and nobody."""
    ranked = {}
    for record, candidates in found.items():
        bits = posterior([odds for _, odds in candidates])
        persons = (person for person, _ in candidates)
        ranked[record] = sorted(zip(persons, bits, strict=True), key=_falling)
    return ranked


def _falling(candidate: tuple[str, float]) -> float:
    return -candidate[1]


def trusting_birthplaces(model: Model) -> Model:
    """Return a model that is too weak, as a control.

    It ignores that relatives are often born in the same place.
    """
    return replace(model, relatives={**model.relatives, Field.BIRTHPLACE: model.strangers[Field.BIRTHPLACE]})
