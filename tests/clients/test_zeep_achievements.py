"""The awarding organisation's example against a real server.

The server's embedded worker processes the records.
"""

import sys

import pytest

from tests.clients.served import EXAMPLES, Ran, Served, free_port, run_example


def run_achievements(*arguments: str) -> Ran:
    return run_example([sys.executable, EXAMPLES / "zeep_achievements.py", *arguments])


def test_500_achievements_are_submitted_done_and_in_a_record(served: Served) -> None:
    ran = run_achievements(served.url)
    assert ran.code == 0, ran.err
    assert ran.lines == [
        "Submission: WSRC0007",
        "Job: WSRC0009, Successful, 500 records, 99.4%",
        "Created 497, withdrawn 0",
        "Errors: 1 field data, 1 learner data, 1 business rule",
        "Record 498: ActionDate, AC104, The date is in the future",
        "Record 499: GivenName, AC202, The learner with the ULN has another value",
        "Record 500: ProviderUkprn, AC301, The provider is unknown or suspended",
        "Record: WSRC0004, 248 events of awarding organisations",
        "2024-07-05: 600/0002/5, Pass, Calder Awards",
        "Submission: WSRC0007",
        "Job: WSRC0009, Successful, 497 records, 100%",
        "Created 0, withdrawn 497",
        "Errors: 0 field data, 0 learner data, 0 business rule",
        "All as expected.",
    ]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--awarding-password", "wrong-password-2"), "Not as expected: WSEC0005 instead of WSRC0007\n"),
        (("--awarding-reference", "DEMO99"), "Not as expected: WSEC0003 instead of WSRC0007\n"),
    ],
)
def test_a_refused_submission_ends_in_one_line(served: Served, arguments: tuple[str, ...], line: str) -> None:
    ran = run_achievements(served.url, *arguments)
    assert (ran.code, ran.err) == (1, line)


def test_a_refused_college_ends_in_one_line_and_nothing_stays_reported(served: Served) -> None:
    ran = run_achievements(served.url, "--password", "wrong-password-2")
    assert (ran.code, ran.err) == (1, "Not as expected: WSEC0005 instead of WSRC0004\n")
    assert "Created 0, withdrawn 497" in ran.lines


def test_without_a_gateway_the_journey_ends_in_one_line() -> None:
    address = f"http://127.0.0.1:{free_port()}"
    assert run_achievements(address) == Ran(1, "", f"No answer from {address}: ConnectionError\n")
