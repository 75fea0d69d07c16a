"""How many bits speak for two records being of one person, and why.

Three explanations of what agrees and what does not compete: one person, two strangers, two relatives of one household.
Against each of the others the fields add up to bits, log2 of (chance under "one person" / chance under the
other), and what is known before any field is the number of strangers and relatives on the register. The score is
log2 of the odds of "one person" against both others together: at 0 it is as likely as not, at 10 a thousand
to one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf, log2

from gateway.domain.matching.comparison import Comparison, compare
from gateway.domain.matching.levels import BornLevel, FamilyLevel, Field, GivenLevel, PostcodeLevel
from gateway.domain.matching.model import Model
from gateway.domain.matching.traits import Traits

_FAMILY, _GIVEN, _BORN, _POSTCODE = range(4)
_COUNTED_FAMILIES = (FamilyLevel.EXACT, FamilyLevel.SPACING, FamilyLevel.FORMER)
_COUNTED_GIVENS = (GivenLevel.EXACT, GivenLevel.SPACING, GivenLevel.PART, GivenLevel.OTHER_NAME)


@dataclass(frozen=True, slots=True)
class Odds:
    """The bits for one person against two strangers, and against two relatives, with how many of both there are."""

    against_strangers: float
    against_relatives: float

    @property
    def score(self) -> float:
        """The odds against both at once: -log2(2^-strangers + 2^-relatives), without overflow."""
        least = min(self.against_strangers, self.against_relatives)
        return least - log2(1.0 + 2.0 ** (least - max(self.against_strangers, self.against_relatives)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field says: how far it agrees, in words, and the bits for (or against) one person."""

    field: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair has its score. The bits of the evidence add up to the score."""

    score: float
    evidence: tuple[Evidence, ...]


def score(model: Model, one: Traits, other: Traits) -> float:
    """Give the log2 odds that two records are of one person; the same whichever comes first."""
    return odds_of(model, compare(one, other, model.established)).score


def odds_of(model: Model, comparison: Comparison) -> Odds:
    """Give the odds that the compared records are of one person."""
    return _odds(model, *_bits(model, comparison))


def _odds(model: Model, against_strangers: Sequence[float], against_relatives: Sequence[float]) -> Odds:
    strangers, relatives = model.prior_bits
    return Odds(strangers + sum(against_strangers), relatives + sum(against_relatives))


def explain(model: Model, one: Traits, other: Traits) -> Explanation:
    """Score two records and say why."""
    return explanation_of(model, compare(one, other, model.established))


def explanation_of(model: Model, comparison: Comparison) -> Explanation:
    """Score compared records and say why.

    The bits of a field lie between those against strangers and those against relatives, nearer to the likelier of the
    two. The last piece of evidence is how many of both there are.
    """
    against_strangers, against_relatives = _bits(model, comparison)
    odds = _odds(model, against_strangers, against_relatives)
    total = odds.score
    share_a, share_b = 2.0 ** (total - odds.against_strangers), 2.0 ** (total - odds.against_relatives)
    evidence = [
        Evidence(one.value, level.words, share_a * bits + share_b * less)
        for one, level, bits, less in zip(Field, comparison.levels, against_strangers, against_relatives, strict=True)
    ]
    before = total - sum(piece.bits for piece in evidence)
    words = f"{model.register_size:,.0f} learners, {model.relatives_each:.1f} relatives each"
    return Explanation(total, (*evidence, Evidence("register", words, before)))


def posterior(candidates: Sequence[Odds]) -> list[float]:
    """Give, for each candidate, the log2 odds of being the person, against all the others and nobody.

    The candidate with the best score leads, among equal ones the one whose fields agree most. The others count by their
    score, yet for no more than their fields make of them beside the leader: a namesake far away may have as good a
    score, where relatives are the likelier explanation, and is no rival to the one who lives there. Two equal
    candidates take one another's odds away.

    >>> [round(bits, 1) for bits in posterior([Odds(30.0, 12.0)])]
    [12.0]
    >>> [round(bits, 1) for bits in posterior([Odds(30.0, 12.0), Odds(30.0, 12.0)])]
    [-0.0, -0.0]
    >>> [round(bits, 1) for bits in posterior([Odds(30.0, 12.0), Odds(15.0, 12.0)])]
    [11.8, -15.0]
    """
    if not candidates:
        return []
    leader = max(candidates, key=lambda odds: (round(odds.score, 1), odds.against_strangers))
    most = leader.score - leader.against_strangers
    weights = [min(odds.score, odds.against_strangers + most) for odds in candidates]
    before = accumulate(weights, _sum_of_powers, initial=0.0)  # nobody weighs 0 bits
    after = [*accumulate(reversed(weights[1:]), _sum_of_powers, initial=-inf)][::-1]
    return [weight - _sum_of_powers(those, these) for weight, those, these in zip(weights, before, after, strict=False)]


def _sum_of_powers(one: float, other: float) -> float:
    """Give log2(2^one + 2^other), without overflow."""
    least, most = sorted((one, other))
    return most + log2(1.0 + 2.0 ** (least - most))


def _bits(model: Model, comparison: Comparison) -> tuple[list[float], list[float]]:
    """Give the bits of every field against strangers, and against relatives.

    An equal name says the more the rarer it is, and a slip in a name no more than the name itself.
    """
    levels = comparison.levels
    strangers = [bits[level] for bits, level in zip(model.stranger_bits, levels, strict=True)]
    relatives = [bits[level] for bits, level in zip(model.relative_bits, levels, strict=True)]
    family, given = levels[_FAMILY], levels[_GIVEN]
    if levels[_BORN] is BornLevel.EXACT:
        relatives[_GIVEN] = model.twin_bits[given]
    if family is FamilyLevel.SWAPPED:
        share = max(
            model.family_share(family_name) * model.given_share(given_name)
            for family_name, given_name in zip(comparison.family_names, comparison.given_names, strict=True)
        )
        strangers[_FAMILY] = relatives[_FAMILY] = model.same_bits[_FAMILY][family] - log2(share)
        strangers[_GIVEN] = relatives[_GIVEN] = 0.0
    else:
        if family in _COUNTED_FAMILIES:
            share = max(map(model.family_share, comparison.family_names))
            strangers[_FAMILY] = model.same_bits[_FAMILY][family] - log2(share)
        elif family is FamilyLevel.CLOSE:
            strangers[_FAMILY] = min(strangers[_FAMILY], -log2(max(map(model.family_share, comparison.family_names))))
        if given in _COUNTED_GIVENS:
            share = max(map(model.given_share, comparison.given_names))
            strangers[_GIVEN] = model.same_bits[_GIVEN][given] - log2(share)
        elif given is GivenLevel.CLOSE:
            strangers[_GIVEN] = min(strangers[_GIVEN], -log2(max(map(model.given_share, comparison.given_names))))
    if comparison.postcode:
        share = model.postcode_share(comparison.postcode)
        strangers[_POSTCODE] = model.same_bits[_POSTCODE][PostcodeLevel.EXACT] - log2(share)
    return strangers, relatives
