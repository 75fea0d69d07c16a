"""Decide whether a learner is certainly the person.

Colleges take the ULN of an exact match without asking, and nobody is registered beside whom they certainly are. So all
five key fields must be stated and agree, and nothing else that both state may tell the two apart.
"""

from collections.abc import Iterator
from enum import StrEnum

from gateway.domain.learner import Person, identity_of
from gateway.domain.matching.agreement import birthplace_level, email_level, given_level
from gateway.domain.matching.comparison import Comparison, EstablishedNames, compare
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
from gateway.domain.matching.scoring import Odds, odds_of
from gateway.domain.matching.traits import Name, Traits, traits_of
from gateway.domain.names import are_one_name, normal_name
from gateway.domain.placeholders import is_initials, is_placeholder

_GIVEN, _BORN = list(Field).index(Field.GIVEN), list(Field).index(Field.BORN)
_ONE_PREFERRED_NAME = (
    GivenLevel.MISSING,
    GivenLevel.EXACT,
    GivenLevel.SPACING,
    GivenLevel.CLOSE,
    GivenLevel.NICKNAME,
    GivenLevel.PART,
    GivenLevel.PREFIX,
)


class Doubt(StrEnum):
    """Why the same key fields may be of two people."""

    NO_POSTCODE = "no postcode is stated"
    NO_GENDER = "the gender is not known"
    NO_NAME = "initials, or what is written where no name is known, stand for a name"
    OTHER_NAME = "the names differ in accents, or are divided into words at different places"
    MIDDLE_NAME = "the middle names differ"
    PREFERRED_NAME = "the preferred names differ"
    BIRTHPLACE = "the places of birth differ"
    EMAIL = "the e-mail addresses differ"
    FILLER = "the birth date is one that is written where none is known"


def is_certain(one: Person, other: Person, model: Model) -> bool:
    """Return whether two people are certainly one.

    Their key fields are equal, the birth date is no filler, and nothing else that both state tells them apart.
    """
    traits, others = traits_of(one), traits_of(other)
    return (
        identity_of(one) == identity_of(other)
        and are_certainly_one(traits, others, compare(traits, others, EstablishedNames()))
        and not model.is_filler(traits.born)
    )


def odds_on_filler_day(model: Model, comparison: Comparison) -> Odds:
    """Return the odds of two people with a filler day.

    It is their birthday. A filler day is one that is written where no birth date is known. It says nothing about
    strangers. Relatives who share it are no twins, and so may be called alike.
    """
    odds, given = odds_of(model, comparison), comparison.levels[_GIVEN]
    return Odds(
        odds.against_strangers - model.stranger_bits[_BORN][BornLevel.EXACT],
        odds.against_relatives - model.twin_bits[given] + model.relative_bits[_GIVEN][given],
    )


def are_certainly_one(one: Traits, other: Traits, comparison: Comparison) -> bool:
    """Return whether all key fields speak and agree, without clashes."""
    family, given, born, postcode, gender = comparison.levels[:5]
    return (
        family in (FamilyLevel.EXACT, FamilyLevel.SPACING)
        and given in (GivenLevel.EXACT, GivenLevel.SPACING)
        and born is BornLevel.EXACT
        and postcode is PostcodeLevel.EXACT
        and gender is GenderLevel.EXACT
        and not any(doubts(one, other))
    )


def doubts(one: Traits, other: Traits) -> Iterator[Doubt]:
    """Return why two with the same key fields may differ."""
    if not one.postcode:
        yield Doubt.NO_POSTCODE
    if not one.gender:
        yield Doubt.NO_GENDER
    if not names_tell(one):
        yield Doubt.NO_NAME
    if not are_written_alike(one, other):
        yield Doubt.OTHER_NAME
    yield from _clashes(one, other)


def names_tell(one: Traits) -> bool:
    """Return whether both names say who somebody is.

    Neither is a placeholder, or made of initials.
    """
    return not any(is_placeholder(name) or is_initials(name) for name in (one.given_written, one.family_written))


def are_written_alike(one: Traits, other: Traits) -> bool:
    """Return whether names that are equal are written alike too."""
    return all(
        normal_name(mine) != normal_name(theirs) or are_one_name(mine, theirs)
        for mine, theirs in ((one.given_written, other.given_written), (one.family_written, other.family_written))
    )


def others_clash(one: Traits, other: Traits) -> bool:
    """Return whether something else that both state differs.

    That is the middle name, preferred name, place of birth or e-mail address.
    """
    return any(_clashes(one, other))


def _clashes(one: Traits, other: Traits) -> Iterator[Doubt]:
    if _middle_names_clash(one.middle, other.middle):
        yield Doubt.MIDDLE_NAME
    if _preferred_names_clash(one, other):
        yield Doubt.PREFERRED_NAME
    if _birthplaces_clash(one.birthplace, other.birthplace):
        yield Doubt.BIRTHPLACE
    if _emails_clash(one.email, other.email):
        yield Doubt.EMAIL


def _middle_names_clash(one: Name, other: Name) -> bool:
    """Return whether each middle name has words of its own.

    A word that is the initial of a word of the other does not count.
    """
    words, others = one.text.split(), other.text.split()
    if one.squashed == other.squashed:
        return False
    return not (_are_among(words, others) or _are_among(others, words))


def _are_among(words: list[str], others: list[str]) -> bool:
    return all(
        any(word == one or (1 in (len(word), len(one)) and word[0] == one[0]) for one in others) for word in words
    )


def _preferred_names_clash(one: Traits, other: Traits) -> bool:
    return any(
        given_level(mine, theirs) not in _ONE_PREFERRED_NAME for mine in _preferred(one) for theirs in _preferred(other)
    )


def _preferred(one: Traits) -> list[Name]:
    return [name for name in one.other_given if name.squashed != one.middle.squashed]


def _birthplaces_clash(one: str, other: str) -> bool:
    """Return whether two places of birth differ.

    A place that is written at greater length is the same place.
    """
    if birthplace_level(one, other) is not BirthplaceLevel.DIFFERENT or is_placeholder(one) or is_placeholder(other):
        return False
    return one not in other and other not in one


def _emails_clash(one: str, other: str) -> bool:
    """Return whether two e-mail addresses differ.

    A slip, a number or an abbreviation is no difference.
    """
    level = email_level(one, other)
    if level in (EmailLevel.MISSING, EmailLevel.EXACT):
        return False
    if level is EmailLevel.CLOSE:
        return _digits(one) != _digits(other)
    (mailbox, _, domain), (other_mailbox, _, other_domain) = one.partition("@"), other.partition("@")
    is_shorter = mailbox.startswith(other_mailbox) or other_mailbox.startswith(mailbox)
    return not (domain == other_domain and is_shorter)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
