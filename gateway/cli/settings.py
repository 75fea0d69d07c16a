"""`lrs-gateway settings`: the settings in force."""

from dataclasses import fields
from enum import Enum
from typing import Any

import click

from gateway.cli.printing import say
from gateway.cli.shared import in_one_line
from gateway.settings import CONFIG, Settings, config_file, from_environment, name_of, sources, unknown_names


@click.command()
@in_one_line
def settings() -> None:
    """Print the settings in force, without passwords.

    Each is marked with where it comes from: the environment, the file that GATEWAY_CONFIG names, or the default.
    """
    chosen, stated_in = from_environment(), sources()
    if config_file():
        say(f"{CONFIG}={config_file()}  # environment")
    for field in fields(Settings):
        shown = _shown(field.name, getattr(chosen, field.name))
        say(f"{name_of(field.name)}={shown}  # {stated_in[field.name] or 'default'}")


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
