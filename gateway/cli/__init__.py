"""The command line: `lrs-gateway`. Errors go to standard error in one line, with exit code 1."""

import logging
import os
from collections.abc import Iterable

import click

from gateway import __version__, demo, logs, metrics, settings
from gateway.cli.audit import audit
from gateway.cli.batch import batch
from gateway.cli.challenge import challenge
from gateway.cli.contract import contract
from gateway.cli.duplicates import duplicates
from gateway.cli.events import events
from gateway.cli.learner import learner
from gateway.cli.matching import match_, matching
from gateway.cli.organisation import organisation
from gateway.cli.printing import PrintableGroup, say
from gateway.cli.settings import settings as settings_
from gateway.cli.settings import warn_of_unknown_settings
from gateway.cli.shared import Failed, chosen_settings, in_one_line, opened_store, require_current, told_to_wait
from gateway.cli.worker import worker
from gateway.serving.listening import CannotListen, listen, require_free
from gateway.store.database import schema
from gateway.store.database.deadline import Deadline
from gateway.store.database.engine import open_engine

_SECONDS_TO_REACH = 20
_log = logging.getLogger(__name__)


@click.group(cls=PrintableGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lrs-gateway")
def main() -> None:
    """A SOAP gateway that registers learners, issues ULNs and returns learning records.

    Begin with `lrs-gateway migrate`, `lrs-gateway demo` and `lrs-gateway serve`. Settings come from the
    environment: GATEWAY_DATABASE_URL says where the register is, GATEWAY_BIND where to listen;
    `lrs-gateway settings` prints all.
    """
    warn_of_unknown_settings()


@main.command()
@in_one_line
def serve() -> None:
    """Serve all services until stopped.

    Listens on GATEWAY_BIND (default 127.0.0.1:8080), for operators on GATEWAY_ADMIN_BIND (default 127.0.0.1:8081),
    and prints the addresses, of services those of their WSDLs.
    """
    chosen = settings.from_environment()
    log = logs.write_apart(chosen.log_level, metrics.observe_unlogged)
    engine = open_engine(chosen.database_url)
    require_current(engine)
    engine.dispose()
    from gateway.app import Gateway  # noqa: PLC0415
    from gateway.serving import server  # noqa: PLC0415  (takes a second that other commands need not)

    try:
        require_free(chosen.bind)
        admin = None if chosen.admin_bind is None else listen(chosen.admin_bind)
    except CannotListen as error:
        raise Failed(str(error)) from error
    gateway = Gateway(chosen)
    lines = [
        f"Register: {schema.place(engine)}",
        f"Listening on {chosen.bind}, for operators on {chosen.admin_bind or 'no address'}; Ctrl-C stops.",
        *gateway.wsdl_addresses,
    ]
    logs.event(_log, "serving", version=__version__, register=schema.place(engine), bind=chosen.bind)
    if admin is not None:
        lines += [f"http://{chosen.admin_bind}/{page}" for page in ("health?verbose", "metrics")]
    _announce(lines)
    server.serve(gateway, chosen, admin, log)


def _announce(lines: Iterable[str]) -> None:
    """Print lines, and go on where nobody reads them: `serve | head -1` serves."""
    try:
        for line in lines:
            say(line)
    except OSError:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  (a descriptor is wanted)
            os.dup2(nowhere.fileno(), 1)


@main.command()
@in_one_line
def migrate() -> None:
    """Create the tables, or bring them up to date."""
    engine = open_engine(chosen_settings().database_url)
    with told_to_wait(engine):
        schema.require_reachable(engine, Deadline(_SECONDS_TO_REACH))
    before, after = schema.upgrade(engine)
    engine.dispose()
    place, version = schema.place(engine), f"version {after}"
    if before == after:
        say(f"Already up to date ({version}): {place}")
    elif before is None:
        say(f"Made the tables ({version}): {place}")
    else:
        say(f"Brought the tables from version {before} to {after}: {place}")


@main.command("demo")
@click.option("--anyway", is_flag=True, help="Also where the register holds other organisations.")
@in_one_line
def load_demo(*, anyway: bool) -> None:
    """Put the demonstration organisations and learners on the register; twice does no harm.

    Refused on a register that holds other organisations: everybody knows the passwords of the demonstration.
    """
    with opened_store() as store:
        try:
            loaded = demo.load(store, beside_others=anyway)
        except demo.RegisterInUse as error:
            raise Failed(f"{error}, and everybody knows its passwords; --anyway adds it all the same") from None
    say(f"Added {loaded.organisations} organisations, {loaded.learners} learners, {loaded.events} events.")


for command in (
    organisation,
    audit,
    batch,
    events,
    challenge,
    learner,
    matching,
    match_,
    duplicates,
    contract,
    worker,
    settings_,
):
    main.add_command(command)
