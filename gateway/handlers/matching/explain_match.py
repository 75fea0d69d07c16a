"""Explain to an operator how a search decides.

The explanation has every candidate with its evidence, and the decision.
"""

from dataclasses import dataclass

from gateway.domain.learner import Person, identity_of
from gateway.domain.matching import Candidate, Doubt, Explanation, Match, Model, doubts, traits_of
from gateway.domain.matching.comparison import compare
from gateway.domain.matching.decision import is_listed, listed_from
from gateway.domain.matching.scoring import explanation_of, odds_of
from gateway.handlers.identification.by_matching import match
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True)
class ComparedCandidate:
    """A candidate, the evidence, and whether a search lists it.

    `doubts` are what keeps one with the same key fields from being an exact match.
    """

    candidate: Candidate
    explanation: Explanation
    listed: bool
    doubts: tuple[Doubt, ...]


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
        comparison = compare(asked, candidate.traits, model.established)
        explanation, listed = explanation_of(model, comparison), is_listed(odds_of(model, comparison), least)
        compared.append(ComparedCandidate(candidate, explanation, listed, _doubts(person, candidate, model)))
    compared.sort(key=lambda one: (-one.explanation.score, one.candidate.uln))
    return MatchExplanation(tuple(compared), match(person, unit), model)


def _doubts(person: Person, candidate: Candidate, model: Model) -> tuple[Doubt, ...]:
    if candidate.identity != identity_of(person):
        return ()
    asked = traits_of(person)
    filler = (Doubt.FILLER,) if model.is_filler(asked.born) else ()
    return (*doubts(asked, candidate.traits), *filler)
