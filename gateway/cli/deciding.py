"""What the commands share by which an operator decides something: who, why, and of which learner."""

import getpass
from collections.abc import Callable
from typing import Any

import click

from gateway.cli.shared import Failed, opened_unit
from gateway.domain import uln as ulns
from gateway.domain.standing import Decision
from gateway.handlers.operate import operate
from gateway.handlers.outcome import Outcome
from gateway.store.unit import Unit

_LONGEST_TEXT = 254


def valid_uln(given: str) -> str:
    """Give a ULN without blanks; fail where it is none."""
    if not ulns.is_valid(given):
        raise Failed(f"{given[:20]!a} is not a valid ULN")
    return ulns.compact(given)


def _text(_context: click.Context, option: click.Parameter, value: str) -> str:
    """Take text that the register can keep and a screen can show."""
    if not value.strip() or len(value) > _LONGEST_TEXT or not value.isprintable():
        raise click.BadParameter(f"must have 1 to {_LONGEST_TEXT} printable characters", param=option)
    return value.strip()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as containers have
        raise click.UsageError("say with --by who you are") from None


reason_option = click.option("--reason", required=True, callback=_text, help="Why; it is kept with the change.")
by_option = click.option(
    "--by", default=_user, callback=_text, help="Who it is that does it; without it, the user of this computer."
)


def decide(operation: str, verb: Callable[[Any, Decision, Unit], Outcome], request: Any, by: str, reason: str) -> None:
    """Do it in one unit, with its audit row."""
    with opened_unit() as unit:
        operate(operation, verb, request, Decision(by=by, reason=reason), unit)
