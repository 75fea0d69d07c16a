"""Explain to an operator how a search decides.

The explanation has every candidate with its evidence, and the decision.
"""

from dataclasses import dataclass

from gateway.domain.learner import Person
from gateway.domain.matching import Candidate, Explanation, Match, Model, explain, traits_of
from gateway.domain.matching.decision import listed_from
from gateway.handlers.identification.by_matching import match
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True)
class ComparedCandidate:
    """A candidate, the evidence, and whether a search lists it."""

    candidate: Candidate
    explanation: Explanation
    listed: bool


@dataclass(frozen=True, slots=True)
class MatchExplanation:
    """The candidates, likeliest first, the decision and the model."""

    candidates: tuple[ComparedCandidate, ...]
    decision: Match
    model: Model


def explain_match(person: Person, unit: Unit) -> MatchExplanation:
    """Match a person, and return the evidence."""
    model, asked = unit.matching_models.current, traits_of(person)
    least = listed_from(model)
    compared = []
    for candidate in unit.learners.candidates(person):
        explanation = explain(model, asked, candidate.traits)
        compared.append(ComparedCandidate(candidate, explanation, explanation.score >= least))
    compared.sort(key=lambda one: (-one.explanation.score, one.candidate.uln))
    return MatchExplanation(tuple(compared), match(person, unit), model)
