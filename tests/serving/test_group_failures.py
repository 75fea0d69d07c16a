"""Groups that are given up are counted, and logged once."""

import json
from pathlib import Path

import httpx
import pytest

from gateway import metrics
from gateway.serving.group_failures import GroupFailures
from tests.builders import LEARNER_SERVICE
from tests.clients.served import Served, serving
from tests.faulty import faulty_postgresql
from tests.torture.test_every_statement_may_fail import LOOK

SECRET = "Ann Lee"


def fail_in(failures: GroupFailures, kind: type[Exception]) -> None:
    try:
        raise kind(SECRET)
    except Exception as error:
        failures.note(error)


def given_up(name: str) -> float:
    return metrics.totals().get(("gateway_groups_given_up_total", name), 0)


def look(served: Served) -> bool:
    """Look up a learner; return whether the answer has one."""
    answer = httpx.post(served.url + LEARNER_SERVICE, content=LOOK, headers={"Content-Type": "text/xml"})
    return b"WSRC0004" in answer.content


def test_an_error_is_counted_each_time_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    failures, before = GroupFailures(), given_up("ZeroDivisionError")
    for kind in (ZeroDivisionError, ZeroDivisionError, LookupError):
        fail_in(failures, kind)
    assert given_up("ZeroDivisionError") == before + 2
    assert [one.exc_info[0] for one in caplog.records if one.exc_info] == [ZeroDivisionError, LookupError]


def test_the_log_has_the_class_and_the_place_and_not_the_text(caplog: pytest.LogCaptureFixture) -> None:
    fail_in(GroupFailures(), ZeroDivisionError)
    (line,) = caplog.records
    assert (line.message, line.fields["where"].partition(":")[0]) == ("group given up", "test_group_failures.py")  # type: ignore[attr-defined]
    assert SECRET not in line.message + json.dumps(line.fields)  # type: ignore[attr-defined]


def test_a_server_counts_the_groups_that_it_gives_up(postgresql_url: str, tmp_path: Path) -> None:
    with (
        faulty_postgresql(postgresql_url) as proxy,
        serving(tmp_path, proxy.url, GATEWAY_WORKERS="1", GATEWAY_EMBEDDED_WORKER="off") as served,
    ):
        look(served)  # its password is checked outside the group
        for _ in range(2):
            proxy.arm(1, like="FROM learner")
            assert look(served)
        lines = httpx.get(f"{served.admin_url}/metrics").text.splitlines()
        assert 'gateway_groups_given_up_total{error="DatabaseFailed"} 2.0' in lines
    logged = [json.loads(line) for line in served.log.read_text().splitlines() if "group given up" in line]
    assert [(line["error"], line["cause"]) for line in logged] == [("DatabaseFailed", "XX000")]
