"""Is this person on the register?

The rules are those of contract 6.1. The store finds the candidates; what they mean is decided here, with no database.
A candidate is listed if the odds of being the person reach `choices.LISTED_FROM`. A merged learner gives its master.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gateway.domain import choices
from gateway.domain.learner import Learner, Person, Standing, key_of
from gateway.domain.matching.comparison import Comparison, compare
from gateway.domain.matching.levels import FamilyLevel, GivenLevel
from gateway.domain.matching.model import Model
from gateway.domain.matching.prior import PRIOR
from gateway.domain.matching.scoring import Explanation, Odds, explanation_of, odds_of
from gateway.domain.matching.traits import traits_of

Explanations = Mapping[str, Explanation]
"""Why each listed candidate is on the list, by its ULN; where a master stands in, by that of the merged learner."""


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nobody on the register looks like this person."""


@dataclass(frozen=True, slots=True)
class ExactMatch:
    """This learner agrees in all five key fields, and nobody else comes near."""

    learner: Learner
    explanations: Explanations = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class LinkedMatch:
    """A merged learner agrees; the master stands in for it."""

    master: Learner
    explanations: Explanations = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class PossibleMatches:
    """Between one and ten learners may be this person, the likeliest first.

    `substituted` holds the ULNs of masters that stand in.
    """

    learners: tuple[Learner, ...]
    substituted: frozenset[str]
    explanations: Explanations = field(default_factory=dict, compare=False)

    @property
    def best_score(self) -> float:
        """Give the log2 odds of the likeliest."""
        return max(one.score for one in self.explanations.values())


@dataclass(frozen=True, slots=True)
class TooManyMatches:
    """More learners may be this person than a caller may be shown."""


Match = NoMatch | ExactMatch | LinkedMatch | PossibleMatches | TooManyMatches


@dataclass(frozen=True, slots=True)
class _Listed:
    """A candidate on the list."""

    learner: Learner
    survivor: Learner
    exact: bool
    odds: Odds
    comparison: Comparison


def listed_from(model: Model) -> float:
    """Give the bits from which a candidate is listed on a register of the model's size."""
    return max(bits for size, bits in choices.LISTED_FROM if model.register_size >= size)


def decide(
    person: Person, candidates: Sequence[Learner], masters: Mapping[str, Learner], model: Model = PRIOR
) -> Match:
    """Decide whether the person is one of the candidates.

    `masters` holds, by ULN, the master of every merged candidate. The order of the candidates does not matter.
    """
    listed = _list(person, candidates, masters, model)
    if not listed:
        return NoMatch()
    survivors = {one.survivor.uln: one.survivor for one in listed}
    substituted = frozenset(one.survivor.uln for one in listed if one.learner is not one.survivor)
    exact = _exact(listed)
    if exact is not None:
        explanations = _explained([exact], model)
        if exact.learner.standing is Standing.ACTIVE:
            return ExactMatch(exact.learner, explanations)
        return LinkedMatch(exact.survivor, explanations)
    if len(survivors) > choices.MOST_MATCHES:
        return TooManyMatches()
    if len(survivors) == 1 and substituted:
        return LinkedMatch(listed[0].survivor, _explained(listed, model))
    return PossibleMatches(tuple(survivors.values()), substituted, _explained(listed, model))


def _list(person: Person, candidates: Sequence[Learner], masters: Mapping[str, Learner], model: Model) -> list[_Listed]:
    """Give the candidates that reach the list, the likeliest first."""
    asked, key, least = traits_of(person), key_of(person), listed_from(model)
    listed = []
    for learner in candidates:
        comparison = compare(asked, traits_of(learner.person), model.established)
        odds = odds_of(model, comparison)
        same_key = learner.person.date_of_birth == key.born and key_of(learner.person) == key
        if same_key or odds.score >= least:
            survivor = learner if learner.master_uln is None else masters[learner.master_uln]
            exact = same_key and _names_are_equal(comparison)
            listed.append(_Listed(learner, survivor, exact, odds, comparison))
    return sorted(listed, key=lambda one: (not one.exact, -one.odds.score, one.learner.uln))


def _names_are_equal(comparison: Comparison) -> bool:
    """Tell whether both names are equal but for blanks, and no further given names clash."""
    family, given = comparison.levels[:2]
    return family in (FamilyLevel.EXACT, FamilyLevel.SPACING) and given in (GivenLevel.EXACT, GivenLevel.SPACING)


def _exact(listed: Sequence[_Listed]) -> _Listed | None:
    """Give the candidate that agrees in all five key fields and leads all others, a living one before a merged one."""
    exact = sorted((one for one in listed if one.exact), key=lambda one: one.learner.standing is not Standing.ACTIVE)
    if not exact:
        return None
    rivals = [one.odds.against_strangers for one in listed if one.survivor.uln != exact[0].survivor.uln]
    if rivals and exact[0].odds.against_strangers - max(rivals) < choices.EXACT_LEADS_BY:
        return None
    return exact[0]


def _explained(listed: Sequence[_Listed], model: Model) -> dict[str, Explanation]:
    return {one.learner.uln: explanation_of(model, one.comparison) for one in listed}
