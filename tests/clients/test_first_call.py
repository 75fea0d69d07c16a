"""README's first call and example clients, against a real server."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.clients.served import Served, environment
from tests.documents import ROOT, shown_commands

_ADDRESS = "http://127.0.0.1:8080"
_COMMANDS = [one for one in shown_commands(ROOT / "README.md") if re.match(r"curl|\.venv/bin/python", one)]


def run(command: str, served: Served) -> subprocess.CompletedProcess[str]:
    """Run a command of README against this server."""
    here = command.replace(".venv/bin/python", sys.executable)
    here = here.replace(_ADDRESS, served.url) if _ADDRESS in here else f"{here} {served.url}"
    return subprocess.run(
        here, shell=True, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not there")
def test_the_first_call_finds_ann_lee(served: Served) -> None:
    [command] = [one for one in _COMMANDS if one.startswith("curl")]
    ran = run(command, served)
    assert ran.returncode == 0, ran.stderr
    assert "WSRC0004" in ran.stdout
    assert "<FamilyName>Lee</FamilyName>" in ran.stdout.replace("ns0:", "")


@pytest.mark.parametrize("command", [one for one in _COMMANDS if "python" in one])
def test_an_example_client_ends_well(command: str, served: Served, registered_names: set[str]) -> None:
    registered_names |= {"Hal", "Orme"}  # the learner that the examples register by default
    ran = run(command, served)
    assert ran.returncode == 0, ran.stderr
    assert "All as expected." in ran.stdout
