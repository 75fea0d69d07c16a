"""`lrs-gateway learner`: what is held of a learner."""

import click

from gateway.cli.shared import Failed, in_one_line, opened_unit
from gateway.domain import uln as ulns


@click.group()
def learner() -> None:
    """Look at learners."""


@learner.command()
@click.argument("uln")
@in_one_line
def show(uln: str) -> None:
    """Show what is held of the learner with this ULN, and who changed it when."""
    if not ulns.is_valid(uln):
        raise Failed("this is not a valid ULN")
    with opened_unit() as unit:
        held = unit.learners.by_uln(ulns.compact(uln))
        if held is None:
            raise Failed("no learner has this ULN")
        count = len(unit.events.of(held.uln))
        history = unit.learners.history(held.uln)
    person = held.person
    for name, value in (
        ("ULN", held.uln),
        ("Standing", held.standing.value + (f", master {held.master_uln}" if held.master_uln else "")),
        ("Linked ULNs", ", ".join(held.linked_ulns) or "none"),
        ("Name", f"{person.given_name} {person.family_name}"),
        ("Born", person.date_of_birth.isoformat()),
        ("Gender", person.gender.name.lower().replace("_", " ")),
        ("Postcode", person.postcode),
        ("Sharing", person.ability_to_share.name.lower().replace("_", " ")),
        ("Version", f"{held.version}, of {held.updated_at:%Y-%m-%d %H:%M:%S} UTC"),
        ("Learning events", str(count)),
        *((f"{row.at:%Y-%m-%d %H:%M:%S}", f"{row.change} by {row.user_name}") for row in history),
    ):
        click.echo(f"{name + ':':<22}{value}")
