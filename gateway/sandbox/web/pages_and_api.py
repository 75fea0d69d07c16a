"""All that a sandbox serves beside the services."""

from typing import Final
from wsgiref.types import WSGIEnvironment

from gateway.sandbox.spaces import Spaces
from gateway.sandbox.transport import SandboxAnswer
from gateway.sandbox.web.api.answering import Api
from gateway.sandbox.web.guard import Guard

WEB_PATHS: Final = ("/sandbox/",)


class SandboxWeb:
    """The API. Threads may share it."""

    def __init__(self, spaces: Spaces, guard: Guard) -> None:
        self._api = Api(spaces, guard)

    def __call__(self, environ: WSGIEnvironment) -> SandboxAnswer:
        """Answer a request under WEB_PATHS."""
        return self._api(environ)
