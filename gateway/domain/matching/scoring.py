"""The evidence that two records are of one person.

Three explanations of what agrees and what does not compete: one person, two strangers, two relatives of one household.
Against each of the others the fields add up to bits, log2 of (chance under "one person" / chance under the
other), and what is known before any field is the number of strangers and relatives on the register. The score is
log2 of the odds of "one person" against both others together: at 0 it is as likely as not, at 10 a thousand
to one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from math import inf, log2
from operator import mul
from typing import NamedTuple

from gateway.domain.matching.comparison import Comparison, compare
from gateway.domain.matching.levels import BornLevel, FamilyLevel, Field, GivenLevel, PostcodeLevel
from gateway.domain.matching.model import Model
from gateway.domain.matching.traits import Traits

_FAMILY, _GIVEN, _BORN, _POSTCODE, _GENDER = range(5)
_TOGETHER = len(Field)
"""Place of the bits of both names together.

It follows those of the fields.
"""

_BOTH_NAMES = "both names"
_BESIDES = "besides"
_SEVERAL_FORMS = 1.0
"""Bits taken off, since a name has several short forms."""

_COUNTED_FAMILIES = (FamilyLevel.EXACT, FamilyLevel.SPACING, FamilyLevel.FORMER)
_COUNTED_GIVENS = (GivenLevel.EXACT, GivenLevel.SPACING, GivenLevel.PART, GivenLevel.OTHER_NAME)


class Odds(NamedTuple):
    """Bits for one person, against strangers and against relatives.

    They include how many strangers and relatives there are.
    """

    against_strangers: float
    against_relatives: float

    @property
    def score(self) -> float:
        """The odds against both at once, without overflow.

        This is -log2(2^-strangers + 2^-relatives).
        """
        least = min(self.against_strangers, self.against_relatives)
        return least - log2(1.0 + 2.0 ** (least - max(self.against_strangers, self.against_relatives)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence of one field or both names: words and bits."""

    field: str
    level: str
    bits: float

    @property
    def differs(self) -> bool:
        """Return whether both state the field, and not equally."""
        return self.field in [*Field] and self.level not in (BornLevel.MISSING.words, BornLevel.EXACT.words)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair has its score.

    The bits of the evidence add up to the score.
    """

    score: float
    evidence: tuple[Evidence, ...]


def score(model: Model, one: Traits, other: Traits) -> float:
    """Return the log2 odds that two are one person.

    The order of the two does not matter.
    """
    return odds_of(model, compare(one, other, model.established)).score


def odds_of(model: Model, comparison: Comparison) -> Odds:
    """Return the odds that two records are of one person."""
    strangers = _against_strangers(model, comparison)
    return _odds(model, strangers, _against_relatives(model, comparison, strangers))


def odds_from(model: Model, comparison: Comparison, least: float) -> Odds | None:
    """Return the odds, or None if they are too low."""
    strangers = _against_strangers(model, comparison)
    if model.prior_bits[0] + sum(strangers) < least:  # hardly any candidate comes further
        return None
    odds = _odds(model, strangers, _against_relatives(model, comparison, strangers))
    return odds if odds.score >= least else None


def _odds(model: Model, against_strangers: Sequence[float], against_relatives: Sequence[float]) -> Odds:
    strangers, relatives = model.prior_bits
    return Odds(strangers + sum(against_strangers), relatives + sum(against_relatives))


def explain(model: Model, one: Traits, other: Traits) -> Explanation:
    """Score two records and say why."""
    return explanation_of(model, compare(one, other, model.established))


def explanation_of(model: Model, comparison: Comparison) -> Explanation:
    """Score compared records and say why.

    The bits of a field lie between those against strangers and those against relatives, nearer to the likelier of the
    two. After the fields comes how often both names go together, if that says anything, and last how many of both
    there are.
    """
    against_strangers = _against_strangers(model, comparison)
    against_relatives = _against_relatives(model, comparison, against_strangers)
    odds = _odds(model, against_strangers, against_relatives)
    total = odds.score
    share_a, share_b = 2.0 ** (total - odds.against_strangers), 2.0 ** (total - odds.against_relatives)
    bits = [share_a * one + share_b * other for one, other in zip(against_strangers, against_relatives, strict=True)]
    evidence = [
        Evidence(one.value, level.words, piece)
        for one, level, piece in zip(Field, comparison.levels, bits, strict=False)
    ]
    besides = zip(comparison.circumstances, bits[_TOGETHER + 1 :], strict=True)
    evidence.extend(Evidence(_BESIDES, one.words, piece) for one, piece in besides)
    if against_strangers[_TOGETHER]:
        evidence.append(Evidence(_BOTH_NAMES, _together_in_words(against_strangers[_TOGETHER]), bits[_TOGETHER]))
    words = f"{model.register_size:,.0f} learners, {model.relatives_each:.1f} relatives each"
    return Explanation(total, (*evidence, Evidence("register", words, total - sum(bits))))


def _together_in_words(bits: float) -> str:
    if abs(bits) < 1.0:
        return "together as often as any"
    return "often together" if bits < 0 else "seldom together"


def posterior(candidates: Sequence[Odds]) -> list[float]:
    """Return each candidate's log2 odds against all others and nobody.

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
    """Return log2(2^one + 2^other), without overflow."""
    least, most = sorted((one, other))
    return most + log2(1.0 + 2.0 ** (least - most))


