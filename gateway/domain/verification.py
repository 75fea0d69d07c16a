"""Compare the details that a caller states with a learner's.

The rules are those of contract 4.3 and 6.6. Every stated value is compared with the one held. A name that differs is
near if it is one of the learner's other names, if the two names are swapped, or if it is a slip
(`matching.agreement.is_close`). One near name, or one wrong birth date or gender, makes the answer "similar". Anything
more makes it "different", unless a search for these details at some address would list the learner: the two services
say the same of one pair.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum

from gateway.domain.learner import Gender, Learner, Person
from gateway.domain.matching import Model, family_names, given_names, traits_of
from gateway.domain.matching.agreement import is_close
from gateway.domain.matching.comparison import compare as compare_people
from gateway.domain.matching.levels import FamilyLevel, GivenLevel
from gateway.domain.matching.listing import may_be_listed
from gateway.domain.matching.traits import traits
from gateway.domain.names import are_one_name, normal_name


class FailureFlag(StrEnum):
    """Which stated value disagrees with which value held.

    The codes are the contract's.
    """

    GIVEN_GIVEN = "VRF1"
    GIVEN_FAMILY = "VRF2"
    GIVEN_PREVIOUS = "VRF3"
    FAMILY_GIVEN = "VRF4"
    FAMILY_FAMILY = "VRF5"
    FAMILY_PREVIOUS = "VRF6"
    DATE_OF_BIRTH = "VRF7"
    GENDER = "VRF8"


class Verdict(Enum):
    """How the details compare."""

    SAME = "same"
    SIMILAR = "similar"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedIdentity:
    """The details that a caller states for a ULN.

    A birth date or gender that is not stated is None.
    """

    uln: str
    given_name: str
    family_name: str
    date_of_birth: date | None = None
    gender: Gender | None = None


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """The verdict, and the flags of what disagreed.

    `by_search` says that the values alone would be different, but some search would list the learner.
    """

    verdict: Verdict
    flags: tuple[FailureFlag, ...]
    by_search: bool = False


def compare(identity: StatedIdentity, learner: Learner, model: Model) -> VerificationResult:
    """Compare a stated identity with the ULN's learner."""
    result = _compare_values(identity, learner.person)
    if result.verdict is Verdict.DIFFERENT and _may_be_listed(identity, result.flags, learner.person, model):
        return VerificationResult(Verdict.SIMILAR, result.flags, by_search=True)
    return result


def _may_be_listed(identity: StatedIdentity, flags: tuple[FailureFlag, ...], person: Person, model: Model) -> bool:
    """Return whether a search may list the learner.

    A search states a birth date and a postcode. Where there is no birth date, no name may be another.
    """
    stated = traits(
        given_name=identity.given_name,
        family_name=identity.family_name,
        date_of_birth=identity.date_of_birth,
        gender=identity.gender or Gender.NOT_KNOWN,
    )
    held = traits_of(person)
    comparison = compare_people(stated, held, model.established)
    family, given = comparison.levels[:2]
    if identity.date_of_birth is None and (family in _OTHER_FAMILIES or given in _OTHER_GIVENS):
        return False
    return may_be_listed(model, comparison, held.postcode, agree=_KEY_FLAGS.isdisjoint(flags))


def _compare_values(identity: StatedIdentity, person: Person) -> VerificationResult:
    """Compare a stated identity with the person, value by value."""
    given, family = normal_name(identity.given_name), normal_name(identity.family_name)
    held_given, held_family = normal_name(person.given_name), normal_name(person.family_name)
    held_previous = normal_name(person.previous_family_name) if person.previous_family_name.strip() else None
    wrong_birth = identity.date_of_birth is not None and identity.date_of_birth != person.date_of_birth
    wrong_gender = identity.gender is not None and identity.gender != person.gender

    flags: list[FailureFlag] = []
    differences = int(wrong_birth) + int(wrong_gender)
    swapped = (given, family) == (held_family, held_given) and given != held_given
    same_given = are_one_name(identity.given_name, person.given_name)
    same_family = are_one_name(identity.family_name, person.family_name)
    if not same_given:
        flags += _disagreeing(given, held_given, held_family, held_previous, _GIVEN_FLAGS)
    if not same_family:
        flags += _disagreeing(family, held_given, held_family, held_previous, _FAMILY_FLAGS)
    if wrong_birth:
        flags.append(FailureFlag.DATE_OF_BIRTH)
    if wrong_gender:
        flags.append(FailureFlag.GENDER)
    if swapped:
        return VerificationResult(_verdict(differences + 1), tuple(flags))
    for same, stated, held, others in (
        (same_given, given, held_given, given_names(person)),
        (same_family, family, held_family, family_names(person)),
    ):
        if not same:
            if stated not in others and not is_close(stated, held):
                return VerificationResult(Verdict.DIFFERENT, tuple(flags))
            differences += 1
    return VerificationResult(_verdict(differences), tuple(flags))


_OTHER_FAMILIES = (FamilyLevel.MISSING, FamilyLevel.INITIAL, FamilyLevel.DIFFERENT, FamilyLevel.ESTABLISHED)
_OTHER_GIVENS = (
    GivenLevel.MISSING,
    GivenLevel.INITIAL,
    GivenLevel.DIFFERENT,
    GivenLevel.ESTABLISHED,
    GivenLevel.FIRST_ONLY,
)
"""The names that are another's, or not there."""

_KEY_FLAGS = frozenset(
    {FailureFlag.GIVEN_GIVEN, FailureFlag.FAMILY_FAMILY, FailureFlag.DATE_OF_BIRTH, FailureFlag.GENDER}
)
"""Flags of the key fields that a search states too."""

_GIVEN_FLAGS = (FailureFlag.GIVEN_GIVEN, FailureFlag.GIVEN_FAMILY, FailureFlag.GIVEN_PREVIOUS)
_FAMILY_FLAGS = (FailureFlag.FAMILY_GIVEN, FailureFlag.FAMILY_FAMILY, FailureFlag.FAMILY_PREVIOUS)


def _disagreeing(
    stated: str, given: str, family: str, previous: str | None, flags: tuple[FailureFlag, FailureFlag, FailureFlag]
) -> list[FailureFlag]:
    return [flag for flag, held in zip(flags, (given, family, previous), strict=True) if stated != held]


def _verdict(differences: int) -> Verdict:
    if differences == 0:
        return Verdict.SAME
    return Verdict.SIMILAR if differences == 1 else Verdict.DIFFERENT
