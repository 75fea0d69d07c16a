"""Every answer of the 2017 contract has its audit row.

No log and no answer has a secret of the request.
"""

import logging

import pytest
from lxml import etree

from gateway.wire.learner_service_r9.year_2017 import OPERATIONS
from tests.builders import Wire
from tests.contract.golden import Case, cases, play
from tests.stored import audited

SERVED = {one.name: one for one in OPERATIONS}
SUCCESSES = {
    case.operation: case
    for case in cases()
    if case.service == "learner_service_r9_2017" and case.operation in SERVED and "wsec" not in case.name
}
WITH_SECRETS = [case for case in cases() if case.service == "learner_service_r9_2017" and "not_shown" in case.name]
SECRETS = ("key", "keyValue", "pinCode", "Password")


def operations(wire: Wire) -> list[str]:
    return [operation for (operation,) in audited(wire.store, "operation")]


def test_there_is_a_success_of_every_served_operation() -> None:
    assert SUCCESSES.keys() == SERVED.keys()


@pytest.mark.parametrize("case", SUCCESSES.values(), ids=lambda case: case.operation)
def test_every_call_is_audited_as_what_it_was(case: Case, sqlite_wire: Wire) -> None:
    before = len(operations(sqlite_wire))
    replies = list(play(case, sqlite_wire))
    rows = operations(sqlite_wire)[before:]
    assert len(rows) == len(replies)
    assert SERVED[case.operation].operation in rows


@pytest.mark.parametrize("case", [*WITH_SECRETS, *SUCCESSES.values()], ids=lambda case: f"{case.operation}/{case.name}")
def test_no_secret_is_logged_or_answered(case: Case, sqlite_wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answered = b"".join(reply.body for reply, _ in play(case, sqlite_wire)).decode()
    told = answered + caplog.text + "".join(str(vars(record)) for record in caplog.records)
    for request, _ in case.steps:
        for element in etree.parse(str(request)).getroot().iter():
            if etree.QName(element).localname in SECRETS and element.text:
                assert element.text not in told
