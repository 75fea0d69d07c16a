"""`lrs-gateway learner export`: all that is held of a person, for the person."""

from pathlib import Path

import click

from gateway.cli.deciding import by_option, valid_uln
from gateway.cli.opened import opened_store
from gateway.cli.printing import say, say_json
from gateway.cli.shared import in_one_line
from gateway.domain.access_log import OperatorLook
from gateway.files.subject_access import as_json, write
from gateway.handlers.execution.operator import look
from gateway.handlers.subject_access.export_learner import all_ulns, export_learner


@click.command()
@click.argument("uln")
@click.option(
    "--out",
    default=".",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to, made for you alone if it is not there; - writes JSON to standard output.",
)
@by_option
@in_one_line
def export(uln: str, out: Path, by: str) -> None:
    """Write all that is held of the person with this ULN, as JSON and as a page to read.

    Records and their changes, events, merged ULNs, consent, batches and everyone who looked, of all ULNs of the person,
    merged or deleted ones too. The files are readable by you alone, and never take the place of others. The
    learner is told that you looked.
    """
    wanted = valid_uln(uln)
    with opened_store() as store:
        with store.unit() as unit:
            look(OperatorLook.EXPORT, all_ulns(wanted, unit), by, unit)
        with store.reading() as unit:
            dossier = export_learner(wanted, by, unit)
    if str(out) == "-":
        say_json(as_json(dossier))
        return
    for path in write(dossier, out):
        say(path)
