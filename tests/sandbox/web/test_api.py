"""The API of a sandbox, over HTTP."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from gateway import demo
from gateway.demo import DemoOrganisation
from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.scenarios.catalogue import SCENARIOS
from gateway.sandbox.web.api.routes import BASE
from tests.builders import miap
from tests.journeys.test_batches import VLDMSG
from tests.sandbox.calling import ask, find, register, running, send
from tests.sandbox.web.steering import call, document

_AT = datetime(2026, 8, 20)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox"), seed=7, clock=_AT) as one:
        yield one


@pytest.fixture
def made(sandbox: Sandbox) -> Iterator[dict[str, Any]]:
    one = call(sandbox, "POST", "/spaces").value
    yield one
    call(sandbox, "DELETE", f"/spaces/{one['name']}")


def college_of(sandbox: Sandbox, made: dict[str, Any]) -> DemoOrganisation:
    return sandbox.spaces.named(made["name"]).organisations[0]


def batch(made: dict[str, Any], sandbox: Sandbox, email: str) -> str:
    """Return a batch of one learner to verify."""
    verifier = sandbox.spaces.named(made["name"]).organisations[3]
    row = {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}
    return miap(VLDMSG, "SubmitVerifyBatch", {"LearnerRecordCount": 1, "OrgEmail": email, "Learner": row}, by=verifier)


def test_the_document_is_valid_openapi(sandbox: Sandbox) -> None:
    answered = ask(sandbox, "GET", "/sandbox/openapi.json")
    OpenAPIV31SpecValidator(answered.value).validate()
    assert answered.value["paths"] == document()["paths"]
    assert answered.value["servers"] == [{"url": sandbox.address}]


def test_a_document_that_is_wrong_would_be_noticed() -> None:
    wrong = {**document(), "paths": {f"{BASE}/spaces": {"get": {"responses": {"200": {}}}}}}
    assert list(OpenAPIV31SpecValidator(wrong).iter_errors())


@pytest.mark.parametrize(
    "stated", [None, "Bearer wrong", "Bearer ", "Basic dG9rZW46", "Bearer tökén".encode().decode("latin-1")]
)
def test_a_call_without_the_token_is_refused(sandbox: Sandbox, stated: str | None) -> None:
    answer = call(sandbox, "GET", "/spaces", Authorization=stated)
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.value["detail"].startswith("State the token")


def test_a_host_of_somebody_else_is_refused(sandbox: Sandbox) -> None:
    port = sandbox.address.rpartition(":")[2]
    statuses = {
        host: call(sandbox, "GET", "/spaces", Host=host).status
        for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"attacker.example:{port}", "localhost", "127.0.0.1:1")
    }
    assert list(statuses.values()) == [200, 200, 403, 403, 403]


def test_a_page_of_another_site_is_refused(sandbox: Sandbox) -> None:
    assert call(sandbox, "GET", "/spaces", Origin="http://attacker.example").status == 403
    assert call(sandbox, "GET", "/spaces", Origin="null").status == 403
    assert call(sandbox, "GET", "/spaces", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors").status == 403
    assert call(sandbox, "GET", "/spaces", Origin=sandbox.address).status == 200


def test_a_space_is_made_with_credentials_that_work(sandbox: Sandbox) -> None:
    made = call(sandbox, "POST", "/spaces", {"name": "ci-7"})
    assert (made.status, made.value["name"]) == (201, "ci-7")
    college = made.value["organisations"][0]
    assert send(sandbox, find(college_of(sandbox, made.value))).code == "WSRC0004"
    assert college["password"] == college_of(sandbox, made.value).password
    assert "ci-7" in [one["name"] for one in call(sandbox, "GET", "/spaces").value]
    assert call(sandbox, "GET", "/spaces/ci-7").value == made.value
    assert call(sandbox, "POST", "/spaces", {"name": "ci-7"}).status == 409
    assert call(sandbox, "DELETE", "/spaces/ci-7").status == 204
    assert call(sandbox, "GET", "/spaces/ci-7").status == 404


def test_the_default_space_is_not_deleted(sandbox: Sandbox) -> None:
    answer = call(sandbox, "DELETE", "/spaces/default")
    assert (answer.status, answer.value["detail"]) == (409, "The default space cannot be deleted; reset it.")


def test_a_checkpoint_is_saved_and_restored(sandbox: Sandbox, made: dict[str, Any]) -> None:
    college, path = college_of(sandbox, made), f"/spaces/{made['name']}/checkpoints"
    assert call(sandbox, "PUT", f"{path}/before%20enrolment").value == {"name": "before enrolment"}
    assert send(sandbox, register(college)).code == "WSRC0005"
    assert call(sandbox, "POST", f"{path}/before%20enrolment/restore").status == 200
    assert send(sandbox, register(college)).code == "WSRC0005"
    assert call(sandbox, "GET", path).value == [{"name": "before enrolment"}]
    assert call(sandbox, "DELETE", f"{path}/before%20enrolment").status == 204
    assert call(sandbox, "POST", f"{path}/before%20enrolment/restore").status == 404
    assert call(sandbox, "DELETE", f"{path}/before%20enrolment").status == 404


def test_a_clock_is_read_and_moved(sandbox: Sandbox, made: dict[str, Any]) -> None:
    path = f"/spaces/{made['name']}/clock"
    assert call(sandbox, "GET", path).value == {"at": "2026-08-20T00:00:00", "stands_still": True}
    assert call(sandbox, "POST", path, {"by": "P1DT2H"}).value["at"] == "2026-08-21T02:00:00"
    assert call(sandbox, "POST", path, {"to": "2026-09-01T01:00:00+01:00"}).value["at"] == "2026-09-01T00:00:00"
    back = call(sandbox, "POST", path, {"to": "2026-08-20"})
    assert (back.status, back.value["detail"][:16]) == (409, "The clock is at ")
    assert call(sandbox, "POST", path, {"by": "1s", "stop": False}).value["stands_still"] is False


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"to": "2026-09-01", "by": "1d"},
        {"by": "P1M"},
        {"by": "soon"},
        {"by": "99999999999d"},
        {"to": "now"},
        {"too": 1},
        {"by": 7},
    ],
)
def test_a_move_that_cannot_be_is_refused(sandbox: Sandbox, body: dict[str, object]) -> None:
    assert call(sandbox, "POST", "/spaces/default/clock", body).status == 400


def test_a_reset_leaves_nothing(sandbox: Sandbox, made: dict[str, Any]) -> None:
    college, path = college_of(sandbox, made), f"/spaces/{made['name']}"
    send(sandbox, batch(made, sandbox, "mis@ashdown.test"))
    assert call(sandbox, "GET", f"{path}/inbox/wait").status == 200
    call(sandbox, "POST", f"{path}/plans", {"scenario": "empty"})
    call(sandbox, "POST", f"{path}/clock", {"by": "1d"})
    assert call(sandbox, "POST", f"{path}/reset").status == 200
    for left in ("exchanges", "inbox", "plans", "jobs"):
        assert call(sandbox, "GET", f"{path}/{left}").value == []
    assert call(sandbox, "GET", f"{path}/clock").value["at"] == "2026-08-20T00:00:00"
    assert send(sandbox, register(college)).code == "WSRC0005"


def test_a_plan_is_added_listed_and_removed(sandbox: Sandbox, made: dict[str, Any]) -> None:
    path, college = f"/spaces/{made['name']}/plans", college_of(sandbox, made)
    plan = call(sandbox, "POST", path, {"scenario": "http-503", "operation": "learnerByULN", "times": 1})
    assert (plan.status, plan.value["used"]) == (201, 0)
    assert [send(sandbox, find(college)).status for _ in range(2)] == [503, 200]
    (listed,) = call(sandbox, "GET", path).value
    assert (listed["used"], listed["spent"]) == (1, True)
    assert call(sandbox, "DELETE", f"{path}/{listed['number']}").status == 204
    assert call(sandbox, "DELETE", f"{path}/{listed['number']}").status == 404
    call(sandbox, "POST", path, {"scenario": "empty"})
    assert call(sandbox, "DELETE", path).status == 204
    assert call(sandbox, "GET", path).value == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"scenario": "emty"},
        {"scenario": "empty", "probability": 0.5},
        {"scenario": 7},
        {"scenario": "empty", "time": 1},
    ],
)
def test_a_plan_that_cannot_be_is_refused(sandbox: Sandbox, body: dict[str, object]) -> None:
    answer = call(sandbox, "POST", "/spaces/default/plans", body)
    assert answer.status == 400
    assert answer.value["detail"].endswith(".")


def test_exchanges_are_listed_by_what_they_hold(sandbox: Sandbox, made: dict[str, Any]) -> None:
    path, college = f"/spaces/{made['name']}/exchanges", college_of(sandbox, made)
    send(sandbox, find(college))
    uln = send(sandbox, register(college)).uln
    everything = call(sandbox, "GET", path).value
    assert [(one["operation"], one["code"]) for one in everything] == [
        ("registerSingleLearner", "WSRC0005"),
        ("learnerByULN", "WSRC0004"),
    ]
    numbers = [one["number"] for one in everything]

    def found(query: str) -> list[int]:
        return [one["number"] for one in call(sandbox, "GET", f"{path}?{query}").value]

    assert found(f"uln={uln}") == numbers[:1]
    assert found("operation=learnerbyuln") == numbers[1:]
    assert found("code=WSRC0005") == numbers[:1]
    assert found(f"organisation={college.ukprn}") == numbers
    assert found("organisation=TEST9999") == []
    assert found(f"after={numbers[1]}") == numbers[:1]
    assert found("limit=1") == numbers[:1]


def test_an_exchange_has_its_messages(sandbox: Sandbox, made: dict[str, Any]) -> None:
    path, message = f"/spaces/{made['name']}/exchanges", find(college_of(sandbox, made))
    answered = send(sandbox, message)
    (summary,) = call(sandbox, "GET", path).value
    shown = call(sandbox, "GET", f"{path}/{summary['number']}").value
    assert (shown["request"]["body"], shown["answer"]["body"]) == (message, answered.text)
    assert ["Content-Type", "text/xml; charset=utf-8"] in shown["request"]["headers"]
    assert shown["reference"] == answered.headers["X-Call-Reference"]
    assert call(sandbox, "GET", f"{path}/999999").status == 404
    assert call(sandbox, "GET", f"{path}/one").status == 404


def test_a_wait_ends_with_the_call_that_was_waited_for(sandbox: Sandbox, made: dict[str, Any]) -> None:
    path, college = f"/spaces/{made['name']}/exchanges/wait", college_of(sandbox, made)
    with ThreadPoolExecutor(1) as waiting:
        waited = waiting.submit(call, sandbox, "GET", f"{path}?operation=registerSingleLearner&seconds=15")
        time.sleep(0.2)
        send(sandbox, find(college))
        assert not waited.done()
        send(sandbox, register(college))
        assert waited.result(5).value["operation"] == "registerSingleLearner"


def test_a_wait_for_what_does_not_come_ends_in_time(sandbox: Sandbox, made: dict[str, Any]) -> None:
    began = time.monotonic()
    assert call(sandbox, "GET", f"/spaces/{made['name']}/exchanges/wait?seconds=0.3").status == 204
    assert 0.3 <= time.monotonic() - began < 3
    assert call(sandbox, "GET", f"/spaces/{made['name']}/exchanges/wait?seconds=-1").status == 400
    assert call(sandbox, "GET", f"/spaces/{made['name']}/exchanges/wait?seconds=nan").status == 400


def test_many_who_wait_hold_up_no_call(sandbox: Sandbox, made: dict[str, Any]) -> None:
    path, college = f"/spaces/{made['name']}/exchanges/wait", college_of(sandbox, made)
    with ThreadPoolExecutor(20) as waiting:
        waits = [waiting.submit(call, sandbox, "GET", f"{path}?code=NONE&seconds=2") for _ in range(20)]
        time.sleep(0.3)
        began = time.monotonic()
        assert send(sandbox, find(college)).code == "WSRC0004"
        assert time.monotonic() - began < 1
        assert {one.result().status for one in waits} == {204}


def test_too_many_who_wait_are_refused_and_others_are_not(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(60) as waiting:
        waits = [waiting.submit(call, sandbox, "GET", "/spaces/default/inbox/wait?seconds=2") for _ in range(60)]
        time.sleep(0.5)
        assert call(sandbox, "GET", "/spaces").status == 200
        assert {one.result().status for one in waits} == {204, 503}
    assert call(sandbox, "GET", "/spaces/default/inbox/wait?seconds=0").status == 204


def test_a_sandbox_ends_although_somebody_waits(tmp_path_factory: pytest.TempPathFactory) -> None:
    with ThreadPoolExecutor(1) as waiting:
        with running(tmp_path_factory.mktemp("ends")) as sandbox:
            waited = waiting.submit(call, sandbox, "GET", "/spaces/default/exchanges/wait?seconds=60")
            time.sleep(0.3)
            began = time.monotonic()
        assert time.monotonic() - began < 1.5
        assert waited.result(5).status == 204


def test_a_job_is_waited_for_and_its_email_arrives(sandbox: Sandbox, made: dict[str, Any]) -> None:
    path = f"/spaces/{made['name']}"
    send(sandbox, batch(made, sandbox, "mis@ashdown.test"))
    (job,) = call(sandbox, "GET", f"{path}/jobs").value
    ended = call(sandbox, "GET", f"{path}/jobs/{job['number']}/wait?seconds=15").value
    assert (ended["ended"], ended["status"], ended["done"], ended["email"]) == (
        True,
        "finished",
        1,
        "mis@ashdown.test",
    )
    mail = call(sandbox, "GET", f"{path}/inbox/wait?to=MIS@Ashdown.test").value
    assert (mail["to"], mail["job"], mail["at"]) == ("mis@ashdown.test", job["number"], "2026-08-20T00:00:00")
    assert call(sandbox, "GET", f"{path}/inbox").value == [mail]
    assert call(sandbox, "GET", f"{path}/inbox?to=nobody@ashdown.test").value == []
    assert call(sandbox, "GET", f"{path}/inbox/wait?after={mail['number']}&seconds=0.1").status == 204
    assert call(sandbox, "GET", f"{path}/jobs/1/wait?seconds=0").status == 404


def test_scenarios_are_listed_with_the_user_name_that_asks(sandbox: Sandbox) -> None:
    listed = {one["name"]: one["user_name"] for one in call(sandbox, "GET", "/scenarios").value}
    assert listed == {name: f"sandbox:{name}" for name in SCENARIOS}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nothing", None, 404),
        ("GET", "/spaces/none", None, 404),
        ("PATCH", "/spaces", None, 405),
        ("POST", "/spaces", b"{", 400),
        ("POST", "/spaces", b"[]", 400),
        ("POST", "/spaces", b"[" * 100_000, 413),
        ("POST", "/spaces", {"nam": "x"}, 400),
        ("POST", "/spaces", {"name": "NO"}, 409),
        ("POST", "/spaces/default/reset", {"all": True}, 400),
        ("GET", "/spaces?all=1", None, 400),
        ("GET", "/spaces/default/exchanges?limit=x", None, 400),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(
    sandbox: Sandbox, method: str, path: str, body: object, status: int
) -> None:
    answer = call(sandbox, method, path, body)
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.value["status"] == status
    assert answer.value["detail"][-1] == "."


def test_calls_of_the_api_are_no_exchanges(sandbox: Sandbox) -> None:
    sandbox.spaces.default.reset()
    call(sandbox, "GET", "/spaces")
    assert sandbox.spaces.default.exchanges.newest_first() == []
    assert send(sandbox, find(demo.COLLEGE)).code == "WSRC0004"
