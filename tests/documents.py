"""The commands that README and the pages in docs show."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GENERATED = ("codes", "settings", "commands", "metrics", "tables")
"""Pages of the reference that only the site has."""
PAGES = (
    ROOT / "README.md",
    *sorted(page for page in DOCS.rglob("*.md") if not page.is_relative_to(DOCS / "decisions")),
)


def shown_commands(page: Path) -> list[str]:
    """Return the commands in a page's indented blocks.

    Comments are left out. A command over several lines is joined.
    """
    blocks = re.findall(r"(?:^ {4,}\S.*\n|^ {4,}\S.*\Z)+", page.read_text(), re.MULTILINE)
    commands: list[str] = []
    for line in (line for block in blocks for line in block.splitlines()):
        text = re.sub(r" {4}# .*", "", line).strip()
        if commands and (commands[-1].endswith("\\") or commands[-1].count("'") % 2):
            commands[-1] = f"{commands[-1]}\n{text}"
        else:
            commands.append(text)
    return commands
