"""Do what a tutorial says, and keep what was printed.

A page has blocks of three kinds. In a `console` block a line that begins with "$ " is a command, and the lines below it
are what it prints. A block with a title is a file that the reader saves. All others are only read.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.clients.served import environment, free_ports

_BLOCK = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.DOTALL | re.MULTILINE)
_BIND, _ADMIN_BIND = "127.0.0.1:8080", "127.0.0.1:8081"
_SERVE = "lrs-gateway serve"
_SECONDS = 120
_ANY = "..."


@dataclass(frozen=True, slots=True)
class File:
    """A file that the reader saves."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and what the page says that it prints."""

    text: str
    shown: str


@dataclass(frozen=True, slots=True)
class Done:
    """A command that was run."""

    command: Command
    code: int
    printed: str

    @property
    def is_as_shown(self) -> bool:
        """Return whether the command printed what the page shows."""
        return matches(self.command.shown, self.printed)


def steps(page: str) -> Iterator[File | Command]:
    """Yield what a page tells its reader to do."""
    for block in _BLOCK.finditer(page):
        if block["title"]:
            yield File(block["title"], block["text"])
        elif block["kind"] == "console":
            for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
                text, _, shown = part.partition("\n")
                yield Command(text, shown)


def matches(shown: str, printed: str) -> bool:
    """Return whether something was printed as it is shown.

    "..." stands for anything. New ULNs, job numbers and times differ at each run.
    """
    parts = [re.escape(_settle(part)) for part in shown.strip().split(_ANY)]
    return re.fullmatch(".*".join(parts), _settle(printed).strip(), re.DOTALL) is not None


def _settle(text: str) -> str:
    """Replace what differs at each run."""
    text = re.sub(r"\b(?!30000)[1-9][0-9]{8,9}\b", "NUMBER", text)
    return re.sub(r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}[ T][0-9:]{5,8}\b", "TIME", text)


def do(page: str, folder: Path) -> list[Done]:
    """Do what a page says, against a fresh gateway.

    All commands run in one shell, and `serve` runs beside them until the end.
    """
    ports = {shown: f"127.0.0.1:{free}" for shown, free in zip((_BIND, _ADMIN_BIND), free_ports(2), strict=True)}
    results = folder.with_name(f"{folder.name}-results")
    results.mkdir()
    commands: list[Command] = []
    script = ["trap 'kill %1; wait' EXIT"]
    for step in steps(page):
        if isinstance(step, File):
            script.append(f"cat > '{step.name}' <<'END OF FILE'\n{step.text}END OF FILE")
        else:
            script.append(_run(_replace(step.text, ports), results / str(len(commands)), ports[_BIND]))
            commands.append(step)
    variables = environment(GATEWAY_BIND=ports[_BIND], GATEWAY_ADMIN_BIND=ports[_ADMIN_BIND], PYTHONUTF8="1")
    variables["PATH"] = f"{Path(sys.executable).parent}:{variables['PATH']}"
    subprocess.run(
        ["bash", "-c", "\n".join(script)], cwd=folder, env=variables, timeout=_SECONDS, capture_output=True, check=False
    )
    back = {actual: shown for shown, actual in ports.items()}
    return [
        Done(
            command, int((results / f"{number}.code").read_text()), _replace((results / str(number)).read_text(), back)
        )
        for number, command in enumerate(commands)
    ]


def _run(command: str, result: Path, bind: str) -> str:
    """Return the lines of shell that run a command."""
    if command == _SERVE:
        return (
            f"{command} > '{result}' 2>&1 &\n"
            f"until curl -s -o /dev/null http://{bind}/health || ! kill -0 $!; do sleep 0.1; done\n"
            f"kill -0 $!; echo $? > '{result}.code'"
        )
    return f"{{ {command}\n}} > '{result}' 2>&1; echo $? > '{result}.code'"


def _replace(text: str, pairs: dict[str, str]) -> str:
    for old, new in pairs.items():
        text = text.replace(old, new)
    return text
