"""`lrs-gateway doctor`: what is right, and what is wrong."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from gateway import __version__, logs
from gateway.cli.printing import say, say_json
from gateway.cli.shared import in_one_line
from gateway.doctor.diagnosis import examine
from gateway.doctor.finding import Finding, State

_WIDTH = max(len(state) for state in State)


@click.command()
@click.option(
    "--certificate",
    "certificates",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A certificate in PEM that must not expire soon, such as that of your reverse proxy. You can repeat this.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
@in_one_line
def doctor(context: click.Context, certificates: tuple[Path, ...], *, as_json: bool) -> None:
    """Print what is right, what is wrong, what to do.

    It changes nothing, and its output holds nothing personal. Exit code 1 if something is wrong.
    """
    logs.set_up("ERROR")
    findings = [*examine(certificates)]
    count = sum(one.state is State.WRONG for one in findings)
    if as_json:
        told = {"version": __version__, "wrong": count, "findings": [asdict(one) for one in findings]}
        say_json(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    else:
        _print(findings, count)
    context.exit(1 if count else 0)


def _print(findings: list[Finding], count: int) -> None:
    for one in findings:
        say(f"{one.state:{_WIDTH}}  {one.subject}: {one.fact}")
        if one.cure:
            say(f"{'':{_WIDTH}}  {one.cure}")
    say("Nothing is wrong." if not count else "1 thing is wrong." if count == 1 else f"{count} things are wrong.")
