"""Each call has one log line and one reference.

The reference is in the line, the fault, the headers, and the log of a failure.
"""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from gateway import demo, logs, prometheus
from gateway.store.database.engine import open_engine
from tests.builders import FINDMSG, LEARNER_SERVICE, R9, Reply, Wire, miap

LOOK = miap(
    FINDMSG, "FindLearnerByULN", {"FindType": "FUL", "ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}
)
Lines = list[tuple[str, dict[str, Any]]]


def lines(caplog: pytest.LogCaptureFixture) -> Lines:
    return [(one.message, one.fields) for one in caplog.records if hasattr(one, "fields")]


def reference_of(reply: Reply) -> str:
    return dict(reply.headers)["X-Call-Reference"]


@pytest.fixture(autouse=True)
def _all_lines(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")


def test_a_call_that_is_answered_has_one_line(sqlite_wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    reply = sqlite_wire.post(LEARNER_SERVICE, LOOK, REMOTE_ADDR="192.0.2.7")
    ((event, line),) = lines(caplog)
    assert line.pop("ms") > 0
    assert (event, line) == (
        "call",
        {
            "call": reference_of(reply),
            "request": "learnerByULN",
            "operation": "find-by-uln",
            "code": "WSRC0004",
            "organisation": demo.COLLEGE.reference,
            "peer": "192.0.2.7",
            "status": 200,
        },
    )


def test_a_refused_call_has_the_status_of_its_answer(sqlite_wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    sqlite_wire.post(LEARNER_SERVICE, LOOK.replace(demo.COLLEGE.ukprn, demo.VERIFIER.ukprn))
    ((event, line),) = lines(caplog)
    assert (event, line["status"]) == ("call", 500)


def test_a_failed_call_has_one_reference_and_its_cause(
    wire: Wire, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE learner RENAME TO away"))
    engine.dispose()
    reply = wire.post(LEARNER_SERVICE, LOOK)
    told = lines(caplog)
    assert [event for event, _ in told] == ["call failed", "call"]
    assert {line["call"] for _, line in told} == {reference_of(reply)}
    assert reference_of(reply).encode() in reply.body
    assert told[0][1]["cause"] == ("SQLITE_ERROR" if database_url.startswith("sqlite") else "42P01")
    assert {line["organisation"] for _, line in told} <= {demo.COLLEGE.reference}
    assert (told[1][1]["code"], told[1][1]["status"]) == ("WSEC0999", 500)


def test_a_database_that_is_away_is_503(sqlite_wire: Wire, sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.rename(file.with_name("away"))
    reply = sqlite_wire.post(LEARNER_SERVICE, LOOK)
    assert (reply.status, reply.code) == (503, "WSEC0999")
    assert lines(caplog)[-1][1]["status"] == 503
    file.with_name("away").rename(file)
    assert sqlite_wire.post(LEARNER_SERVICE, LOOK).status == 200


@pytest.mark.parametrize("path", [LEARNER_SERVICE, R9])
def test_an_unknown_operation_is_logged_counted_and_answered_with_what_is_expected(
    sqlite_wire: Wire, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    sqlite_wire.post(path, LOOK.replace("FindLearnerByULN", "NoSuchThing"))
    ((event, line),) = lines(caplog)
    assert (event, line["reason"], line["code"], "expected" in line) == ("refused", "operation", "WSEC0002", False)
    assert "NoSuchThing" not in json.dumps(line)
    assert b'gateway_messages_refused_total{reason="operation"}' in prometheus.render_metrics()


def test_an_operation_of_another_namespace_is_answered_with_the_one_expected(
    sqlite_wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    reply = sqlite_wire.post(LEARNER_SERVICE, LOOK.replace(FINDMSG, "http://tempuri.org/"))
    expected = f"{{{FINDMSG}}}FindLearnerByULN"
    assert f"The body holds {{http://tempuri.org/}}FindLearnerByULN; {expected} is expected." in reply.body.decode()
    assert lines(caplog)[0][1]["expected"] == expected


def test_a_message_that_is_no_xml_has_a_reference(sqlite_wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    reply = sqlite_wire.post(LEARNER_SERVICE, "<")
    ((event, line),) = lines(caplog)
    assert (event, line["call"], line["reason"], line["status"]) == ("refused", reference_of(reply), "xml", 500)


def test_the_cause_of_an_error_of_the_system_is_its_name(caplog: pytest.LogCaptureFixture) -> None:
    try:
        Path("/no/such/file").read_bytes()
    except OSError:
        logs.failure(logging.getLogger(__name__), "not read")
    ((_, line),) = lines(caplog)
    assert line["cause"] == "ENOENT"
