"""`lrs-gateway worker`: process batches."""

import os
import signal
import threading

import click

from gateway import logs, metrics, settings
from gateway.batch_worker.worker import LEASE, Worker
from gateway.cli.opened import require_current
from gateway.cli.shared import in_one_line
from gateway.domain.rules import Rules
from gateway.garbage_collection import keep_what_is_loaded
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store

_SECONDS_BETWEEN_POLLS = 1.0
_NICENESS = 10


@click.command()
@click.option("--with-parent", is_flag=True, help="Stop when the process that started this one stops.")
@click.option(
    "--counts", type=int, hidden=True, help="The open file in which the process that started this one counts."
)
@in_one_line
def worker(*, with_parent: bool, counts: int | None) -> None:
    """Process batches until stopped.

    Run as many workers as you like, on as many machines as you like. SIGTERM stops a worker after its current
    transaction. If a worker dies, another continues its job. On SQLite `serve` runs one by itself
    (GATEWAY_EMBEDDED_WORKER).
    """
    chosen = settings.from_environment()
    logs.write_apart(chosen.log_level, metrics.observe_unlogged)
    engine = open_engine(chosen.database_url, statement_seconds=LEASE.total_seconds(), interruptible=False)
    if engine.dialect.name != "sqlite":  # on SQLite, a slow worker would hold the one lock that everybody needs
        os.nice(_NICENESS)  # callers wait for each call on this machine, but not for a batch
    require_current(engine)
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    if with_parent:
        threading.Thread(target=_stop_with_parent, args=(os.getppid(), stop), daemon=True).start()
    if counts is not None:
        metrics.share_in(counts)
        metrics.begin()
    keep_what_is_loaded()
    Worker(Store(engine, patience=LEASE.total_seconds(), rules=Rules.of(chosen))).run(stop)
    engine.dispose()


def _stop_with_parent(parent: int, stop: threading.Event) -> None:
    while not stop.wait(_SECONDS_BETWEEN_POLLS):
        if os.getppid() != parent:
            stop.set()
