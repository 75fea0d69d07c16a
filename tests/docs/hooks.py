"""Generate the reference, and list the pages.

MkDocs calls these functions as it builds the site (mkdocs.yml names this file).
"""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from tests.docs.generated import generate_pages
from tests.docs.navigation import list_pages
from tests.docs.source_links import name_files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages, and list all pages."""
    for path, content in generate_pages().items():
        files.append(File.generated(config, path, content=content))
    config.nav = list_pages({file.src_uri: file.content_string for file in files.documentation_pages()})
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Name the files that the site does not have."""
    return name_files(markdown, Path(config.docs_dir) / page.file.src_uri, {file.src_uri for file in files})


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001  (MkDocs' names)
    """Show a bar in code without its stroke.

    The stroke keeps the bar in the cell of a table.
    """
    return re.sub(r"<code>[^<]*</code>", lambda found: found[0].replace(r"\|", "|"), html)
