"""`lrs-gateway learner export`: answer a subject access request."""

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
    help="The folder for the files. If it does not exist, only you can open it. - writes JSON to standard output.",
)
@by_option
@in_one_line
def export(uln: str, out: Path, by: str) -> None:
    """Answer a subject access request.

    Writes a page to read and a JSON file. They hold, for all ULNs of the learner, the records and their changes,
    events, consent, merges, batches and everyone who looked. Only you can read the files, and they never replace
    others. ViewAudit tells the learner that you looked.
    """
    valid = valid_uln(uln)
    with opened_store() as store:
        with store.unit() as unit:
            look(OperatorLook.EXPORT, all_ulns(valid, unit), by, unit)
        with store.reading() as unit:
            report = export_learner(valid, by, unit)
    if str(out) == "-":
        say_json(as_json(report))
        return
    for path in write(report, out):
        say(path)
