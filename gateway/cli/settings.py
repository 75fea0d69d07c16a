"""`lrs-gateway settings`: the settings in force."""

from dataclasses import fields
from enum import Enum
from typing import Any

import click

from gateway.cli.printing import say
from gateway.cli.shared import in_one_line
from gateway.settings import Settings, from_environment, is_set, name_of, unknown_names


@click.command()
@in_one_line
def settings() -> None:
    """Print the settings in force, without passwords.

    Those that you have not set are marked as default.
    """
    chosen = from_environment()
    for field in fields(Settings):
        mark = "" if is_set(field.name) else "  # default"
        say(f"{name_of(field.name)}={_shown(field.name, getattr(chosen, field.name))}{mark}")


def warn_of_unknown_settings() -> None:
    """Warn of GATEWAY_ variables that are no settings."""
    for name, alike in unknown_names():
        cure = f"; did you mean {alike}?" if alike else ": lrs-gateway settings lists them all"
        say(f"lrs-gateway: {name} is not a setting and is ignored{cure}", error=True)


def _shown(field: str, value: Any) -> str:
    if field == "database_url":
        return _without_password(value)
    if field == "public_url" and not value:
        return f"http://HOST:{from_environment().bind.rpartition(':')[2]}"
    if value is None:
        return "off"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, frozenset):
        return ",".join(sorted(value))
    return str(value.value if isinstance(value, Enum) else value)


def _without_password(url: str) -> str:
    from sqlalchemy import make_url  # noqa: PLC0415  (every command imports this module, and many need no database)
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return "(malformed)"
    secret = {name: "***" for name in parsed.query if "password" in name.lower()}
    return parsed.update_query_dict(secret).render_as_string(hide_password=True)
