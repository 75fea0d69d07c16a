"""`lrs-gateway sandbox`: a gateway for people who write clients."""

import json
import signal
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click

from gateway import logs, settings
from gateway.cli.printing import say
from gateway.cli.shared import Failed, in_one_line
from gateway.garbage_collection import without_collections
from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.spaces import SandboxOptions
from gateway.serving.listening import CannotListen, listen


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 for one that is free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the register in this folder. Without it, the register is gone at the end.",
)
@click.option("--seed", type=int, help="Draw the same ULNs and job numbers each time, for the same calls.")
@click.option(
    "--learners", type=click.IntRange(0, 1_000_000), default=0, show_default=True, help="Number of made-up learners."
)
@click.option(
    "--clock",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="Let the clock stand at this time (UTC) until it is moved.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object in place of text.")
@in_one_line
def sandbox(
    *,
    port: int,
    host: str,
    folder: Path | None,
    seed: int | None,
    learners: int,
    clock: datetime | None,
    as_json: bool,
) -> None:
    """Serve test learners until stopped, for people who write clients.

    It is not for real learners: everybody may read its passwords.
    """
    chosen = settings.from_environment()
    logs.set_up("ERROR")
    try:
        listener = listen(f"{host}:{port}")
    except CannotListen as error:
        raise Failed(str(error)) from error
    with ExitStack() as kept:
        if folder is None:
            folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="lrs-sandbox-")))
        clock = None if clock is None else clock.replace(tzinfo=UTC).replace(tzinfo=None)
        with without_collections():
            running = Sandbox(
                SandboxOptions(folder=folder, seed=seed, learners=learners, clock=clock), listener, chosen
            )
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: running.stop())
        _announce(running, folder, as_json=as_json)
        running.run()


def _announce(running: Sandbox, folder: Path, *, as_json: bool) -> None:
    if as_json:
        say(json.dumps({"address": running.address, "folder": str(folder), "ready": True}))
        return
    say(f"Register: {folder}")
    for address in running.spaces.default.gateway.wsdl_addresses:
        say(address)
    say("Ready.")
