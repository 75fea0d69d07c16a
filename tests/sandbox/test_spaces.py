"""Spaces: registers, clocks and numbers of one's own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gateway import demo
from gateway.sandbox.clock import ClockMovedBack
from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.space import Space, UnknownCheckpoint
from gateway.sandbox.spaces import BadSpace, FolderInUse
from tests.builders import TEMPURI, r9
from tests.sandbox.calling import LEARNER_SERVICE, find, register, running, send
from tests.sandbox.messages import message, supported

_AT = datetime(2026, 8, 20)
_R9 = "/LearnerServiceR9.svc"


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox"), seed=7, clock=_AT) as one:
        yield one


@pytest.fixture
def space(sandbox: Sandbox) -> Iterator[Space]:
    one = sandbox.spaces.new()
    yield one
    sandbox.spaces.delete(one.name)


def test_the_demonstration_answers_without_any_space(sandbox: Sandbox) -> None:
    assert send(sandbox, find()).code == "WSRC0004"


def test_a_learner_registered_in_one_space_is_in_no_other(sandbox: Sandbox, space: Space) -> None:
    other = sandbox.spaces.new("other")
    try:
        assert send(sandbox, register(space.organisations[0])).code == "WSRC0005"
        assert send(sandbox, register(space.organisations[0])).code == "WSRC0021"
        assert send(sandbox, register(other.organisations[0])).code == "WSRC0005"
    finally:
        sandbox.spaces.delete("other")


def test_two_jobs_at_once_see_nothing_of_each_other(sandbox: Sandbox) -> None:
    spaces = [sandbox.spaces.new(f"job-{number}") for number in range(2)]
    names = [f"{first}{second}" for first in ("Hal", "Ivo", "Ned", "Olu") for second in ("a", "o", "i", "u", "e")]

    def registered(space: Space) -> list[str]:
        return [send(sandbox, register(space.organisations[0], given=name)).code for name in names]

    try:
        with ThreadPoolExecutor(2) as both:
            first, second = both.map(registered, spaces)
        assert first == second
        assert first.count("WSRC0005") >= len(names) // 2
        assert [len(space.exchanges.newest_first()) for space in spaces] == [len(names)] * 2
    finally:
        for space in spaces:
            sandbox.spaces.delete(space.name)


def test_every_contract_finds_the_space_by_its_credentials(sandbox: Sandbox, space: Space) -> None:
    message = r9("GetLearnerLearningEvents", {"uln": demo.ANN_ULN}, by=space.organisations[0])
    assert TEMPURI in message
    send(sandbox, message, _R9)
    assert [one.operation for one in space.exchanges.newest_first()] == ["GetLearnerLearningEvents"]


def test_the_password_of_another_space_is_wrong(sandbox: Sandbox, space: Space) -> None:
    stolen = find(space.organisations[0]).replace(space.organisations[0].password, demo.COLLEGE.password)
    assert send(sandbox, stolen).code == "WSEC0005"


def played(folder: Path, seed: int) -> list[bytes]:
    """Return what a new sandbox answers to every operation."""
    with running(folder, seed=seed, clock=_AT) as sandbox:
        college = sandbox.spaces.new().organisations[0]
        in_space = [register(college), find(college), find(user="sandbox:WSEC0999"), register(college, given="Ivy")]
        answers = [send(sandbox, one).body for one in in_space]
        return answers + [send(sandbox, message(one).decode(), one.path).body for one in supported()]


def test_the_same_seed_and_calls_give_the_same_bytes(tmp_path: Path) -> None:
    first = played(tmp_path / "first", 7)
    assert len(first) > 50
    assert first == played(tmp_path / "second", 7)
    assert first != played(tmp_path / "third", 8)


def test_a_checkpoint_brings_back_register_clock_and_numbers(sandbox: Sandbox, space: Space) -> None:
    college = space.organisations[0]
    space.save_checkpoint("before")
    first = send(sandbox, register(college))
    space.clock.move(datetime(2026, 9, 1), stop=True)
    space.restore_checkpoint("before")
    assert space.clock() == _AT
    again = send(sandbox, register(college))
    assert (again.code, again.uln) == ("WSRC0005", first.uln)
    assert space.checkpoints() == ["before"]
    space.delete_checkpoint("before")
    with pytest.raises(UnknownCheckpoint):
        space.restore_checkpoint("before")


def test_a_reset_brings_back_the_beginning(sandbox: Sandbox, space: Space) -> None:
    college = space.organisations[0]
    send(sandbox, register(college))
    space.reset()
    assert space.exchanges.newest_first() == []
    assert send(sandbox, register(college)).code == "WSRC0005"


def test_a_reset_during_calls_loses_none(sandbox: Sandbox, space: Space) -> None:
    college = space.organisations[0]
    with ThreadPoolExecutor(4) as callers:
        answers = [callers.submit(send, sandbox, find(college)) for _ in range(40)]
        for _ in range(5):
            space.reset()
        assert {answer.result().code for answer in answers} == {"WSRC0004"}


def test_a_clock_moves_forward_only(space: Space) -> None:
    with pytest.raises(ClockMovedBack, match="2026-08-20T00:00:00"):
        space.clock.move(datetime(2026, 8, 19), stop=True)
    space.clock.move(datetime(2026, 8, 21), stop=True)
    assert space.clock() == datetime(2026, 8, 21)


def test_answers_have_the_time_of_the_space(sandbox: Sandbox, space: Space) -> None:
    assert "2026-08-20 00:00:00" in send(sandbox, find(space.organisations[0], user="sandbox:WSEC0999")).text


def test_a_space_that_nobody_called_for_long_is_deleted(tmp_path: Path) -> None:
    with running(tmp_path, unused_seconds=0.0) as sandbox:
        college = sandbox.spaces.new("old").organisations[0]
        assert sandbox.spaces.delete_unused() == ["old"]
        assert send(sandbox, find(college)).code == "WSEC0003"


@pytest.mark.parametrize("name", ["default", "Capital", "a" * 41, "../up"])
def test_a_name_that_cannot_be_is_refused(sandbox: Sandbox, name: str) -> None:
    with pytest.raises(BadSpace):
        sandbox.spaces.new(name)


def test_the_default_space_stays(sandbox: Sandbox) -> None:
    with pytest.raises(BadSpace, match="reset"):
        sandbox.spaces.delete("default")


def test_wsdls_are_served(sandbox: Sandbox) -> None:
    assert sandbox.address in send(sandbox, "", f"{LEARNER_SERVICE}?wsdl", method="GET").text
    assert send(sandbox, "", "/ready", method="GET").status == 200


def test_the_default_register_stays_in_its_folder_until_it_is_dropped(tmp_path: Path) -> None:
    with running(tmp_path) as sandbox:
        assert send(sandbox, register()).code == "WSRC0005"
        sandbox.spaces.new("gone")
    with running(tmp_path) as sandbox:
        assert send(sandbox, register()).code == "WSRC0021"
        assert send(sandbox, register(sandbox.spaces.new("gone").organisations[0])).code == "WSRC0005"
    with running(tmp_path, reset=True) as sandbox:
        assert send(sandbox, register()).code == "WSRC0005"


def test_a_folder_that_another_sandbox_uses_is_refused(tmp_path: Path) -> None:
    with running(tmp_path) as sandbox:
        assert send(sandbox, register()).code == "WSRC0005"
        with pytest.raises(FolderInUse, match="another sandbox"), running(tmp_path, reset=True):
            pass
        assert send(sandbox, register()).code == "WSRC0021"
    with running(tmp_path):
        pass


def test_a_clock_that_runs_can_be_moved_to_now(tmp_path: Path) -> None:
    with running(tmp_path) as sandbox:
        clock = sandbox.spaces.default.clock
        before = clock()
        sandbox.spaces.default.move_clock(before, stop=False)
        assert clock() >= before
        with pytest.raises(ClockMovedBack, match="the clock is at"):
            sandbox.spaces.default.move_clock(before - timedelta(minutes=1))
