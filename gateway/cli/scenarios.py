"""`lrs-gateway scenarios`: what a client can ask the sandbox for."""

import json
from collections.abc import Sequence

import click

from gateway.cli.printing import say, say_json, say_table
from gateway.cli.shared import Failed, in_one_line
from gateway.sandbox.scenarios.catalogue import SCENARIOS, UnknownScenario, find_scenario, fits_every
from gateway.sandbox.scenarios.numbers import scenario_uln
from gateway.sandbox.scenarios.scenario import PREFIX, Kind, Scenario

_TITLES = {
    Kind.CODE: "Codes of answers",
    Kind.JOB: "Batches and their rows",
    Kind.FAULT: "Faults of SOAP",
    Kind.TRANSPORT: "Faults below SOAP",
}
_HEADINGS = ("scenario", "ULN", "what happens", "operations")


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--operation", default="", help="Only what fits this operation, by its name in the contract.")
@click.option("--code", default="", help="Only what leads to this code.")
@click.option("--check", is_flag=True, help="Only check that these scenarios exist, and fit the operation.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@in_one_line
def scenarios(*, names: Sequence[str], operation: str, code: str, check: bool, as_json: bool) -> None:
    """List the scenarios of the sandbox.

    A client asks for one by its user name (sandbox:WSRC0003), by the ULN, or by the family name (Sandbox WSRC0003).
    """
    if operation and operation not in _operations():
        raise Failed(f"no contract has an operation {operation}")
    try:
        chosen = [find_scenario(name.removeprefix(PREFIX), operation) for name in names] or list(SCENARIOS.values())
    except UnknownScenario as error:
        raise Failed(str(error)) from error
    if check:
        return
    shown = [one for one in chosen if (not operation or one.fits(operation)) and (not code or _leads_to(one, code))]
    if not shown:
        raise Failed("no scenario is like this")
    if as_json:
        say_json(json.dumps([_as_json(one) for one in shown], indent=2) + "\n")
    else:
        _say_in_groups(shown)


def _operations() -> set[str]:
    return {operation for one in SCENARIOS.values() for operation in one.operations}


def _leads_to(scenario: Scenario, code: str) -> bool:
    return scenario.name in (code, f"rows-{code}")


def _as_json(scenario: Scenario) -> dict[str, object]:
    return {
        "name": scenario.name,
        "kind": scenario.kind,
        "text": scenario.text,
        "user_name": f"{PREFIX}{scenario.name}",
        "uln": scenario_uln(scenario.name),
        "family_name": f"Sandbox {scenario.name}",
        "operations": list(scenario.operations),
    }


def _say_in_groups(shown: Sequence[Scenario]) -> None:
    for kind, title in _TITLES.items():
        rows = [
            (one.name, scenario_uln(one.name), one.text, "all" if fits_every(one) else ", ".join(one.operations))
            for one in shown
            if one.kind is kind
        ]
        if rows:
            say(title)
            say_table(_HEADINGS, rows, folded=("what happens", "operations"))
