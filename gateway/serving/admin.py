"""Answer operators at an address of their own.

The server listens on the address before it forks. In each worker process, a thread of its own answers there. So counts
and health can be read even while every thread for calls is busy or waits for the database.
"""

import socket
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import WSGIApplication

_SECONDS_FOR_A_REQUEST = 5.0
_SECONDS_BETWEEN_POLLS = 3600.0  # the thread is never told to stop: it ends with its process


class AdminServer(ThreadingMixIn, WSGIServer):
    """Answer requests at a listening socket, each in a thread."""

    daemon_threads = True

    def __init__(self, listener: socket.socket, application: WSGIApplication) -> None:
        super().__init__(listener.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.socket.setblocking(False)  # noqa: FBT003  (another worker may have been faster)
        self.server_name, self.server_port = listener.getsockname()[:2]
        self.setup_environ()
        self.set_app(application)

    def start(self) -> None:
        """Start to answer, in this process."""
        threading.Thread(target=self.serve_forever, args=(_SECONDS_BETWEEN_POLLS,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Do nothing: the client has gone."""


class _Handler(WSGIRequestHandler):
    timeout = _SECONDS_FOR_A_REQUEST

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (so called in the standard library)
        """Log nothing: a request line may hold anything."""
