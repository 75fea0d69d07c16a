"""Find learners by matching (contract 6.1)."""

from math import inf

from gateway.domain import matching
from gateway.domain.learner import Person
from gateway.store.chunks.row_unit import RowUnit


def match(person: Person, unit: RowUnit, *, possible_from: float = -inf) -> matching.Match:
    """Return the learners whom the person may be."""
    learners = unit.learners
    candidates, model = learners.candidates(person), unit.matching_models.current
    return matching.decide(person, candidates, learners.by_ulns, model, possible_from=possible_from)
