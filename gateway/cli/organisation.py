"""`lrs-gateway organisation`: who may call the gateway."""

import sys
from typing import Any

import click

from gateway import demo
from gateway.cli.deciding import by_option, optional_reason_option
from gateway.cli.opened import opened_store, opened_unit
from gateway.cli.organisation_import import import_organisations
from gateway.cli.printing import say, say_table
from gateway.cli.shared import Failed, in_one_line
from gateway.domain.organisation import USER_NAME, Organisation, Role, faults_of, is_user_name
from gateway.domain.password import LENGTH, WeakPassword, drawn_password, require_strong
from gateway.handlers.execution.operator import OrganisationChange, record_change
from gateway.handlers.execution.passwords import hashed
from gateway.store.unit import Unit


@click.group()
def organisation() -> None:
    """Manage the organisations that may call the gateway."""


organisation.add_command(import_organisations)


_draw_option = click.option(
    "--draw-password", "draw", is_flag=True, help="Make a password and print it once, instead of asking for one."
)


def _new_password(ukprn: str, reference: str, name: str, *, draw: bool) -> str:
    """Return a password, typed by the operator or drawn."""
    if draw:
        return drawn_password()
    if sys.stdin.isatty():
        password: str = click.prompt(
            f"Password ({LENGTH} characters)", hide_input=True, confirmation_prompt=True, err=True
        )
    else:  # what is piped need not be hidden, and getpass would complain that it cannot
        password = sys.stdin.readline().rstrip("\n")
    published = [one.password for one in demo.ORGANISATIONS]
    try:
        require_strong(password, ukprn=ukprn, reference=reference, name=name, published=published)
    except WeakPassword as weak:
        raise Failed(f"{weak} (--draw-password makes one)") from None
    return password


def _say_drawn(password: str, *, draw: bool) -> None:
    if draw:
        say(f"Its password (not shown again): {password}")


def _roles(roles: tuple[str, ...]) -> frozenset[Role]:
    return frozenset(Role(role) for role in roles)


_role_option = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="What the organisation may do: register learners (register), read learning records (plr), only verify "
    "(verify), report achievements (awarding). You can repeat this.",
)


@organisation.command()
@click.argument("ukprn")
@click.argument("reference")
@click.argument("name")
@_role_option
@click.option("--user", "users", multiple=True, help="A user of the organisation. You can repeat this.")
@_draw_option
@optional_reason_option
@by_option
@in_one_line
def add(
    ukprn: str,
    reference: str,
    name: str,
    roles: tuple[str, ...],
    users: tuple[str, ...],
    reason: str | None,
    by: str,
    *,
    draw: bool,
) -> None:
    """Add an organisation, and ask for its password.

    UKPRN has 8 letters or digits, REFERENCE has 6.
    """
    faults = faults_of(ukprn=ukprn, reference=reference, name=name, users=users)
    if faults:
        raise Failed(faults[0])
    password = _new_password(ukprn, reference, name, draw=draw)
    password_hash = hashed(password)
    with opened_unit() as unit:
        added = unit.organisations.add(
            ukprn=ukprn, reference=reference, name=name, roles=_roles(roles), password_hash=password_hash
        )
        for user in users:
            unit.organisations.add_user(added, user)
        record_change(OrganisationChange.ADDED, added, by, reason, unit)
    say(f"Added {ukprn}.")
    _say_drawn(password, draw=draw)


@organisation.command("list")
@in_one_line
def list_organisations() -> None:
    """List all organisations: UKPRN, reference, roles, status, name."""
    with opened_unit() as unit:
        every = unit.organisations.all()
    if not sys.stdout.isatty():
        for listed in every:
            say(*_columns(listed))
        return
    say_table(
        ["UKPRN", "Reference", "Roles", "Status", "Name"], [_columns(listed) for listed in every], folded=["Name"]
    )


def _columns(listed: Organisation) -> tuple[str, ...]:
    return (
        listed.ukprn,
        listed.reference,
        ",".join(sorted(listed.roles)),
        "suspended" if listed.suspended else "active",
        listed.name,
    )


def _change(change: OrganisationChange, identifier: str, by: str, reason: str | None, **values: Any) -> None:
    with opened_unit() as unit:
        before = _named(identifier, unit)
        unit.organisations.change(before, **values)
        record_change(change, before, by, reason, unit)
    say(f"Changed {identifier}.")


def _named(identifier: str, unit: Unit) -> Organisation:
    found = unit.organisations.any_named(identifier)
    if found is None:
        raise Failed(f"no organisation has the UKPRN or reference {identifier}")
    return found


@organisation.command("user")
@click.argument("identifier")
@click.argument("user")
@click.option("--remove", is_flag=True, help="Remove the user instead.")
@optional_reason_option
@by_option
@in_one_line
def set_user(identifier: str, user: str, reason: str | None, by: str, *, remove: bool) -> None:
    """Add or remove a USER of an organisation.

    With GATEWAY_KNOWN_USERS_ONLY only these users may call.
    """
    if not is_user_name(user):
        raise Failed(USER_NAME)
    with opened_unit() as unit:
        found = _named(identifier, unit)
        (unit.organisations.remove_user if remove else unit.organisations.add_user)(found, user)
        record_change(OrganisationChange.USERS, found, by, reason, unit)
    say(f"Changed {identifier}.")


@organisation.command()
@click.argument("identifier")
@optional_reason_option
@by_option
@in_one_line
def suspend(identifier: str, reason: str | None, by: str) -> None:
    """Refuse every call of an organisation from now on.

    IDENTIFIER is its UKPRN or reference. Its batches wait until you resume it.
    """
    _change(OrganisationChange.SUSPENDED, identifier, by, reason, suspended=True)


@organisation.command()
@click.argument("identifier")
@optional_reason_option
@by_option
@in_one_line
def resume(identifier: str, reason: str | None, by: str) -> None:
    """Let a suspended organisation call again. Its batches continue."""
    _change(OrganisationChange.RESUMED, identifier, by, reason, suspended=False)


@organisation.command("password")
@click.argument("identifier")
@_draw_option
@optional_reason_option
@by_option
@in_one_line
def set_password(identifier: str, reason: str | None, by: str, *, draw: bool) -> None:
    """Set a new password.

    The old one stops working at once.
    """
    with opened_store() as store:
        with store.reading() as unit:
            found = _named(identifier, unit)
        password = _new_password(found.ukprn, found.reference, found.name, draw=draw)
        password_hash = hashed(password)
        with store.unit() as unit:
            unit.organisations.change(found, password_hash=password_hash)
            record_change(OrganisationChange.PASSWORD, found, by, reason, unit)
    say(f"Changed {identifier}.")
    _say_drawn(password, draw=draw)


@organisation.command("roles")
@click.argument("identifier")
@_role_option
@optional_reason_option
@by_option
@in_one_line
def set_roles(identifier: str, roles: tuple[str, ...], reason: str | None, by: str) -> None:
    """Set all roles of an organisation. Others are removed."""
    if not roles:
        raise Failed("name at least one role; to remove all, suspend the organisation")
    _change(OrganisationChange.ROLES, identifier, by, reason, roles=_roles(roles))
