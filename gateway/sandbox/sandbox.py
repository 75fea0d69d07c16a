"""A sandbox that runs, in the foreground or beside tests."""

import secrets
import socket
import threading
from dataclasses import replace
from ipaddress import ip_address
from types import TracebackType
from typing import Self

from gateway.sandbox.application import SandboxApplication
from gateway.sandbox.server import SandboxServer
from gateway.sandbox.spaces import SandboxOptions, Spaces
from gateway.sandbox.web.guard import Guard
from gateway.sandbox.web.pages_and_api import WEB_PATHS, SandboxWeb
from gateway.serving.limits import Limits
from gateway.settings import Settings


class Sandbox:
    """A sandbox that listens on a socket.

    As a context manager it serves in a thread until the end of the block. `token` is what callers of its API must
    state; without one it draws one.
    """

    def __init__(
        self, options: SandboxOptions, listener: socket.socket, settings: Settings, *, token: str = ""
    ) -> None:
        host, port = listener.getsockname()[:2]
        is_any = ip_address(host).is_unspecified
        bind = f"{f'[{host}]' if ':' in host else host}:{port}"
        self.address = f"http://127.0.0.1:{port}" if is_any else f"http://{bind}"
        settings = replace(settings, bind=bind, public_url="" if is_any else self.address, known_users_only=False)
        try:
            self.spaces = Spaces(options, settings)
        except BaseException:
            listener.close()
            raise
        self.token = token or secrets.token_urlsafe(_BYTES_OF_TOKEN)
        self.application = SandboxApplication(self.spaces)
        self.application.web = SandboxWeb(self.application, Guard(self.address, self.token))
        self.application.web_paths = WEB_PATHS
        self._server = SandboxServer(
            self.application,
            listener,
            Limits.of(settings),
            threads=_THREADS,
            tick=self.spaces.look_after,
            aside=WEB_PATHS,
        )
        self._thread: threading.Thread | None = None

    @property
    def inspector(self) -> str:
        """The address of the inspector."""
        return f"{self.address}/inspector"

    def run(self) -> None:
        """Serve until `stop`."""
        try:
            self._server.run()
        finally:
            self.spaces.close()

    def stop(self) -> None:
        """Stop, from any thread or signal handler."""
        self.spaces.end_waits()
        self._server.stop()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.run, name="sandbox", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._thread is not None:
            self._thread.join()


_THREADS = 8
_BYTES_OF_TOKEN = 24
