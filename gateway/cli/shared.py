"""Settings and error messages for every command."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

from gateway import logs, settings
from gateway.cli.printing import say

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Failed(click.ClickException):
    """An error that an operator can correct: exit code 1."""

    def show(self, file: Any = None) -> None:  # noqa: ARG002
        """Print the line."""
        say(f"lrs-gateway: {self.format_message()}", error=True)


def in_one_line(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """Turn errors that an operator can correct into one line."""

    @wraps(command)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return command(*args, **kwargs)
        except settings.BadSetting as error:
            raise Failed(str(error)) from error
        except Exception as error:
            from gateway.cli.complaints import complaint_of  # noqa: PLC0415  (it knows the store, which takes time)

            complaint = complaint_of(error)
            if complaint is None:
                raise
            raise Failed(complaint) from error

    return wrapped


def chosen_settings() -> settings.Settings:
    """Read the settings, and log only what goes wrong."""
    chosen = settings.from_environment()
    logs.set_up("WARNING")
    return chosen
