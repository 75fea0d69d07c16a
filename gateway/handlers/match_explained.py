"""Why a person is found or not: every candidate with its evidence, and what is decided. For operators."""

from dataclasses import dataclass

from gateway.domain.learner import Learner, Person
from gateway.domain.matching import Explanation, Match, Model, explain, traits_of
from gateway.domain.matching.decision import listed_from
from gateway.handlers.find_by_demographics import match
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Candidate:
    """A learner who was compared, and how."""

    learner: Learner
    explanation: Explanation
    listed: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """The candidates, the likeliest first, the decision, and the model that it stands on."""

    candidates: tuple[Candidate, ...]
    decision: Match
    model: Model


def explain_match(person: Person, unit: Unit) -> Explained:
    """Look for a person and say why."""
    model, asked = unit.models.current, traits_of(person)
    least = listed_from(model)
    compared = []
    for learner in unit.learners.candidates(person):
        explanation = explain(model, asked, traits_of(learner.person))
        compared.append(Candidate(learner, explanation, explanation.score >= least))
    compared.sort(key=lambda one: (-one.explanation.score, one.learner.uln))
    return Explained(tuple(compared), match(person, unit), model)
