"""Options and functions for commands that decide something."""

import os
import pwd
from collections.abc import Callable

import click

from gateway.cli.opened import opened_store
from gateway.cli.shared import Failed
from gateway.domain import uln as ulns
from gateway.domain.access_log import OperatorAction
from gateway.domain.actors import AuditedDecision, Decision
from gateway.handlers.execution.operator import Out, Request, operate
from gateway.store.database.deadline import Deadline
from gateway.store.database.retry import retry
from gateway.store.unit import Unit

_LONGEST_TEXT = 254
_BESIDE = "os user"


def valid_uln(given: str) -> str:
    """Return a ULN without blanks, or fail."""
    try:
        return ulns.validate(given)
    except ulns.InvalidULN as error:
        raise Failed(f"{given[:20]!a} is not a valid ULN: {error}") from None


def _text(_context: click.Context, option: click.Parameter, value: str) -> str:
    """Require printable text of at most 254 characters."""
    if not value.strip() or len(value) > _LONGEST_TEXT or not value.isprintable():
        raise click.BadParameter(f"must have 1 to {_LONGEST_TEXT} printable characters", param=option)
    return value.strip()


def optional_text(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Take text that may be left out."""
    return None if value is None else _text(context, option, value)


def _os_user() -> str:
    """Return the login name from the system.

    The environment is not asked, since anybody can change it.
    """
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # a user without a name, as containers have
        return str(number)


def signed(name: str) -> str:
    """Return a name with the login name beside it.

    Raises ValueError if the result is too long, or the name looks like it already has a login name.
    """
    user = _os_user()
    if name == user:
        return user
    if _BESIDE.casefold() in name.casefold():
        raise ValueError(f"must not hold '{_BESIDE}', which is added")
    both = f"{name} ({_BESIDE} {user})"
    if len(both) > _LONGEST_TEXT:
        raise ValueError(f"must have at most {_LONGEST_TEXT - len(both) + len(name)} characters")
    return both


def signed_option(context: click.Context, option: click.Parameter, value: str) -> str:
    """Take a name, and put the login name beside it."""
    try:
        return signed(_text(context, option, value))
    except ValueError as error:
        raise click.BadParameter(str(error), param=option) from None


reason_option = click.option(
    "--reason", required=True, callback=_text, help="Why. The reason is kept in the audit trail."
)
optional_reason_option = click.option(
    "--reason", callback=optional_text, help="Why. The reason is kept in the audit trail."
)
by_option = click.option(
    "--by",
    default=_os_user,
    callback=signed_option,
    help="Your name for the audit trail. Your login name is kept beside it.",
)


def decide(
    action: OperatorAction,
    verb: Callable[[Request, AuditedDecision, Unit], Out],
    request: Request,
    by: str,
    reason: str,
) -> Out:
    """Carry out a decision, and write its audit row."""

    def attempt() -> Out:
        with store.unit() as unit:
            return operate(action, verb, request, Decision(by=by, reason=reason), unit)

    with opened_store() as store:
        return retry(attempt, Deadline())
