"""The zeep example against a real server."""

import sys

import pytest

from gateway import demo
from tests.clients.journey import assert_journey
from tests.clients.served import EXAMPLES, Ran, Served, free_port, run_example


def run_zeep(*arguments: str, **variables: str) -> Ran:
    return run_example([sys.executable, EXAMPLES / "zeep_client.py", *arguments], **variables)


def test_the_journey_registers_the_learner_and_finds_her_again(served: Served, registered_names: set[str]) -> None:
    registered_names |= {"Zeepa", "Aylward"}
    names = ("--given-name", "Zeepa", "--family-name", "Aylward")
    assert_journey(run_zeep(served.url, *names), "Zeepa Aylward", registered=True)
    assert_journey(run_zeep(served.url, *names), "Zeepa Aylward", registered=False)


def test_names_beyond_ascii_survive_the_journey(served: Served, registered_names: set[str]) -> None:
    registered_names |= {"Zoë", "Gwŷn-O'Neill"}
    ran = run_zeep(served.url, "--given-name", "Zoë", "--family-name", "Gwŷn-O'Neill")
    assert_journey(ran, "Zoë Gwŷn-O'Neill", registered=True)


def test_the_caller_may_come_from_the_environment(served: Served, registered_names: set[str]) -> None:
    registered_names |= {"Zeepb", "Aylward"}
    caller = demo.SECOND_COLLEGE
    ran = run_zeep(
        served.url, "--given-name", "Zeepb", LRS_UKPRN=caller.ukprn, LRS_PASSWORD=caller.password, LRS_USER=caller.user
    )
    assert_journey(ran, "Zeepb Orme", registered=True)


@pytest.mark.parametrize(
    ("caller", "line"),
    [
        (("--password", "wrong-password-2"), "Fault WSEC0005: The organisation password is wrong\n"),
        (("--ukprn", "TEST9999"), "Fault WSEC0003: The organisation is unknown or not authorised\n"),
        (
            ("--ukprn", demo.VERIFIER.ukprn, "--password", demo.VERIFIER.password),
            "Fault WSEC0006: The organisation has no access to this service\n",
        ),
        (("--postcode", "nowhere"), "Fault WSEC0001: The request is badly formed\n"),
    ],
)
def test_a_refusal_ends_the_journey_with_its_code(served: Served, caller: tuple[str, ...], line: str) -> None:
    ran = run_zeep(served.url, *caller)
    assert (ran.code, ran.err) == (1, line)
    assert "All as expected." not in ran.lines


def test_without_a_gateway_the_journey_ends_in_one_line() -> None:
    address = f"http://127.0.0.1:{free_port()}"
    assert run_zeep(address) == Ran(1, "", f"No answer from {address}: ConnectionError\n")
