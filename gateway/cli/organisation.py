"""`lrs-gateway organisation`: who may call the gateway, and what for."""

import sys
from typing import Any

import click

from gateway.cli.printing import say, say_table
from gateway.cli.shared import Failed, in_one_line, opened_unit
from gateway.domain.organisation import Organisation, Role
from gateway.handlers.vault import hashed


@click.group()
def organisation() -> None:
    """Manage the organisations that may call the gateway."""


def _new_password() -> str:
    password: str = click.prompt(
        "Password (16 characters)", hide_input=True, confirmation_prompt=sys.stdin.isatty(), err=True
    )
    if len(password) != 16 or not password.strip():
        raise Failed("an organisation password has exactly 16 characters")
    return password


def _roles(roles: tuple[str, ...]) -> frozenset[Role]:
    return frozenset(Role(role) for role in roles)


_role_option = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="What the organisation may do: register learners, read learning records (plr), only verify, "
    "submit achievements (awarding). May be given several times.",
)


@organisation.command()
@click.argument("ukprn")
@click.argument("reference")
@click.argument("name")
@_role_option
@click.option("--user", "users", multiple=True, help="A user of the organisation. May be given several times.")
@in_one_line
def add(ukprn: str, reference: str, name: str, roles: tuple[str, ...], users: tuple[str, ...]) -> None:
    """Add an organisation by UKPRN (8 characters), organisation REFERENCE (6) and NAME; asks for its password."""
    if not (len(ukprn) == 8 and ukprn.isascii() and ukprn.isalnum()):
        raise Failed("a UKPRN has 8 letters or digits")
    if not (len(reference) == 6 and reference.isascii() and reference.isalnum()):
        raise Failed("an organisation reference has 6 letters or digits")
    if not 0 < len(name) <= 254 or not name.isprintable():
        raise Failed("a name has 1 to 254 printable characters")
    for user in users:
        _check_user(user)
    password = _new_password()
    with opened_unit() as unit:
        added = unit.organisations.add(
            ukprn=ukprn, reference=reference, name=name, roles=_roles(roles), password_hash=hashed(password)
        )
        for user in users:
            unit.organisations.add_user(added, user)
    say(f"Added {ukprn}.")


@organisation.command("list")
@in_one_line
def list_organisations() -> None:
    """List all organisations: UKPRN, reference, roles, standing, name."""
    with opened_unit() as unit:
        every = unit.organisations.all()
    if not sys.stdout.isatty():
        for one in every:
            say(*_columns(one))
        return
    say_table(["UKPRN", "Reference", "Roles", "Standing", "Name"], [_columns(one) for one in every], folded=["Name"])


def _columns(one: Organisation) -> tuple[str, ...]:
    return one.ukprn, one.reference, ",".join(sorted(one.roles)), "suspended" if one.suspended else "active", one.name


def _change(identifier: str, **changes: Any) -> None:
    with opened_unit() as unit:
        held = unit.organisations.any_named(identifier)
        if held is None:
            raise Failed(f"there is no organisation {identifier}")
        unit.organisations.change(held, **changes)
    say(f"Changed {identifier}.")


def _check_user(user: str) -> None:
    if not 0 < len(user) <= 35 or not user.isprintable():
        raise Failed("a user name has 1 to 35 printable characters")


@organisation.command("user")
@click.argument("identifier")
@click.argument("user")
@click.option("--remove", is_flag=True, help="Take the user away instead.")
@in_one_line
def set_user(identifier: str, user: str, *, remove: bool) -> None:
    """Name a USER of an organisation; GATEWAY_KNOWN_USERS_ONLY admits these only."""
    _check_user(user)
    with opened_unit() as unit:
        held = unit.organisations.any_named(identifier)
        if held is None:
            raise Failed(f"there is no organisation {identifier}")
        (unit.organisations.remove_user if remove else unit.organisations.add_user)(held, user)
    say(f"Changed {identifier}.")


@organisation.command()
@click.argument("identifier")
@in_one_line
def suspend(identifier: str) -> None:
    """Refuse every call of an organisation, named by UKPRN or reference, from now on."""
    _change(identifier, suspended=True)


@organisation.command()
@click.argument("identifier")
@in_one_line
def resume(identifier: str) -> None:
    """Admit a suspended organisation again."""
    _change(identifier, suspended=False)


@organisation.command()
@click.argument("identifier")
@in_one_line
def password(identifier: str) -> None:
    """Set a new password; the old one ends at once."""
    _change(identifier, password_hash=hashed(_new_password()))


@organisation.command("roles")
@click.argument("identifier")
@_role_option
@in_one_line
def set_roles(identifier: str, roles: tuple[str, ...]) -> None:
    """Set what an organisation may do; what is not named is taken away."""
    if not roles:
        raise Failed("name a role; to take all away, suspend the organisation")
    _change(identifier, roles=_roles(roles))
