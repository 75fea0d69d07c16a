"""What every command needs: the register that the settings name, and errors in one line."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from gateway import logs, settings
from gateway.cli.printing import say
from gateway.domain.lifecycle import StandingKept
from gateway.domain.settlement import CannotSettle
from gateway.files.batches import BadBatchFile
from gateway.files.subject_access import CannotWrite
from gateway.second_opinion import LinkageFailed
from gateway.store.database import schema
from gateway.store.database.causes import explain
from gateway.store.database.deadline import address
from gateway.store.database.engine import open_engine
from gateway.store.errors import StoreError
from gateway.store.unit import Store, Unit

_SECONDS_WITHOUT_A_WORD = 3
_P = ParamSpec("_P")
_R = TypeVar("_R")


_MENDABLE = (StoreError, StandingKept, CannotSettle, settings.BadSetting, BadBatchFile, LinkageFailed, CannotWrite)


class Failed(click.ClickException):
    """What an operator can mend: one line on standard error, exit code 1."""

    def show(self, file: Any = None) -> None:  # noqa: ARG002
        """Print the line."""
        say(f"lrs-gateway: {self.format_message()}", error=True)


def in_one_line(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """Turn what an operator can mend into one line on standard error and exit code 1."""

    @wraps(command)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return command(*args, **kwargs)
        except _MENDABLE as error:
            raise Failed(str(error)) from error
        except SQLAlchemyError as error:
            raise Failed(f"the database failed: {explain(error)}") from error

    return wrapped


def chosen_settings() -> settings.Settings:
    """Read the settings, and log only what goes wrong."""
    chosen = settings.from_environment()
    logs.set_up("WARNING")
    return chosen


@contextmanager
def told_to_wait(engine: Engine) -> Iterator[None]:
    """Print what is waited for, after three seconds."""
    said = threading.Timer(_SECONDS_WITHOUT_A_WORD, _say_waiting, [engine])
    said.daemon = True
    said.start()
    try:
        yield
    finally:
        said.cancel()


def _say_waiting(engine: Engine) -> None:
    say(f"lrs-gateway: waiting for the database at {address(engine)}", error=True)


def require_current(engine: Engine) -> None:
    """Require tables of this version, and say what is waited for. Raises SchemaOutOfDate or UnusableDatabase."""
    with told_to_wait(engine):
        schema.require_current(engine)
    for name, mode in schema.files_for_others(engine):
        say(f"lrs-gateway: others than the owner may open {name} (mode {mode:04o}): chmod 600 it", error=True)


@contextmanager
def opened_store() -> Iterator[Store]:
    """Open the register that the settings name; its schema must be current."""
    engine = open_engine(chosen_settings().database_url)
    try:
        require_current(engine)
        yield Store(engine)
    finally:
        engine.dispose()


@contextmanager
def opened_unit() -> Iterator[Unit]:
    """Open one unit on the register that the settings name."""
    with opened_store() as store, store.unit() as unit:
        yield unit
