"""The list of pages of the site.

A folder is a section. A page that nobody listed stands at the end of its section.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

_SECTIONS = {
    "": "Start",
    "tutorials": "Tutorials",
    "how-to": "How-to guides",
    "reference": "Reference",
    "explanation": "Explanation",
    "decisions": "Decisions",
    "project": "Project",
}
_FIRST = (
    "index.md",
    "tutorials/first-call.md",
    "tutorials/first-batch.md",
    "how-to/sandbox.md",
    "how-to/check-your-client.md",
    "how-to/get-each-code.md",
    "how-to/clients",
    "how-to/batches.md",
    "how-to/learners.md",
    "operating.md",
    "how-to/postgresql.md",
    "how-to/connection-pooler.md",
    "how-to/several-hosts.md",
    "how-to/tls.md",
    "how-to/monitoring.md",
    "how-to/backup.md",
    "how-to/upgrade.md",
    "reference/services.md",
    "reference/operations/learnerservice",
    "reference/operations/learnerservicer9",
    "reference/operations/learnerservicer9-2017",
    "reference/operations/externalservice",
    "reference/operations/learnerservice2014",
    "reference/codes.md",
    "reference/scenarios.md",
    "reference/settings.md",
    "reference/commands.md",
    "reference/metrics.md",
    "reference/tables.md",
    "reference/demonstration.md",
    "reference/glossary.md",
    "explanation/uln.md",
    "explanation/matching.md",
    "explanation/consent.md",
    "explanation/batches.md",
    "explanation/audit.md",
    "explanation/layout.md",
)
_ELSEWHERE = {"operating.md": "how-to"}
"""Pages that are listed in another section than their folder's."""

Entry = str | dict[str, Any]


def list_pages(pages: Mapping[str, str]) -> list[Entry]:
    """Return the sections with their pages, as mkdocs wants them.

    `pages` maps the path of each page to its text.
    """
    return [
        {title: _entries(section, [path for path in pages if _section(path) == section], pages)}
        for section, title in _SECTIONS.items()
        if any(_section(path) == section for path in pages)
    ]


def _section(path: str) -> str:
    folder = PurePosixPath(path).parts[0] if "/" in path else ""
    return _ELSEWHERE.get(path, folder if folder in _SECTIONS else "how-to")


def _entries(section: str, paths: Iterable[str], pages: Mapping[str, str]) -> list[Entry]:
    """Return the entries of a section.

    Each folder in it is a list.
    """
    entries: list[Entry] = []
    folders: dict[str, list[Entry]] = {}
    for path in sorted(paths, key=_rank):
        folder = str(PurePosixPath(path).parent)
        if folder in (section, ".") or path in _ELSEWHERE:
            entries.append({title_of(pages[path]): path})
            continue
        if folder not in folders:
            folders[folder] = []
            first = pages.get(f"{folder}/index.md", pages[path])
            entries.append({title_of(first): folders[folder]})
        folders[folder].append(path if path.endswith("/index.md") else {title_of(pages[path]): path})
    return entries


def _rank(path: str) -> tuple[int, int, str]:
    known = [place for place, first in enumerate(_FIRST) if path == first or path.startswith(f"{first}/")]
    return min(known, default=len(_FIRST)), not path.endswith(("/index.md", "/README.md")), path


def title_of(text: str) -> str:
    """Return the first heading of a page."""
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    assert found, f"a page without a heading: {text[:60]}"
    return found[1].replace("`", "")
