"""The files for operators, and the programs that judge them."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.documents import DOCS

OPERATIONS = DOCS / "operations"
_SECONDS = 60


def tool(name: str) -> str:
    """Return the path of a program, or skip the test."""
    found = shutil.which(name, path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def judged(command: Sequence[str | Path], folder: Path) -> str:
    """Run a program in a folder; return what it printed.

    Fails if its exit code is not 0.
    """
    done = subprocess.run(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout
