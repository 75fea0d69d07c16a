"""Faults below SOAP, by user name or by plan."""

import contextlib
import io
import time
from collections.abc import Iterator
from http.client import BadStatusLine, IncompleteRead, RemoteDisconnected
from typing import Any

import pytest
from lxml import etree

from gateway import demo
from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.scenarios.planned import BadPlan, Plan, plan_of
from gateway.sandbox.scenarios.transport_faults import TRANSPORT_FAULTS
from gateway.sandbox.space import Space
from gateway.sandbox.transport import SandboxAnswer
from gateway.wire.services import SERVICES, ServiceRow
from tests.sandbox.calling import Answered, find, register, running, send
from tests.sandbox.messages import by_user, message, supported


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox")) as one:
        yield one


@pytest.fixture
def space(sandbox: Sandbox) -> Iterator[Space]:
    one = sandbox.spaces.default
    one.reset()
    yield one
    one.reset()


def environ_of(path: str, body: bytes) -> dict[str, Any]:
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": "text/xml; charset=utf-8",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }


def ask(sandbox: Sandbox, scenario: str) -> Answered:
    return send(sandbox, find(user=f"sandbox:{scenario}"))


def test_a_slow_answer_holds_up_nobody_else(sandbox: Sandbox) -> None:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        send(sandbox, find(user="sandbox:slow-2"), seconds=0.3)
    for _ in range(20):
        send(sandbox, find())
    assert time.monotonic() - began < 2
    assert ask(sandbox, "slow-2").code == "WSRC0004"
    assert time.monotonic() - began > 2


def test_a_connection_is_reset_before_the_answer(sandbox: Sandbox) -> None:
    with pytest.raises((ConnectionResetError, RemoteDisconnected)):
        ask(sandbox, "reset-before")


def test_a_connection_is_reset_inside_the_answer(sandbox: Sandbox) -> None:
    with pytest.raises((ConnectionResetError, IncompleteRead, BadStatusLine)):
        ask(sandbox, "reset-inside")


def test_a_retry_after_a_lost_answer_registers_nobody_twice(sandbox: Sandbox, space: Space) -> None:
    with pytest.raises((ConnectionResetError, RemoteDisconnected)):
        send(sandbox, register(user="sandbox:answer-lost"))
    assert send(sandbox, register()).code == "WSRC0021"
    assert [one.fault for one in space.exchanges.newest_first()] == ["", "reset before the answer"]


def test_a_reset_before_the_call_registers_nobody(sandbox: Sandbox, space: Space) -> None:
    with pytest.raises((ConnectionResetError, RemoteDisconnected)):
        send(sandbox, register(user="sandbox:reset-before"))
    assert send(sandbox, register()).code == "WSRC0005"
    assert len(space.exchanges.newest_first()) == 2


def test_a_proxy_answers_with_html(sandbox: Sandbox) -> None:
    answer = ask(sandbox, "http-502")
    assert (answer.status, answer.headers["Content-Type"]) == (502, "text/html; charset=utf-8")


def test_a_busy_service_says_when_to_try_again(sandbox: Sandbox) -> None:
    answer = ask(sandbox, "http-503")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")


def test_a_truncated_answer_is_no_xml(sandbox: Sandbox) -> None:
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(ask(sandbox, "truncated").body)
    assert ask(sandbox, "empty").body == b""


def test_an_answer_has_the_wrong_type(sandbox: Sandbox) -> None:
    answer = ask(sandbox, "wrong-type")
    assert (answer.code, answer.headers["Content-Type"]) == ("WSRC0004", "text/html; charset=utf-8")


def test_a_fault_is_of_another_family(sandbox: Sandbox) -> None:
    answer = ask(sandbox, "foreign-fault")
    assert answer.status == 500
    assert "2003/05/soap-envelope" in answer.text


@pytest.mark.parametrize("row", SERVICES, ids=lambda row: row.wsdl)
def test_every_fault_is_one_of_every_contract(sandbox: Sandbox, row: ServiceRow) -> None:
    served = next(one for one in supported() if one.path == row.location)
    for fault in TRANSPORT_FAULTS:
        right, wrong = (
            sandbox.application(environ_of(served.path, by_user(message(served), user)))
            for user in ("registrar", f"sandbox:{fault.name}")
        )
        assert facts_of(right) != facts_of(wrong), fault.name
        assert facts_of(right) == ("200 OK", True, 0.0, None)


def facts_of(answer: SandboxAnswer) -> tuple[object, ...]:
    whole = answer.body.endswith(b"Envelope>") and ("Content-Type", "text/xml; charset=utf-8") in answer.headers
    return answer.status, whole, answer.seconds, answer.breaks


@pytest.mark.parametrize("scenario", [one.name for one in TRANSPORT_FAULTS if not one.name.startswith("slow")])
def test_the_next_call_is_right_again(sandbox: Sandbox, scenario: str) -> None:
    with contextlib.suppress(OSError, IncompleteRead, BadStatusLine):
        ask(sandbox, scenario)
    assert send(sandbox, find()).code == "WSRC0004"


def test_a_mistyped_scenario_is_refused_loudly(sandbox: Sandbox, space: Space) -> None:
    answer = ask(sandbox, "slow-3")
    assert answer.status == 400
    assert "There is no scenario 'slow-3'. Did you mean slow-" in answer.text
    assert len(space.exchanges.newest_first()) == 1


def test_the_first_calls_pass_and_then_some_fail(sandbox: Sandbox, space: Space) -> None:
    space.plans.add(Plan(scenario="http-503", operation="learnerByULN", after=2, times=3))
    assert send(sandbox, register()).status == 200
    assert [send(sandbox, find()).status for _ in range(7)] == [200, 200, 503, 503, 503, 200, 200]


def test_a_plan_passes_calls_that_its_scenario_does_not_fit(sandbox: Sandbox, space: Space) -> None:
    space.plans.add(Plan(scenario="WSRC0003", times=1))
    assert send(sandbox, register()).code == "WSRC0005"
    assert [send(sandbox, find()).code for _ in range(2)] == ["WSRC0003", "WSRC0004"]


def test_calls_beyond_so_many_a_second_are_refused(sandbox: Sandbox, space: Space) -> None:
    space.plans.add(Plan(scenario="http-503", per_second=3))
    statuses = [send(sandbox, find()).status for _ in range(6)]
    assert statuses[:3] == [200] * 3
    assert 503 in statuses[3:]
    time.sleep(1.1)
    assert send(sandbox, find()).status == 200


def test_a_probability_has_the_same_dice_each_time(sandbox: Sandbox, space: Space) -> None:
    def played() -> list[int]:
        space.reset()
        space.plans.add(Plan(scenario="http-503", probability=0.5, seed=5))
        return [send(sandbox, find()).status for _ in range(12)]

    first = played()
    assert first == played()
    assert set(first) == {200, 503}


@pytest.mark.parametrize(
    "plan",
    [
        {"scenario": "empty", "probability": 0.5},
        {"scenario": "empty", "times": 0},
        {"scenario": "empty", "time": 1},
        {"operation": "learnerByULN"},
    ],
)
def test_a_plan_that_cannot_be_is_refused(plan: dict[str, object]) -> None:
    with pytest.raises(BadPlan):
        plan_of(plan)


def test_a_user_name_of_a_scenario_is_plain_data_elsewhere(sandbox: Sandbox) -> None:
    assert demo.COLLEGE.user == "registrar"
    assert send(sandbox, find(user="sandboxer")).code == "WSRC0004"
