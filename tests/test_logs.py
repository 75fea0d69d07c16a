"""A slow reader of the log delays nothing.

The log says how much it had to drop.
"""

import fcntl
import json
import logging
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from gateway import logs

_FLOOD = """
import logging
from gateway import logs

dropped = []
log = logs.write_apart("INFO", dropped.append, most_lines=100)
for number in range(1000):
    logs.event(logging.getLogger("flood"), "flood", number=number)
print(sum(dropped), flush=True)
input()
logs.event(logging.getLogger("flood"), "last")
"""


def test_lines_that_nobody_reads_are_dropped_counted_and_told_of() -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    with subprocess.Popen(
        [sys.executable, "-c", _FLOOD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=writing, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        os.close(writing)
        started = time.monotonic()
        dropped = int(process.stdout.readline())
        assert time.monotonic() - started < 5, "whoever logged has waited for the reader"
        assert 700 < dropped <= 900
        with os.fdopen(reading) as log:
            read = [log.readline() for _ in range(1000 - dropped)]
            process.stdin.write("\n")
            process.stdin.close()
            lines = [json.loads(line) for line in (*read, *log)]
    events = [line["event"] for line in lines]
    assert events.count("flood") == 1000 - dropped
    assert [line["number"] for line in lines if "number" in line] == sorted(
        line["number"] for line in lines if "number" in line
    )
    assert sum(line["lines"] for line in lines if line["event"] == "log lines dropped") == dropped
    assert "last" in events, "what is left is written at the end"


def test_lines_of_one_thread_are_written_together(tmp_path: Path) -> None:
    file = tmp_path / "log"

    def events() -> list[str]:
        return [json.loads(line)["event"] for line in file.read_text().splitlines()]

    with file.open("wb") as written:
        log = logs.QueuedLog(written.fileno(), lambda _: None, 100)
        log.begin()
        other = threading.Thread(target=log.handle, args=(logging.makeLogRecord({"msg": "of another thread"}),))
        with suppress(ZeroDivisionError), log.together():
            log.handle(logging.makeLogRecord({"msg": "first"}))
            other.start()
            other.join()
            assert events() == ["of another thread"]
            log.handle(logging.makeLogRecord({"msg": "second"}))
            raise ZeroDivisionError
        assert events() == ["of another thread", "first", "second"]
        log.handle(logging.makeLogRecord({"msg": "third"}))
        assert events()[-1] == "third"


@pytest.mark.parametrize("value", [{1, 2}, b"bytes"])
def test_a_line_that_cannot_be_written_costs_nothing_but_itself(value: object) -> None:
    program = f"""
import logging
from gateway import logs

dropped = []
logs.write_apart("INFO", dropped.append)
logs.event(logging.getLogger("x"), "bad", value={value!r})
logs.event(logging.getLogger("x"), "good")
print(dropped)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "[1]\n"
    assert [json.loads(line)["event"] for line in ran.stderr.splitlines()] == ["good", "log lines dropped"]


def test_a_log_without_a_lock_is_written_by_every_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def handle(handler: logging.Handler, record: logging.LogRecord) -> bool:
        with handler.lock:  # type: ignore[union-attr]  # as in Python 3.13, whether there is one or not
            handler.emit(record)
        return True

    monkeypatch.setattr(logging.Handler, "handle", handle)
    with (tmp_path / "log").open("wb") as file:
        log = logs.QueuedLog(file.fileno(), lambda _lines: None, 1)
        log.begin()
        log.handle(logging.makeLogRecord({"msg": "said", "levelname": "INFO"}))
    assert json.loads((tmp_path / "log").read_text())["event"] == "said"
