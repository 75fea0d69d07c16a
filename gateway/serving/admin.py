"""Answers operators and their tools at an address of its own, whatever becomes of the calls.

The address is listened on before the server forks, and a thread of its own answers there in each worker: counts and
health can be read while every thread that answers calls is busy or waits for the database.
"""

import socket
import threading
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

_SECONDS_FOR_A_REQUEST = 5.0
_SECONDS_BETWEEN_POLLS = 3600.0  # nobody tells the thread to stop: it ends with its process


class AdminServer(ThreadingMixIn, WSGIServer):
    """Answers what comes in at a listening socket, a thread for each request."""

    daemon_threads = True

    def __init__(self, listener: socket.socket, application: Any) -> None:
        super().__init__(listener.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.socket.setblocking(False)  # noqa: FBT003  (another worker may have been faster)
        self.server_name, self.server_port = listener.getsockname()[:2]
        self.setup_environ()
        self.set_app(application)

    def start(self) -> None:
        """Answer from now on, in this process."""
        threading.Thread(target=self.serve_forever, args=(_SECONDS_BETWEEN_POLLS,), daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Go on: who asked has gone."""


class _Handler(WSGIRequestHandler):
    timeout = _SECONDS_FOR_A_REQUEST

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (so called in the standard library)
        """Log nothing: what was asked for is the caller's word."""
