"""A generated client can ask for every code."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import zeep
from lxml import etree
from zeep.helpers import serialize_object

from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.scenarios.code_scenarios import OUTCOMES
from gateway.wire.services import SERVICES, ServiceRow
from tests.builders import SOAP
from tests.sandbox.calling import running
from tests.sandbox.messages import Served, by_user, message, supported

_WITHOUT_CODE = ("ViewAudit",)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox")) as one:
        yield one


class Generated:
    """A client that zeep makes from a WSDL."""

    def __init__(self, sandbox: Sandbox, row: ServiceRow) -> None:
        self._client = zeep.Client(sandbox.address + row.wsdl_location)  # type: ignore[no-untyped-call]
        (service,) = self._client.wsdl.services.values()
        (port,) = service.ports.values()
        self._operations = port.binding._operations  # noqa: SLF001  (zeep has no public way)

    def ask(self, served: Served, scenario: str) -> str:
        """Return the answer or the fault, as text."""
        written = etree.fromstring(by_user(message(served, "php"), f"sandbox:{scenario}"))
        body = written.find(f"{{{SOAP}}}Body")
        assert body is not None
        element = self._operations[served.operation].input.body
        values = _plain(element.parse(body[0], self._client.wsdl.types))
        try:
            return str(_plain(self._client.service[served.operation](**values)))
        except zeep.exceptions.Fault as fault:
            return f"{fault.message} {etree.tostring(fault.detail)!r}"


def _plain(value: object) -> Any:
    return serialize_object(value)  # type: ignore[no-untyped-call]


def asked_of(row: ServiceRow) -> list[tuple[Served, str]]:
    """Return a contract's operations, with the codes of each."""
    return [
        (served, str(code))
        for served in supported()
        if served.path == row.location
        for code in (*OUTCOMES.get(served.operation, ()), "WSEC0005")
    ]


def test_a_generated_client_gets_every_code(sandbox: Sandbox) -> None:
    def ask_all(row: ServiceRow) -> list[str]:
        client, asked = Generated(sandbox, row), asked_of(row)
        answers = [(served, code, client.ask(served, code)) for served, code in asked]
        return [
            f"{served} answers {code} with {answer}"
            for served, code, answer in answers
            if code not in answer and (served.operation not in _WITHOUT_CODE or code == "WSEC0005")
        ]

    with ThreadPoolExecutor(len(SERVICES)) as callers:
        assert [line for lines in callers.map(ask_all, SERVICES) for line in lines] == []


def test_an_answer_of_another_code_would_be_noticed(sandbox: Sandbox) -> None:
    served = Served("learner_service", "learnerByULN")
    row = next(row for row in SERVICES if row.location == served.path)
    assert "WSRC0003" not in Generated(sandbox, row).ask(served, "WSRC0004")
