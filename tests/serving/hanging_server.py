"""A server whose application hangs at /hang.

Run as `python -m tests.serving.hanging_server ADDRESS`.
"""

import sys
import time
from collections.abc import Iterable, Mapping
from typing import Any

from gunicorn.app.base import BaseApplication

from gateway.serving.connection_counts import ConnectionCounts
from gateway.serving.limits import Limits
from gateway.serving.worker import CallWorker, WorkerRules
from gateway.settings import Settings
from gateway.store.database.group import run_together


def answer(environ: Mapping[str, Any], start_response: Any) -> Iterable[bytes]:
    while environ["PATH_INFO"] == "/hang":
        time.sleep(1)
    start_response("200 OK", [("Content-Length", "0")])
    return []


class HangingServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def load_config(self) -> None:
        rules = WorkerRules(
            limits=Limits.of(Settings()),
            answer_busy=answer,
            most_seconds=1,
            groups=1,
            run_together=run_together,
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
    HangingServer().run()
