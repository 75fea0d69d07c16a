"""Carry out all checks."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from gateway.doctor.certificates import check_certificates
from gateway.doctor.computer import check_clock, check_open_files
from gateway.doctor.configuration import check_settings
from gateway.doctor.database import check_database
from gateway.doctor.finding import Finding, State, wrong
from gateway.doctor.register import check_register
from gateway.settings import BadSetting, Settings, from_environment
from gateway.store.database.deadline import Deadline
from gateway.store.database.engine import open_engine
from gateway.store.errors import StoreError
from gateway.store.unit import Store

_SECONDS = 30


def examine(certificates: Sequence[Path]) -> Iterator[Finding]:
    """Examine the installation, and yield what is found.

    What cannot be checked because something else is wrong is left out.
    """
    now = datetime.now(UTC)
    chosen: Settings | None = None
    try:
        chosen = from_environment()
    except BadSetting as error:
        yield wrong("settings", str(error), "Correct it; until then the gateway does not start")
    if chosen is not None:
        yield from check_settings(chosen)
        yield from check_open_files(chosen)
    yield check_clock()
    yield from check_certificates(certificates, chosen, now)
    if chosen is not None:
        yield from _examine_register(chosen)


def _examine_register(chosen: Settings) -> Iterator[Finding]:
    try:
        engine = open_engine(chosen.database_url)
    except StoreError as error:
        yield wrong("database", str(error), "Correct GATEWAY_DATABASE_URL, or install what it needs")
        return
    store = Store(engine)
    try:
        of_database = [*check_database(store)]
        yield from of_database
        if not any(one.state is State.WRONG and one.subject in ("database", "tables") for one in of_database):
            with store.reading(Deadline(_SECONDS)) as unit:
                yield from check_register(chosen, unit)
    except StoreError as error:
        yield wrong("database", str(error), "Check the server and the way to it")
    finally:
        engine.dispose()
