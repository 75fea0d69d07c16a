"""Two people compared, field by field."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from gateway.domain.matching.agreement import (
    birthplace_level,
    born_level,
    email_level,
    family_level,
    further_names_clash,
    gender_level,
    given_level,
    is_close,
    postcode_level,
)
from gateway.domain.matching.circumstances import Circumstance, circumstances_of
from gateway.domain.matching.levels import (
    BirthplaceLevel,
    BornLevel,
    EmailLevel,
    FamilyLevel,
    GenderLevel,
    GivenLevel,
    PostcodeLevel,
)
from gateway.domain.matching.traits import Name, Traits

_FAMILY_AGREES = (FamilyLevel.EXACT, FamilyLevel.SPACING)
_GIVEN_AGREES = (GivenLevel.EXACT, GivenLevel.SPACING)
_NEAR_FAMILIES = (FamilyLevel.CLOSE, FamilyLevel.ALIKE)
_NEAR_GIVENS = (GivenLevel.CLOSE, GivenLevel.ALIKE)
_SHORT_FORMS = (GivenLevel.NICKNAME, GivenLevel.PREFIX)
_SWAPPED = (FamilyLevel.EXACT, FamilyLevel.SPACING, FamilyLevel.CLOSE)


@dataclass(frozen=True, slots=True)
class EstablishedNames:
    """Names that several people have, in normal form.

    Two of these that are alike, such as Boyle and Doyle, are two names and not one name with a slip.
    """

    family: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()


class Comparison(NamedTuple):
    """Levels of all fields, the values compared, and circumstances."""

    levels: tuple[FamilyLevel, GivenLevel, BornLevel, PostcodeLevel, GenderLevel, BirthplaceLevel, EmailLevel]
    family_names: tuple[str, ...] = ()
    given_names: tuple[str, ...] = ()
    postcode: str = ""
    circumstances: tuple[Circumstance, ...] = ()
    born: str = ""


def compare(one: Traits, other: Traits, established: EstablishedNames) -> Comparison:
    """Compare two people; the same whichever comes first."""
    family, family_names = _families(one, other, established)
    given, given_names = _givens(one, other, established)
    if _may_be_swapped(family, given) and are_swapped(one, other):
        family, given = FamilyLevel.SWAPPED, GivenLevel.SWAPPED
        family_names, given_names = (one.family.text, other.family.text), (one.given.text, other.given.text)
    born, postcode = born_level(one.born, other.born), postcode_level(one.postcode, other.postcode)
    return Comparison(
        (
            family,
            given,
            born,
            postcode,
            gender_level(one.gender, other.gender),
            birthplace_level(one.birthplace, other.birthplace),
            email_level(one.email, other.email),
        ),
        family_names,
        given_names,
        one.postcode if postcode is PostcodeLevel.EXACT else "",
        circumstances_of(one, other, (family, given, born)),
        one.born if born is BornLevel.EXACT else "",
    )


def _families(one: Traits, other: Traits, established: EstablishedNames) -> tuple[FamilyLevel, tuple[str, ...]]:
    level = family_level(one.family, other.family)
    if level is FamilyLevel.EXACT:
        return level, (one.family.text,)
    if level is FamilyLevel.SPACING:
        return level, (one.family.text, other.family.text)
    if one.former or other.former:
        former = _former(one, other)
        if former is not None:
            return former
    if (
        level in _NEAR_FAMILIES
        and one.family.text in established.family
        and other.family.text in established.family
        and _with_mac(one.family) != _with_mac(other.family)
    ):
        return FamilyLevel.ESTABLISHED, ()
    return level, (one.family.text, other.family.text) if level is FamilyLevel.CLOSE else ()


def _with_mac(name: Name) -> str:
    """Return a squashed name with Mac for Mc."""
    return "MAC" + name.squashed[2:] if name.squashed.startswith("MC") else name.squashed


def _former(one: Traits, other: Traits) -> tuple[FamilyLevel, tuple[str, ...]] | None:
    """Compare former family names with present and former ones."""
    levels = [(family_level(mine, theirs), mine, theirs) for mine, theirs in _crosswise(one, other)]
    equal = [name.text for level, *pair in levels if level in _FAMILY_AGREES for name in pair]
    if equal:
        return FamilyLevel.FORMER, tuple(equal)
    if any(level is FamilyLevel.CLOSE for level, *_ in levels):
        return FamilyLevel.FORMER_CLOSE, ()
    return None


def _crosswise(one: Traits, other: Traits) -> list[tuple[Name, Name]]:
    pairs = [(former, other.family) for former in one.former] + [(one.family, former) for former in other.former]
    return pairs + [(mine, theirs) for mine in one.former for theirs in other.former]


def _givens(one: Traits, other: Traits, established: EstablishedNames) -> tuple[GivenLevel, tuple[str, ...]]:
    level = given_level(one.given, other.given)
    if level in _GIVEN_AGREES:
        if further_names_clash(one.middle, other.middle):
            return GivenLevel.FIRST_ONLY, ()
        return level, (one.given.text, other.given.text)
    if level is GivenLevel.PART:
        return level, (_shared(one.given.text, other.given.text),)
    if one.other_given or other.other_given:
        called = _called_otherwise(one, other)
        if called:
            return GivenLevel.OTHER_NAME, called
    if level is GivenLevel.NICKNAME:
        return level, (one.given.first, other.given.first)
    if level in _NEAR_GIVENS and one.given.first in established.given and other.given.first in established.given:
        return GivenLevel.ESTABLISHED, ()
    return level, (one.given.text, other.given.text) if level is GivenLevel.CLOSE else ()


def _called_otherwise(one: Traits, other: Traits) -> tuple[str, ...]:
    """Return given names that the other has otherwise.

    The other has them as preferred or middle names.
    """
    pairs = ((one.given, other.other_given), (other.given, one.other_given))
    return tuple(given.text for given, names in pairs if any(name.squashed == given.squashed for name in names))


@lru_cache(1 << 16)
def _shared(one: str, other: str) -> str:
    """Return the word that two names share, first or longest."""
    words, others = one.split(), other.split()
    if words[0] == others[0]:
        return words[0]
    return max(sorted(set(words) & set(others)), key=len, default="")


def _may_be_swapped(family: FamilyLevel, given: GivenLevel) -> bool:
    """Return whether neither name agrees with its like.

    Names of two scripts, which count as missing, may still agree crosswise.
    """
    return not (FamilyLevel.MISSING < family <= FamilyLevel.CLOSE or GivenLevel.MISSING < given <= GivenLevel.NICKNAME)


def are_swapped(one: Traits, other: Traits) -> bool:
    """Return whether given and family name are swapped.

    The given name of one is the family name of the other, and both names agree so.
    """
    given, family, other_given, other_family = one.given, one.family, other.given, other.family
    if not (given.text and family.text and other_given.text and other_family.text):
        return False
    if is_close(given.squashed, other_family.squashed):  # few come further
        return family_level(given, other_family) in _SWAPPED and _is_the_given_name(family, other_given)
    if is_close(family.squashed, other_given.squashed):
        return family_level(family, other_given) in _SWAPPED and _is_the_given_name(other_family, given)
    return False


def _is_the_given_name(family: Name, given: Name) -> bool:
    """Return whether a family name is really the given name.

    It may be a short form of it.
    """
    return family_level(family, given) in _SWAPPED or given_level(family, given) in _SHORT_FORMS
