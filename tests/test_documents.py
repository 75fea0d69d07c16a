"""What README, CONTRIBUTING and docs link to is there."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from gateway import prometheus
from gateway.settings import Settings, name_of
from tests.documents import ROOT

_PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def missing_links(page: Path) -> list[str]:
    """Return the relative links of a page that lead nowhere."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", page.read_text())
    return [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert missing_links(page) == []


def test_a_link_that_leads_nowhere_would_be_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[Here](page.md), [nowhere](no/page.md) and [elsewhere](https://example.org/)")
    assert missing_links(page) == ["no/page.md"]


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
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    assert [page.name for page in folder.glob("[0-9]*.md") if f"]({page.name})" not in index] == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 120


def test_every_setting_is_in_the_operators_manual() -> None:
    manual = (ROOT / "docs" / "operating.md").read_text()
    assert [name_of(one.name) for one in fields(Settings) if f"| `{name_of(one.name)}` |" not in manual] == []


def test_every_measure_that_the_manual_watches_is_one() -> None:
    watched = set(re.findall(r"`(gateway_[a-z_]+)`", (ROOT / "docs" / "operating.md").read_text()))
    assert len(watched) > 5
    assert watched <= {*prometheus.GAUGES, *re.findall(r"# HELP (\S+)", prometheus.render_metrics().decode())}
