"""The conformance report of good and of bad clients."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from http.client import HTTPException
from pathlib import Path

import pytest
from lxml import etree

from gateway import demo
from gateway.sandbox.conformance import report
from gateway.sandbox.conformance.run import SITUATIONS, ConformanceRun
from gateway.sandbox.conformance.situation import State
from gateway.sandbox.sandbox import Sandbox
from tests.builders import FINDMSG, REGMSG, learner, miap
from tests.sandbox.calling import HEADERS, Answered, find, register, running, send

_EXAMPLES = Path(__file__).parents[2] / "clients" / "examples"
_FAILS = (OSError, HTTPException)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox")) as one:
        yield one


@pytest.fixture
def run(sandbox: Sandbox) -> ConformanceRun:
    sandbox.spaces.default.reset()
    return sandbox.spaces.default.begin_conformance("Test client")


def states(run: ConformanceRun, state: State) -> set[str]:
    return {situation.name for situation, verdict in run.verdicts().items() if verdict.state is state}


def search(family: str = "Lee", given: str = "Ann", **changed: str) -> str:
    values = {
        "FamilyName": family,
        "GivenName": given,
        "DateOfBirth": "2004-03-09",
        "Gender": "2",
        "LastKnownPostCode": "CV1 2WT",
    }
    return miap(FINDMSG, "FindLearnerByDemographics", values | changed, find="FUL")


def update(version: int, **changed: str) -> str:
    values = {
        "GivenName": "Gil",
        "FamilyName": "Ash",
        "DateOfBirth": "2003-01-15",
        "Gender": "1",
        "LastKnownPostCode": "EX4 3SR",
        "VerificationType": "0",
        "ULN": demo.GIL_ULN,
        "VersionNumber": str(version),
    }
    return miap(REGMSG, "UpdateLearner", {"Learner": learner(**values | changed)})


def by_uln(uln: str, given: str, family: str) -> str:
    return miap(FINDMSG, "FindLearnerByULN", {"ULN": uln, "FamilyName": family, "GivenName": given}, find="FUL")


def attempt(sandbox: Sandbox, message: str) -> Answered | None:
    with suppress(*_FAILS):
        return send(sandbox, message)
    return None


def loses_answers_and_changes_the_postcode(sandbox: Sandbox) -> None:
    attempt(sandbox, search("Orme", "Hal"))
    attempt(sandbox, register(user="sandbox:answer-lost"))
    changed = learner(GivenName="Hal", LastKnownPostCode="OX1 2JE", FamilyName="Ormerod")
    attempt(sandbox, miap(REGMSG, "RegisterLearner", {"Learner": changed}))


def does_not_escape(sandbox: Sandbox) -> None:
    attempt(sandbox, search("Oxley").replace("Oxley", "Oxley & Sons"))


def ignores_possible_matches(sandbox: Sandbox) -> None:
    assert send(sandbox, search(Gender="1")).code == "WSRC0003"
    values = {"GivenName": "Ann", "FamilyName": "Lee", "DateOfBirth": "2004-03-09", "Gender": "1"}
    message = miap(REGMSG, "RegisterLearner", {"Learner": learner(**values, LastKnownPostCode="CV1 2WT")})
    attempt(sandbox, message)


def trusts_any_number(sandbox: Sandbox) -> None:
    attempt(sandbox, by_uln("1234567890", "Ann", "Lee"))


def guesses(sandbox: Sandbox) -> None:
    for _ in range(3):
        attempt(sandbox, find(replace(demo.COLLEGE, password="x" * 16)))


def writes_zones(sandbox: Sandbox) -> None:
    attempt(sandbox, search(DateOfBirth="2004-03-09Z"))


def overwrites(sandbox: Sandbox) -> None:
    attempt(sandbox, by_uln(demo.GIL_ULN, "Gil", "Ash"))
    for _ in range(2):
        assert send(sandbox, update(7)).code == "WSRC0013"


def never_waits(sandbox: Sandbox) -> None:
    for _ in range(2):
        attempt(sandbox, find(user="sandbox:http-503"))


def has_no_action(sandbox: Sandbox) -> None:
    send(sandbox, find(), headers={"Content-Type": HEADERS["Content-Type"]})


def asks_again_for_the_opted_out(sandbox: Sandbox) -> None:
    for _ in range(2):
        attempt(sandbox, find(user="sandbox:WSEC0206"))


def registers_whom_it_found(sandbox: Sandbox) -> None:
    assert send(sandbox, search()).code == "WSRC0004"
    values = {"GivenName": "Ann", "FamilyName": "Lee", "DateOfBirth": "2004-03-09", "Gender": "2"}
    attempt(sandbox, miap(REGMSG, "RegisterLearner", {"Learner": learner(**values, LastKnownPostCode="CV1 2WT")}))


BAD: tuple[tuple[Callable[[Sandbox], None], str], ...] = (
    (loses_answers_and_changes_the_postcode, "lost-registration"),
    (does_not_escape, "well-formed"),
    (ignores_possible_matches, "possible-match"),
    (trusts_any_number, "check-digit"),
    (guesses, "wrong-password"),
    (writes_zones, "no-zone"),
    (overwrites, "version-conflict"),
    (never_waits, "http-503"),
    (has_no_action, "soap-action"),
    (registers_whom_it_found, "exact-match"),
)


@pytest.mark.parametrize(("client", "wrong"), BAD, ids=[wrong for _, wrong in BAD])
def test_what_a_bad_client_does_is_found_and_nothing_else(
    sandbox: Sandbox, run: ConformanceRun, client: Callable[[Sandbox], None], wrong: str
) -> None:
    client(sandbox)
    assert states(run, State.FAILED) == {wrong}
    verdict = next(one for situation, one in run.verdicts().items() if situation.name == wrong)
    assert sandbox.spaces.default.exchanges.by_number(verdict.exchange) is not None
    assert verdict.reason


def test_a_good_client_passes_and_fails_in_nothing(sandbox: Sandbox, run: ConformanceRun) -> None:
    send(sandbox, search("Orme", "Hal"))
    attempt(sandbox, register(user="sandbox:answer-lost"))
    issued = send(sandbox, register()).code
    assert issued == "WSRC0021"
    found = send(sandbox, search("Orme", "Hal", DateOfBirth="2005-04-01", Gender="1", LastKnownPostCode="OX1 2JD"))
    assert found.code == "WSRC0004"
    send(sandbox, search())
    listed = send(sandbox, search(Gender="1"))
    send(sandbox, by_uln(listed.uln, "Ann", "Lee"))
    send(sandbox, by_uln(demo.GIL_ULN, "Gil", "Ash"))
    send(sandbox, update(7))
    send(sandbox, by_uln(demo.GIL_ULN, "Gil", "Ash"))
    send(sandbox, update(1, AbilityToShare="1"))
    send(sandbox, find(user="sandbox:http-503"))
    time.sleep(1.1)
    send(sandbox, find())
    assert states(run, State.FAILED) == set()
    assert {
        "well-formed", "valid", "lost-registration", "already-registered", "exact-match", "possible-match",
        "version-conflict", "read-before-update", "http-503", "answer-lost", "check-digit", "soap-action",
    } <= states(run, State.PASSED)  # fmt: skip


@pytest.mark.parametrize("example", ["zeep_client.py", "http_client.py", "zeep_batch.py", "zeep_achievements.py"])
def test_the_example_clients_fail_in_nothing(sandbox: Sandbox, run: ConformanceRun, example: str) -> None:
    command = [sys.executable, str(_EXAMPLES / example), sandbox.address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert states(run, State.FAILED) == set()
    assert {"well-formed", "valid", "content-type", "user-name"} <= states(run, State.PASSED)


def test_there_are_sixty_situations_and_each_says_what_to_do() -> None:
    assert len(SITUATIONS) >= 60
    assert len({one.name for one in SITUATIONS}) == len(SITUATIONS)
    assert all(one.title and one.do.endswith(".") for one in SITUATIONS)


def test_the_report_is_json_html_and_a_badge(sandbox: Sandbox, run: ConformanceRun) -> None:
    run.client = "<b>Client & sons</b>"
    for _ in range(3):
        send(sandbox, find())
    told = json.loads(json.dumps(report.as_json(run)))
    assert told["summary"]["passed"] >= 3
    assert len(told["situations"]) == len(SITUATIONS)
    page = report.as_html(run)
    assert "&lt;b&gt;Client &amp; sons&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "style" not in page
    assert etree.fromstring(report.as_badge(run).encode()).get("role") == "img"
