"""How many bits a candidate can have at most.

Most candidates are far from the list, and it is their names that take time to compare. So the other fields come first,
then whether the names are equal, then how far they agree. After each step, the bits of what is left have a bound. A
candidate who stays below the list is not compared. The bounds come from the bits of the model and of the circumstances:
no weight is written here again.
"""

from functools import lru_cache
from math import log2
from typing import NamedTuple

from gateway.domain.matching.agreement import (
    birthplace_level,
    born_level,
    email_level,
    family_level,
    gender_level,
    given_level,
    postcode_level,
)
from gateway.domain.matching.circumstances import MOST_OF_NAMES, circumstance_of_dates
from gateway.domain.matching.comparison import are_swapped
from gateway.domain.matching.levels import BornLevel, FamilyLevel, Field, GenderLevel, GivenLevel, PostcodeLevel
from gateway.domain.matching.model import Bits, Model
from gateway.domain.matching.name_classes import MOST_BITS
from gateway.domain.matching.traits import Traits

_FAMILY, _GIVEN, _BORN, _POSTCODE, _GENDER, _BIRTHPLACE, _EMAIL = range(len(Field))
_ROUNDING = 1e-6
"""Bits that the order of a sum may make."""

_AGREEING_FAMILIES = (FamilyLevel.EXACT, FamilyLevel.SPACING)
_AGREEING_GIVENS = (GivenLevel.EXACT, GivenLevel.SPACING)
_COUNTED = (*_AGREEING_GIVENS, GivenLevel.PART, GivenLevel.OTHER_NAME, GivenLevel.SWAPPED)
_NEAR_FAMILIES = (FamilyLevel.CLOSE, FamilyLevel.ALIKE)
_NEAR_GIVENS = (GivenLevel.CLOSE, GivenLevel.ALIKE)


class _Bounds(NamedTuple):
    """What depends on the model alone.

    `families` and `givens` are the most bits of unequal names by level. `family` and `given` are those of any level,
    but for PART of a given name. `same_family` and `same_given` are the bits of equal names, before what their share
    tells. `namesake` are the bits that a gender may gain where an equal given name tells the gender already.
    """

    families: tuple[float, ...]
    family: float
    givens: tuple[float, ...]
    given: float
    same_family: float
    same_given: float
    namesake: tuple[float, ...]


@lru_cache(8)
def _bounds(
    same: Bits, strangers: Bits, namesakes: tuple[float, ...], rare: float, further: float, together: float
) -> _Bounds:
    """Return the bounds of a model's bits.

    `rare` is the least share of a given name, `further` the least share of further names. `together` are the most bits
    of both names.
    """
    families = list(strangers[_FAMILY])
    for one in _NEAR_FAMILIES:
        families[one] = max(families[one], families[FamilyLevel.ESTABLISHED]) + MOST_OF_NAMES + together
    families[FamilyLevel.PART] += MOST_OF_NAMES
    givens = list(strangers[_GIVEN])
    for other in _NEAR_GIVENS:
        givens[other] = max(givens[other], givens[GivenLevel.ESTABLISHED])
    givens[GivenLevel.NICKNAME] = same[_GIVEN][GivenLevel.NICKNAME] - log2(rare)
    givens[GivenLevel.PART] = same[_GIVEN][GivenLevel.PART] - log2(rare) - log2(further) + MOST_OF_NAMES
    return _Bounds(
        families=tuple(families),
        family=max(families[one] for one in FamilyLevel if one < FamilyLevel.FORMER and one not in _AGREEING_FAMILIES),
        givens=tuple(givens),
        given=max(givens[one] for one in GivenLevel if one not in _COUNTED),
        same_family=max(same[_FAMILY][one] for one in _AGREEING_FAMILIES),
        same_given=max(same[_GIVEN][one] for one in _AGREEING_GIVENS),
        namesake=tuple(max(0.0, alike - any_) for alike, any_ in zip(namesakes, strangers[_GENDER], strict=True)),
    )


