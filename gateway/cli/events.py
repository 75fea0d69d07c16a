"""`lrs-gateway events`: learning events from files."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from gateway.cli.shared import in_one_line, opened_unit
from gateway.event_file import BadEventFile, read_events

_EVENTS_AT_ONCE = 1000


@click.group()
def events() -> None:
    """Manage learning events."""


@events.command("load")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_one_line
def load_events(path: Path) -> None:
    """Load learning events from a CSV file, all or none.

    The first row holds the headings: ULN, Source, Subject, SubjectCode and any other member of a learning
    event, such as AchievementAwardDate, Grade or Level.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(read_events(lines))
    with opened_unit() as unit:
        starts = range(0, len(rows), _EVENTS_AT_ONCE)
        for start in track(starts, "Loading", console=Console(stderr=True), disable=not sys.stderr.isatty()):
            some = rows[start : start + _EVENTS_AT_ONCE]
            known = unit.learners.by_ulns({uln for _, uln, _ in some})
            for line, uln, _ in some:
                if uln not in known:
                    raise BadEventFile(f"line {line}, ULN: no learner has it")
            unit.events.add((uln, event) for _, uln, event in some)
    click.echo(f"Loaded {len(rows)} events.")
