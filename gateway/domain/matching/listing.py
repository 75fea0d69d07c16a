"""Whether a search lists a learner, by the pair alone.

learnerByDemographics asks this about every candidate, and verifyLearner about the learner who has the ULN, so that both
say the same of one pair.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from gateway.domain import choices
from gateway.domain.learner import IdentityFields
from gateway.domain.matching.comparison import Comparison
from gateway.domain.matching.levels import BornLevel, FamilyLevel, GenderLevel, GivenLevel, PostcodeLevel
from gateway.domain.matching.model import Model
from gateway.domain.matching.scoring import Odds, odds_from, odds_of


class ListedBy(StrEnum):
    """Why a search lists a learner."""

    BITS = "the bits are enough"
    FAMILY = "hardly any stranger would agree so far, and a person has few relatives"
    AGREEMENT = "names, birth date and gender are equal"
    NOBODY_ELSE = "only given name and gender differ, and nobody else is listed"


class Listing(NamedTuple):
    """A learner whom a search lists, and why."""

    odds: Odds
    by: ListedBy


def listed_from(model: Model) -> float:
    """Return the bits from which a candidate is listed."""
    return max(bits for size, bits in choices.LISTED_FROM if model.register_size >= size)


def lowest_listed(least: float) -> float:
    """Return the least bits that can list anybody.

    `least` is what `listed_from` gives.
    """
    return min(least, choices.LISTED_AS_RELATIVE_FROM)


def agree_but_for_postcode(one: IdentityFields, other: IdentityFields) -> bool:
    """Return whether names, birth date and gender are equal."""
    return one[:-1] == other[:-1]


def judge_pair(model: Model, comparison: Comparison, least: float, *, agree: bool) -> Listing | None:
    """Return how a search lists a learner, or None.

    `least` is what `listed_from` gives. `agree` says that names, birth date and gender are equal: then the learner is
    listed with any odds (contract 6.1). Whoever is listed because nobody else is, is left out beside others.
    """
    odds = odds_from(model, comparison, lowest_listed(least))
    if odds is not None and odds.score >= least:
        return Listing(odds, ListedBy.BITS)
    if odds is not None and _is_unlike_strangers(odds, least):
        return Listing(odds, ListedBy.FAMILY)
    if agree:
        return Listing(odds_of(model, comparison), ListedBy.AGREEMENT)
    if _may_have_changed_gender(comparison):
        return Listing(odds_of(model, comparison), ListedBy.NOBODY_ELSE)
    return None


def may_be_listed(model: Model, comparison: Comparison, postcode: str, *, agree: bool) -> bool:
    """Return whether some search would list the learner.

    The search states what was compared and some postcode, and nobody else is on the register. `postcode` is the
    learner's.
    """
    least = listed_from(model)
    return any(
        judge_pair(model, one, least, agree=agree) is not None for one in _with_any_postcode(comparison, postcode)
    )


def _with_any_postcode(comparison: Comparison, postcode: str) -> Iterator[Comparison]:
    family, given, born, _, gender, birthplace, email = comparison.levels
    for level in PostcodeLevel if postcode else (PostcodeLevel.MISSING,):
        levels = (family, given, born, level, gender, birthplace, email)
        yield comparison._replace(levels=levels, postcode=postcode if level is PostcodeLevel.EXACT else "")


def _is_unlike_strangers(odds: Odds, least: float) -> bool:
    return (
        odds.score >= choices.LISTED_AS_RELATIVE_FROM and odds.against_strangers >= least + choices.UNLIKE_STRANGERS_BY
    )


def _may_have_changed_gender(comparison: Comparison) -> bool:
    """Return whether only given name and gender differ.

    They do so after a transition. A twin of the other gender agrees as much, so the learner is listed only if nobody
    else is.
    """
    family, given, born, postcode, gender = comparison.levels[:5]
    return (
        family in (FamilyLevel.EXACT, FamilyLevel.SPACING)
        and given is not GivenLevel.MISSING
        and born is BornLevel.EXACT
        and postcode is PostcodeLevel.EXACT
        and gender is GenderLevel.DIFFERENT
    )
