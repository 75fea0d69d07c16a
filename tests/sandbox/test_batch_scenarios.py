"""Batches whose rows and times a scenario decides."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.domain.batch import JobKind, JobStatus
from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.scenarios.outcomes.batches import POLLING, SUBMITTING
from gateway.sandbox.scenarios.outcomes.rows import ROW_ANSWERS
from gateway.sandbox.scenarios.planned import Plan
from tests.contract.test_responses_are_valid import errors_of
from tests.sandbox.calling import Answered, running, send
from tests.sandbox.messages import Served, by_user, message, supported

_JOB = re.compile(r"<(?:\w+:)?(?:JobID|JobId)>(\d+)<")
_STATED_JOB = re.compile(rb"(<(?:\w+:)?(?:JobID|jobId)>)\d+(<)")
_ROW_CODE = re.compile(r"<(?:\w+:)?(?:ReturnCode|ResponseCode)>(W?S?V?RC\d+)<")
_ERROR_CODE = re.compile(r'"(AC\d+)"')
_COUNTED = {
    "AC001": "AchievementsCreated",
    "AC002": "AchievementsUpdated",
    "AC003": "AchievementsWithdrawn",
    "AC004": "AchievementsReinstated",
    "AC005": "AchievementsPromotedToFinal",
}
SERVICES = [
    (one.service, kind) for one in supported() for kind, operation in SUBMITTING.items() if operation == one.operation
]
ROWS = [(service, kind, str(code)) for service, kind in SERVICES for code in ROW_ANSWERS[kind]]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox")) as one:
        yield one


@pytest.fixture(autouse=True)
def _afresh(sandbox: Sandbox) -> Iterator[None]:
    yield
    sandbox.spaces.default.reset()


def submit(sandbox: Sandbox, service: str, kind: JobKind, user: str) -> str:
    """Submit a batch, and return the number of its job."""
    served = Served(service, SUBMITTING[kind])
    answer = send(sandbox, by_user(message(served), user).decode(), served.path)
    assert answer.code == "WSRC0007", answer.text
    found = _JOB.search(answer.text)
    assert found is not None
    return found[1]


def poll(sandbox: Sandbox, service: str, kind: JobKind, job: str = "1", user: str = "") -> Answered:
    served = Served(service, POLLING[kind])
    request = _STATED_JOB.sub(rb"\g<1>" + job.encode() + rb"\g<2>", message(served))
    answer = send(sandbox, (by_user(request, user) if user else request).decode(), served.path)
    assert errors_of(answer.body, service) == []
    return answer


def codes_of_rows(answer: Answered) -> set[str]:
    """Return the codes of the rows in an output."""
    done = {code for code, name in _COUNTED.items() if re.search(rf"{name}>[1-9]", answer.text)}
    return {*_ROW_CODE.findall(answer.text), *_ERROR_CODE.findall(answer.text), *done} - {answer.code}


def test_every_code_of_a_row_comes_back_from_a_batch_twice_alike(sandbox: Sandbox) -> None:
    def play(row: tuple[str, JobKind, str]) -> list[str]:
        service, kind, code = row
        jobs = [submit(sandbox, service, kind, f"sandbox:rows-{code}") for _ in range(2)]
        outputs = [poll(sandbox, service, kind, job) for job in jobs]
        right = (jobs[0] == jobs[1], outputs[0].body == outputs[1].body, outputs[0].code, codes_of_rows(outputs[0]))
        return [] if right == (True, True, "WSRC0009", {code}) else [f"{row}: {right}"]

    with ThreadPoolExecutor(4) as callers:
        assert [line for lines in callers.map(play, ROWS) for line in lines] == []


def test_every_code_of_a_row_comes_back_without_a_batch(sandbox: Sandbox) -> None:
    for service, kind, code in ROWS:
        answer = poll(sandbox, service, kind, user=f"sandbox:rows-{code}")
        assert (answer.code, codes_of_rows(answer)) == ("WSRC0009", {code}), (service, kind, code)


def test_rows_of_a_scenario_register_nobody(sandbox: Sandbox) -> None:
    service, kind = "learner_service", JobKind.REGISTRATION
    pretended = submit(sandbox, service, kind, "sandbox:rows-RC001")
    assert codes_of_rows(poll(sandbox, service, kind, pretended)) == {"RC001"}
    job = submit(sandbox, service, kind, "registrar")
    assert job != pretended
    assert "RC001" in codes_of_rows(poll(sandbox, service, kind, job))


def test_new_ulns_of_a_batch_are_distinct(sandbox: Sandbox) -> None:
    job = submit(sandbox, "learner_service", JobKind.REGISTRATION, "sandbox:WSRC0007")
    answer = poll(sandbox, "learner_service", JobKind.REGISTRATION, job)
    ulns = re.findall(r"<ULN>(\d+)<", answer.text)
    assert len(set(ulns)) == len(ulns) > 1


def test_rows_have_every_code_in_turn(sandbox: Sandbox) -> None:
    job = submit(sandbox, "learner_service", JobKind.REGISTRATION, "sandbox:rows-every-code")
    assert len(codes_of_rows(poll(sandbox, "learner_service", JobKind.REGISTRATION, job))) > 1


@pytest.mark.parametrize(("service", "kind"), SERVICES)
@pytest.mark.parametrize(
    ("scenario", "codes"),
    [
        ("batch-slow-2", ["WSRC0008", "WSRC0009", "WSRC0009"]),
        ("batch-slow-3", ["WSRC0008", "WSRC0008", "WSRC0009"]),
        ("worker-down-2", ["WSRC0008", "WSRC0008", "WSRC0009"]),
        ("batch-unfinished", ["WSRC0008"] * 4),
        ("batch-fails", ["WSRC0010"] * 2),
    ],
)
def test_a_batch_takes_so_many_polls(
    sandbox: Sandbox, service: str, kind: JobKind, scenario: str, codes: list[str]
) -> None:
    for _ in range(2):
        job = submit(sandbox, service, kind, f"sandbox:{scenario}")
        assert [poll(sandbox, service, kind, job).code for _ in codes] == codes


def test_the_polls_may_have_the_user_name_of_the_batch(sandbox: Sandbox) -> None:
    service, kind, user = "learner_service", JobKind.REGISTRATION, "sandbox:batch-slow-3"
    job = submit(sandbox, service, kind, user)
    codes = [poll(sandbox, service, kind, job, user).code for _ in range(3)]
    assert codes == ["WSRC0008", "WSRC0008", "WSRC0009"]
    assert poll(sandbox, service, kind, "1", user).code == "WSRC0018"


def test_a_batch_waits_or_is_in_progress(sandbox: Sandbox) -> None:
    service, kind = "external_service", JobKind.ACHIEVEMENT
    waiting = poll(sandbox, service, kind, submit(sandbox, service, kind, "sandbox:worker-down-10"))
    assert "Waiting<" in waiting.text
    slow = poll(sandbox, service, kind, submit(sandbox, service, kind, "sandbox:batch-slow-10"))
    assert "InProgress<" in slow.text


def test_a_job_ends_for_the_sandbox_when_it_ends_for_the_client(sandbox: Sandbox) -> None:
    service, kind, space = "learner_service", JobKind.VERIFICATION, sandbox.spaces.default
    job = submit(sandbox, service, kind, "sandbox:batch-slow-2")
    states = []
    for _ in range(2):
        states.append(next(one.status for one in space.jobs() if one.number == int(job)))
        poll(sandbox, service, kind, job)
    states.append(next(one.status for one in space.jobs() if one.number == int(job)))
    assert states == [JobStatus.RUNNING, JobStatus.RUNNING, JobStatus.FINISHED]


def test_a_checkpoint_brings_the_polls_back(sandbox: Sandbox) -> None:
    service, kind, space = "learner_service", JobKind.VERIFICATION, sandbox.spaces.default
    job = submit(sandbox, service, kind, "sandbox:batch-slow-3")
    space.save_checkpoint("submitted")
    for _ in range(2):
        assert [poll(sandbox, service, kind, job).code for _ in range(3)] == ["WSRC0008", "WSRC0008", "WSRC0009"]
        space.restore_checkpoint("submitted")


def test_parallel_polls_are_each_counted_once(sandbox: Sandbox) -> None:
    service, kind = "learner_service", JobKind.VERIFICATION
    job = submit(sandbox, service, kind, "sandbox:batch-slow-10")
    with ThreadPoolExecutor(4) as callers:
        codes = list(callers.map(lambda _: poll(sandbox, service, kind, job).code, range(12)))
    assert sorted(codes) == ["WSRC0008"] * 9 + ["WSRC0009"] * 3


def test_a_plan_makes_a_batch_fail(sandbox: Sandbox) -> None:
    service, kind = "learner_service", JobKind.REGISTRATION
    sandbox.spaces.default.plans.add(Plan(scenario="batch-fails", operation=SUBMITTING[kind], times=1))
    failing = submit(sandbox, service, kind, "registrar")
    right = submit(sandbox, service, kind, "registrar")
    assert poll(sandbox, service, kind, failing).code == "WSRC0010"
    assert poll(sandbox, service, kind, right).code == "WSRC0009"


def test_a_batch_that_is_refused_is_refused_with_a_scenario_too(sandbox: Sandbox) -> None:
    served = Served("learner_service", "submitBatchRegistration")
    request = re.sub(rb"(LearnerRecordCount>)\d+", rb"\g<1>199", by_user(message(served), "sandbox:rows-RC001"))
    assert send(sandbox, request.decode(), served.path).code == "WSRC0017"
