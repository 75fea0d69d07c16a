"""The commands that the guides show do their work.

They are run on the demonstration register. The tutorials are followed word by word elsewhere (test_tutorials).
"""

import re
import shlex
from pathlib import Path

import pytest

from tests.clients.served import run_command
from tests.documents import PAGES, ROOT, shown_commands

_RUN_HERE = (
    "audit",
    "challenge list",
    "contract",
    "doctor",
    "duplicates find",
    "duplicates list",
    "learner",
    "match",
    "matching",
    "migrate",
    "organisation",
    "settings",
)
"""How a command begins that needs the register only.

The others need a worker, a running gateway, or a file, job, pair or challenge of their own. The tutorials and the tests
of the command line run them.
"""
_ANOTHER_PACKAGE = "--second-opinion"

_FINDS_FAULTS = "doctor"
"""A command that exits with 1 if something is wrong."""


def commands(page: Path) -> list[str]:
    """Return those commands of a page that run here."""
    shown = (one.removeprefix("lrs-gateway ") for one in shown_commands(page) if one.startswith("lrs-gateway "))
    return [one for one in shown if one.startswith(_RUN_HERE) and _ANOTHER_PACKAGE not in one]


_GUIDES = [page for page in PAGES if page.parent.name != "tutorials" and commands(page)]


@pytest.mark.parametrize("page", _GUIDES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_commands_of_a_page_do_their_work_one_after_the_other(
    page: Path, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    list_of_organisations = re.findall(r"^ {4}(ukprn,.*|1000\d{4},.*)$", page.read_text(), re.MULTILINE)
    (tmp_path / "colleges.csv").write_text(
        "\n".join(list_of_organisations).replace("10001234,ABC123", "10009876,ABC987")
    )
    for command in commands(page):
        words = shlex.split(command)
        if command.startswith("organisation add"):
            words.append("--draw-password")  # nobody is there to type one
        ran = run_command(*words, GATEWAY_DATABASE_URL=sqlite_url)
        expected = {0, 1} if words[0] == _FINDS_FAULTS else {0}
        assert ran.code in expected, f"{command}: {ran.err}"


def test_the_guides_show_commands_that_are_run_here() -> None:
    shown = [command for page in _GUIDES for command in commands(page)]
    assert len(shown) > 30
    assert [one for one in _RUN_HERE if not any(command.startswith(one) for command in shown)] == [
        "contract",
        "settings",
    ]
