"""Runs the gateway under gunicorn: several workers, threads in each, loaded once before they fork."""

import errno
import gc
import socket
from typing import Any

from gunicorn.app.base import BaseApplication

from gateway import metrics
from gateway.app import Gateway
from gateway.settings import Settings


class CannotListen(Exception):
    """The address cannot be listened on; the message says why."""


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        settings = self._settings
        options: dict[str, Any] = {
            "bind": settings.bind,
            "worker_class": "gthread",
            "workers": settings.workers,
            "threads": settings.threads,
            "timeout": settings.timeout,
            "preload_app": True,
            "keepalive": 15,
            "max_requests": settings.max_requests,
            "max_requests_jitter": settings.max_requests // 10,
            "control_socket_disable": True,
            "loglevel": "error",
            "post_fork": self._forked,
            "child_exit": lambda _server, worker: metrics.forget_process(worker.pid),
            "proc_name": "lrs-gateway",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def _forked(self, _server: Any, _worker: Any) -> None:
        self._gateway.forked()

    def load(self) -> Gateway:
        gc.collect()
        gc.freeze()  # what is loaded before the fork stays shared between the workers
        return self._gateway


def require_free(bind: str) -> None:
    """Raise CannotListen where the address is in use or is not one of this machine."""
    host, _, port = bind.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError as error:
            reason = "is in use" if error.errno == errno.EADDRINUSE else "cannot be listened on"
            raise CannotListen(f"{bind} {reason}") from error


def serve(gateway: Gateway, settings: Settings) -> None:
    """Serve until a signal ends it."""
    _Server(gateway, settings).run()
