"""The plain HTTP example against a real server."""

import sys

import pytest

from gateway import demo
from tests.clients.journey import assert_journey
from tests.clients.served import EXAMPLES, Ran, Served, free_port, run_example


def run_http(*arguments: str, **variables: str) -> Ran:
    return run_example([sys.executable, EXAMPLES / "http_client.py", *arguments], **variables)


def test_the_journey_registers_the_learner_and_finds_him_again(served: Served, registered_names: set[str]) -> None:
    registered_names |= {"Httpa", "Brewis"}
    names = ("--given-name", "Httpa", "--family-name", "Brewis")
    assert_journey(run_http(served.url, *names), "Httpa Brewis", registered=True)
    assert_journey(run_http(served.url, *names), "Httpa Brewis", registered=False)


def test_names_are_escaped(served: Served, registered_names: set[str]) -> None:
    registered_names |= {"Zoë & Co", "O'Bryn"}
    ran = run_http(served.url, "--given-name", "Zoë & Co", "--family-name", "O'Bryn")
    assert_journey(ran, "Zoë & Co O'Bryn", registered=True)


def test_envelopes_are_shown_without_passwords(served: Served, registered_names: set[str]) -> None:
    registered_names |= {"Httpb", "Brewis"}
    ran = run_http(served.url, "--show", "--given-name", "Httpb")
    assert ran.code == 0, ran.err
    assert ran.out.count("</soapenv:Envelope>") == 13  # seven sent, six answered; the seventh answer is of R9
    assert ran.out.count("</s:Envelope>") == 1
    assert "<OrgPassword>...</OrgPassword><UserName>registrar</UserName>" in ran.out
    assert "500 Internal Server Error" in ran.lines
    assert demo.COLLEGE.password not in ran.out
    assert "wrong-password-1" not in ran.out


@pytest.mark.parametrize(
    ("caller", "line"),
    [
        (("--password", "wrong-password-2"), "Fault WSEC0005: The organisation password is wrong\n"),
        (("--ukprn", "TEST9999"), "Fault WSEC0003: The organisation is unknown or not authorised\n"),
        (("--born", "2025-01-01"), "Not as expected: WSRC0015 instead of WSRC0005 or WSRC0021\n"),
    ],
)
def test_a_refusal_ends_the_journey_with_its_code(served: Served, caller: tuple[str, ...], line: str) -> None:
    ran = run_http(served.url, *caller)
    assert (ran.code, ran.err) == (1, line)


def test_without_a_gateway_the_journey_ends_in_one_line() -> None:
    address = f"http://127.0.0.1:{free_port()}"
    assert run_http(address) == Ran(1, "", f"No answer from {address}: ConnectError\n")