def _against_strangers(model: Model, comparison: Comparison) -> list[float]:
    """Return the bits against strangers.

    They are those of every field, then of both names together, then of each circumstance. An equal name or short form
    says the more the rarer it is. A slip in a name says no more than the name itself. Two names that go together say
    less than each alone, and so does a gender that the given name tells. A name that only one of them adds to says the
    more, the fewer people have further names. A birth date that many have says less than another.
    """
    levels, family_names, given_names, postcode, circumstances, born = comparison
    bits = [bits[level] for bits, level in zip(model.stranger_bits, levels, strict=True)]
    family, given = levels[_FAMILY], levels[_GIVEN]
    if family is FamilyLevel.SWAPPED:
        shares = map(mul, map(model.family_share, family_names), map(model.given_share, given_names))
        bits[_FAMILY] = model.same_bits[_FAMILY][family] - log2(max(shares))
        bits[_GIVEN] = 0.0
    else:
        if family in _COUNTED_FAMILIES:
            bits[_FAMILY] = model.same_bits[_FAMILY][family] - log2(max(map(model.family_share, family_names)))
        elif family is FamilyLevel.CLOSE:
            bits[_FAMILY] = min(bits[_FAMILY], -log2(max(map(model.family_share, family_names))))
        if given in _COUNTED_GIVENS:
            bits[_GENDER] = model.namesake_bits[levels[_GENDER]]
            bits[_GIVEN] = model.same_bits[_GIVEN][given] - log2(max(map(model.given_share, given_names)))
            if given is GivenLevel.PART:
                bits[_GIVEN] -= log2(max(map(model.part_share, given_names)))
        elif given is GivenLevel.CLOSE:
            bits[_GIVEN] = min(bits[_GIVEN], -log2(max(map(model.given_share, given_names))))
        elif given is GivenLevel.NICKNAME:
            rarer, other = sorted(map(model.given_share, given_names))
            bits[_GIVEN] = min(model.same_bits[_GIVEN][given] - _SEVERAL_FORMS - log2(rarer), -log2(other))
    if postcode:
        bits[_POSTCODE] = model.same_bits[_POSTCODE][PostcodeLevel.EXACT] - log2(model.postcode_share(postcode))
    if born in model.date_counts:
        counted = model.same_bits[_BORN][BornLevel.EXACT] - log2(model.date_share(born))
        bits[_BORN] = min(bits[_BORN], counted)
    bits.append(_together(model, comparison))
    bits.extend(one.against_strangers for one in circumstances)
    return bits


def _together(model: Model, comparison: Comparison) -> float:
    """Return the bits for how seldom both names meet."""
    family_names, given_names = comparison.family_names, comparison.given_names
    if not (model.name_classes.sizes and family_names and given_names):
        return 0.0
    swapped = comparison.levels[_FAMILY] is FamilyLevel.SWAPPED
    pairs = {*zip(family_names, given_names, strict=True)} if swapped else {*product(family_names, given_names)}
    return -log2(max(model.name_classes.times(family, given) for family, given in pairs))


def _against_relatives(model: Model, comparison: Comparison, against_strangers: Sequence[float]) -> list[float]:
    """Return the bits against relatives.

    They are those of every field, then of both names together. Two of a family are called alike because one is named
    after the other, or by chance, which is the seldomer the rarer the name is. Twins are hardly ever called alike.
    """
    levels = comparison.levels
    bits = [*(bits[level] for bits, level in zip(model.relative_bits, levels, strict=True)), 0.0]
    bits.extend(one.against_relatives for one in comparison.circumstances)
    if levels[_GIVEN] is GivenLevel.EXACT:
        shared = model.named_after + max(map(model.given_share, comparison.given_names))
        bits[_GIVEN] = model.same_bits[_GIVEN][GivenLevel.EXACT] - log2(shared)
    if levels[_FAMILY] is FamilyLevel.SWAPPED:  # of a family nobody's names are the other way round
        bits[_FAMILY], bits[_GIVEN], bits[_TOGETHER] = against_strangers[_FAMILY], 0.0, against_strangers[_TOGETHER]
    elif levels[_BORN] is BornLevel.EXACT:
        bits[_GIVEN] = model.twin_bits[levels[_GIVEN]]
    return bits
