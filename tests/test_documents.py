"""What README, CONTRIBUTING and docs link to is there."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from gateway import __version__, prometheus
from gateway.settings import Settings, name_of
from tests.documents import DOCS, GENERATED, ROOT, shown_commands

_PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")), *sorted((ROOT / "clients").rglob("*.md"))]

_GENERATED = [DOCS / name for name in GENERATED]


def missing_links(page: Path) -> list[str]:
    """Return the relative links of a page that lead nowhere.

    A link to a heading leads somewhere if the other page has the heading.
    """
    missing = []
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text()):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if page.is_relative_to(DOCS) and target.resolve() in _GENERATED:
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            missing.append(link)
    return missing


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert missing_links(page) == []


def test_a_link_that_leads_nowhere_would_be_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A page, and more\n[Here](page.md), [top](#a-page-and-more), [nowhere](no/page.md), [no heading](page.md#none)"
        " and [elsewhere](https://example.org/#none)"
    )
    assert missing_links(page) == ["no/page.md", "page.md#none"]


def missing_modules(page: Path) -> list[str]:
    """Return the names on a page that are no file.

    A page may name modules and SQL files with their whole path, or with its end.
    """
    named = re.findall(r"`((?:[\w.]+/)*\w[\w.]*\.(?:py|sql))\b", page.read_text())
    there = [
        f"/{path.relative_to(ROOT)}" for part in ("gateway", "tests", "clients") for path in (ROOT / part).rglob("*.*")
    ]
    return [name for name in named if not any(path.endswith(f"/{name}") for path in there)]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_module_that_a_page_names_is_there(page: Path) -> None:
    assert missing_modules(page) == []


def test_a_module_that_is_nowhere_would_be_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("`gateway/app.py`, `store/unit.py`, `unit.py` and `store/no_unit.py`")
    assert missing_modules(page) == ["store/no_unit.py"]


def test_every_decision_is_in_the_index() -> None:
    folder = DOCS / "decisions"
    index = (folder / "README.md").read_text()
    assert [page.name for page in folder.glob("[0-9]*.md") if f"]({page.name})" not in index] == []


def test_a_page_shows_commands_in_blocks_of_three_kinds(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "Text.\n\n    one --a 'b\n      c'\n    two    # says what\n\nText that isn't a command.\n\n```console\n$ three\nprinted\n```\n"
        "```sh\nfour\n```\n\n1. A step:\n\n        five\n"
    )
    assert shown_commands(page) == ["one --a 'b\nc'", "two", "three", "four", "five"]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_command_of_a_page_is_in_the_makefile(page: Path) -> None:
    shown = {command.split()[1] for command in shown_commands(page) if re.match(r"make \S", command)}
    named = set(re.findall(r"`make ([a-z-]+)", page.read_text()))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {one for one in shown | named if not one.startswith("PYTHON=")} <= targets


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_client_that_a_command_names_is_there(page: Path) -> None:
    named = {name for command in shown_commands(page) for name in re.findall(r"clients/examples/[\w./]+", command)}
    assert [name for name in named if not (ROOT / name.replace(".exe", ".cs")).exists()] == []


def test_the_changelog_begins_with_what_is_coming_and_this_version() -> None:
    versions = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert versions[:2] == ["Unreleased", __version__]
    assert f"Version {__version__}." in (ROOT / "README.md").read_text()


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 120


def test_every_setting_is_in_the_operators_manual() -> None:
    manual = (DOCS / "operating.md").read_text()
    assert [name_of(one.name) for one in fields(Settings) if f"| `{name_of(one.name)}` |" not in manual] == []


def test_every_measure_that_the_manual_watches_is_one() -> None:
    watched = set(re.findall(r"`(gateway_[a-z_]+)`", (DOCS / "operating.md").read_text()))
    assert len(watched) > 5
    assert watched <= {*prometheus.GAUGES, *re.findall(r"# HELP (\S+)", prometheus.render_metrics().decode())}
