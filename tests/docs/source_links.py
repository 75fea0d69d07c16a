"""Links to files that the site does not have.

In the checkout such a link opens the file. The site names it instead.
"""

import os
import re
from collections.abc import Container
from pathlib import Path

from tests.documents import DOCS, ROOT

_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:|#|mailto:)([^)\s#]+)(#[^)\s]*)?\)")
PROJECT_PAGES = {"CONTRIBUTING.md": "project/contributing.md", "CHANGELOG.md": "project/changelog.md"}
"""Pages outside docs, and where the site has them."""


def name_files(markdown: str, page: Path, shown: Container[str]) -> str:
    """Replace links to files of the source by their names.

    `shown` has the paths of all pages and pictures of the site.
    """

    def replace(found: re.Match[str]) -> str:
        text, link, anchor = found[1], found[2], found[3] or ""
        target = Path(os.path.normpath(page.parent / link))
        name = os.path.relpath(target, ROOT)
        if name in PROJECT_PAGES:
            return f"[{text}]({os.path.relpath(DOCS / PROJECT_PAGES[name], page.parent)}{anchor})"
        is_of_the_source = target.exists() and not name.startswith("..")
        if os.path.relpath(target, DOCS) in shown or not is_of_the_source:
            return found[0]  # mkdocs complains of what is nowhere
        return f"`{name}`" if text.strip("`") in (name, link) else f"{text} (`{name}`)"

    return _LINK.sub(replace, markdown)


def moved(page: Path, to: Path) -> str:
    """Return the text of a page for another place.

    Its relative links lead where they led.
    """

    def replace(found: re.Match[str]) -> str:
        return f"[{found[1]}]({os.path.relpath(page.parent / found[2], to.parent)}{found[3] or ''})"

    return _LINK.sub(replace, page.read_text())
