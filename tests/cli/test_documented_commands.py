"""The command line accepts every `lrs-gateway` command in the documents."""

import shlex
from pathlib import Path

import click
import pytest

from gateway.cli import main
from tests.documents import PAGES, ROOT, shown_commands

_COMMANDS = {
    f"{page.relative_to(ROOT)}: {command}": command
    for page in PAGES
    if page.parent.name != "tutorials"  # tests/docs runs them
    for command in shown_commands(page)
    if command.startswith("lrs-gateway ")
}


def take(words: list[str]) -> None:
    """Parse a command as the command line, without running it.

    Raises ClickException.
    """
    group: click.Command = main
    while isinstance(group, click.Group):
        if group.invoke_without_command and (not words or words[0].startswith("-")):
            break
        found = group.get_command(click.Context(group), words[0])
        if found is None:
            raise click.UsageError(f"no such command: {words[0]}")
        group, words = found, words[1:]
    group.make_context(group.name, words)


@pytest.mark.parametrize("command", _COMMANDS.values(), ids=_COMMANDS.keys())
def test_a_command_in_the_documents_is_taken(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["4711" if word == "JOB" else "7" if word == "ROW" else word for word in shlex.split(command)[1:]]
    for word in words:
        if Path(word).suffix.lower() in (".csv", ".xlsx"):
            (tmp_path / word).touch()
    take(words)


def test_the_documents_show_commands() -> None:
    assert len(_COMMANDS) > 30


@pytest.mark.parametrize("command", ["sandbox", "sandbox --port 0", "sandbox space new ci"])
def test_a_group_that_is_a_command_too_is_taken(command: str) -> None:
    take(command.split())


@pytest.mark.parametrize("wrong", ["learner vanish 3000000207", "learner show --loud 3000000207", "learner show"])
def test_a_command_that_is_none_would_be_noticed(wrong: str) -> None:
    with pytest.raises(click.ClickException):
        take(wrong.split())
