"""Writes a dossier as JSON, for programs, and as one page of HTML, for the person; both for nobody else's eyes.

The page needs nothing from anywhere: no script, no font, no picture. Everything that it holds is escaped.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Any

from gateway.domain.subject_access import Dossier, Section
from gateway.domain.text import printable_json

_WIDEST = 12
"""A table of more columns nobody can read: then each entry is a table of its own, field by field."""

_STYLE = """
body { font: 1rem/1.5 sans-serif; color: #111; background: #fff; max-width: 75rem; margin: 0 auto; padding: 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 0 0 1.5rem; }
caption { text-align: left; font-weight: bold; padding: .3rem 0; }
th, td { border: 1px solid #595959; padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #eee; }
ul { margin: 0; padding-left: 1.2rem; }
a { color: #004a99; }
@media print { nav { display: none; } .wide { overflow: visible; } }
"""


class CannotWrite(Exception):
    """A file of the dossier is there already, or cannot be written; the message is fit for an operator."""


def as_json(dossier: Dossier) -> str:
    """Return a dossier as JSON; times are UTC."""
    about = {"uln": dossier.uln, "ulns": dossier.ulns, "made_at": dossier.made_at, "made_by": dossier.made_by}
    sections = {section.name: section.entries for section in dossier.sections}
    return printable_json(json.dumps(about | sections, default=_plain, ensure_ascii=False, indent=1)) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # and a datetime, which is one
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else str(value)


def as_html(dossier: Dossier) -> str:
    """Return a dossier as a page that stands by itself."""
    title = f"What is held of the learner with ULN {escape(dossier.uln)}"
    links = "".join(
        f'<li><a href="#{escape(one.name)}">{escape(one.heading)}</a> ({len(one.entries)})</li>'
        for one in dossier.sections
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"<p>Made on {_text(dossier.made_at)} by {_text(dossier.made_by)}. Times are UTC. "
        f"ULNs of this person: {_text(', '.join(dossier.ulns))}.</p>\n"
        f'<nav aria-label="Contents"><ul>{links}</ul></nav>\n'
        + "".join(_section(one) for one in dossier.sections)
        + "</main>\n</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    head = f'<section aria-labelledby="{escape(section.name)}">\n<h2 id="{escape(section.name)}">'
    head += f"{escape(section.heading)}</h2>\n<p>{escape(section.about)}</p>\n"
    if not section.entries:
        return f"{head}<p>Nothing is held.</p>\n</section>\n"
    return f"{head}{''.join(_tables(section))}</section>\n"


def _tables(section: Section) -> Iterator[str]:
    names = list(dict.fromkeys(name for entry in section.entries for name in entry))
    if len(names) > _WIDEST:
        for number, entry in enumerate(section.entries, 1):
            rows = "".join(_row(f'<th scope="row">{_label(name)}</th>', [value]) for name, value in entry.items())
            yield _table(f"{section.heading}, {number} of {len(section.entries)}", "", rows)
        return
    columns = "".join(f'<th scope="col">{_label(name)}</th>' for name in names)
    rows = "".join(_row("", [entry.get(name) for name in names]) for entry in section.entries)
    yield _table(section.heading, f"<thead><tr>{columns}</tr></thead>", rows)


def _table(caption: str, head: str, rows: str) -> str:
    name = escape(caption, quote=True)
    return (
        f'<div class="wide" role="region" aria-label="{name}" tabindex="0"><table><caption>{name}</caption>'
        f"{head}<tbody>{rows}</tbody></table></div>\n"
    )


def _row(head: str, values: list[Any]) -> str:
    return f"<tr>{head}{''.join(f'<td>{_value(one)}</td>' for one in values)}</tr>\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        parts = [f"{_label(name)}: {_value(one)}" for name, one in value.items() if one not in (None, "")]
        return _list(parts)
    if isinstance(value, list | tuple):
        return _list([_value(one) for one in value])
    return _text(value)


def _list(parts: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{part}</li>' for part in parts)}</ul>" if parts else _text(None)


def _label(name: Any) -> str:
    return escape(str(name).replace("_", " "))


def _text(value: Any) -> str:
    if value is None or value == "":
        return '<abbr title="nothing">&ndash;</abbr>'
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return escape(str(value))


def write(dossier: Dossier, folder: Path) -> list[Path]:
    """Write both forms into a folder, for nobody but their owner to read; return the files.

    A folder that is not there is made for its owner alone; one that is there keeps its mode. Raises CannotWrite where
    a file is there already, which stays as it is; then nothing of the dossier is left.
    """
    name = f"learner-{dossier.uln}-{dossier.made_at:%Y%m%dT%H%M%S}"
    texts = {folder / f"{name}.json": as_json(dossier), folder / f"{name}.html": as_html(dossier)}
    begun: list[Path] = []
    try:
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        for path, text in texts.items():
            with open(_new_file(path), "w", encoding="utf-8") as file:
                begun.append(path)
                file.write(text)
    except OSError as error:
        for path in begun:
            with suppress(OSError):
                path.unlink()
        told = "is there already" if isinstance(error, FileExistsError) else f"cannot be written: {error.strerror}"
        raise CannotWrite(f"{error.filename or folder} {told}") from error
    return list(texts)


def _new_file(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
