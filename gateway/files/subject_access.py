"""Write a subject access report as JSON and HTML.

The HTML page loads nothing: no script, no font, no picture. Everything in it is escaped.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from html import escape
from pathlib import Path

from gateway.domain.subject_access import Section, SubjectAccessReport
from gateway.domain.text import printable_json
from gateway.files.report_words import in_words, label

_WIDEST = 12
"""Most columns of a table.

If there are more, each entry is a table of its own, with a row for each field.
"""

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
    """A file of the report exists, or cannot be written."""


def as_json(report: SubjectAccessReport) -> str:
    """Return a report as JSON; times are UTC."""
    about = {"uln": report.uln, "ulns": report.ulns, "made_at": report.made_at, "made_by": report.made_by}
    sections = {section.name: section.entries for section in report.sections}
    return printable_json(json.dumps(about | sections, default=_plain, ensure_ascii=False, indent=1)) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else str(value)


def as_html(report: SubjectAccessReport) -> str:
    """Return a report as a page of HTML."""
    title = f"Information held about the learner with ULN {escape(report.uln)}"
    links = "".join(
        f'<li><a href="#{escape(section.name)}">{escape(section.heading)}</a> ({len(section.entries)})</li>'
        for section in report.sections
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"<p>{_text(report.made_by)} made this report on {_text(report.made_at)}. All times are UTC. "
        f"It covers these ULNs of the learner: {_text(', '.join(report.ulns))}.</p>\n"
        f'<nav aria-label="Contents"><ul>{links}</ul></nav>\n'
        + "".join(_section(section) for section in report.sections)
        + "</main>\n</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    head = f'<section aria-labelledby="{escape(section.name)}">\n<h2 id="{escape(section.name)}">'
    head += f"{escape(section.heading)}</h2>\n<p>{escape(section.about)}</p>\n"
    if not section.entries:
        return f"{head}<p>No information is held.</p>\n</section>\n"
    return f"{head}{''.join(_tables(section))}</section>\n"


def _tables(section: Section) -> Iterator[str]:
    names = list(dict.fromkeys(name for entry in section.entries for name in entry))
    if len(names) > _WIDEST:
        for number, entry in enumerate(section.entries, 1):
            rows = "".join(
                _row(f'<th scope="row">{_label(name)}</th>', [_value(value, name)]) for name, value in entry.items()
            )
            yield _table(f"{section.heading}, {number} of {len(section.entries)}", "", rows)
        return
    columns = "".join(f'<th scope="col">{_label(name)}</th>' for name in names)
    rows = "".join(_row("", [_value(entry.get(name), name) for name in names]) for entry in section.entries)
    yield _table(section.heading, f"<thead><tr>{columns}</tr></thead>", rows)


def _table(caption: str, head: str, rows: str) -> str:
    name = escape(caption, quote=True)
    return (
        f'<div class="wide" role="region" aria-label="{name}" tabindex="0"><table><caption>{name}</caption>'
        f"{head}<tbody>{rows}</tbody></table></div>\n"
    )


def _row(head: str, cells: list[str]) -> str:
    return f"<tr>{head}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


def _value(value: object, name: str) -> str:
    """Return the value of a member in words, escaped."""
    if isinstance(value, Mapping):
        return _list([_member(value, inner) for inner, one in value.items() if one not in (None, "")])
    if isinstance(value, list | tuple):
        return _list([_value(one, name) for one in value])
    return _text(in_words(name, value))


def _member(entry: Mapping[object, object], name: object) -> str:
    """Return a member of an entry with its label.

    A changed value is worded like the field that changed.
    """
    field = str(entry["field"]) if name in ("from", "to") and "field" in entry else str(name)
    return f"{_label(name)}: {_value(entry[name], field)}"


def _list(parts: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{part}</li>' for part in parts)}</ul>" if parts else _text(None)


def _label(name: object) -> str:
    return escape(label(str(name)))


def _text(value: object) -> str:
    if value is None or value == "":
        return '<abbr title="nothing">&ndash;</abbr>'
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return escape(str(value))


def write(report: SubjectAccessReport, folder: Path) -> list[Path]:
    """Write both files into a folder, and return them.

    Only their owner may read them. A new folder is for its owner only; an existing one keeps its mode. Raises
    CannotWrite if a file exists: that file stays, and nothing of the report is left.
    """
    name = f"learner-{report.uln}-{report.made_at:%Y%m%dT%H%M%S}"
    texts = {folder / f"{name}.json": as_json(report), folder / f"{name}.html": as_html(report)}
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
        problem = "exists already" if isinstance(error, FileExistsError) else f"cannot be written: {error.strerror}"
        raise CannotWrite(f"{error.filename or folder} {problem}") from error
    return list(texts)


def _new_file(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
