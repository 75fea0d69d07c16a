"""Every code of every operation, asked for by user name."""

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from gateway import demo
from gateway.domain.codes import Code
from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.scenarios import cast
from gateway.sandbox.scenarios.catalogue import SCENARIOS, fits_every
from gateway.sandbox.scenarios.code_scenarios import OUTCOMES
from gateway.sandbox.scenarios.scenario import Kind
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from tests.builders import FINDMSG, TEMPURI, miap, r9
from tests.contract.test_coverage import CODES
from tests.contract.test_responses_are_valid import errors_of
from tests.sandbox.calling import Answered, register, running, send
from tests.sandbox.messages import Served, by_user, message, operations, supported

_OF_THE_CALL = re.compile(rb"ErrorTimestamp>[^<]*<|ErrorDetail>[^<]*<|[0-9a-f]{32}")
"""The time and the reference of a call that failed."""
_HAS_NO_CODE = {("ViewAudit", "WSRC0004"): ">Read the learning record<", ("ViewAudit", "WSEC0208"): "List></"}
"""Answers without a code, and what they have."""
_CHANGES = ("audit", "organisation", "batch_job", "batch_row", "batch_digest", "sqlite_sequence")
"""Tables that may change: audit, misses, batches accepted."""
_REFUSALS = {name for name, scenario in SCENARIOS.items() if scenario.kind is Kind.CODE and fits_every(scenario)}
"""Codes that every operation has, and that no handler decides."""
ASKED = [
    (served, scenario.name)
    for served in supported()
    for scenario in SCENARIOS.values()
    if scenario.kind is Kind.CODE and scenario.fits(served.operation)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sandbox")


@pytest.fixture(scope="module")
def sandbox(folder: Path) -> Iterator[Sandbox]:
    with running(folder) as one:
        yield one


def ask(sandbox: Sandbox, served: Served, scenario: str) -> Answered:
    return send(sandbox, by_user(message(served), f"sandbox:{scenario}").decode(), served.path)


def what_is_wrong(answer: Answered, served: Served, code: str) -> list[str]:
    sign = _HAS_NO_CODE.get((served.operation, code), f">{code}<")
    wrong = [] if sign in answer.text else [f"{served} for {code} answers {answer.text}"]
    return wrong + errors_of(answer.body, served.service)


def without_times(answer: Answered) -> bytes:
    return _OF_THE_CALL.sub(b"", answer.body)


def contents(folder: Path) -> list[str]:
    """Return what a register holds beside its audit trail."""
    with closing(sqlite3.connect(folder / "spaces/default/register.db")) as register:
        return [line for line in register.iterdump() if not any(name in line for name in _CHANGES)]


def test_every_code_is_answered_twice_alike_as_the_contract_has_it_and_changes_nothing(
    sandbox: Sandbox, folder: Path
) -> None:
    def ask_twice(asked: tuple[Served, str]) -> list[str]:
        served, code = asked
        first = ask(sandbox, served, code)
        alike = code in _REFUSALS or without_times(first) == without_times(ask(sandbox, served, code))
        return what_is_wrong(first, served, code) + ([] if alike else [f"{served} for {code} differs"])

    before = contents(folder)
    with ThreadPoolExecutor(4) as callers:
        wrong = [line for lines in callers.map(ask_twice, ASKED) for line in lines]
    assert not wrong, "\n".join(wrong)
    assert contents(folder) == before


def test_a_refusal_is_the_same_twice(sandbox: Sandbox) -> None:
    served = Served("learner_service", "learnerByULN")
    for code in _REFUSALS:
        first, second = (without_times(ask(sandbox, served, code)) for _ in range(2))
        assert first == second


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        ("learner_service", "registerSingleLearner", "WSRC0005"),
        ("learner_service", "updateSingleLearner", "WSRC0006"),
        ("learner_service_r9", "UpdateLearnerSubsetFields", "WSRC0006"),
        ("learner_service_r9_2017", "CreateDataChallenge", "WSRC0004"),
        ("learner_service_r9_2017", "CreateOrModifySnapshot", "WSRC0004"),
    ],
)
def test_what_is_pretended_is_the_same_in_parallel(
    sandbox: Sandbox, folder: Path, service: str, operation: str, code: str
) -> None:
    before = contents(folder)
    with ThreadPoolExecutor(8) as callers:
        asked = [callers.submit(ask, sandbox, Served(service, operation), code) for _ in range(16)]
    assert len({one.result().body for one in asked}) == 1
    assert contents(folder) == before


