"""Run the gateway under gunicorn.

It has several worker processes with several threads each. The program is loaded once before they fork.
"""

import ctypes
import gc
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any
from wsgiref.types import WSGIEnvironment

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers import base
from gunicorn.workers.workertmp import WorkerTmp

from gateway import metrics
from gateway.app import Gateway
from gateway.garbage_collection import keep_what_is_loaded
from gateway.logs import QueuedLog
from gateway.serving.admin import AdminServer
from gateway.serving.connection_counts import ConnectionCounts
from gateway.serving.group_failures import GroupFailures
from gateway.serving.limits import Limits
from gateway.serving.open_files import allow_open_files
from gateway.serving.worker import CallWorker, WorkerRules
from gateway.settings import Settings
from gateway.store.database.group import GROUPS_AT_ONCE, run_together


class _Log(Logger):
    """gunicorn's error log, in the format of our log."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class _HeartbeatFile(WorkerTmp):
    """The file whose time shows that a worker process lives.

    It is in memory, so no folder can be full or missing.
    """

    def __init__(self, _cfg: Any) -> None:
        self._tmp = os.fdopen(os.memfd_create("lrs-gateway-beat"), "w+b", 0)


class _Server(BaseApplication):
    def __init__(self, gateway: Gateway, settings: Settings, admin: AdminServer | None, log: QueuedLog) -> None:
        self._log = log
        self._gateway = gateway
        self._admin = admin
        self._settings = settings
        self._failures = GroupFailures()
        self._counts = metrics.share(2 * settings.workers + _SPARE_PROCESSES)
        metrics.begin()
        self._stopping = threading.Event()
        self._keeper: threading.Thread | None = None
        super().__init__()

    def load_config(self) -> None:
        settings = self._settings
        options: dict[str, Any] = {
            "bind": settings.bind,
            "worker_class": type("Worker", (CallWorker,), {"rules": self._rules()}),
            "workers": settings.workers,
            "threads": settings.threads,
            "timeout": settings.timeout,
            "graceful_timeout": _SECONDS_TO_STOP,
            "preload_app": True,
            "max_requests": settings.max_requests,
            "max_requests_jitter": settings.max_requests // 10,
            "control_socket_disable": True,
            "loglevel": "error",
            "logger_class": _Log,
            "post_fork": self._forked,
            "when_ready": self._start_worker,
            "on_exit": self._stop_worker,
            "proc_name": "lrs-gateway",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def _rules(self) -> WorkerRules:
        return WorkerRules(
            limits=Limits.of(self._settings),
            answer_busy=self._gateway.answer_busy,
            most_seconds=2.0 * self._settings.call_seconds,
            groups=GROUPS_AT_ONCE,
            run_together=self._run_together,
            counts=ConnectionCounts(),
            after_answer=_give_memory_back,
        )

    def _run_together(self, calls: Sequence[Callable[[], bool]]) -> list[bool | None]:
        with self._log.together():
            return run_together(calls, self._failures.note)

    def _forked(self, _server: Any, _worker: Any) -> None:
        self._log.begin()
        metrics.begin()
        self._gateway.forked()
        if self._admin is not None:
            self._admin.start()

    def _start_worker(self, _server: Any) -> None:
        if self._settings.embedded_worker:
            self._keeper = threading.Thread(target=self._keep_worker, daemon=True)
            self._keeper.start()

    def _keep_worker(self) -> None:
        """Run a batch worker beside the server, and restart it."""
        command = [sys.executable, "-m", "gateway.cli", "worker", "--with-parent", "--counts", str(self._counts)]
        while not self._stopping.is_set():
            began = time.monotonic()
            worker = subprocess.Popen(command, pass_fds=[self._counts])  # noqa: S603  (our own command)
            while worker.poll() is None:
                if self._stopping.wait(_SECONDS_BETWEEN_POLLS):
                    worker.terminate()
                    worker.wait()
                    return
            if time.monotonic() - began < _SECONDS_A_WORKER_LIVES:
                self._stopping.wait(_SECONDS_A_WORKER_LIVES)

    def _stop_worker(self, _server: Any) -> None:
        """Stop the batch worker, and wait for its current transaction.

        The parts that it uses are closed after that.
        """
        self._stopping.set()
        if self._keeper is not None:
            self._keeper.join(_SECONDS_TO_STOP)

    def load(self) -> Gateway:
        keep_what_is_loaded()
        return self._gateway


_SPARE_PROCESSES = 8  # beside the workers and those that replace them
_SECONDS_TO_STOP = 8
_SECONDS_A_WORKER_LIVES = 5  # a worker that ends sooner is not restarted at once
_SECONDS_BETWEEN_POLLS = 0.5


_LIBC = ctypes.CDLL(None)
_M_ARENA_MAX = -8  # of mallopt(3)
_LARGE = 64 * 1024


def _keep_memory_together() -> None:
    """Limit the memory arenas of glibc.

    Otherwise each thread would get one, and glibc would never give it back.
    """
    if hasattr(_LIBC, "mallopt"):
        _LIBC.mallopt(_M_ARENA_MAX, 2)


def _give_memory_back(environ: WSGIEnvironment) -> None:
    """Return memory to the system after a large message.

    The tree of a message takes many times its size.
    """
    if environ["REQUEST_METHOD"] == "POST" and int(environ.get("CONTENT_LENGTH") or _LARGE + 1) > _LARGE:
        gc.collect()  # errors and tracebacks hold on to the tree in cycles
        if hasattr(_LIBC, "malloc_trim"):
            _LIBC.malloc_trim(0)


def serve(gateway: Gateway, settings: Settings, admin: socket.socket | None, log: QueuedLog) -> None:
    """Serve until a signal ends it.

    Operators are answered at the socket `admin`, if there is one.
    """
    _keep_memory_together()
    allow_open_files(settings.connections)
    if hasattr(os, "memfd_create"):
        base.WorkerTmp = _HeartbeatFile
    operators = None if admin is None else AdminServer(admin, gateway.answer_operator)
    _Server(gateway, settings, operators, log).run()
