"""The PHP example against a real server.

It needs PHP with its soap extension.
"""

import shutil
import subprocess

import pytest

from tests.clients.served import EXAMPLES, Ran, Served, free_port, run_example


def _has_php() -> bool:
    php = shutil.which("php")
    if php is None:
        return False
    modules = subprocess.run([php, "-m"], capture_output=True, text=True, timeout=30, check=False).stdout.split()
    return "soap" in modules


pytestmark = pytest.mark.skipif(
    not _has_php(), reason="php with the soap extension is not installed (php-cli, php-soap)"
)


def run_php(*arguments: str, **variables: str) -> Ran:
    return run_example(["php", EXAMPLES / "php" / "client.php", *arguments], **variables)


def test_the_journey_registers_the_learner_and_finds_her_again(served: Served, registered_names: set[str]) -> None:
    registered_names |= {"Iris", "Orme"}
    first, second = run_php(served.url), run_php(served.url)
    assert (first.code, first.err) == (second.code, second.err) == (0, "")
    rest = [
        "Find by demographics: WSRC0004",
        "Find by ULN: WSRC0004, Iris Orme",
        "Wrong password: Fault WSEC0005, The organisation password is wrong",
        "All as expected.",
    ]
    assert first.lines[0].startswith("Register: WSRC0005, ULN ")
    assert first.lines[1:] == rest
    assert second.lines == ["Register: WSRC0021, ULN not issued", *rest]


def test_a_refusal_ends_the_journey_with_its_code(served: Served) -> None:
    ran = run_php(served.url, LRS_PASSWORD="wrong-password-3")
    assert ran == Ran(1, "", "Fault WSEC0005: The organisation password is wrong\n")


def test_without_a_gateway_the_journey_ends_in_one_line() -> None:
    address = f"http://127.0.0.1:{free_port()}"
    ran = run_php(address)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"No answer from {address}: SOAP-ERROR: Parsing WSDL: Couldn't load from")
    assert ran.err.count("\n") == 1
