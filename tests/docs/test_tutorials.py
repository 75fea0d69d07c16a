"""A tutorial does what it says."""

import shutil
from pathlib import Path

import pytest

from tests.docs.tutorials import Command, File, do, matches, steps
from tests.documents import DOCS

_TUTORIALS = sorted((DOCS / "tutorials").glob("*.md"))
_GUIDES = sorted(page for page in (DOCS / "how-to").rglob("*.md") if "\n```console\n" in page.read_text())


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not there")
@pytest.mark.parametrize("page", _TUTORIALS, ids=lambda page: page.stem)
def test_every_command_of_a_tutorial_prints_what_is_shown(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    done = do(page.read_text(), folder)
    assert len(done) > 5
    assert [one for one in done if one.code != 0 or not one.is_as_shown] == []


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="sqlite3 is not there")
@pytest.mark.parametrize("page", _GUIDES, ids=lambda page: page.stem)
def test_a_guide_with_outputs_does_what_it_says_on_the_demonstration_register(
    page: Path, sqlite_url: str, tmp_path: Path
) -> None:
    assert sqlite_url == f"sqlite:///{tmp_path}/gateway.db"
    done = do(page.read_text(), tmp_path)
    assert done
    assert [one for one in done if one.code != 0 or not one.is_as_shown] == []


def test_a_page_is_read_as_files_and_commands() -> None:
    page = (
        '```csv title="a.csv"\nfirst\n```\nText.\n```console\n$ cat a.csv\nfirst\n$ true\n```\n```sh\nmake setup\n```\n'
    )
    assert list(steps(page)) == [File("a.csv", "first\n"), Command("cat a.csv", "first\n"), Command("true", "")]


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("one\n...\n", "one\ntwo\nthree\n"),
        ("Job 373450852 of 2026-11-28 10:00\n", "Job 1234567890 of 2027-01-02 11:12:13\n"),
        ("a ... d", "a b c d\n"),
    ],
)
def test_what_differs_at_each_run_is_as_shown(shown: str, printed: str) -> None:
    assert matches(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("", "a warning\n"),
        ("one\n", "two\n"),
        ("ULN 3000000207", "ULN 3000000304"),
        ("born 2004-03-09", "born 2004-09-03"),
    ],
)
def test_another_output_would_be_noticed(shown: str, printed: str) -> None:
    assert not matches(shown, printed)


def test_a_command_that_fails_would_be_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    [done] = do("```console\n$ lrs-gateway nonsense\n...\n```\n", folder)
    assert done.code != 0
    assert "nonsense" in done.printed
