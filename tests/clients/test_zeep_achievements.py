"""The example of an awarding organisation against a real server, whose embedded worker does the records."""

import sys

from tests.clients.served import EXAMPLES, Served, run_example


def test_500_achievements_are_submitted_done_and_in_a_record(served: Served) -> None:
    ran = run_example([sys.executable, EXAMPLES / "zeep_achievements.py", served.url])
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
