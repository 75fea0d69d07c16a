"""Propose pairs of learners who may be one person.

A person always confirms (contract 6.4). The score alone does not suffice to recommend: twins agree in nearly
everything. So there are conditions that a relative or a namesake does not meet: both names agree, the birth dates
agree, and the home or something as good as it. A place of birth is no evidence of its own, since twins share it; nor is
the first of several given names. Who lives nearby and was born on the same day may be a namesake.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum

from gateway.domain import choices
from gateway.domain.matching.comparison import Comparison, compare
from gateway.domain.matching.levels import (
    BirthplaceLevel,
    BornLevel,
    EmailLevel,
    FamilyLevel,
    Field,
    GenderLevel,
    GivenLevel,
    PostcodeLevel,
)
from gateway.domain.matching.model import Model
from gateway.domain.matching.scoring import Explanation, explanation_of, odds_of
from gateway.domain.matching.traits import Traits

INDEPENDENT: frozenset[Field] = frozenset({Field.EMAIL})
"""Fields that can replace home or full given name.

They count only if they agree.
"""

_SHARED_BY_BROTHERS = frozenset(
    {"MOHAMMED", "MUHAMMAD", "MOHAMMAD", "MOHAMED", "MUHAMMED", "MOHD", "MD", "ABDUL", "SYED", "SAYED", "MARIA", "JEAN"}
)
"""First names that brothers or sisters often share.

Another name follows that tells them apart.
"""

_FAMILY = (FamilyLevel.EXACT, FamilyLevel.SPACING, FamilyLevel.CLOSE, FamilyLevel.PART, FamilyLevel.FORMER)
_SLIP_OF_A_YEAR = 1
"""Most years between birth dates that are one slip."""

_NAMING = 3
"""Letters of a given name that make an address personal.

They are in the e-mail address.
"""

_AT_HOME = (PostcodeLevel.EXACT, PostcodeLevel.ONE_EDIT)


class Advice(Enum):
    """What is proposed of two learners."""

    RECOMMENDED = "recommended"
    LOOK = "please look"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two learners who look like one person, and why."""

    advice: Advice
    explanation: Explanation


def propose(
    model: Model, one: Traits, other: Traits, *, independent: AbstractSet[Field] = INDEPENDENT
) -> Proposal | None:
    """Return a proposal for two learners, or None.

    The order of the two does not matter. `independent` is for tests that show the effect of the conditions.
    """
    comparison = compare(one, other, model.established)
    score = odds_of(model, comparison).score
    if score < choices.WORTH_A_LOOK_FROM:
        return None
    recommended = score >= choices.RECOMMENDED_FROM and passes(one, other, comparison, independent=independent)
    return Proposal(Advice.RECOMMENDED if recommended else Advice.LOOK, explanation_of(model, comparison))


def passes(
    one: Traits, other: Traits, comparison: Comparison, *, independent: AbstractSet[Field] = INDEPENDENT
) -> bool:
    """Return whether a pair is more than relatives or namesakes."""
    family, given, born, postcode, gender, birthplace, email = comparison.levels
    same_email = email is EmailLevel.EXACT and Field.EMAIL in independent
    same_birthplace = birthplace is BirthplaceLevel.EXACT and Field.BIRTHPLACE in independent
    corroborated = same_email or same_birthplace
    at_home = postcode in _AT_HOME
    return (
        _families_agree(family)
        and _givens_agree(one, other, given, personal=same_birthplace or (same_email and _is_personal(one, other)))
        and _births_agree(one, other, born, corroborated=at_home or corroborated)
        and (gender is not GenderLevel.DIFFERENT or at_home or corroborated)
        and (at_home or corroborated or family is FamilyLevel.FORMER or _is_native_nearby(postcode, birthplace))
    )


def _is_native_nearby(postcode: PostcodeLevel, birthplace: BirthplaceLevel) -> bool:
    """Return whether two live nearby and share a birthplace.

    A namesake born on the same day may live nearby, but hardly was born in the same place too.
    """
    return postcode is PostcodeLevel.SECTOR and birthplace is BirthplaceLevel.EXACT


def _families_agree(level: FamilyLevel) -> bool:
    return level in _FAMILY or level is FamilyLevel.SWAPPED


def _givens_agree(one: Traits, other: Traits, level: GivenLevel, *, personal: bool) -> bool:
    """Return whether two given names are one person's.

    A nickname needs something that only one person has.
    """
    match level:
        case GivenLevel.EXACT | GivenLevel.SPACING | GivenLevel.SWAPPED:
            return True
        case GivenLevel.PART:
            return _one_has_further_names(one.given.text, other.given.text)
        case GivenLevel.NICKNAME:
            return personal
        case _:
            return False


def _one_has_further_names(one: str, other: str) -> bool:
    """Return whether one person's given names are among the other's.

    They must be more than brothers share. The first must be the same: beside the twins Ryan and Jack, Ryan Jack is no
    Jack.
    """
    fewer, more = sorted((one.split(), other.split()), key=len)
    return fewer[0] == more[0] and set(fewer) <= set(more) and not set(fewer) <= _SHARED_BY_BROTHERS


def _births_agree(one: Traits, other: Traits, level: BornLevel, *, corroborated: bool) -> bool:
    """Return whether two birth dates agree.

    They may be one slip apart if something else agrees, and the years one apart. Over more years, they may be of two
    relatives: a father may have given his son his name, and share his birthday.
    """
    if level is BornLevel.EXACT:
        return True
    if level not in (BornLevel.SWAPPED, BornLevel.ONE_EDIT) or not corroborated:
        return False
    year, other_year = one.born[:4], other.born[:4]
    if year == other_year:
        return True
    return year.isdigit() and other_year.isdigit() and abs(int(year) - int(other_year)) <= _SLIP_OF_A_YEAR


def _is_personal(one: Traits, other: Traits) -> bool:
    """Return whether the address names one of the two.

    Another may be their mother's.
    """
    mailbox = one.email.partition("@")[0]
    return any(len(start) == _NAMING and start in mailbox for start in _starts(one, other))


def _starts(one: Traits, other: Traits) -> tuple[str, ...]:
    return tuple(person.given.first[:_NAMING].lower() for person in (one, other))
