"""A server whose application hangs at /hang.

A group of messages takes a moment. `/events` shows when groups began and when answers were written.

Run as `python -m tests.serving.hanging_server ADDRESS`.
"""

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from gunicorn.app.base import BaseApplication

from gateway.serving.connection_counts import ConnectionCounts
from gateway.serving.http_connection import HttpConnection
from gateway.serving.limits import Limits
from gateway.serving.worker import CallWorker, WorkerRules
from gateway.settings import Settings
from gateway.store.database.group import run_together

_SECONDS_OF_A_GROUP = 0.3
_events: list[str] = []
_write = HttpConnection.answer


def answer(environ: Mapping[str, Any], start_response: Any) -> Iterable[bytes]:
    while environ["PATH_INFO"] == "/hang":
        time.sleep(1)
    body = " ".join(_events).encode() if environ["PATH_INFO"] == "/events" else b""
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def run_noted(calls: Sequence[Callable[[], bool]]) -> list[bool | None]:
    _events.append("group")
    time.sleep(_SECONDS_OF_A_GROUP)
    return run_together(calls)


def write_noted(connection: HttpConnection, *parts: Any) -> None:
    _events.append("answer")
    _write(connection, *parts)


class HangingServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def load_config(self) -> None:
        rules = WorkerRules(
            limits=Limits.of(Settings()),
            answer_busy=answer,
            most_seconds=1,
            groups=1,
            run_together=run_noted,
            counts=ConnectionCounts(),
            after_answer=lambda _environ: None,
        )
        options = {
            "bind": sys.argv[1],
            "worker_class": type("Worker", (CallWorker,), {"rules": rules}),
            "threads": 2,
            "timeout": 2,
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return answer


if __name__ == "__main__":
    HttpConnection.answer = write_noted  # type: ignore[method-assign,assignment]
    HangingServer().run()
