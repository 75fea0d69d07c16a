"""Open the register that the settings name."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from gateway.cli.printing import say
from gateway.cli.shared import chosen_settings
from gateway.store.database import schema
from gateway.store.database.deadline import address
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store, Unit

_SECONDS_WITHOUT_A_WORD = 3


@contextmanager
def told_to_wait(engine: Engine) -> Iterator[None]:
    """Print what is waited for, after three seconds."""
    timer = threading.Timer(_SECONDS_WITHOUT_A_WORD, _say_waiting, [engine])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _say_waiting(engine: Engine) -> None:
    say(f"lrs-gateway: waiting for the database at {address(engine)}", error=True)


def require_current(engine: Engine) -> None:
    """Raise SchemaOutOfDate or UnusableDatabase unless the tables are current.

    Warn if others can open the files of the register.
    """
    with told_to_wait(engine):
        schema.require_current(engine)
    for name, mode in schema.files_for_others(engine):
        say(f"lrs-gateway: others can open {name} (mode {mode:04o}). Run: chmod 600 {name}", error=True)


@contextmanager
def opened_store() -> Iterator[Store]:
    """Open the register, whose tables must be current."""
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
