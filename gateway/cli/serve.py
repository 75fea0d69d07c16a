"""`lrs-gateway serve`: answer calls until stopped."""

import logging
import os
from collections.abc import Iterable

import click

from gateway import __version__, logs, metrics, settings
from gateway.app import Gateway
from gateway.cli.opened import require_current
from gateway.cli.printing import say
from gateway.cli.shared import Failed, in_one_line
from gateway.garbage_collection import without_collections
from gateway.serving import server
from gateway.serving.listening import CannotListen, listen, require_free
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from gateway.tracing import INSTALL, find_tracer

_log = logging.getLogger(__name__)


@click.command()
@in_one_line
def serve() -> None:
    """Serve all services until stopped.

    Listens on GATEWAY_BIND (default 127.0.0.1:8080) for callers, and on GATEWAY_ADMIN_BIND (default 127.0.0.1:8081) for
    operators. Prints the addresses of the WSDLs.
    """
    chosen = settings.from_environment()
    log = logs.write_apart(chosen.log_level, metrics.observe_unlogged)
    engine = open_engine(chosen.database_url)
    require_current(engine)
    engine.dispose()
    try:
        require_free(chosen.bind)
        admin = None if chosen.admin_bind is None else listen(chosen.admin_bind)
    except CannotListen as error:
        raise Failed(str(error)) from error
    with without_collections():
        gateway = Gateway(chosen)
    if chosen.tracing and find_tracer() is None:
        say(f"lrs-gateway: traces are asked for, and their libraries are missing. Run: {INSTALL}", error=True)
    lines = [
        f"Register: {schema.describe_location(engine)}",
        f"Listening on {chosen.bind}, for operators on {chosen.admin_bind or 'no address'}; Ctrl-C stops.",
        *gateway.wsdl_addresses,
    ]
    logs.event(_log, "serving", version=__version__, register=schema.describe_location(engine), bind=chosen.bind)
    if admin is not None:
        lines += [f"http://{chosen.admin_bind}/{page}" for page in ("health?verbose", "metrics")]
    _announce(lines)
    server.serve(gateway, chosen, admin, log)


def _announce(lines: Iterable[str]) -> None:
    """Print lines, even if nobody reads them (`| head -1`)."""
    try:
        for line in lines:
            say(line)
    except OSError:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  (a descriptor is wanted)
            os.dup2(nowhere.fileno(), 1)
