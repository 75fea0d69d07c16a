"""The examples that find one learner, against a real server.

Each runs if its tools are installed.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.clients.served import EXAMPLES, Ran, Served, free_port, run_example

Run = Callable[..., Ran]


@dataclass(frozen=True, slots=True)
class Example:
    """An example, and a command to see if it runs.

    `needs` names what the command checks.
    """

    file: str
    needs: str
    probe: tuple[str, ...]
    wrong_password: str = "Fault WSEC0005: The organisation password is wrong\n"


_EXAMPLES = (
    Example(
        "php/find_r9.php",
        "php with the soap extension (php-cli, php-soap)",
        ("php", "-r", "exit(extension_loaded('soap') ? 0 : 1);"),
        "Not as expected: WSEC0005 instead of WSRC0004\n",
    ),
    Example("node/find.js", "node with node-soap (npm install --global soap)", ("node", "-e", "require('soap')")),
    Example("perl/find.pl", "perl with SOAP::Lite (libsoap-lite-perl)", ("perl", "-MSOAP::Lite", "-e", "1")),
    Example("ruby/find.rb", "ruby with soap4r (ruby-soap4r)", ("ruby", "-e", "gem 'soap4r-ruby1.9'")),
    Example("csharp/Find.cs", "mono with mcs (mono-devel)", ("mcs", "--version")),
)


@cache
def _node_path() -> dict[str, str]:
    """Return the setting of node's global modules."""
    npm = shutil.which("npm")
    if npm is None or "NODE_PATH" in os.environ:
        return {}
    found = subprocess.run([npm, "root", "--global"], capture_output=True, text=True, timeout=60, check=False)
    return {"NODE_PATH": found.stdout.strip()}


@cache
def _is_present(probe: tuple[str, ...]) -> bool:
    return shutil.which(probe[0]) is not None and run_example(probe, **_node_path()).code == 0


@pytest.fixture(scope="module", params=_EXAMPLES, ids=lambda example: example.file)
def example(request: pytest.FixtureRequest) -> Example:
    """Return an example whose toolchain is there."""
    chosen: Example = request.param
    if not _is_present(chosen.probe):
        pytest.skip(f"not installed: {chosen.needs}")
    return chosen


@pytest.fixture(scope="module")
def run(example: Example, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the function that runs the example with an address."""
    source = EXAMPLES / example.file
    command: list[str | Path] = [example.probe[0], source]
    if source.suffix == ".rb":
        command.insert(1, "-W0")
    if source.suffix == ".cs":
        program = tmp_path_factory.mktemp("csharp") / "Find.exe"
        compiled = run_example(["mcs", f"-out:{program}", "-r:System.Net.Http", "-r:System.Xml.Linq", source])
        assert compiled == Ran(0, "", "")
        command = ["mono", program]
    return lambda address, **variables: run_example([*command, address], **_node_path(), **variables)


def test_a_learner_is_found_by_her_uln(run: Run, served: Served) -> None:
    assert run(served.url) == Ran(0, "Find by ULN: WSRC0004, ULN 3000000207\n", "")


def test_a_wrong_password_ends_in_one_line(example: Example, run: Run, served: Served) -> None:
    assert run(served.url, LRS_PASSWORD="wrong-password-3") == Ran(1, "", example.wrong_password)


def test_a_password_of_markup_is_escaped(example: Example, run: Run, served: Served) -> None:
    assert run(served.url, LRS_PASSWORD="wrong-password<&") == Ran(1, "", example.wrong_password)


def test_without_a_gateway_it_ends_in_one_line(run: Run) -> None:
    ran = run(f"http://127.0.0.1:{free_port()}")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith("No answer")
