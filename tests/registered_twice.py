"""Elizabeth Orme, registered twice, and similar people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from gateway.domain.learner import Gender, Learner, LearnerStatus, Person
from gateway.domain.uln import calc_check_digit
from gateway.store.unit import Store

ELIZABETH = Person(
    given_name="Elizabeth",
    family_name="Orme",
    date_of_birth=date(2004, 3, 9),
    gender=Gender.FEMALE,
    postcode="CV1 2WX",
    place_of_birth="Coventry",
)
AGAIN = replace(ELIZABETH, given_name="Elizabeth Mary")
TWIN = replace(ELIZABETH, given_name="Lisa")
BROTHER = replace(ELIZABETH, given_name="Edward", gender=Gender.MALE, date_of_birth=date(2002, 7, 1))
FATHER = replace(ELIZABETH, given_name="Edward", gender=Gender.MALE, date_of_birth=date(1972, 7, 1))
NAMESAKE = replace(ELIZABETH, postcode="LS1 4AQ", place_of_birth="Leeds")
NOT_HER = (TWIN, BROTHER, FATHER, NAMESAKE)


def put(store: Store, people: Sequence[Person], first: int = 700_000_000) -> list[str]:
    """Register people, and return their ULNs in order."""
    bodies = (str(body) for body in range(first, first + 10 * len(people) + 10))
    ulns = [body + digit for body in bodies if (digit := calc_check_digit(body))][: len(people)]
    at = datetime(2025, 9, 1, 8, 0)
    with store.unit() as unit:
        unit.learners.import_learners(
            [
                Learner(
                    uln=uln,
                    person=person,
                    status=LearnerStatus.ACTIVE,
                    version=1,
                    created_at=at,
                    updated_at=at,
                    registered_by="DEMO01",
                )
                for uln, person in zip(ulns, people, strict=True)
            ]
        )
    return ulns


def many(count: int) -> list[Person]:
    """Return pairs of registrations of one person each.

    No two of the people are related.
    """
    return [
        replace(
            person,
            family_name=f"Orme{_letters(ordinal)}",
            date_of_birth=date(1950, 1, 1) + timedelta(days=ordinal * 7919 % 20000),
            postcode=f"CV{1 + ordinal % 90} {ordinal // 90}WX",
        )
        for ordinal in range(count)
        for person in (ELIZABETH, AGAIN)
    ]


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) * 2 for digit in f"{number:03}")
