"""The batch example against a real server.

The server's embedded worker processes the rows.
"""

import re
import sys
from pathlib import Path

import pytest

from gateway import demo
from tests.clients.served import EXAMPLES, Ran, Served, free_port, run_example, serving


def run_batch(*arguments: str) -> Ran:
    return run_example([sys.executable, EXAMPLES / "zeep_batch.py", *arguments])


def test_a_batch_is_submitted_done_and_read(sqlite_url: str, tmp_path: Path) -> None:
    with serving(tmp_path, sqlite_url) as fresh:  # another test may have submitted it to this register
        ran = run_batch(fresh.url)
    assert ran.code == 0, ran.err
    registration, output, *rows = ran.lines[:6]
    assert (registration, output) == ("Registration: WSRC0007", "Registration output: WSRC0009, Complete")
    assert all(re.fullmatch(rf"row-{number}: RC001, ULN \d{{10}}", row) for number, row in enumerate(rows[:3], 1)), rows
    assert rows[3] == "row-4: RC006, ULN none"
    assert ran.lines[6:] == [
        "Verification: WSRC0007",
        "ann: WSVRC001, ULN 3000000207",
        "dee: WSVRC002, ULN 3000000509",
        "nobody: WSVRC006, ULN none",
        "All as expected.",
    ]


def test_the_caller_may_come_from_the_command_line(served: Served, registered_names: set[str]) -> None:
    registered_names |= {"Una", "Batchelor"}
    caller = demo.SECOND_COLLEGE
    ran = run_batch(served.url, "--ukprn", caller.ukprn, "--password", caller.password, "--user", caller.user)
    assert (ran.code, ran.err, ran.lines[-1]) == (0, "", "All as expected.")


@pytest.mark.parametrize(
    ("caller", "line"),
    [
        (("--password", "wrong-password-2"), "Fault WSEC0005: The organisation password is wrong\n"),
        (("--ukprn", "TEST9999"), "Fault WSEC0003: The organisation is unknown or not authorised\n"),
    ],
)
def test_a_refusal_ends_the_journey_with_its_code(served: Served, caller: tuple[str, ...], line: str) -> None:
    assert run_batch(served.url, *caller) == Ran(1, "", line)


def test_without_a_gateway_the_journey_ends_in_one_line() -> None:
    address = f"http://127.0.0.1:{free_port()}"
    assert run_batch(address) == Ran(1, "", f"No answer from {address}: ConnectionError\n")


def test_an_address_that_is_no_gateway_ends_the_journey_in_one_line(served: Served) -> None:
    address = f"{served.url}/elsewhere"
    assert run_batch(address) == Ran(1, "", f"No answer from {address}: HTTPError\n")
