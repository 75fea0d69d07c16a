"""The page of commands."""

import re
from collections.abc import Iterator

import click

from gateway.cli import main
from tests.docs.reference.markdown import code, page, table


def write_commands() -> str:
    """Return the page of all commands."""
    context = click.Context(main, info_name="lrs-gateway")
    return page("Commands", _text(main), *(part for one in _commands(context) for part in _write(one)))


def _commands(context: click.Context) -> Iterator[click.Context]:
    """Yield the context of each command below one."""
    group = context.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        below = click.Context(command, info_name=name, parent=context)
        yield below
        if isinstance(command, click.Group):
            yield from _commands(below)


def _write(context: click.Context) -> Iterator[str]:
    command = context.command
    level = "##" if context.parent and context.parent.parent is None else "###"
    yield f"{level} {context.command_path.removeprefix('lrs-gateway ')}"
    yield _text(command)
    if isinstance(command, click.Group) and not command.invoke_without_command:
        return
    yield f"```\n{' '.join([context.command_path, *command.collect_usage_pieces(context)])}\n```"
    options = [one for one in command.get_params(context) if isinstance(one, click.Option) and not one.hidden]
    rows = [record for one in options if "--help" not in one.opts and (record := one.get_help_record(context))]
    if rows:
        yield table(("option", "what it does"), ((code(option), text) for option, text in rows))


def _text(command: click.Command) -> str:
    """Return a command's help, in paragraphs."""
    text = (command.help or "").split("\f")[0].replace("\b\n", "")
    return "\n\n".join(_escape(" ".join(part.split())) for part in re.split(r"\n\s*\n", text))


def _escape(text: str) -> str:
    return text.replace("<", "&lt;")
