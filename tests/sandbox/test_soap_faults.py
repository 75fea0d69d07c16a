"""Faults of the contracts that no handler raises."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.scenarios.soap_faults import SOAP_FAULTS
from tests.contract.test_responses_are_valid import errors_of
from tests.sandbox.calling import Answered, register, running, send
from tests.sandbox.messages import Served, by_user, message, supported

_SIGNS = {
    "fault-xml": (500, "not well-formed"),
    "fault-schema": (500, "cvc-complex-type"),
    "fault-operation": (500, "There is no such operation"),
    "fault-busy": (503, "The service is busy"),
    "fault-down": (500, "UnsupportedHttpVerb"),
}
ASKED = [(served, fault.name) for served in supported() for fault in SOAP_FAULTS if fault.fits(served.operation)]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox")) as one:
        yield one


def ask(sandbox: Sandbox, served: Served, fault: str) -> Answered:
    return send(sandbox, by_user(message(served), f"sandbox:{fault}").decode(), served.path)


def what_is_wrong(answer: Answered, served: Served, fault: str) -> list[str]:
    status, sign = _SIGNS[fault]
    wrong = [] if (answer.status, sign in answer.text) == (status, True) else [f"{served} {fault}: {answer.text}"]
    return wrong + (errors_of(answer.body, served.service) if "<detail>" in answer.text else [])


def test_every_operation_has_every_fault_as_its_contract_writes_it(sandbox: Sandbox) -> None:
    def asked(one: tuple[Served, str]) -> list[str]:
        served, fault = one
        return what_is_wrong(ask(sandbox, served, fault), served, fault)

    with ThreadPoolExecutor(8) as callers:
        assert [line for lines in callers.map(asked, ASKED) for line in lines] == []


def test_another_fault_would_be_noticed(sandbox: Sandbox) -> None:
    served = Served("learner_service", "learnerByULN")
    assert what_is_wrong(ask(sandbox, served, "fault-busy"), served, "fault-xml")


def test_a_call_that_gets_a_fault_is_not_made(sandbox: Sandbox) -> None:
    for fault in SOAP_FAULTS:
        send(sandbox, register(user=f"sandbox:{fault.name}"))
    assert send(sandbox, register()).code == "WSRC0005"
