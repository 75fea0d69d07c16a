"""`lrs-gateway organisation import`: add organisations from a file."""

import stat
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import NoReturn

import click
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn

from gateway import demo
from gateway.cli.deciding import by_option, optional_reason_option
from gateway.cli.opened import opened_store
from gateway.cli.printing import progress_bar, say
from gateway.cli.shared import Failed, in_one_line
from gateway.domain.password import drawn_password
from gateway.files.organisations import (
    BadOrganisationsFile,
    CannotWritePasswords,
    NewOrganisation,
    passwords_in_new_file,
    read_organisations,
)
from gateway.handlers.execution.operator import OrganisationChange, record_change
from gateway.handlers.execution.passwords import hashed
from gateway.store.errors import OrganisationTaken
from gateway.store.unit import Store, Unit

_TAKEN = "there is an organisation with this UKPRN or reference"


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--drawn-passwords",
    "passwords",
    type=click.Path(path_type=Path),
    help="Make a password for each line without one, and write them to this file. It must not exist. Only you can "
    "read it.",
)
@optional_reason_option
@by_option
@in_one_line
def import_organisations(file: Path, passwords: Path | None, reason: str | None, by: str) -> None:
    """Add all organisations of a CSV FILE, or none.

    Its first line has the headings ukprn, reference, name and roles, and if you like users and password, in any order.
    Roles and users are separated by semicolons. If a line is wrong, it is named, and nothing is added.
    """
    listed = _read(file)
    with opened_store() as store:
        _require_new(listed, store)
        without = [one for one in listed if not one.password]
        if without and passwords is None:
            _refuse(f"line {one.line}: has no password; --drawn-passwords FILE makes one" for one in without)
        drawn = [(one, drawn_password()) for one in without]
        hashes = _hashed(listed, dict(drawn))
        written = passwords_in_new_file(passwords, drawn) if passwords and drawn else nullcontext()
        try:
            with written, store.unit() as unit:
                for one in listed:
                    _add(one, hashes[one], by, reason, unit)
        except CannotWritePasswords as error:
            raise Failed(f"{error}; nothing was imported") from None
    say(f"Added {len(listed)} organisations.")
    if drawn:
        say(f"The passwords of {len(drawn)} are in {passwords}. Only you can read the file.")


def _read(file: Path) -> list[NewOrganisation]:
    try:
        listed = read_organisations(file, published=[one.password for one in demo.ORGANISATIONS])
    except BadOrganisationsFile as bad:
        _refuse(bad.problems)
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO) and any(one.password for one in listed):
        say(f"lrs-gateway: others can open {file}, which has passwords. Run: chmod 600 {file}", error=True)
    return listed


def _refuse(problems: Iterable[str]) -> NoReturn:
    for problem in problems:
        say(problem, error=True)
    raise Failed("nothing was imported")


def _require_new(listed: Sequence[NewOrganisation], store: Store) -> None:
    """Fail if the register has one of the organisations."""
    with store.reading() as unit:
        every = unit.organisations.all()
    taken = {one.ukprn for one in every}, {one.reference for one in every}
    there = [one for one in listed if one.ukprn in taken[0] or one.reference in taken[1]]
    if there:
        _refuse(f"line {one.line}: {_TAKEN}" for one in there)


def _hashed(listed: Sequence[NewOrganisation], drawn: dict[NewOrganisation, str]) -> dict[NewOrganisation, str]:
    """Return the hash of each password."""
    with progress_bar(TextColumn("Hashing passwords"), BarColumn(), MofNCompleteColumn(), transient=True) as progress:
        return {one: hashed(one.password or drawn[one]) for one in progress.track(listed)}


def _add(one: NewOrganisation, password_hash: str, by: str, reason: str | None, unit: Unit) -> None:
    try:
        added = unit.organisations.add(
            ukprn=one.ukprn, reference=one.reference, name=one.name, roles=one.roles, password_hash=password_hash
        )
    except OrganisationTaken as error:  # by a command that ran meanwhile
        raise Failed(f"line {one.line}: {_TAKEN}; nothing was imported") from error
    for user in one.users:
        unit.organisations.add_user(added, user)
    record_change(OrganisationChange.ADDED, added, by, reason, unit)
