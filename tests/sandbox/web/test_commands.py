"""Commands that talk to a running sandbox."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gateway.cli import main
from gateway.sandbox.sandbox import Sandbox
from tests.sandbox.calling import find, running, send


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox"), clock=datetime(2026, 8, 20)) as one:
        yield one


@pytest.fixture
def steered(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    monkeypatch.setenv("LRS_SANDBOX_URL", sandbox.address)
    monkeypatch.setenv("LRS_SANDBOX_TOKEN", sandbox.token)
    sandbox.spaces.default.reset()
    return sandbox


def steer(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["sandbox", *arguments])


def printed(*arguments: str) -> Any:
    result = steer(*arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_space_is_made_listed_and_deleted(steered: Sandbox) -> None:
    made = printed("space", "new", "ci", "--json")
    assert send(steered, find(steered.spaces.named("ci").organisations[0])).code == "WSRC0004"
    assert [one["name"] for one in printed("space", "list", "--json")] == ["default", "ci"]
    assert printed("space", "show", "ci", "--json") == made
    assert made["organisations"][0]["password"] in steer("space", "show", "ci").stdout
    assert "2026-08-20T00:00:00 (stands still)" in steer("space", "list").stdout
    assert steer("space", "delete", "ci").exit_code == 0
    assert steer("space", "delete", "ci").exit_code == 1
    assert "Inspector: http://" in steer("space", "new", "ci").stdout
    assert steer("space", "delete", "ci").exit_code == 0


@pytest.mark.usefixtures("steered")
def test_a_checkpoint_is_saved_listed_restored_and_deleted() -> None:
    assert steer("checkpoint", "save", "before").exit_code == 0
    steer("clock", "move", "--by", "90d")
    assert steer("clock", "show").stdout == "2026-11-18T00:00:00 (stands still)\n"
    assert steer("checkpoint", "list").stdout == "before\n"
    assert printed("checkpoint", "list", "--json") == [{"name": "before"}]
    assert steer("checkpoint", "restore", "before").exit_code == 0
    assert printed("clock", "show", "--json")["at"] == "2026-08-20T00:00:00"
    assert steer("checkpoint", "delete", "before").exit_code == 0


def test_a_clock_is_moved_to_a_time(steered: Sandbox) -> None:
    assert printed("clock", "move", "--to", "2026-09-01", "--json")["at"] == "2026-09-01T00:00:00"
    back = steer("clock", "move", "--to", "2026-08-01")
    assert (back.exit_code, back.stderr[:29]) == (1, "lrs-gateway: The clock is at ")
    assert steer("reset").exit_code == 0
    assert steered.spaces.default.clock() == datetime(2026, 8, 20)


def test_a_call_is_waited_for(steered: Sandbox) -> None:
    send(steered, find())
    assert printed("wait", "call", "--operation", "learnerByULN")["code"] == "WSRC0004"
    late = steer("wait", "call", "--code", "WSRC0001", "--seconds", "0.1")
    assert (late.exit_code, late.stderr) == (1, "lrs-gateway: no such call in time\n")
    assert steer("wait", "email", "--seconds", "0").exit_code == 1
    assert steer("wait", "job", "7", "--seconds", "0").exit_code == 1


def test_a_screen_obeys_nothing_that_a_client_sent(steered: Sandbox) -> None:
    send(steered, find().replace("<UserName>", "<UserName>\x9b2J\u202e"))
    result = steer("wait", "call")
    assert "\\u202e" in result.stdout
    assert all(letter.isprintable() or letter == "\n" for letter in result.stdout)


@pytest.mark.usefixtures("steered")
def test_a_sandbox_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert steer("wait", "ready").exit_code == 0
    monkeypatch.setenv("LRS_SANDBOX_URL", "http://127.0.0.1:1")
    assert steer("wait", "ready", "--seconds", "0").exit_code == 1
    nobody = steer("space", "list")
    assert (nobody.exit_code, nobody.stderr[:31]) == (1, "lrs-gateway: no sandbox answers")


def test_a_wrong_token_or_address_is_said(steered: Sandbox) -> None:
    assert "the token is missing or wrong" in steer("space", "list", "--token", "wrong").stderr
    assert steer("space", "list", "--url", "ftp://127.0.0.1").exit_code == 1
    assert steer("space", "list", "--url", f"{steered.address}/", "--token", steered.token).exit_code == 0


def test_the_command_says_where_and_ends_at_once_although_somebody_waits(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "gateway.cli", "sandbox", "--port", "0", "--json", "--folder", str(tmp_path)]
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, text=True, env=os.environ | {"LRS_SANDBOX_TOKEN": "chosen"}
    ) as run:
        assert run.stdout is not None
        told = json.loads(run.stdout.readline())
        assert (told["token"], told["inspector"]) == ("chosen", f"{told['address']}/inspector")
        place = ("--url", told["address"], "--token", told["token"])
        assert printed("clock", "show", "--json", *place)["stands_still"] is False
        with ThreadPoolExecutor(1) as waiting:
            waited = waiting.submit(steer, "wait", "call", "--seconds", "60", *place)
            time.sleep(0.5)
            run.terminate()
            assert run.wait(10) == 0
            assert "no such call in time" in waited.result().stderr


def test_an_unknown_subcommand_starts_no_sandbox() -> None:
    result = steer("spaces")
    assert (result.exit_code, "No such command" in result.stderr) == (2, True)


def test_a_client_is_judged_by_its_calls(steered: Sandbox, tmp_path: Path) -> None:
    begun = CliRunner().invoke(main, ["conformance", "start", "Fal MIS 2"])
    assert begun.exit_code == 0, begun.output
    assert "Space fal-mis-2\n" in begun.stdout
    assert "61 situations" in begun.stdout
    college = steered.spaces.named("fal-mis-2").organisations[0]
    assert college.password in begun.stdout
    for _ in range(3):
        send(steered, find(college))
    files = ["--html", str(tmp_path / "report.html"), "--badge", str(tmp_path / "badge.svg")]
    well = CliRunner().invoke(main, ["conformance", "report", "Fal MIS 2", *files])
    assert (well.exit_code, "0 failed" in well.stdout) == (0, True)
    assert "Fal MIS 2" in (tmp_path / "report.html").read_text()
    assert "of 61 passed" in (tmp_path / "badge.svg").read_text()
    send(steered, find(college).replace("Lee", "Lee & Sons"))
    badly = CliRunner().invoke(main, ["conformance", "report", "Fal MIS 2", "--json"])
    assert badly.exit_code == 1
    failed = [one["name"] for one in json.loads(badly.stdout)["situations"] if one["state"] == "failed"]
    assert failed == ["well-formed"]
    again = CliRunner().invoke(main, ["conformance", "start", "Fal MIS 2"])
    assert again.exit_code == 0
    assert CliRunner().invoke(main, ["conformance", "report", "Fal MIS 2"]).exit_code == 0
    steered.spaces.delete("fal-mis-2")


@pytest.mark.usefixtures("steered")
def test_a_client_without_a_run_or_a_name_is_told_so(tmp_path: Path) -> None:
    for arguments, sentence in (
        (["report", "x", "--space", "default"], "No conformance run was begun in this space."),
        (["report", "nobody"], "There is no space 'nobody'"),
        (["start", "***"], "needs a letter or a digit"),
    ):
        result = CliRunner().invoke(main, ["conformance", *arguments])
        assert result.exit_code == 1
        assert sentence in result.stderr
    CliRunner().invoke(main, ["conformance", "start", "x", "--space", "default"])
    result = CliRunner().invoke(main, ["conformance", "report", "x", "--space", "default", "--html", str(tmp_path)])
    assert result.exit_code == 2
