"""The names by which a learner is known (contract 6.1).

A plain comparison for learnerByULN, without a score.

>>> from datetime import date
>>> from gateway.domain.learner import Gender
>>> joe = Person(
...     given_name="Joseph", preferred_given_name="Joe", family_name="Poole", previous_family_name="Lee",
...     date_of_birth=date(2004, 3, 9), gender=Gender.MALE, postcode="CV1 2WT",
... )

The names of today are the given name and the family name as they are held:

>>> has_current_names(joe, "JOSEPH", "poole"), has_current_names(joe, "Joe", "Poole")
(True, False)

Known names are also the preferred given name, and the family names that the learner had:

>>> has_both_names(joe, "Joe", "Lee"), has_both_names(joe, "Joe", "Reed"), has_both_names(joe, "Ann", "Reed")
(True, False, False)
>>> has_either_name(joe, "Joe", "Lee"), has_either_name(joe, "Joe", "Reed"), has_either_name(joe, "Ann", "Reed")
(True, True, False)

No name is no name of anybody, whatever the learner lacks:

>>> has_either_name(joe, "", "")
False
"""

from gateway.domain.learner import Person
from gateway.domain.names import are_one_name, normal_name


def given_names(person: Person) -> frozenset[str]:
    """Return a person's given names in normal form."""
    return frozenset(normal_name(name) for name in (person.given_name, person.preferred_given_name) if name.strip())


def family_names(person: Person) -> frozenset[str]:
    """Return a person's present and former family names, normalised."""
    names = (person.family_name, person.previous_family_name, person.family_name_at_16)
    return frozenset(normal_name(name) for name in names if name.strip())


def has_current_names(person: Person, given_name: str, family_name: str) -> bool:
    """Return whether both names are the present ones."""
    return are_one_name(person.given_name, given_name) and are_one_name(person.family_name, family_name)


def has_both_names(person: Person, given_name: str, family_name: str) -> bool:
    """Return whether the person has or had both names."""
    return _has_given_name(person, given_name) and _has_family_name(person, family_name)


def has_either_name(person: Person, given_name: str, family_name: str) -> bool:
    """Return whether the person has or had a stated name.

    One of the two suffices.
    """
    return _has_given_name(person, given_name) or _has_family_name(person, family_name)


def _has_given_name(person: Person, stated: str) -> bool:
    return _is_one_of(stated, (person.given_name, person.preferred_given_name))


def _has_family_name(person: Person, stated: str) -> bool:
    return _is_one_of(stated, (person.family_name, person.previous_family_name, person.family_name_at_16))


def _is_one_of(stated: str, names: tuple[str, ...]) -> bool:
    """Return whether a stated name is one of these.

    An empty one is none.
    """
    return any(name.strip() and are_one_name(stated, name) for name in names)
