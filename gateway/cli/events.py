"""`lrs-gateway events`: learning events from files."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn

from gateway.cli.deciding import by_option, decide, reason_option
from gateway.cli.opened import opened_store
from gateway.cli.printing import progress_bar, say, say_table
from gateway.cli.shared import Failed, in_one_line
from gateway.domain.access_log import OperatorAction
from gateway.domain.event_load import EventFile, EventLoad
from gateway.domain.text import printable
from gateway.files.events import FORMS, WatchedFile, read_rows
from gateway.handlers.event_loads.check_events import Checked, check_events
from gateway.handlers.event_loads.load_events import Loaded, load_events
from gateway.handlers.event_loads.withdraw_load import withdraw_load
from gateway.store.unit import utc_now

_WIDE = 180
_COLUMNS = "\n\n".join(
    f"\b\nColumns of an extract of the {source} (* must be there and filled):\n{FORMS[source].described()}"
    for source in ("ILR", "NPD")
)


@click.group()
def events() -> None:
    """Load learning events from files, list what was loaded, withdraw it."""


def _year(_context: click.Context, option: click.Parameter, value: str | None) -> str:
    if value is not None and not re.fullmatch(r"(?a:\d{4}(/\d{2})?)", value):
        raise click.BadParameter("must look like 2023/24 or 2024", param=option)
    return value or ""


def _return(_context: click.Context, option: click.Parameter, value: str | None) -> str:
    if value is not None and not re.fullmatch(r"(?a:R?\d{2})", value):
        raise click.BadParameter("must look like R14 or 14", param=option)
    return (value or "").removeprefix("R")


@events.command("load", epilog=_COLUMNS)
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", type=click.Choice(["ILR", "NPD"]), help="What the file is an extract of.")
@click.option("--year", callback=_year, help="The collection year, such as 2023/24; needed with --source.")
@click.option("--return", "return_", callback=_return, help="The return, such as R14; needed with --source.")
@click.option("--skip-unknown", is_flag=True, help="Leave out rows whose ULN no learner has, and tell which.")
@click.option("--replaces", type=click.IntRange(min=1), help="The load to withdraw when this one is released.")
@click.option(
    "--most-errors", type=click.IntRange(1, 100_000), default=100, show_default=True, help="How many to list."
)
@by_option
@in_one_line
def load(
    path: Path,
    source: str | None,
    year: str,
    return_: str,
    replaces: int | None,
    most_errors: int,
    by: str,
    *,
    skip_unknown: bool,
) -> None:
    """Load learning events from a CSV file in UTF-8, all or none.

    With --source the file is an extract of the ILR or of the NPD. Without it the columns are ULN, Source, Subject,
    SubjectCode and any other member of a learning event as the service names it, such as AchievementAwardDate, Grade or
    Level.

    Columns stand in any order; dates are YYYY-MM-DD. Every error is told by line and column, and then nothing is
    loaded. Records show the events of a file all at once, when the last one is written. What is there already, from
    this file or another, is not loaded twice. A load that was stopped goes on where it was when the same file is
    loaded again; it is undone when another one is.
    """
    if source and not (year and return_):
        raise click.UsageError("an extract needs --year and --return")
    form = FORMS[source or "any"]
    at = utc_now()
    with opened_store() as store:
        with _watched(path, "Checking") as lines:
            checked = check_events(store, read_rows(lines, form, at=at, return_number=return_), most=most_errors)
        _require_good(checked, path.name, most_errors, skip_unknown=skip_unknown)
        file = EventFile(
            name=printable(path.name)[:254],
            digest=lines.digest,
            source=form.source,
            year=year,
            return_number=return_,
        )
        with _watched(path, "Loading") as again:
            rows = read_rows(again, form, at=at, return_number=return_)
            is_same = lambda: again.digest == lines.digest  # noqa: E731
            loaded = load_events(store, file, rows, by=by, is_same=is_same, replaces=replaces)
    _tell(loaded, replaces)


@contextmanager
def _watched(path: Path, doing: str) -> Iterator[WatchedFile]:
    """Return the lines of a file, and show how much of it is read."""
    shown = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with progress_bar(*shown) as progress:
        task = progress.add_task(doing, total=path.stat().st_size)
        advance: Callable[[int], object] = lambda count: progress.advance(task, count)  # noqa: E731
        yield WatchedFile(path, advance)


def _require_good(checked: Checked, name: str, most: int, *, skip_unknown: bool) -> None:
    """List what is wrong; fail where anything is that keeps the file from being loaded."""
    refused = checked.problems
    if not skip_unknown:
        refused = tuple(sorted((*checked.problems, *checked.unknown), key=lambda one: one.line)[:most])
    wrong = checked.wrong if skip_unknown else checked.wrong + checked.strangers
    if wrong == 1:
        raise Failed(f"{refused[0]}; nothing is loaded")
    if wrong:
        _list(refused, wrong)
        raise Failed(f"{name} has {wrong:,} errors; nothing is loaded")
    _list(checked.unknown, checked.strangers)


def _list(problems: tuple[object, ...], count: int) -> None:
    for problem in problems:
        say(problem, error=True)
    if count > len(problems):
        say(f"... and {count - len(problems):,} more", error=True)


def _tell(loaded: Loaded, replaces: int | None) -> None:
    done = loaded.load
    for number in loaded.undone:
        say(f"Load {number}, which was not finished, is undone.", error=True)
    if loaded.before:
        say(f"Loaded 0 events: the file is load {done.number} of {done.begun_at:%Y-%m-%d %H:%M} UTC.")
        if replaces is not None:
            say(f"Load {replaces} is not withdrawn: nothing was released in its place.", error=True)
        return
    if loaded.after_line is not None:
        say(f"Load {done.number} was not finished; it went on after line {loaded.after_line:,}.", error=True)
    say(
        f"Loaded {done.counts.new:,} events as load {done.number}; {done.counts.known:,} were there,"
        f" {done.counts.left_out:,} left out."
    )


@events.command("loads")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many, newest first.")
@in_one_line
def loads(limit: int) -> None:
    """List the loads: what each brought, from which file, when and by whom."""
    with opened_store() as store, store.reading() as unit:
        held = unit.event_loads.listed(limit)
    say_table(
        ["load", "state", "source", "year", "return", "new", "known", "left out", "begun", "by", "file"],
        [tuple(_shown(one)) for one in held],
        folded=["file"],
        width=_WIDE,
    )
    say(f"{len(held):,} loads.")


def _shown(one: EventLoad) -> Iterator[str]:
    yield str(one.number)
    yield one.state.value + (f" by {one.withdrawn_by}: {one.reason}" if one.withdrawn_at else "")
    yield one.file.source
    yield one.file.year
    yield one.file.return_number
    yield from (f"{count:,}" for count in (one.counts.new, one.counts.known, one.counts.left_out))
    yield f"{one.begun_at:%Y-%m-%d %H:%M}"
    yield one.by
    yield f"{one.file.name} ({one.file.digest[:12]})"


@events.command("withdraw")
@click.argument("number", metavar="LOAD", type=click.IntRange(1, 2**31 - 1))
@reason_option
@by_option
@in_one_line
def withdraw(number: int, reason: str, by: str) -> None:
    """Take the events of a load out of all records; they stay in the database.

    What another load brought too stays in the records. To bring a withdrawn load back, load its file again.
    """
    decide(OperatorAction.WITHDRAW_EVENTS, withdraw_load, number, by, reason)
    say(f"Withdrew load {number}.")
