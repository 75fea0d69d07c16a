"""All that a sandbox serves beside the services."""

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast
from wsgiref.types import StartResponse, WSGIEnvironment

from gateway.sandbox.application import SandboxApplication
from gateway.sandbox.transport import SandboxAnswer
from gateway.sandbox.web.api.answering import Api, write_problem
from gateway.sandbox.web.guard import Guard, NotAllowed

if TYPE_CHECKING:
    from flask import Flask

_INSPECTOR: Final = "/inspector"
WEB_PATHS: Final = ("/sandbox/", _INSPECTOR)


class SandboxWeb:
    """The API and the pages. Threads may share them."""

    def __init__(self, application: SandboxApplication, guard: Guard) -> None:
        self._application = application
        self._guard = guard
        self._api = Api(application.spaces, guard)
        self._making = threading.Lock()

    def __call__(self, environ: WSGIEnvironment) -> SandboxAnswer:
        """Answer a request under WEB_PATHS."""
        if not str(environ.get("PATH_INFO", "")).startswith(_INSPECTOR):
            return self._api(environ)
        try:
            self._guard.check_place(environ)
        except NotAllowed as error:
            return write_problem(error.status, str(error))
        with self._making:
            pages = self._pages
        answer = SandboxAnswer()
        start = cast("StartResponse", answer.start_response)
        answer.body = b"".join(pages(environ, start))
        return answer

    @cached_property
    def _pages(self) -> "Flask":
        """The pages.

        They are made when the first is asked for, because Flask takes time.
        """
        from gateway.sandbox.web.inspector.pages import Inspector  # noqa: PLC0415

        return Inspector(self._application, self._guard.address).pages
