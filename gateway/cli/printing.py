"""Write to the terminal, safe from what callers wrote.

Control characters are escaped. Lint refuses `click.echo`, `print` and rich's tables and consoles everywhere else.
"""

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from gateway.domain.text import json_escape, printable, printable_json, without_formula

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn
    from rich.text import Text

_WIDE = 160
_LINE_END = "\n"


def say(*cells: object, error: bool = False) -> None:
    """Write one line to standard output or standard error.

    Several cells are separated by tabs.
    """
    click.echo("\t".join(_on_screen(str(cell), error=error) for cell in cells), err=error)


def _on_screen(text: str, *, error: bool = False) -> str:
    """Return text that the terminal can show."""
    encoding = (sys.stderr if error else sys.stdout).encoding
    return printable(text).encode(encoding, "backslashreplace").decode(encoding)


def say_json(text: str) -> None:
    """Write JSON.

    Unprintable characters in its strings are escaped as in JSON.
    """
    shown = printable_json(text)
    if not _has(sys.stdout.encoding, shown):
        shown = "".join(letter if _has(sys.stdout.encoding, letter) else json_escape(letter) for letter in shown)
    click.echo(shown, nl=False)


def _has(encoding: str, text: str) -> bool:
    return text.encode(encoding, "replace").decode(encoding) == text


def say_csv(cells: Sequence[str]) -> None:
    """Write a line of CSV that is safe in spreadsheets."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="").writerow([_on_screen(without_formula(cell)) for cell in cells])
    click.echo(line.getvalue())


def say_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str | Sequence[str]]],
    *,
    folded: Sequence[str] = (),
    width: int = _WIDE,
    lines: bool = False,
) -> None:
    """Write a table, unless it is empty.

    A cell is one text or several lines. Only columns in `folded` are wrapped.
    """
    from rich.console import Console  # noqa: PLC0415  (takes time that commands without a table need not)
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(show_lines=lines)
    for heading in headings:
        table.add_column(Text(_on_screen(heading)), no_wrap=heading not in folded, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(cell) for cell in row))
    if table.row_count:
        Console(width=None if sys.stdout.isatty() else width).print(table)


def _cell(cell: str | Sequence[str]) -> "Text":
    from rich.text import Text  # noqa: PLC0415

    return Text(_LINE_END.join(_on_screen(line) for line in ([cell] if isinstance(cell, str) else cell)))


def progress_bar(*columns: "ProgressColumn", transient: bool = False) -> "Progress":
    """Return a progress bar on standard error.

    It is shown only on a terminal. Its descriptions must be our own words.
    """
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    return Progress(*columns, console=Console(stderr=True), transient=transient, disable=not sys.stderr.isatty())


class PrintableGroup(click.Group):
    """A group of commands whose error messages are printable."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the options of the group."""
        with _printable_complaints():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that the arguments name."""
        with _printable_complaints():
            return super().invoke(ctx)


@contextmanager
def _printable_complaints() -> Iterator[None]:
    try:
        yield
    except click.MissingParameter:  # it lists the choices in several lines, and repeats nothing that was typed
        raise
    except click.UsageError as error:
        raise click.UsageError(printable(error.format_message()), error.ctx) from error
