"""The commands that README and the pages in docs show."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GENERATED = (
    "reference/codes.md",
    "reference/settings.md",
    "reference/commands.md",
    "reference/metrics.md",
    "reference/scenarios.md",
    "reference/tables.md",
    "explanation/evidence-born.svg",
    "explanation/evidence-family.svg",
    "explanation/evidence-given.svg",
    "explanation/evidence-of-names.svg",
    "explanation/evidence-of-twins.svg",
    "explanation/evidence-postcode.svg",
)
"""Pages and plots that only the site has."""
PAGES = (
    ROOT / "README.md",
    *sorted(page for page in DOCS.rglob("*.md") if not page.is_relative_to(DOCS / "decisions")),
)


_BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```$|((?:^ {4,}\S[^\n]*(?:\n|\Z))+)", re.MULTILINE | re.DOTALL)


def shown_commands(page: Path) -> list[str]:
    """Return the commands in a page's blocks, in order.

    A block is indented, or is fenced as sh or console. Comments are left out. A command over several lines is joined.
    """
    commands: list[str] = []
    for kind, fenced, indented in (block.groups() for block in _BLOCK.finditer(page.read_text())):
        lines = (fenced or indented).splitlines()
        if kind == "console":
            lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        for line in lines:
            text = re.sub(r" {4}# .*", "", line).strip()
            if commands and (commands[-1].endswith("\\") or commands[-1].count("'") % 2):
                commands[-1] = f"{commands[-1]}\n{text}"
            else:
                commands.append(text)
    return commands