class Ceiling:
    """The bounds for the candidates of one search."""

    def __init__(self, model: Model, asked: Traits) -> None:
        same, strangers = model.same_bits, model.stranger_bits
        self._asked, self._strangers = asked, strangers
        self._states_names = bool(asked.family.text and asked.given.text)
        self._called = [name.squashed for name in asked.other_given]
        self._prior = model.prior_bits[0]
        self._together = MOST_BITS if model.name_classes.sizes else 0.0
        rare = model.given_share("")
        self._bounds = _bounds(same, strangers, model.namesake_bits, rare, model.part_of_equal, self._together)
        family, given = log2(model.family_share(asked.family.text)), log2(model.given_share(asked.given.text))
        self._family, self._given = self._bounds.same_family - family, self._bounds.same_given - given
        self._swapped = same[_FAMILY][FamilyLevel.SWAPPED] - family - given + self._together
        self._at_home = same[_POSTCODE][PostcodeLevel.EXACT] - log2(model.postcode_share(asked.postcode))

    def is_below(self, other: Traits, least: float) -> bool:
        """Return whether a candidate surely has fewer bits against strangers.

        Return False if only a comparison can tell, or if the candidate may have changed given name and gender.
        """
        asked, bits = self._asked, self._strangers
        if not self._states_names:
            return False
        born, postcode = born_level(asked.born, other.born), postcode_level(asked.postcode, other.postcode)
        gender = gender_level(asked.gender, other.gender)
        rest = self._prior + bits[_BORN][born] + bits[_GENDER][gender]
        if postcode is not PostcodeLevel.EXACT:
            rest += bits[_POSTCODE][postcode]
        elif born is BornLevel.EXACT and gender is GenderLevel.DIFFERENT:
            return False
        else:
            rest += self._at_home
        if asked.birthplace and other.birthplace:
            rest += bits[_BIRTHPLACE][birthplace_level(asked.birthplace, other.birthplace)]
        if asked.email and other.email:
            rest += bits[_EMAIL][email_level(asked.email, other.email)]
        if born > BornLevel.SWAPPED:
            besides = circumstance_of_dates(asked.born, other.born, born)
            if besides is not None:
                rest += besides.against_strangers
        return self._names_bring_less(other, least - rest - _ROUNDING, self._bounds.namesake[gender])

    def _names_bring_less(self, other: Traits, gap: float, namesake: float) -> bool:
        """Return whether the names surely bring fewer bits."""
        asked, bounds = self._asked, self._bounds
        is_family = asked.family.squashed == other.family.squashed
        if asked.given.squashed == other.given.squashed:
            given = max(self._given + namesake, bounds.givens[GivenLevel.FIRST_ONLY]) + self._together
            if is_family:
                return self._family + given < gap
            if asked.former or other.former:
                return False
            return given + bounds.family < gap or given + bounds.families[self._family_level(other)] < gap
        if self._is_called_otherwise(other) or not (is_family or self._families_are_apart(other, gap)):
            return False
        has_several = " " in asked.given.text or " " in other.given.text
        given = bounds.givens[GivenLevel.PART] + namesake if has_several else bounds.given
        if not is_family and given + bounds.family < gap:
            return True
        family = self._family + self._together if is_family else bounds.families[self._family_level(other)]
        if family + given < gap:
            return True
        level = given_level(asked.given, other.given)
        return family + bounds.givens[level] + (namesake if level is GivenLevel.PART else 0.0) < gap

    def _family_level(self, other: Traits) -> FamilyLevel:
        return family_level(self._asked.family, other.family)

    def _families_are_apart(self, other: Traits, gap: float) -> bool:
        """Return whether nothing makes up for the family names.

        A former name would, or names that are swapped.
        """
        asked = self._asked
        return not (asked.former or other.former or (self._swapped >= gap and are_swapped(asked, other)))

    def _is_called_otherwise(self, other: Traits) -> bool:
        """Return whether one is called as the other is otherwise."""
        given, other_given = self._asked.given.squashed, other.given.squashed
        for name in other.other_given:  # a loop, since this is asked of nearly every candidate
            if name.squashed == given:
                return True
        return other_given in self._called
