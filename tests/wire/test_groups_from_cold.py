"""A group of like calls, for each shared operation.

The gateway has just begun, so nothing is remembered.

A lock that a call kept while it asks the database would stop its neighbours, which run in the same thread, for ever.
"""

import threading
from functools import partial

import pytest

from gateway import demo
from gateway.domain.access import SHARED, Operation
from gateway.settings import Settings
from gateway.store.database.group import run_together
from tests.builders import FINDMSG, LEARNER_SERVICE, Reply, Wire, miap
from tests.contract.golden import PATHS, Case, cases, is_fault

_SECONDS = 20
_OPERATIONS = {
    "learnerByULN": Operation.FIND_BY_ULN,
    "learnerByDemographics": Operation.FIND_BY_DEMOGRAPHICS,
    "registerSingleLearner": Operation.REGISTER,
    "updateSingleLearner": Operation.UPDATE,
    "UpdateLearnerSubsetFields": Operation.UPDATE_CONTACT,
    "verifyLearner": Operation.VERIFY,
    "retrieveULNs": Operation.RETRIEVE,
    "GetLearnerLearningEvents": Operation.READ_RECORD,
    "GetOrganisation": Operation.FIND_ORGANISATION,
    "ListDataChallenge": Operation.LIST_CHALLENGES,
    "ListNotificationStatus": Operation.READ_NOTIFICATION,
    "ListSnapshots": Operation.LIST_SNAPSHOTS,
}
_WARM = miap(FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="CHK")


def good_case(operation: str) -> Case:
    """Return a case of the college: one request, good answer."""
    college = demo.COLLEGE.password.encode()
    return next(
        case
        for case in cases()
        if case.operation == operation
        and len(case.steps) == 1
        and college in case.steps[0][0].read_bytes()
        and not is_fault(case.steps[0][1].read_bytes())
        and not case.name.startswith("wsrc0006")  # of equal updates only the first is done
    )


def test_every_shared_operation_is_tried() -> None:
    assert set(_OPERATIONS.values()) == SHARED


@pytest.mark.parametrize("operation", _OPERATIONS)
def test_calls_of_a_gateway_that_has_just_begun_do_not_wait_for_each_other(operation: str, database_url: str) -> None:
    case = good_case(operation)
    answers: list[Reply | None] = []
    with Wire.open(Settings(database_url=database_url, misses_per_hour=0)) as wire:
        wire.post(LEARNER_SERVICE, _WARM)  # else all would leave, to check the password

        def call(initial: bytes) -> Reply:
            body = case.steps[0][0].read_bytes()
            if operation == "registerSingleLearner":  # somebody else in each call
                body = body.replace(b"<FamilyName>", b"<FamilyName>" + initial)
            return wire.post(PATHS[case.service], body, **case.headers)

        def run() -> None:
            answers.extend(run_together([partial(call, initial) for initial in (b"A", b"B", b"C")]))

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(_SECONDS)
        assert [answer and answer.status for answer in answers] == [200] * 3
        alone = call(b"D")
    assert {answer.code for answer in answers if answer is not None} == {alone.code}
