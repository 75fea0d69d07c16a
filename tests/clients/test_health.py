"""Health: 503 if nothing can be written; JSON for operators.

Callers learn no details.
"""

import json
import os
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import DateTime, Engine, bindparam, text

from gateway import prometheus
from gateway.app import Gateway
from gateway.settings import Settings
from gateway.store.database.engine import open_engine
from gateway.store.repositories.heartbeats import ProcessKind
from gateway.store.unit import Store
from tests.builders import Reply, Wire
from tests.clients.served import serving


def ask(wire: Wire) -> Reply:
    return wire.request("GET", "/health")


def verbose(gateway: Gateway) -> tuple[str, dict[str, Any]]:
    answered: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/health", "QUERY_STRING": "verbose"}
    body = b"".join(gateway.answer_operator(environ, lambda status, _headers: answered.append(status)))
    return answered[0][:3], json.loads(body)


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Limit the size of files, as a full disk does."""
    before, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_what_an_operator_reads(wire: Wire) -> None:
    status, told = verbose(wire.gateway)
    assert (status, told["status"], told["reason"], told["warnings"]) == ("200", "ok", None, [])
    assert told["database"]["writable"] is True
    assert told["jobs"] == {"waiting": 0, "running": 0, "oldest_waiting_seconds": None}
    assert [one["last_heartbeat_seconds"] < 5 for one in told["servers"]] == [True]
    assert told["workers"] == []


def test_a_job_that_no_worker_does_is_told(wire: Wire, database_url: str) -> None:
    long_ago = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=7)
    engine = open_engine(database_url)
    with engine.begin() as connection:
        insert_job(connection, long_ago)
    engine.dispose()
    told = verbose(wire.gateway)[1]
    assert told["jobs"]["waiting"] == 1
    assert 419 < told["jobs"]["oldest_waiting_seconds"] < 440
    assert told["warnings"] == ["batch jobs are open and no worker runs: start lrs-gateway worker"]


def measured(gateway: Gateway) -> dict[str, float]:
    """Return the gauges of /metrics by name."""
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/metrics", "QUERY_STRING": ""}
    lines = b"".join(gateway.answer_operator(environ, lambda _status, _headers: None)).decode().splitlines()
    return {
        name: float(value) for name, _, value in (line.partition(" ") for line in lines) if name in prometheus.GAUGES
    }


def test_what_a_monitor_reads_of_the_present(wire: Wire, database_url: str) -> None:
    idle = measured(wire.gateway)
    assert idle.pop("gateway_disk_free_bytes", 1.0) > 0
    assert idle == {
        "gateway_register_usable": 1,
        "gateway_batch_jobs_waiting": 0,
        "gateway_batch_jobs_running": 0,
        "gateway_batch_oldest_waiting_seconds": 0,
        "gateway_workers": 0,
    }
    engine = open_engine(database_url)
    with engine.begin() as connection:
        insert_job(connection, datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=7))
    with Store(engine).unit() as unit:
        unit.heartbeats.beat(ProcessKind.WORKER, "one")
    engine.dispose()
    told = measured(wire.gateway)
    assert (told["gateway_batch_jobs_waiting"], told["gateway_workers"]) == (1, 1)
    assert 419 < told["gateway_batch_oldest_waiting_seconds"] < 440


def test_a_monitor_reads_that_the_register_cannot_be_used(sqlite_url: str) -> None:
    with opened(sqlite_url) as wire:
        with files_no_larger_than(0):
            assert measured(wire.gateway)["gateway_register_usable"] == 0
        assert measured(wire.gateway)["gateway_register_usable"] == 1


def insert_job(connection: Any, at: datetime) -> None:
    connection.execute(
        text(
            "INSERT INTO batch_job (id, number, kind, check_only, organisation_id, user_name, email, status, submitted_at,"
            " size, done, turn, token) SELECT 1, 100000001, 'registration', false, min(id), 'x', 'x', 'submitted', :at,"
            " 1, 0, 1, 0 FROM organisation"
        ).bindparams(bindparam("at", type_=DateTime)),
        {"at": at},
    )


def test_a_sqlite_file_on_a_full_disk_is_unavailable_until_there_is_room(sqlite_url: str) -> None:
    with opened(sqlite_url) as wire:
        with files_no_larger_than(0):
            reply, (status, told) = ask(wire), verbose(wire.gateway)
        assert (reply.status, reply.body) == (503, b"unavailable\n")
        assert (status, told["database"]["writable"]) == ("503", False)
        assert "disk" in told["reason"]
        assert ask(wire).status == 200


def test_a_postgresql_database_that_becomes_read_only_is_unavailable(postgresql_url: str) -> None:
    owner = open_engine(postgresql_url)
    with opened(postgresql_url) as before:
        assert ask(before).status == 200
    lock(owner, "ALTER DATABASE {} SET default_transaction_read_only = on")
    with opened(postgresql_url) as meanwhile:
        assert ask(meanwhile).status == 503
        assert "read-only" in verbose(meanwhile.gateway)[1]["reason"]
    lock(owner, "ALTER DATABASE {} RESET default_transaction_read_only")
    with opened(postgresql_url) as after:
        assert ask(after).status == 200
    owner.dispose()


def opened(url: str) -> AbstractContextManager[Wire]:
    """Return a gateway that has not answered /health yet.

    The first question makes it try a write.
    """
    return Wire.open(Settings(database_url=url))


def lock(owner: Engine, statement: str) -> None:
    with owner.connect() as connection:
        connection.execute(text("SET default_transaction_read_only = off"))
        connection.execute(text(statement.format(owner.url.database)))
        connection.commit()


def test_a_write_that_nobody_lets_through_is_unavailable_in_time(postgresql_url: str) -> None:
    owner = open_engine(postgresql_url)
    with opened(postgresql_url) as wire:
        with owner.begin() as connection:
            connection.execute(text("LOCK TABLE heartbeat IN ACCESS EXCLUSIVE MODE"))
            assert ask(wire).status == 503
        assert ask(wire).status == 200
    owner.dispose()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write every file")
def test_a_sqlite_file_that_may_not_be_written_is_unavailable(sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.chmod(0o400)
    with opened(sqlite_url) as wire:
        assert ask(wire).status == 503
        file.chmod(0o600)
        assert ask(wire).status == 200


def test_an_embedded_worker_gives_signs_of_life(sqlite_url: str, tmp_path: Path) -> None:
    with serving(tmp_path, sqlite_url, GATEWAY_WORKERS="1") as served:
        for _ in range(100):
            told = httpx.get(f"{served.admin_url}/health?verbose").json()
            if told["workers"]:
                break
            time.sleep(0.1)
        assert len(told["workers"]) == len(told["servers"]) == 1
        assert httpx.get(f"{served.url}/health?verbose").text == "ok\n"
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        kinds = connection.scalars(text("SELECT kind FROM heartbeat")).all()
    engine.dispose()
    assert kinds == ["server"], "the worker said that it ended"
