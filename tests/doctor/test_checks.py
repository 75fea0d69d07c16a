"""Settings, clocks, disks and limits are judged in words."""

import subprocess
import sys

import pytest

from gateway.doctor.configuration import check_settings
from gateway.doctor.database import judge_clock, judge_disk
from gateway.doctor.finding import State
from gateway.settings import Settings


@pytest.mark.parametrize(
    ("url", "state", "fact"),
    [
        ("https://lrs.example.org", State.RIGHT, "https://lrs.example.org"),
        ("http://lrs.example.org", State.ADVICE, "passwords can be read on the way"),
        ("http://127.0.0.1:8080", State.ADVICE, "only clients on this computer"),
        ("https://localhost", State.ADVICE, "only clients on this computer"),
        ("http://[::1]:8080", State.ADVICE, "only clients on this computer"),
        ("", State.ADVICE, "every client is shown the host that it calls"),
        ("http://0.0.0.0:8080", State.WRONG, "no client can call it"),
        ("https://[::]", State.WRONG, "no client can call it"),
        ("lrs.example.org", State.WRONG, "does not begin with http:// or https://"),
        ("ftp://lrs.example.org", State.WRONG, "does not begin with http:// or https://"),
        ("https://", State.WRONG, "does not begin with http:// or https://"),
        ("https://lrs.example.org:port", State.WRONG, "is malformed"),
    ],
)
def test_an_address_that_clients_cannot_call_is_named(url: str, state: State, fact: str) -> None:
    found = next(one for one in check_settings(Settings(public_url=url)) if one.subject == "public address")
    assert found.state is state
    assert fact in found.fact
    assert bool(found.cure) is (state is not State.RIGHT)


@pytest.mark.parametrize(
    ("seconds", "state", "fact"),
    [
        (0.4, State.RIGHT, "agrees with the clock of this computer"),
        (-1.9, State.RIGHT, "agrees with the clock of this computer"),
        (75, State.WRONG, "is 1 minute ahead of the clock of this computer"),
        (-3, State.WRONG, "is 3 seconds behind the clock of this computer"),
    ],
)
def test_two_clocks_that_differ_are_named(seconds: float, state: State, fact: str) -> None:
    found = judge_clock(seconds)
    assert (found.state, found.fact) == (state, fact)


@pytest.mark.parametrize(
    ("free", "state"), [(None, State.ADVICE), (2**30, State.RIGHT), (2**29, State.RIGHT), (2**29 - 1, State.WRONG)]
)
def test_a_disk_that_is_nearly_full_is_named(free: int | None, state: State) -> None:
    assert judge_disk(free).state is state


_CHECK_FILES = """
import resource
from gateway.doctor.computer import check_open_files
from gateway.settings import Settings
resource.setrlimit(resource.RLIMIT_NOFILE, (300, 1000))
for number in (1000, 500):
    (found,) = check_open_files(Settings(connections=number))
    print(found.state.value, found.fact, found.cure, sep="|")
"""


def test_a_limit_of_files_below_the_connections_is_named() -> None:
    done = subprocess.run([sys.executable, "-c", _CHECK_FILES], capture_output=True, text=True, check=True)
    few, enough = done.stdout.splitlines()
    assert few.startswith(f"{State.WRONG.value}|a process may open 1000 here; GATEWAY_CONNECTIONS=1000 needs 1256|")
    assert "ulimit -Hn 1256" in few
    assert enough.startswith(State.RIGHT.value)
