"""Answers are right behind a pgbouncer that pools by transaction."""

import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event, func, make_url, select

from gateway import demo
from gateway.settings import Settings
from gateway.store.database.database_session import transaction
from gateway.store.database.direct_cursor import DirectCursor
from gateway.store.database.engine import open_engine
from gateway.store.database.locks import loading_alone
from gateway.store.errors import LoadRunning
from tests.builders import FINDMSG, LEARNER_SERVICE, Wire, miap
from tests.clients.served import free_port
from tests.journeys.test_batches import HAL, output, submit, work

SERVER_CONNECTIONS = 3

pytestmark = pytest.mark.skipif(shutil.which("pgbouncer") is None, reason="pgbouncer is not installed")


@pytest.fixture
def pooled_url(postgresql_url: str, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a register behind a pgbouncer.

    It has fewer connections than callers.
    """
    url = make_url(postgresql_url)
    host = str(url.host or url.query.get("host") or "127.0.0.1")
    port, settings = free_port(), tmp_path / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n* = host={host} port={url.port or 5432} user={url.username}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        f"pool_mode = transaction\ndefault_pool_size = {SERVER_CONNECTIONS}\nignore_startup_parameters = extra_float_digits,options\n"
    )
    command = ["pgbouncer", str(settings)]
    if os.getuid() == 0:  # it refuses to be run by root
        settings.chmod(0o644)
        for folder in (tmp_path, *tmp_path.parents):
            if folder.stat().st_mode & 0o001 == 0:
                folder.chmod(folder.stat().st_mode | 0o001)
        owner = Path(host).owner() if Path(host).is_dir() else "nobody"  # who may use the socket of the server
        command = ["pgbouncer", "-u", owner, str(settings)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as proxy:
        proxied = url.set(host="127.0.0.1", port=port, query={})
        try:
            _await(proxied.render_as_string(hide_password=False))
            yield proxied.render_as_string(hide_password=False)
        finally:
            proxy.terminate()


def _await(url: str) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def codes(wire: Wire) -> Counter[str | None]:
    """Count the codes of many simultaneous calls.

    Two organisations make them.
    """
    message = {"ULN": demo.ANN_ULN, "FamilyName": "Lee", "GivenName": "Ann"}
    bodies = [
        miap(FINDMSG, "FindLearnerByULN", message, find="FUL", by=by) for by in (demo.COLLEGE, demo.SECOND_COLLEGE)
    ]
    with ThreadPoolExecutor(8) as pool:
        return Counter(pool.map(lambda n: wire.post(LEARNER_SERVICE, bodies[n % 2]).code, range(400)))


def test_every_call_and_row_is_answered_rightly(pooled_url: str) -> None:
    with Wire.open(Settings(database_url=pooled_url, threads=8)) as wire:
        assert codes(wire) == {"WSRC0004": 400}
        job = submit(wire, *(HAL | {"GivenName": name} for name in ("Ada", "Bea", "Cal", "Dan"))).text("JobID")
        work(wire)
        assert output(wire, job).texts("ReturnCode") == ["RC001"] * 4


def test_one_process_loads_events_at_a_time(pooled_url: str) -> None:
    first, second = open_engine(pooled_url), open_engine(pooled_url)
    try:
        with loading_alone(first):
            with transaction(second) as session:  # other work goes on beside the load
                session.number(select(func.now()))
            with pytest.raises(LoadRunning), loading_alone(second):
                pass
        with loading_alone(second):
            pass
    finally:
        first.dispose()
        second.dispose()


def settings_seen(engine: Engine) -> set[tuple[str, str]]:
    """Return the time-outs of simultaneous transactions on all connections.

    The store makes some of the transactions, and plain SQLAlchemy the others.
    """
    asked = select(*(func.current_setting(name).label(name) for name in ("statement_timeout", "lock_timeout")))
    seen: set[tuple[str, str]] = set()
    with ExitStack() as open_ones:
        for _ in range(SERVER_CONNECTIONS):
            seen.add(tuple(open_ones.enter_context(transaction(engine)).row(asked)))
    with engine.connect() as connection:
        seen.add(tuple(connection.execute(asked).one()))
    return seen


def test_settings_of_one_process_are_not_those_of_another(pooled_url: str) -> None:
    patient, hasty = open_engine(pooled_url), open_engine(pooled_url, statement_seconds=7)
    try:
        for _ in range(2):
            assert settings_seen(hasty) == {("7s", "15s")}
            assert settings_seen(patient) == {("0", "15s")}
        with psycopg.connect(pooled_url.replace("+psycopg", ""), autocommit=True) as stranger:
            assert stranger.execute("SHOW lock_timeout").fetchone() == ("0",)
    finally:
        for engine in (patient, hasty):
            engine.dispose()


def test_with_prepared_statements_answers_are_wrong(pooled_url: str) -> None:
    def prepare(connection: Any, entry: Any) -> None:
        connection.prepare_threshold = 1
        entry.info["cursor"] = DirectCursor(connection, psycopg)

    with Wire.open(Settings(database_url=pooled_url, threads=8)) as wire:
        event.listen(wire.store.engine, "connect", prepare)
        assert codes(wire) != {"WSRC0004": 400}, "the test above could not fail"
