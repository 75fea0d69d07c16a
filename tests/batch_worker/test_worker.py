"""What a worker tells the log of its jobs."""

import logging
import threading
from typing import Any

import pytest

from gateway import demo
from tests.builders import Wire
from tests.journeys.test_batches import HAL, submit, work, worker


def _told(caplog: pytest.LogCaptureFixture, event: str) -> list[dict[str, Any]]:
    return [one.fields for one in caplog.records if one.message == event]  # type: ignore[attr-defined]


def test_a_job_is_told_once_when_it_begins_and_once_when_it_ends(
    sqlite_wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    job = submit(sqlite_wire, HAL).text("JobID")
    work(sqlite_wire)
    line = {"job": int(job or 0), "kind": "registration", "organisation": demo.COLLEGE.reference}
    assert _told(caplog, "job begun") == [line]
    assert _told(caplog, "job finished") == [line]
    assert "Hal" not in caplog.text


def test_a_worker_tells_that_it_starts_and_stops(sqlite_wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    stop = threading.Event()
    stop.set()
    worker(sqlite_wire).run(stop)
    (started,), (stopped,) = _told(caplog, "worker started"), _told(caplog, "worker stopped")
    assert started == stopped
