"""Is this person on the register?

`decide` is the one way in. The store finds the candidates; what they mean (contract 6.1) is decided here, with no
database. This is the first, plain form: equal names after normalising, folded postcodes, exact on the
five key fields, possible otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.domain import choices
from gateway.domain.learner import Learner, Person, Standing, key_of
from gateway.domain.names import folded_postcode, normal_name


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nobody on the register looks like this person."""


@dataclass(frozen=True, slots=True)
class ExactMatch:
    """This learner agrees in all five key fields."""

    learner: Learner


@dataclass(frozen=True, slots=True)
class LinkedMatch:
    """A merged learner agrees; the master stands in for it."""

    master: Learner


@dataclass(frozen=True, slots=True)
class PossibleMatches:
    """Between one and ten learners may be this person; `substituted` holds the ULNs of masters that stand in."""

    learners: tuple[Learner, ...]
    substituted: frozenset[str]


@dataclass(frozen=True, slots=True)
class TooManyMatches:
    """More learners may be this person than a caller may be shown."""


Match = NoMatch | ExactMatch | LinkedMatch | PossibleMatches | TooManyMatches


def decide(person: Person, candidates: Sequence[Learner], masters: Mapping[str, Learner]) -> Match:
    """Decide whether the person is one of the candidates.

    `masters` holds, by ULN, the master of every merged candidate.
    """
    hits = [learner for learner in candidates if _may_be(person, learner)]
    exact = [learner for learner in hits if key_of(learner.person) == key_of(person)]
    for learner in exact:
        if learner.standing is Standing.ACTIVE:
            return ExactMatch(learner)
    surviving = {_survivor(learner, masters).uln: _survivor(learner, masters) for learner in hits}
    substituted = frozenset(learner.master_uln for learner in hits if learner.master_uln is not None)
    if exact:
        return LinkedMatch(_survivor(exact[0], masters))
    if not surviving:
        return NoMatch()
    if len(surviving) > choices.MOST_MATCHES:
        return TooManyMatches()
    if len(surviving) == 1 and substituted:
        return LinkedMatch(next(iter(surviving.values())))
    return PossibleMatches(tuple(surviving.values()), substituted)


def _survivor(learner: Learner, masters: Mapping[str, Learner]) -> Learner:
    return learner if learner.master_uln is None else masters[learner.master_uln]


def _may_be(person: Person, learner: Learner) -> bool:
    """Both names agree, and the birth date or the postcode with them."""
    held = learner.person
    if not (given_names(held) & given_names(person) and family_names(held) & family_names(person)):
        return False
    same_postcode = folded_postcode(held.postcode) == folded_postcode(person.postcode)
    return held.date_of_birth == person.date_of_birth or same_postcode


def given_names(person: Person) -> frozenset[str]:
    """Give the normal forms of the names a person is called by."""
    return frozenset(normal_name(name) for name in (person.given_name, person.preferred_given_name) if name.strip())


def family_names(person: Person) -> frozenset[str]:
    """Give the normal forms of the family names a person has or had."""
    names = (person.family_name, person.previous_family_name, person.family_name_at_16)
    return frozenset(normal_name(name) for name in names if name.strip())


def agreeing_names(learner: Learner, given_name: str, family_name: str) -> int:
    """Count how many of the two stated names are names of the learner: 0, 1 or 2."""
    person = learner.person
    return (normal_name(given_name) in given_names(person)) + (normal_name(family_name) in family_names(person))
