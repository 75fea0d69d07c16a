"""Trouble around a server costs no call.

Its temporary folder is full, or the reader of its log stops.
"""

import fcntl
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from gateway import demo
from tests.builders import FINDMSG, LEARNER_SERVICE, miap
from tests.clients.served import Served, serving

_FIND = miap(
    FINDMSG, "FindLearnerByULN", {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}, find="CHK"
).encode()
_XML = {"Content-Type": "text/xml"}


def find(served: Served, times: int) -> list[int]:
    return [httpx.post(served.url + LEARNER_SERVICE, content=_FIND, headers=_XML).status_code for _ in range(times)]


def metrics_of(served: Served) -> str:
    answer = httpx.get(f"{served.admin_url}/metrics")
    assert answer.status_code == 200
    return answer.text


def counted(served: Served) -> float:
    lines = [line for line in metrics_of(served).splitlines() if line.startswith('gateway_calls_total{code="WSRC0004"')]
    return sum(float(line.rpartition(" ")[2]) for line in lines)


@pytest.fixture
def temporary_folder(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a file system of 64 KiB.

    If none can be mounted, it is a folder without permission to write.
    """
    folder = tmp_path / "temporary"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k,nr_inodes=20", "tmpfs", str(folder)]
    subprocess.run(mount, capture_output=True, check=False)
    yield folder
    if folder.exists():
        remove(folder)


def fill(folder: Path) -> None:
    folder.chmod(0o500)
    for size in (60_000, 0):  # first the blocks, then the inodes
        with suppress(OSError):
            for number in range(100):
                (folder / f"fill{size}-{number}").write_bytes(b"x" * size)


def remove(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)
    shutil.rmtree(folder)


def test_a_temporary_folder_that_is_full_and_then_removed_costs_no_call_and_no_count(
    tmp_path: Path, temporary_folder: Path, served_database_url: str
) -> None:
    with serving(
        tmp_path,
        served_database_url,
        TMPDIR=str(temporary_folder),
        GATEWAY_MAX_REQUESTS="15",
        GATEWAY_WORKERS="1",
        GATEWAY_EMBEDDED_WORKER="off",
    ) as served:
        find(served, 2)
        for harm in (fill, remove):
            harm(temporary_folder)
            assert set(find(served, 20)) == {200}
            for worker in psutil.Process(served.process.pid).children():
                worker.kill()
                worker.wait()
        assert set(find(served, 8)) == {200}
        assert counted(served) == 50
        errors = [line for line in served.log.read_text().splitlines() if "ERROR" in line]
        assert [line for line in errors if "SIGKILL" not in line] == []


def test_a_reader_of_the_log_that_stalls_stops_no_call_and_gets_the_lines_later(
    tmp_path: Path, served_database_url: str
) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    with serving(
        tmp_path, served_database_url, output=writing, GATEWAY_WORKERS="1", GATEWAY_EMBEDDED_WORKER="off"
    ) as served:
        assert set(find(served, 100)) == {200}  # some twenty lines fill the pipe
        with os.fdopen(reading) as log:
            served.process.terminate()
            lines = [json.loads(line) for line in log if line.startswith("{")]
    assert [line["event"] for line in lines] == ["serving"] + ["call"] * 100


def test_a_server_stops_in_time_though_nobody_reads_its_log(tmp_path: Path, served_database_url: str) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    with serving(
        tmp_path, served_database_url, output=writing, GATEWAY_WORKERS="1", GATEWAY_EMBEDDED_WORKER="off"
    ) as served:
        find(served, 50)
        assert served.stop() == 0
    os.close(reading)


def test_a_reader_of_the_log_that_has_gone_costs_nothing_but_the_lines(
    tmp_path: Path, served_database_url: str
) -> None:
    reading, writing = os.pipe()
    with serving(
        tmp_path, served_database_url, output=writing, GATEWAY_WORKERS="1", GATEWAY_EMBEDDED_WORKER="off"
    ) as served:
        os.close(reading)
        assert set(find(served, 20)) == {200}
        time.sleep(0.2)
        dropped = re.search(r"^gateway_log_lines_dropped_total (\S+)$", metrics_of(served), re.MULTILINE)
        assert dropped is not None
        assert float(dropped[1]) >= 20
        assert served.stop() == 0
