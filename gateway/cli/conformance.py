"""`lrs-gateway conformance`: judge a client by its calls."""

import json
import re
from pathlib import Path
from typing import Any

import click

from gateway.cli.printing import PrintableGroup, say, say_json
from gateway.cli.sandbox_client import SandboxClient
from gateway.cli.sandbox_steering import of_sandbox, say_credentials
from gateway.cli.shared import Failed

_STATES = {"open": "not seen yet", "passed": "passed", "failed": "FAILED"}
"""States of a situation, in the order of the report."""
_LONGEST_NAME = 40
_space = click.option("--space", help="Name of the space. Without it, it is made from the name of the client.")
_file = click.Path(dir_okay=False, path_type=Path)


@click.group(cls=PrintableGroup)
def conformance() -> None:
    """Judge a client by its calls to a running sandbox.

    `start` makes a space for the client and lists the situations that it must survive. Then the client calls with the
    credentials of that space, and `report` says how it did.
    """


@conformance.command("start")
@click.argument("client_name", metavar="CLIENT")
@_space
@of_sandbox
def start(client: SandboxClient, *, client_name: str, space: str | None) -> None:
    """Begin to judge a client, and list situations.

    A run of the same space that was begun before ends.
    """
    name = space or _space_of(client_name)
    if name not in [one["name"] for one in client.call("GET", "spaces")]:
        client.call("POST", "spaces", body={"name": name})
    begun = client.call("POST", "spaces", name, "conformance", body={"client": client_name})
    say(f"Space {name}")
    say_credentials(client.call("GET", "spaces", name))
    for one in begun["situations"]:
        say(f"- {one['title']}. {one['do']}")
    say(f"{len(begun['situations'])} situations. Then: lrs-gateway conformance report {json.dumps(client_name)}")


@conformance.command("report")
@click.argument("client_name", metavar="CLIENT")
@_space
@click.option("--html", type=_file, help="Write the report as a page to this file.")
@click.option("--badge", type=_file, help="Write a badge as SVG to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@of_sandbox
def show(
    client: SandboxClient,
    *,
    client_name: str,
    space: str | None,
    html: Path | None,
    badge: Path | None,
    as_json: bool,
) -> None:
    """Show how a client did.

    The exit code is 1 if it failed in anything.
    """
    found = client.call("GET", "spaces", space or _space_of(client_name), "conformance")
    page, picture = found.pop("page"), found.pop("badge")
    for file, text in ((html, page), (badge, picture)):
        if file is not None:
            _write(file, text)
    if as_json:
        say_json(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    else:
        _say(found)
    if found["summary"]["failed"]:
        raise SystemExit(1)


def _say(found: dict[str, Any]) -> None:
    for state, words in _STATES.items():
        for one in found["situations"]:
            if one["state"] == state:
                shown = f" (exchange {one['exchange']})" if one["exchange"] else ""
                say(f"{words}: {one['title']}. {one['reason'] or one['do']}{shown}")
    counts = found["summary"]
    say(f"{counts['passed']} passed, {counts['failed']} failed, {counts['open']} not seen yet.")


def _space_of(client_name: str) -> str:
    """Return the name of the space for a client."""
    name = re.sub(r"[^a-z0-9]+", "-", client_name.lower()).strip("-")[:_LONGEST_NAME].strip("-")
    if not name:
        raise Failed("the name of a client needs a letter or a digit; or state --space")
    return name


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failed(f"{file} cannot be written: {error.strerror}") from error