def test_a_change_of_the_register_would_be_noticed(sandbox: Sandbox, folder: Path) -> None:
    before = contents(folder)
    send(sandbox, register())
    assert contents(folder) != before
    sandbox.spaces.default.reset()


def test_an_answer_of_another_code_would_be_noticed(sandbox: Sandbox) -> None:
    served = Served("learner_service", "learnerByULN")
    answer = ask(sandbox, served, "WSRC0003")
    assert what_is_wrong(answer, served, "WSRC0003") == []
    assert what_is_wrong(answer, served, "WSRC0004")


def test_every_code_that_an_operation_has_golden_messages_for_has_a_scenario() -> None:
    of_calls = {code.value for code in Code if code.startswith(("WSRC", "WSVRC", "WSEC"))}
    asked = {
        (served.service, served.operation, name)
        for served in supported()
        for name, scenario in SCENARIOS.items()
        if scenario.fits(served.operation)
    }
    missing = [
        (service, operation, code)
        for (service, operation), codes in CODES.items()
        for code in sorted(codes & of_calls)
        if not {(service, operation, code), (service, operation, f"rows-{code}")} & asked
    ]
    assert missing == []


def test_an_operation_that_is_not_supported_says_so(sandbox: Sandbox) -> None:
    for served in set(operations()) - set(supported()):
        answer = send(sandbox, message(served).decode(), served.path)
        assert ">WSEC0002<" in answer.text or "ActionNotSupported" in answer.text, served


def test_nobody_is_refused_for_the_misses_of_scenarios(sandbox: Sandbox) -> None:
    space = sandbox.spaces.default
    for operation in ("learnerByULN", "verifyLearner", "retrieveULNs"):
        served = Served("learner_service", operation)
        ask(sandbox, served, "WSVRC006" if operation == "verifyLearner" else "WSRC0001")
    with space.store.unit() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
    assert college is not None
    assert college.misses == 0
    nobody = {"ULN": cast.NOBODY, "FamilyName": "Lee", "GivenName": "Ann"}
    send(sandbox, miap(FINDMSG, "FindLearnerByULN", nobody, find="FUL"))
    with space.store.unit() as unit:
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
    assert college is not None
    assert college.misses == 1


def test_a_learner_who_may_match_is_found_by_uln(sandbox: Sandbox) -> None:
    listed = ask(sandbox, Served("learner_service", "learnerByDemographics"), "WSRC0003")
    learners = re.findall(r"<ULN>(\d+)</ULN>.*?<GivenName>(\w+)<.*?<FamilyName>(\w+)<", listed.text)
    found = [
        send(
            sandbox,
            miap(FINDMSG, "FindLearnerByULN", {"ULN": uln, "FamilyName": family, "GivenName": given}, find="FUL"),
        )
        for uln, given, family in learners
    ]
    assert [answer.code for answer in found] == ["WSRC0004"] * 2


def test_the_record_of_a_learner_who_is_found_can_be_read(sandbox: Sandbox) -> None:
    found = ask(sandbox, Served("learner_service", "learnerByULN"), "WSRC0004")
    assert f"<ULN>{cast.FOUND}</ULN>" in found.text
    names = {"givenName": cast.ADA.given_name, "familyName": cast.ADA.family_name}
    message = r9("GetLearnerLearningEvents", {"uln": cast.FOUND, **names, "getType": "FULL"})
    assert TEMPURI in message
    assert send(sandbox, message, "/LearnerServiceR9.svc").code == "WSRC0004"


def test_a_register_that_was_kept_from_before_gets_the_learners_of_scenarios(tmp_path: Path) -> None:
    kept = tmp_path / "spaces/default"
    kept.mkdir(parents=True)
    engine = open_engine(f"sqlite:///{kept}/register.db")
    schema.upgrade(engine)
    engine.dispose()
    with running(tmp_path) as sandbox:
        assert ask(sandbox, Served("learner_service", "learnerByULN"), "WSRC0004").code == "WSRC0004"


def test_the_outcomes_are_those_of_operations_that_exist() -> None:
    assert set(OUTCOMES) <= {served.operation for served in supported()}
