"""Commands that steer a running sandbox."""

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from gateway.cli.printing import PrintableGroup, say, say_json, say_table
from gateway.cli.sandbox_client import SandboxClient
from gateway.cli.shared import Failed, in_one_line

_SECONDS_BETWEEN_CHECKS = 0.1
_url = click.option("--url", help="Address of the sandbox. Without it, LRS_SANDBOX_URL or http://127.0.0.1:8080.")
_token = click.option("--token", help="The token that the sandbox printed. Without it, LRS_SANDBOX_TOKEN.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_space = click.option("--space", default="default", show_default=True, help="Name of the space.")
_seconds = click.option("--seconds", type=click.FloatRange(0, 300), default=10.0, show_default=True, help="How long.")


def of_sandbox(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options for the sandbox, and its client."""

    def called(*, url: str | None, token: str | None, **options: Any) -> None:
        command(SandboxClient(url, token), **options)

    called.__name__, called.__doc__ = command.__name__, command.__doc__
    called.__dict__.update(command.__dict__)
    return _url(_token(in_one_line(called)))


@click.group(cls=PrintableGroup)
def space() -> None:
    """Make, list and delete spaces."""


@space.command("new")
@click.argument("name", default="")
@_json
@of_sandbox
def new_space(client: SandboxClient, *, name: str, as_json: bool) -> None:
    """Make a space, and print its credentials."""
    made = client.call("POST", "spaces", body={"name": name} if name else {})
    if as_json:
        _print(made)
        return
    say(f"Space {made['name']}")
    say_credentials(made)
    say(f"Inspector: {made['inspector']}")


@space.command("list")
@_json
@of_sandbox
def list_spaces(client: SandboxClient, *, as_json: bool) -> None:
    """List the spaces."""
    found = client.call("GET", "spaces")
    if as_json:
        _print(found)
        return
    say_table(["space", "clock"], [(one["name"], _clock(one["clock"])) for one in found])


@space.command("show")
@click.argument("name", default="default")
@_json
@of_sandbox
def show_space(client: SandboxClient, *, name: str, as_json: bool) -> None:
    """Print the credentials of a space."""
    found = client.call("GET", "spaces", name)
    if as_json:
        _print(found)
        return
    say_credentials(found)


@space.command("delete")
@click.argument("name")
@of_sandbox
def delete_space(client: SandboxClient, *, name: str) -> None:
    """Delete a space and all in it."""
    client.call("DELETE", "spaces", name)


@click.group(cls=PrintableGroup)
def checkpoint() -> None:
    """Save, list, restore and delete checkpoints of a space."""


@checkpoint.command("save")
@click.argument("name")
@_space
@of_sandbox
def save_checkpoint(client: SandboxClient, *, name: str, space: str) -> None:
    """Save register and clock under a name.

    A checkpoint of this name is replaced.
    """
    client.call("PUT", "spaces", space, "checkpoints", name)
    say(f"Saved {name}.")


@checkpoint.command("list")
@_space
@_json
@of_sandbox
def list_checkpoints(client: SandboxClient, *, space: str, as_json: bool) -> None:
    """List the checkpoints, oldest first."""
    found = client.call("GET", "spaces", space, "checkpoints")
    if as_json:
        _print(found)
        return
    for one in found:
        say(one["name"])


@checkpoint.command("restore")
@click.argument("name")
@_space
@of_sandbox
def restore_checkpoint(client: SandboxClient, *, name: str, space: str) -> None:
    """Bring back register and clock."""
    client.call("POST", "spaces", space, "checkpoints", name, "restore")
    say(f"Restored {name}.")


@checkpoint.command("delete")
@click.argument("name")
@_space
@of_sandbox
def delete_checkpoint(client: SandboxClient, *, name: str, space: str) -> None:
    """Delete a checkpoint."""
    client.call("DELETE", "spaces", space, "checkpoints", name)


@click.group(cls=PrintableGroup)
def clock() -> None:
    """Read and move the clock of a space."""


@clock.command("show")
@_space
@_json
@of_sandbox
def show_clock(client: SandboxClient, *, space: str, as_json: bool) -> None:
    """Print the time in a space."""
    found = client.call("GET", "spaces", space, "clock")
    if as_json:
        _print(found)
        return
    say(_clock(found))


@clock.command("move")
@click.option("--to", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="A time in UTC.")
@click.option("--by", help="A duration: 90d, 1h30m, P1D.")
@click.option("--stop/--go-on", default=None, help="Let it stand still afterwards, or run. Without it, as it was.")
@_space
@_json
@of_sandbox
def move_clock(
    client: SandboxClient, *, to: datetime | None, by: str | None, stop: bool | None, space: str, as_json: bool
) -> None:
    """Move the clock forward, and do what is due.

    The command ends when the due work is done.
    """
    stated = {"to": None if to is None else to.isoformat(), "by": by, "stop": stop}
    body = {name: value for name, value in stated.items() if value is not None}
    moved = client.call("POST", "spaces", space, "clock", body=body)
    if as_json:
        _print(moved)
        return
    say(_clock(moved))


@click.command()
@_space
@of_sandbox
def reset(client: SandboxClient, *, space: str) -> None:
    """Reset a space: register, clock, plans, exchanges, e-mails.

    Checkpoints stay.
    """
    client.call("POST", "spaces", space, "reset")


@click.group(cls=PrintableGroup)
def wait() -> None:
    """Wait until something has happened in a sandbox.

    If it does not happen in time, the exit code is 1.
    """


@wait.command("ready")
@_seconds
@of_sandbox
def wait_until_ready(client: SandboxClient, *, seconds: float) -> None:
    """Wait until the sandbox is ready."""
    until = time.monotonic() + seconds
    while not client.is_ready():
        if time.monotonic() >= until:
            raise Failed(f"no sandbox is ready at {client.address}")
        time.sleep(_SECONDS_BETWEEN_CHECKS)


@wait.command("call")
@click.option("--operation", help="The contract's name, such as learnerByULN.")
@click.option("--organisation", help="UKPRN or reference that the request states.")
@click.option("--code", help="Code of the answer.")
@click.option("--uln", help="A ULN in the request or the answer.")
@click.option("--after", type=click.IntRange(0), default=0, help="Calls up to this number do not count.")
@_seconds
@_space
@of_sandbox
def wait_for_call(client: SandboxClient, *, space: str, **query: Any) -> None:
    """Wait for a call, and print it as JSON."""
    _print(_came(client.call("GET", "spaces", space, "exchanges", "wait", query=query), "no such call"))


@wait.command("job")
@click.argument("number", type=click.IntRange(1))
@_seconds
@_space
@of_sandbox
def wait_for_job(client: SandboxClient, *, number: int, space: str, seconds: float) -> None:
    """Wait for a batch job's end.

    The job is printed as JSON.
    """
    found = client.call("GET", "spaces", space, "jobs", str(number), "wait", query={"seconds": seconds})
    _print(_came(found if found["ended"] else None, "the job did not end"))


@wait.command("email")
@click.option("--to", help="The address.")
@click.option("--after", type=click.IntRange(0), default=0, help="E-mails up to this number do not count.")
@_seconds
@_space
@of_sandbox
def wait_for_email(client: SandboxClient, *, space: str, **query: Any) -> None:
    """Wait for an e-mail that would be sent.

    It is printed as JSON.
    """
    _print(_came(client.call("GET", "spaces", space, "inbox", "wait", query=query), "no such e-mail"))


def _came(found: Any, what: str) -> Any:
    if found is None:
        raise Failed(f"{what} in time")
    return found


def _print(value: Any) -> None:
    say_json(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def say_credentials(space: dict[str, Any]) -> None:
    """Print the organisations of a space, with their passwords."""
    for one in space["organisations"]:
        may = "suspended" if one["suspended"] else f"roles {', '.join(one['roles'])}"
        say(f"{one['name']}: {may}")
        say(f"  UKPRN {one['ukprn']}, OrganisationRef {one['reference']}, UserName {one['user']}")
        say(f"  OrgPassword {one['password']}")


def _clock(clock: dict[str, Any]) -> str:
    return f"{clock['at']}{' (stands still)' if clock['stands_still'] else ''}"
