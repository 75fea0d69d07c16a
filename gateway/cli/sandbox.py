"""`lrs-gateway sandbox`: a gateway for people who write clients."""

import json
import signal
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gateway import logs, settings
from gateway.cli import sandbox_steering
from gateway.cli.printing import PrintableGroup, say
from gateway.cli.shared import Failed, in_one_line

if TYPE_CHECKING:
    from gateway.sandbox.sandbox import Sandbox


@click.group(cls=PrintableGroup, invoke_without_command=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 for one that is free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the register in this folder. Without it, the register is gone at the end.",
)
@click.option("--reset", "begin_afresh", is_flag=True, help="Drop the register that the folder holds already.")
@click.option("--seed", type=int, help="Draw the same ULNs and job numbers each time, for the same calls.")
@click.option(
    "--learners", type=click.IntRange(0, 1_000_000), default=0, show_default=True, help="Number of made-up learners."
)
@click.option(
    "--clock",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"]),
    help="Let the clock stand at this time (UTC) until it is moved.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object in place of text.")
@click.pass_context
@in_one_line
def sandbox(
    context: click.Context,
    *,
    port: int,
    host: str,
    folder: Path | None,
    begin_afresh: bool,
    seed: int | None,
    learners: int,
    clock: datetime | None,
    as_json: bool,
) -> None:
    """Serve test learners until stopped, for people who write clients.

    It is not for real learners: everybody may read its passwords. The commands below talk to a sandbox that runs.
    """
    if context.invoked_subcommand is not None:
        return
    # The rest is imported when it is needed, because the commands that talk to a sandbox need none of it.
    from gateway.garbage_collection import without_collections  # noqa: PLC0415
    from gateway.sandbox.sandbox import Sandbox  # noqa: PLC0415
    from gateway.sandbox.spaces import FolderInUse, SandboxOptions  # noqa: PLC0415
    from gateway.serving.listening import CannotListen, listen  # noqa: PLC0415

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
        try:
            with without_collections():
                running = Sandbox(
                    SandboxOptions(folder=folder, seed=seed, learners=learners, clock=clock, reset=begin_afresh),
                    listener,
                    chosen,
                    token=settings.sandbox_place()[1],
                )
        except FolderInUse as error:
            raise Failed(str(error)) from error
        except OSError as error:
            raise Failed(f"the folder {folder} cannot be used: {error.strerror}") from error
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: running.stop())
        _announce(running, folder, as_json=as_json)
        running.run()


for _command in (
    sandbox_steering.space,
    sandbox_steering.checkpoint,
    sandbox_steering.clock,
    sandbox_steering.reset,
    sandbox_steering.wait,
):
    sandbox.add_command(_command)


def _announce(running: "Sandbox", folder: Path, *, as_json: bool) -> None:
    if as_json:
        told = {"address": running.address, "inspector": running.inspector, "token": running.token}
        say(json.dumps({**told, "folder": str(folder), "ready": True}))
        return
    say(f"Register: {folder}")
    for address in running.spaces.default.gateway.wsdl_addresses:
        say(address)
    say(f"Inspector: {running.inspector}")
    say(f"Token of the API: {running.token}")
    say("Ready.")
