"""`lrs-gateway audit`: read the audit trail."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import click

from gateway.cli.deciding import by_option, valid_uln
from gateway.cli.opened import opened_store
from gateway.cli.printing import say, say_csv, say_json, say_table
from gateway.cli.shared import Failed, in_one_line
from gateway.domain.audit_trail import TrailDay, TrailQuery, TrailRow
from gateway.handlers.records.search_audit import search_audit, summarise_audit
from gateway.store.unit import Store, utc_now

_MOST_SHOWN = 50
_DAYS = 7
_MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"])

_ROW = ("at", "organisation", "ukprn", "user", "operation", "code", "uln", "call", "misses", "reason")
_DAY = ("day", "organisation", "calls", "refused", "wrong_passwords", "nobody_found", "learners", "misses")

_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group()
def audit() -> None:
    """Read the audit trail.

    Your searches are recorded in it too.
    """


def _options(command: _Command) -> _Command:
    """Add the options that both commands have."""
    for option in (
        click.option(
            "--organisation", "identifier", metavar="UKPRN|REFERENCE", help="Only calls of this organisation."
        ),
        click.option(
            "--since", type=_MOMENT, metavar="WHEN", help="From this time on, in UTC: 2026-11-27 or '2026-11-27 14:30'."
        ),
        click.option("--until", type=_MOMENT, metavar="WHEN", help="Before this time, in UTC."),
        click.option("--csv", "form", flag_value="csv", help="Write CSV that is safe in a spreadsheet."),
        click.option("--json", "form", flag_value="json", help="Write JSON, one object per line."),
        by_option,
    ):
        command = option(command)
    return command


@audit.command()
@_options
@click.option("--uln", help="Only calls about the learner with this ULN.")
@click.option("--user", help="Only calls of this user or operator.")
@click.option("--operation", help="Only this operation, such as find-by-uln or search-audit.")
@click.option("--code", help="Only calls that got this code, such as WSEC0005.")
@click.option("--refused", is_flag=True, help="Only calls that were refused (WSEC...).")
@click.option(
    "--limit", type=click.IntRange(min=1), help=f"How many rows, newest first. A table shows {_MOST_SHOWN} by default."
)
@in_one_line
def search(
    identifier: str | None,
    since: datetime | None,
    until: datetime | None,
    form: str | None,
    by: str,
    uln: str | None,
    user: str | None,
    operation: str | None,
    code: str | None,
    limit: int | None,
    *,
    refused: bool,
) -> None:
    """Show who called what, and with which result, newest first.

    A call has one row for each learner that it is about. "call" is the reference that is in the log too.
    """
    most = limit or (None if form else _MOST_SHOWN)
    with opened_store() as store:
        query = TrailQuery(
            organisation_id=_organisation_id(store, identifier),
            uln=valid_uln(uln) if uln else None,
            user=user,
            operation=operation,
            code=code.upper() if code else None,
            refused=refused,
            since=since,
            until=until,
        )
        rows = map(_of_row, search_audit(store, query, most=most, by=by))
        if form:
            _write(form, _ROW, rows)
            return
        shown = _show(_ROW, rows, folded=["user", "reason"])
    say(f"{shown:,} rows" + (", the newest ones; --limit, --csv and --json have more." if shown == most else "."))


@audit.command()
@_options
@in_one_line
def summary(identifier: str | None, since: datetime | None, until: datetime | None, form: str | None, by: str) -> None:
    """Count calls by day and organisation.

    For the last seven days, or the days of --since and --until. It shows calls, refusals, wrong passwords, searches
    that found nobody, learners and misses. A miss is a ULN that no learner has, or whose details differ.
    """
    midnight = utc_now().replace(hour=0, minute=0, second=0, microsecond=0)
    with opened_store() as store:
        query = TrailQuery(
            organisation_id=_organisation_id(store, identifier),
            since=since or midnight - timedelta(days=_DAYS - 1),
            until=until,
        )
        days = map(_of_day, summarise_audit(store, query, by=by))
        if form:
            _write(form, _DAY, days)
        else:
            _show(_DAY, days)


def _organisation_id(store: Store, identifier: str | None) -> int | None:
    if identifier is None:
        return None
    with store.reading() as unit:
        organisation = unit.organisations.any_named(identifier)
    if organisation is None:
        raise Failed(f"no organisation has the UKPRN or reference {identifier}")
    return organisation.id


def _of_row(row: TrailRow) -> tuple[str, ...]:
    at = f"{row.at:%Y-%m-%d %H:%M:%S}"
    misses = str(row.misses or "")
    return at, row.caller, row.ukprn, row.user, row.operation, row.code, row.uln, row.call, misses, row.reason


def _of_day(day: TrailDay) -> tuple[str | int, ...]:
    counts = day.calls, day.refused, day.wrong_passwords, day.nobody_found, day.learners, day.misses
    return day.day.isoformat(), day.caller, *counts


def _write(form: str, names: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    """Write rows as CSV or JSON, as they are read."""
    if form == "csv":
        say_csv(names)
    for row in rows:
        if form == "csv":
            say_csv([str(cell) for cell in row])
        else:
            say_json(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n")


def _show(names: Sequence[str], rows: Iterable[Sequence[str | int]], *, folded: Sequence[str] = ()) -> int:
    """Write rows as a table; return how many there are."""
    shown = [[f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in rows]
    say_table([name.replace("_", " ") for name in names], shown, folded=folded)
    return len(shown)
