"""Explain to an operator how a search decides.

The explanation has every candidate with its evidence, and the decision.
"""

from dataclasses import dataclass

from gateway.domain.learner import Person, identity_of
from gateway.domain.matching import Candidate, Doubt, Explanation, Match, Model, doubts, traits_of
from gateway.domain.matching.comparison import compare
from gateway.domain.matching.listing import ListedBy, agree_but_for_postcode, judge_pair, listed_from
from gateway.domain.matching.scoring import explanation_of
from gateway.handlers.identification.by_matching import match
from gateway.store.unit import Unit


@dataclass(frozen=True, slots=True)
class ComparedCandidate:
    """A candidate, the evidence, and why a search lists it.

    `listed_by` is None if no search does. `doubts` are what keeps one with the same key fields from being an exact
    match.
    """

    candidate: Candidate
    explanation: Explanation
    listed_by: ListedBy | None
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class MatchExplanation:
    """The candidates, likeliest first, the decision and the model.

    Whoever has so many bits as `listed_from` is listed.
    """

    candidates: tuple[ComparedCandidate, ...]
    decision: Match
    model: Model
    listed_from: float


def explain_match(person: Person, unit: Unit) -> MatchExplanation:
    """Match a person, and return the evidence."""
    model, asked, key = unit.matching_models.current, traits_of(person), identity_of(person)
    least, judged = listed_from(model), []
    for candidate in unit.learners.candidates(person):
        comparison = compare(asked, candidate.traits, model.established)
        agree = agree_but_for_postcode(candidate.identity, key)
        judged.append((candidate, comparison, judge_pair(model, comparison, least, agree=agree)))
    reasons = {listing.by for *_, listing in judged if listing is not None}
    left_out = ListedBy.NOBODY_ELSE if len(reasons) > 1 else None
    compared = [
        ComparedCandidate(
            candidate=candidate,
            explanation=explanation_of(model, comparison),
            listed_by=None if listing is None or listing.by is left_out else listing.by,
            doubts=_doubts(person, candidate, model),
        )
        for candidate, comparison, listing in judged
    ]
    compared.sort(key=lambda one: (-one.explanation.score, one.candidate.uln))
    return MatchExplanation(tuple(compared), match(person, unit), model, least)


def _doubts(person: Person, candidate: Candidate, model: Model) -> tuple[Doubt, ...]:
    if candidate.identity != identity_of(person):
        return ()
    asked = traits_of(person)
    filler = (Doubt.FILLER,) if model.is_filler(asked.born) else ()
    return (*doubts(asked, candidate.traits), *filler)
