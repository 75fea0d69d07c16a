"""The options of commands that search for a person."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

import click

from gateway.domain.learner import Gender, Person

_GENDERS = {"M": "1", "F": "2"}
_LONGEST_NAME = 35


def _name(_context: click.Context, option: click.Parameter, value: str) -> str:
    """Require a name of the right length (contract 3.1).

    It must not be blank.
    """
    if not value.strip() or len(value) > _LONGEST_NAME:
        raise click.BadParameter(f"must have 1 to {_LONGEST_NAME} characters, and not blanks alone", param=option)
    return value


_OPTIONS = (
    click.option("--given", required=True, callback=_name, help="Given name."),
    click.option("--family", required=True, callback=_name, help="Family name."),
    click.option(
        "--born",
        required=True,
        type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
        metavar="DATE",
        help="Date of birth, as 2005-04-01 or 01/04/2005.",
    ),
    click.option(
        "--gender",
        default="0",
        type=click.Choice(["0", "1", "2", "9", *_GENDERS], case_sensitive=False),
        help="M or 1 for male, F or 2 for female, 9 for not specified, 0 for not known.",
    ),
    click.option(
        "--postcode", default="ZZ99 9ZZ", show_default=True, help="Last known postcode. The default means 'not known'."
    ),
    click.option("--previous-family", default="", help="Former family name."),
    click.option("--family-at-16", default="", help="Family name at 16."),
    click.option("--email", default="", help="E-mail address."),
    click.option("--birthplace", default="", help="Place of birth."),
)


def person_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options, and call the command with the person."""

    @wraps(command)
    def with_person(
        *,
        given: str,
        family: str,
        born: datetime,
        gender: str,
        postcode: str,
        previous_family: str,
        family_at_16: str,
        email: str,
        birthplace: str,
        **others: Any,
    ) -> None:
        person = Person(
            given_name=given,
            family_name=family,
            date_of_birth=born.date(),
            gender=Gender(int(_GENDERS.get(gender, gender))),
            postcode=postcode,
            previous_family_name=previous_family,
            family_name_at_16=family_at_16,
            email=email,
            place_of_birth=birthplace,
        )
        command(person=person, **others)

    options: Callable[..., None] = with_person
    for option in reversed(_OPTIONS):
        options = option(options)
    return options
