"""Check whether the service can do its work.

Load balancers get one word, operators get JSON.
"""

import json
import shutil
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIEnvironment

from sqlalchemy import Engine

from gateway import __version__
from gateway.store.database import schema
from gateway.store.database.causes import cause_of
from gateway.store.database.deadline import Deadline
from gateway.store.errors import StoreError
from gateway.store.repositories.heartbeats import Heartbeat, OpenJobs, ProcessKind, count_live_workers, on_this_host
from gateway.store.unit import Store
from gateway.wire.http.responses import StartResponse, respond

_SECONDS = 2.0
_SECONDS_BETWEEN_WRITES = 1.0
FEW_BYTES = 512 * 1024 * 1024
"""With less on the disk, operators of SQLite are warned."""
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Whether the register could be used, and why not.

    `at` is the time of the check, by `time.monotonic`.
    """

    at: float
    reason: str | None


class Health:
    """Check whether the register can be read and written.

    It is safe for threads. Callers who ask during a check share its result. A write is tried at most once a second, so
    that frequent questions cost little.
    """

    def __init__(self, store: Store, address: str) -> None:
        self._store = store
        self._name = on_this_host(address)
        self._lock = threading.Lock()
        self._last = _Verdict(0.0, None)
        self._wrote_at = 0.0

    def reason(self) -> str | None:
        """Return why the register cannot be used, or None.

        It takes a few seconds at most.
        """
        asked = time.monotonic()
        with self._lock:
            if self._last.at < asked:
                reason = self._look()
                self._last = _Verdict(time.monotonic(), reason)
            return self._last.reason

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer "ok", or 503 if the register cannot be used.

        Only operators get the reason.
        """
        if self.reason() is None:
            return respond(environ, start_response, "200 OK", b"ok\n")
        return respond(environ, start_response, "503 Service Unavailable", b"unavailable\n")

    def answer_operator(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer like `answer`, or with all details as JSON.

        The details come with ?verbose.
        """
        if "verbose" not in str(environ.get("QUERY_STRING", "")).lower():
            return self.answer(environ, start_response)
        reason = self.reason()
        status = "200 OK" if reason is None else "503 Service Unavailable"
        body = json.dumps(self._details(reason), indent=2) + "\n"
        return respond(environ, start_response, status, body.encode(), content_type=_JSON)

    def measures(self) -> dict[str, float]:
        """Return the present measures, by the names of `metrics.GAUGES`.

        A measure that cannot be known is left out.
        """
        reason = self.reason()
        measured = {"gateway_register_usable": float(reason is None)}
        free = free_bytes(self._store.engine)
        if free is not None:
            measured["gateway_disk_free_bytes"] = free
        if reason is None:
            with suppress(StoreError):
                jobs, beats = self._jobs_and_beats()
                measured |= {
                    "gateway_batch_jobs_waiting": jobs.waiting,
                    "gateway_batch_jobs_running": jobs.running,
                    "gateway_batch_oldest_waiting_seconds": jobs.oldest_waiting_seconds or 0.0,
                    "gateway_workers": count_live_workers(beats),
                }
        return measured

    def _look(self) -> str | None:
        deadline = Deadline(_SECONDS)
        try:
            schema.require_current(self._store.engine, deadline)
            if time.monotonic() - self._wrote_at >= _SECONDS_BETWEEN_WRITES:
                with self._store.unit(deadline) as unit:
                    unit.heartbeats.beat(ProcessKind.SERVER, self._name)
                self._wrote_at = time.monotonic()
        except StoreError as error:
            self._wrote_at = 0.0
            return cause_of(error)
        return None

    def _details(self, reason: str | None) -> dict[str, Any]:
        engine = self._store.engine
        free = free_bytes(self._store.engine)
        details = {
            "status": "ok" if reason is None else "unavailable",
            "reason": reason,
            "version": __version__,
            "database": {"kind": engine.dialect.name, "schema": schema.newest(), "writable": reason is None},
            "disk": {"free_bytes": free},
        }
        warnings = []
        if free is not None and free < FEW_BYTES:
            warnings.append(f"the disk of the register has only {free // 2**20} MiB left")
        if reason is None:
            details |= self._work(warnings)
        return details | {"warnings": warnings}

    def _work(self, warnings: list[str]) -> dict[str, Any]:
        """Return what is known of jobs, workers and servers."""
        try:
            jobs, beats = self._jobs_and_beats()
        except StoreError as error:
            warnings.append(f"jobs and workers are not known: {cause_of(error)}")
            return {}
        if jobs.waiting + jobs.running and not count_live_workers(beats):
            warnings.append("batch jobs are open and no worker runs: start lrs-gateway worker")
        work = {
            f"{kind.value}s": [
                {"name": beat.name, "last_heartbeat_seconds": round(beat.seconds_ago, 1)}
                for beat in beats
                if beat.kind is kind
            ]
            for kind in ProcessKind
        }
        return {"jobs": asdict(jobs)} | work

    def _jobs_and_beats(self) -> tuple[OpenJobs, list[Heartbeat]]:
        with self._store.reading(Deadline(_SECONDS)) as unit:
            return unit.heartbeats.open_jobs(), unit.heartbeats.all()


def free_bytes(engine: Engine) -> int | None:
    """Return the bytes left on the disk of the register.

    None for PostgreSQL, or if it is not known.
    """
    if engine.dialect.name != "sqlite":
        return None
    try:
        return shutil.disk_usage(Path(engine.url.database or "").absolute().parent).free
    except OSError:
        return None
