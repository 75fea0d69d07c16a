"""`lrs-gateway events`: load learning events from files."""

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
from gateway.handlers.event_loads.check_events import CheckResult, check_events
from gateway.handlers.event_loads.load_events import LoadResult, load_events
from gateway.handlers.event_loads.withdraw_load import withdraw_load
from gateway.store.unit import utc_now

_WIDE = 180
_COLUMNS = "\n\n".join(
    f"\b\nColumns of an extract of the {source} (* required):\n{FORMS[source].described()}" for source in ("ILR", "NPD")
)


@click.group()
def events() -> None:
    """Load learning events from files, and withdraw them."""


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
@click.option("--source", type=click.Choice(["ILR", "NPD"]), help="Where the extract comes from.")
@click.option("--year", callback=_year, help="The collection year, such as 2023/24. Needed with --source.")
@click.option("--return", "return_", callback=_return, help="The return, such as R14. Needed with --source.")
@click.option("--skip-unknown", is_flag=True, help="Skip rows whose ULN no learner has, and list them.")
@click.option("--replaces", type=click.IntRange(min=1), help="The load to withdraw once this one is complete.")
@click.option(
    "--most-errors", type=click.IntRange(1, 100_000), default=100, show_default=True, help="How many errors to list."
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
    """Load learning events from a CSV file.

    The file is loaded completely or not at all. With --source it is an extract of the ILR or of the NPD. Without it the
    columns are ULN, Source, Subject, SubjectCode and any other member of a learning event as the service names it, such
    as AchievementAwardDate, Grade or Level.

    The file must be UTF-8. Columns may be in any order. Dates are YYYY-MM-DD. If the file has errors, they are listed
    by line and column, and nothing is loaded. Events that are already there are skipped. If a load stops, load the
    same file again and it continues; if you load another file, the unfinished load is removed.
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
    """Return the lines of a file, and show the progress."""
    shown = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with progress_bar(*shown) as progress:
        task = progress.add_task(doing, total=path.stat().st_size)
        advance: Callable[[int], object] = lambda count: progress.advance(task, count)  # noqa: E731
        yield WatchedFile(path, advance)


def _require_good(checked: CheckResult, name: str, most: int, *, skip_unknown: bool) -> None:
    """List what is wrong.

    Fail if the file cannot be loaded.
    """
    refused = checked.problems
    if not skip_unknown:
        refused = tuple(sorted((*checked.problems, *checked.unknown), key=lambda problem: problem.line)[:most])
    wrong = checked.wrong if skip_unknown else checked.wrong + checked.unknown_rows
    if wrong == 1:
        raise Failed(f"{refused[0]}; nothing was loaded")
    if wrong:
        _list(refused, wrong)
        raise Failed(f"{name} has {wrong:,} errors; nothing was loaded")
    _list(checked.unknown, checked.unknown_rows)


def _list(problems: tuple[object, ...], count: int) -> None:
    for problem in problems:
        say(problem, error=True)
    if count > len(problems):
        say(f"... and {count - len(problems):,} more", error=True)


def _tell(loaded: LoadResult, replaces: int | None) -> None:
    done = loaded.load
    for number in loaded.undone:
        say(f"Load {number} was not finished and was undone.", error=True)
    if loaded.before:
        say(
            f"Loaded 0 events: you loaded this file before, as load {done.number} ({done.begun_at:%Y-%m-%d %H:%M} UTC)."
        )
        if replaces is not None:
            say(f"Load {replaces} was not withdrawn, because nothing was loaded in its place.", error=True)
        return
    if loaded.after_line is not None:
        say(f"Load {done.number} was not finished. It continued after line {loaded.after_line:,}.", error=True)
    say(
        f"Loaded {done.counts.new:,} events as load {done.number}; {done.counts.known:,} were there,"
        f" {done.counts.left_out:,} left out."
    )


@events.command("loads")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many loads.")
@in_one_line
def loads(limit: int) -> None:
    """List the loads, newest first."""
    with opened_store() as store, store.reading() as unit:
        listed = unit.event_loads.listed(limit)
    say_table(
        ["load", "state", "source", "year", "return", "new", "known", "left out", "begun", "by", "file"],
        [tuple(_shown(load_)) for load_ in listed],
        folded=["file"],
        width=_WIDE,
    )
    say(f"{len(listed):,} loads.")


def _shown(load_: EventLoad) -> Iterator[str]:
    yield str(load_.number)
    yield load_.state.value + (f" by {load_.withdrawn_by}: {load_.reason}" if load_.withdrawn_at else "")
    yield load_.file.source
    yield load_.file.year
    yield load_.file.return_number
    yield from (f"{count:,}" for count in (load_.counts.new, load_.counts.known, load_.counts.left_out))
    yield f"{load_.begun_at:%Y-%m-%d %H:%M}"
    yield load_.by
    yield f"{load_.file.name} ({load_.file.digest[:12]})"


@events.command("withdraw")
@click.argument("number", metavar="LOAD", type=click.IntRange(1, 2**31 - 1))
@reason_option
@by_option
@in_one_line
def withdraw(number: int, reason: str, by: str) -> None:
    """Remove the events of a load from all records.

    Events that another load brought too stay in the records. To undo this, load the file again.
    """
    decide(OperatorAction.WITHDRAW_EVENTS, withdraw_load, number, by, reason)
    say(f"Withdrew load {number}.")
