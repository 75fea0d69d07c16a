"""Virtual environments with a wheel and what it asks for.

Nothing is downloaded: the packages are those of the tests, and only those that the wheel names.
"""

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment in which the gateway is installed."""

    folder: Path

    @property
    def python(self) -> Path:
        """Return the Python of the environment."""
        return self.folder / "bin" / "python"

    @property
    def command(self) -> Path:
        """Return the command `lrs-gateway`."""
        return self.folder / "bin" / "lrs-gateway"


def make_environment(folder: Path, wheel: Path) -> Environment:
    """Install a wheel without extras, and lend what it needs."""
    made = Environment(folder)
    venv.create(folder, with_pip=False)
    run_python("-m", "pip", "--python", str(made.python), "install", "--no-deps", "--no-index", str(wheel))
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    [ours] = packages.glob("lrs_gateway-*.dist-info")
    for package in _needed(Distribution.at(ours).requires or ()):
        for name in {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}:
            (packages / name).symlink_to(str(package.locate_file(name)))
    return made


def _needed(requirements: Iterable[str]) -> Iterator[Distribution]:
    """Yield each package that requirements name, and theirs."""
    seen: set[tuple[str, str]] = set()
    to_do = [(Requirement(text), "") for text in requirements]
    while to_do:
        requirement, extra = to_do.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        package = distribution(requirement.name)
        if (package.name, "") not in seen:
            yield package
        for asked in {"", *requirement.extras}:
            if (package.name, asked) not in seen:
                seen.add((package.name, asked))
                to_do += [(Requirement(text), asked) for text in package.requires or ()]


def run_python(*arguments: str, at: Path | None = None, **variables: str) -> str:
    """Run this Python; return what it printed."""
    return run([sys.executable, *arguments], at=at, **variables)


def run(command: list[str], *, at: Path | None = None, **variables: str) -> str:
    """Run a command that must succeed; return what it printed."""
    done = try_to_run(command, at=at, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def try_to_run(command: list[str], *, at: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, without PYTHONPATH."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command, cwd=at, env=inherited | variables, capture_output=True, text=True, timeout=120, check=False
    )
