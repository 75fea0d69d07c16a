"""Check the database: whether it answers, its tables, its clock."""

from collections.abc import Iterator

from gateway.doctor.finding import Finding, advice, in_words, right, wrong
from gateway.health import FEW_BYTES, free_bytes
from gateway.store.database import schema
from gateway.store.database.deadline import Deadline
from gateway.store.database.vitals import take_vitals
from gateway.store.errors import SchemaOutOfDate, StoreError
from gateway.store.unit import Store

_SECONDS = 10
_MOST_SECONDS_APART = 2


def check_database(store: Store) -> Iterator[Finding]:
    """Check the database and its tables."""
    engine = store.engine
    try:
        held = schema.held_version(engine, Deadline(_SECONDS))
    except SchemaOutOfDate as error:
        yield wrong("tables", str(error), "Install the version of the gateway that made the register, or a newer one")
        return
    except StoreError as error:
        yield wrong("database", str(error), "Check GATEWAY_DATABASE_URL, the server and the way to it")
        return
    yield right("database", schema.describe_location(engine))
    if held != schema.newest():
        fact = "there are none" if held is None else f"version {held}; this program needs version {schema.newest()}"
        yield wrong("tables", fact, "Run: lrs-gateway migrate")
        return
    try:
        schema.require_current(engine, Deadline(_SECONDS))
        yield right("tables", f"version {held}, up to date")
        yield from _check_vitals(store)
    except StoreError as error:
        yield wrong("database", str(error), "Check the server and the rights of the database user")
    yield from _check_files(store)


def _check_vitals(store: Store) -> Iterator[Finding]:
    vitals = take_vitals(store.engine, Deadline(_SECONDS))
    yield right("database version", vitals.version)
    if vitals.seconds_ahead is not None:
        yield judge_clock(vitals.seconds_ahead)


def judge_clock(seconds_ahead: float) -> Finding:
    """Judge how far the database's clock is ahead of ours."""
    apart = abs(seconds_ahead)
    if apart <= _MOST_SECONDS_APART:
        return right("database clock", "agrees with the clock of this computer")
    where = "ahead of" if seconds_ahead > 0 else "behind"
    fact = f"is {in_words(apart)} {where} the clock of this computer"
    return wrong("database clock", fact, "Keep both clocks right, with chrony or systemd-timesyncd")


def _check_files(store: Store) -> Iterator[Finding]:
    yield judge_disk(free_bytes(store.engine))
    for name, mode in schema.files_for_others(store.engine):
        yield wrong("files", f"others can open {name} (mode {mode:04o})", f"Run: chmod 600 {name}")


def judge_disk(free: int | None) -> Finding:
    """Judge the bytes that are left on the register's disk."""
    if free is None:
        return advice("disk", "is that of the database server", "Watch it there: the gateway cannot see it from here")
    fact = f"the disk of the register has {free // 2**20:,} MiB left"
    return wrong("disk", fact, "Make room, or move the register") if free < FEW_BYTES else right("disk", fact)
