"""`lrs-gateway learner`: find, show and correct learners."""

from datetime import datetime

import click

from gateway.cli.candidates import find_learner
from gateway.cli.deciding import by_option, decide, reason_option, valid_uln
from gateway.cli.export import export
from gateway.cli.opened import opened_unit
from gateway.cli.printing import say
from gateway.cli.shared import Failed, in_one_line
from gateway.domain.access_log import OperatorAction, OperatorLook
from gateway.domain.learner import Learner
from gateway.domain.lifecycle import ChangeKind, StatusChange
from gateway.handlers.execution.operator import look
from gateway.handlers.lifecycle.delete_learner import delete_learner
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.handlers.lifecycle.restore_learner import restore_learner
from gateway.handlers.lifecycle.unmerge_learner import unmerge_learner
from gateway.handlers.sharing.state_opt_out import lift_opt_out, opt_out
from gateway.store.unit import Unit


@click.group()
def learner() -> None:
    """Find, show, correct and export learners."""


@learner.command()
@click.argument("uln")
@by_option
@in_one_line
def show(uln: str, by: str) -> None:
    """Show a learner's record and its changes.

    ViewAudit tells the learner that you looked.
    """
    valid = valid_uln(uln)
    with opened_unit() as unit:
        found = unit.learners.by_uln(valid)
        if found is None:
            raise Failed(f"no learner has the ULN {valid}")
        count = len(unit.events.of([found.uln]))
        changes = _changes(found.uln, unit)
        look(OperatorLook.LEARNER, [found.uln], by, unit)
    person = found.person
    for name, value in (
        ("ULN", found.uln),
        ("Status", found.status.value + (f", master {found.master_uln}" if found.master_uln else "")),
        ("Linked ULNs", ", ".join(found.linked_ulns) or "none"),
        ("Name", f"{person.given_name} {person.family_name}"),
        ("Born", person.date_of_birth.isoformat()),
        ("Gender", person.gender.name.lower().replace("_", " ")),
        ("Postcode", person.postcode),
        ("Sharing", _sharing(found)),
        ("Version", f"{found.version}, of {found.updated_at:%Y-%m-%d %H:%M:%S} UTC"),
        ("Learning events", str(count)),
        *((f"{at:%Y-%m-%d %H:%M:%S}", change) for at, change in changes),
    ):
        say(f"{name + ':':<22}{value}")


def _sharing(found: Learner) -> str:
    under = f", under {', '.join(found.opt_outs)}" if found.opt_outs else ""
    return found.person.ability_to_share.name.lower().replace("_", " ") + under


def _changes(uln: str, unit: Unit) -> list[tuple[datetime, str]]:
    """Return the changes of a learner, oldest first.

    A change of status or sharing is listed once, with its reason or notice.
    """
    lines = [
        (row.at, f"{row.change} by {row.user_name}")
        for row in unit.learners.history(uln)
        if row.change not in {*ChangeKind, "consent"}
    ]
    lines += [(one.at, _describe(one, uln)) for one in unit.lifecycle.of(uln)]
    lines += [
        (one.at, f"sharing {one.held.value} to {one.given.value} by {one.cause.user}, notice {one.notice}")
        for one in unit.consents.of([uln])
    ]
    return sorted(lines, key=lambda line: line[0])


def _describe(change: StatusChange, shown: str) -> str:
    who = "" if change.uln == shown else f"{change.uln} "
    master = {ChangeKind.MERGED: f" into {change.master_uln}", ChangeKind.UNMERGED: f" from {change.master_uln}"}
    return f"{who}{change.change}{master.get(change.change, '')} by {change.decision.by}: {change.decision.reason}"


@learner.command()
@click.argument("master")
@click.argument("others", nargs=-1, required=True)
@reason_option
@by_option
@in_one_line
def merge(master: str, others: tuple[str, ...], reason: str, by: str) -> None:
    """Merge learners who are one person.

    The learners OTHERS are merged into MASTER. From now on all services answer with the master. Learners that were
    merged into one of the OTHERS get the new master too. If one of them cannot be merged, none is. `learner unmerge`
    undoes it.
    """
    request = MergeLearners(master=valid_uln(master), others=tuple(valid_uln(other) for other in others))
    decide(OperatorAction.MERGE, merge_learners, request, by, reason)
    say(f"Merged {', '.join(request.others)} into {request.master}.")


@learner.command()
@click.argument("uln")
@reason_option
@by_option
@in_one_line
def unmerge(uln: str, reason: str, by: str) -> None:
    """Undo a merge.

    Refused if an active learner now has the same names, date of birth, gender and postcode.
    """
    valid = valid_uln(uln)
    decide(OperatorAction.UNMERGE, unmerge_learner, valid, by, reason)
    say(f"Unmerged {valid}.")


@learner.command()
@click.argument("uln")
@reason_option
@by_option
@in_one_line
def delete(uln: str, reason: str, by: str) -> None:
    """Delete a learner: no service finds it any more.

    The record is kept, and its ULN is never issued again. `learner restore` undoes it. Refused for a master: unmerge
    first.
    """
    valid = valid_uln(uln)
    decide(OperatorAction.DELETE, delete_learner, valid, by, reason)
    say(f"Deleted {valid}.")


@learner.command()
@click.argument("uln")
@reason_option
@by_option
@in_one_line
def restore(uln: str, reason: str, by: str) -> None:
    """Restore a deleted learner.

    Refused if an active learner now has the same names, date of birth, gender and postcode.
    """
    valid = valid_uln(uln)
    decide(OperatorAction.RESTORE, restore_learner, valid, by, reason)
    say(f"Restored {valid}.")


@learner.command("opt-out")
@click.argument("uln")
@reason_option
@by_option
@in_one_line
def make_opt_out(uln: str, reason: str, by: str) -> None:
    """Stop sharing the record of a learner who objects.

    Every service withholds the record at once, under all linked ULNs.
    """
    valid = valid_uln(uln)
    decide(OperatorAction.OPT_OUT, opt_out, valid, by, reason)
    say(f"{valid} has opted out of sharing.")


@learner.command("lift-opt-out")
@click.argument("uln")
@reason_option
@by_option
@in_one_line
def undo_opt_out(uln: str, reason: str, by: str) -> None:
    """Share a record again.

    The learner must have seen a new privacy notice.
    """
    valid = valid_uln(uln)
    decide(OperatorAction.LIFT_OPT_OUT, lift_opt_out, valid, by, reason)
    say(f"{valid} shares again.")


learner.add_command(find_learner)
learner.add_command(export)
