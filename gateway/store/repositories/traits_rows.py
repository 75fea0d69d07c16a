"""The columns of a learner that matching compares."""

from datetime import date

from gateway.domain.matching import Traits
from gateway.domain.matching.traits import traits
from gateway.store.tables.learners import learner

COMPARED = (
    learner.c.given_name,
    learner.c.family_name,
    learner.c.middle_name,
    learner.c.preferred_given_name,
    learner.c.previous_family_name,
    learner.c.family_name_at_16,
    learner.c.date_of_birth,
    learner.c.postcode,
    learner.c.gender,
    learner.c.email,
    learner.c.place_of_birth,
)
"""The columns to select."""


class ComparedRow:
    """A row with the columns that matching compares."""

    uln: str
    given_name: str
    family_name: str
    middle_name: str
    preferred_given_name: str
    previous_family_name: str
    family_name_at_16: str
    date_of_birth: date
    postcode: str
    gender: int
    email: str
    place_of_birth: str


class NumberedComparedRow(ComparedRow):
    """A candidate, with the number of its search."""

    n: int


def compared(row: ComparedRow) -> Traits:
    """Return the traits of a learner in a row."""
    return traits(
        given_name=row.given_name,
        family_name=row.family_name,
        middle_name=row.middle_name,
        preferred_given_name=row.preferred_given_name,
        previous_family_name=row.previous_family_name,
        family_name_at_16=row.family_name_at_16,
        date_of_birth=row.date_of_birth,
        postcode=row.postcode,
        gender=row.gender,
        email=row.email,
        place_of_birth=row.place_of_birth,
    )
