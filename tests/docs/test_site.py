"""The site builds without warnings, and loads nothing from elsewhere."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from tests.clients.served import environment
from tests.documents import DOCS, ROOT
from tests.shared import locked

_LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "object": "data",
    "use": "href",
    "link": "href",
}
"""Elements whose address a browser loads by itself.

An address that a person follows stands in an `a`.
"""


@pytest.fixture(scope="module")
def site(shared_folder: Path) -> Path:
    """Build the site as `make docs` does; return its folder.

    All processes of this test run share it.
    """
    folder, made = shared_folder / "site", shared_folder / "site-made"
    with locked(shared_folder / "site-lock"):
        if not made.exists():
            command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
            built = subprocess.run(
                command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=180, check=False
            )
            assert built.returncode == 0, built.stderr
            made.touch()
    return folder


def loaded_from_elsewhere(file: Path) -> Iterator[str]:
    """Yield what a file loads from other hosts."""
    text = file.read_text()
    if file.suffix == ".css":
        addresses = re.findall(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""", text)
    else:
        page = html.fromstring(text)
        addresses = [one.get(name, "") for tag, name in _LOADED.items() for one in page.iter(tag)]
        styles = [one.text or "" for one in page.iter("style")] + [
            one.get("style", "") for one in page.iter(etree.Element)
        ]
        addresses += re.findall(r"""url\(\s*["']?([^"')\s]+)""", " ".join(styles))
    yield from (one for one in addresses if re.match(r"(https?:)?//", one))


def test_no_page_and_no_style_sheet_loads_anything_from_elsewhere(site: Path) -> None:
    files = [*site.rglob("*.html"), *site.rglob("*.css")]
    assert len(files) > 100
    assert {file.name: found for file in files if (found := list(loaded_from_elsewhere(file)))} == {}


def test_a_browser_is_told_to_load_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        metas = html.fromstring(page.read_text()).iter("meta")
        [policy] = [one.get("content", "") for one in metas if one.get("http-equiv") == "Content-Security-Policy"]
        sources = {word for part in policy.split(";") for word in part.split()[1:]}
        assert policy.startswith("default-src 'self';")
        assert sources <= {"'self'", "'unsafe-inline'", "'none'", "data:"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.html", "<script src='https://example.org/a.js'></script>"),
        ("page.html", "<link rel='preconnect' href='//example.org'><p>text</p>"),
        ("page.html", "<p style='background: url(https://example.org/a.png)'>text</p>"),
        ("style.css", "@import 'https://example.org/a.css';"),
        ("style.css", "a { src: url(https://example.org/a.woff2) }"),
    ],
)
def test_something_from_elsewhere_would_be_noticed(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    assert len(list(loaded_from_elsewhere(tmp_path / name))) == 1


def test_a_link_that_a_person_follows_is_no_such_thing(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<a href='https://example.org/'>elsewhere</a>")
    assert list(loaded_from_elsewhere(tmp_path / "page.html")) == []


def test_every_page_of_the_checkout_is_in_the_site(site: Path) -> None:
    pages = [page.relative_to(DOCS).with_suffix(".html") for page in DOCS.rglob("*.md")]
    expected = [page.with_name("index.html") if page.name == "README.html" else page for page in pages]
    assert [page for page in expected if not (site / page).exists()] == []


def test_a_link_into_the_source_is_shown_as_the_name_of_the_file(site: Path) -> None:
    shown = html.fromstring((site / "reference" / "services.html").read_text())
    assert "gateway/domain/codes.py" in {one.text for one in shown.iter("code")}
    assert not [one for one in shown.iter("a") if one.get("href", "").endswith(".py")]


def test_a_bar_in_a_rule_is_shown_as_it_is(site: Path) -> None:
    page = html.fromstring((site / "reference" / "operations" / "learnerservice" / "learnerByULN.html").read_text())
    assert "FUL|CHK" in {one.text for one in page.iter("code")}


def test_nothing_that_is_built_is_kept() -> None:
    folder = re.findall(r"^site_dir: (.+)/docs$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE)
    assert [f"{name}/" for name in folder] == ["build/"]
    assert "build/" in (ROOT / ".gitignore").read_text().splitlines()
