"""By which names a learner is known: the plain comparison, with no score (contract 6.1, learnerByULN)."""

from gateway.domain.learner import Learner, Person
from gateway.domain.names import are_one_name, normal_name


def given_names(person: Person) -> frozenset[str]:
    """Return the normal forms of the names a person is called by."""
    return frozenset(normal_name(name) for name in (person.given_name, person.preferred_given_name) if name.strip())


def family_names(person: Person) -> frozenset[str]:
    """Return the normal forms of the family names a person has or had."""
    names = (person.family_name, person.previous_family_name, person.family_name_at_16)
    return frozenset(normal_name(name) for name in names if name.strip())


def agreeing_names(learner: Learner, given_name: str, family_name: str) -> int:
    """Count how many of the two stated names are names of the learner: 0, 1 or 2."""
    person = learner.person
    given = (person.given_name, person.preferred_given_name)
    family = (person.family_name, person.previous_family_name, person.family_name_at_16)
    return is_one_of(given_name, given) + is_one_of(family_name, family)


def is_one_of(stated: str, names: tuple[str, ...]) -> bool:
    """Return whether a stated name is one of these; an empty one is none."""
    return any(name.strip() and are_one_name(stated, name) for name in names)
