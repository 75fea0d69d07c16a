"""`lrs-gateway migrate` and `lrs-gateway demo`."""

import click
from sqlalchemy import Engine

from gateway import demo
from gateway.cli.opened import opened_store, told_to_wait
from gateway.cli.printing import say
from gateway.cli.shared import Failed, chosen_settings, in_one_line
from gateway.store.database import schema
from gateway.store.database.deadline import Deadline
from gateway.store.database.engine import open_engine

_SECONDS_TO_REACH = 20


@click.command()
@click.option("--check", is_flag=True, help="Change nothing: exit code 0 if the tables are up to date, 1 if not.")
@in_one_line
def migrate(*, check: bool) -> None:
    """Create the register, or bring its tables up to date."""
    engine = open_engine(chosen_settings().database_url)
    try:
        if check:
            _check(engine)
        else:
            _upgrade(engine)
    finally:
        engine.dispose()


def _upgrade(engine: Engine) -> None:
    """Bring the tables up to date."""
    with told_to_wait(engine):
        schema.require_reachable(engine, Deadline(_SECONDS_TO_REACH))
    before, after = schema.upgrade(engine)
    location, version = schema.describe_location(engine), f"version {after}"
    if before == after:
        say(f"Already up to date ({version}): {location}")
    elif before is None:
        say(f"Created the tables ({version}): {location}")
    else:
        say(f"Updated the tables from version {before} to {after}: {location}")


def _check(engine: Engine) -> None:
    """Print the version of the tables, or fail."""
    with told_to_wait(engine):
        held = schema.held_version(engine, Deadline(_SECONDS_TO_REACH))
    location, needed = schema.describe_location(engine), schema.newest()
    if held is None:
        raise Failed(f"there are no tables; migrate would make version {needed}: {location}")
    if held != needed:
        raise Failed(f"not up to date; migrate would go from version {held} to {needed}: {location}")
    say(f"Up to date (version {held}): {location}")


@click.command("demo")
@click.option("--anyway", is_flag=True, help="Load it even if the register holds other organisations.")
@in_one_line
def load_demo(*, anyway: bool) -> None:
    """Add the demonstration organisations and learners.

    You can run it again. Refused if the register holds other organisations, because everybody knows the passwords of
    the demonstration.
    """
    with opened_store() as store:
        try:
            loaded = demo.load(store, beside_others=anyway)
        except demo.RegisterInUse as error:
            raise Failed(f"{error}, and everybody knows its passwords; --anyway adds it nevertheless") from None
    say(f"Added {loaded.organisations} organisations, {loaded.learners} learners, {loaded.events} events.")
