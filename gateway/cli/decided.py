"""Options of the commands by which an operator decides something: who, and why."""

import getpass

import click

_LONGEST_TEXT = 254


def _text(_context: click.Context, option: click.Parameter, value: str) -> str:
    """Take text that the register can keep and a screen can show."""
    if not value.strip() or len(value) > _LONGEST_TEXT or not value.isprintable():
        raise click.BadParameter(f"must have 1 to {_LONGEST_TEXT} printable characters", param=option)
    return value.strip()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as containers have
        raise click.UsageError("name who decided it with --by") from None


reason_option = click.option("--reason", required=True, callback=_text, help="Why; it is kept with the change.")
by_option = click.option(
    "--by", default=_user, callback=_text, help="Who decided it; without it, the user of this computer."
)
