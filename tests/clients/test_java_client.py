"""The Java examples against a real server.

They need a JDK and the tools of JAX-WS.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.clients.served import EXAMPLES, Ran, Served, free_port, run_example

pytestmark = pytest.mark.skipif(
    shutil.which("wsimport") is None or shutil.which("javac") is None,
    reason="not installed: wsimport and javac (jaxws, default-jdk)",
)

# The service's own WSDL has other names for abstract types; everything else is the same.
_ORIGINAL_NAMES = {"FindRqst": "BaseFindLearnerServiceRqst", "ServiceRqst": "BaseLearnerServiceRqst"}

Run = Callable[..., Ran]


def _compiled(folder: Path, wsdl: str | Path, source: str) -> Run:
    """Return a function that runs an example.

    The example is compiled with classes made from the WSDL.
    """
    path = f"{folder}:/usr/share/java/*"
    commands: tuple[list[str | Path], ...] = (
        ["wsimport", "-quiet", "-d", folder, wsdl],
        ["javac", "-cp", path, "-d", folder, EXAMPLES / "java" / source],
    )
    for command in commands:
        ran = run_example(command)
        assert ran.code == 0, ran.err
    quiet = "-Djavax.xml.soap.SAAJMetaFactory=com.sun.xml.messaging.saaj.soap.SAAJMetaFactoryImpl"
    program = source.removesuffix(".java")
    return lambda address, **variables: run_example(["java", quiet, "-cp", path, program, address], **variables)


@pytest.fixture(scope="module")
def run_client(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return _compiled(tmp_path_factory.mktemp("java"), f"{served.url}/LearnerService.svc?wsdl", "Client.java")


@pytest.fixture(scope="module")
def run_r9(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return _compiled(tmp_path_factory.mktemp("java"), f"{served.url}/LearnerServiceR9.svc?wsdl", "FindR9.java")


def _assert_journey(ran: Ran) -> None:
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[1:] == [
        "Find by demographics: WSRC0004",
        "Find by ULN: WSRC0004, Jon Orme, version 1",
        "Wrong password: Fault WSEC0005, The organisation password is wrong",
        "All as expected.",
    ]


def test_the_journey_registers_the_learner_and_finds_him_again(
    run_client: Run, served: Served, registered_names: set[str]
) -> None:
    registered_names |= {"Jon", "Orme"}
    _assert_journey(run_client(served.url))
    second = run_client(served.url)
    _assert_journey(second)
    assert second.lines[0] == "Register: WSRC0021, ULN not issued"


def test_it_compiles_with_the_names_of_the_original_wsdl(
    served: Served, tmp_path: Path, registered_names: set[str]
) -> None:
    registered_names |= {"Jon", "Orme"}
    wsdl = httpx.get(f"{served.url}/LearnerService.svc?wsdl").text
    for ours, original in _ORIGINAL_NAMES.items():
        assert f'name="{ours}"' in wsdl
        wsdl = wsdl.replace(f'name="{ours}"', f'name="{original}"').replace(f':{ours}"', f':{original}"')
    written = tmp_path / "original.wsdl"
    written.write_text(wsdl)
    _assert_journey(_compiled(tmp_path, written, "Client.java")(served.url))


def test_r9_finds_a_learner_by_her_uln(run_r9: Run, served: Served) -> None:
    assert run_r9(served.url) == Ran(0, "Find by ULN: WSRC0004, ULN 3000000207\n", "")


def test_a_wrong_password_ends_in_one_line(run_client: Run, run_r9: Run, served: Served) -> None:
    refused = run_client(served.url, LRS_PASSWORD="wrong-password-3")
    assert refused == Ran(1, "", "Fault WSEC0005, The organisation password is wrong\n")
    refused = run_r9(served.url, LRS_PASSWORD="wrong-password-3")
    assert refused == Ran(1, "", "Not as expected: WSEC0005 instead of WSRC0004\n")


def test_without_a_gateway_it_ends_in_one_line(run_client: Run, run_r9: Run) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    for run in (run_client, run_r9):
        ran = run(address)
        assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert ran.err.startswith(f"No answer from {address}: Failed to access the WSDL")
