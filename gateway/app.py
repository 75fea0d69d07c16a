"""Put the parts together, from settings to WSGI applications.

There is one application for callers and one for operators.
"""

import logging
from collections.abc import Iterable, Sequence
from functools import partial
from random import Random
from typing import TYPE_CHECKING
from wsgiref.types import WSGIEnvironment

from gateway import logs, prometheus
from gateway.domain.chance import SECURE, new_reference
from gateway.domain.matching.nicknames import load_nicknames
from gateway.domain.rules import Rules
from gateway.handlers.execution.admission import CallServices
from gateway.handlers.execution.password_cache import PasswordCache
from gateway.handlers.execution.passwords import share_threads
from gateway.health import Health
from gateway.settings import Settings
from gateway.store.database.engine import open_engine
from gateway.store.database.group import GROUPS_AT_ONCE
from gateway.store.unit import Clock, Store, utc_now
from gateway.tracing import export_spans, find_tracer
from gateway.wire.http.endpoint import Endpoint, make_service
from gateway.wire.http.no_service import NoService
from gateway.wire.http.page import make_page
from gateway.wire.http.public_address import PublicAddress
from gateway.wire.http.responses import (
    Application,
    StartResponse,
    answer_busy,
    answer_not_found,
    for_reading,
    respond,
)
from gateway.wire.http.traced import TracedEndpoint, make_traced_service
from gateway.wire.services import ServiceRow, services

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

_log = logging.getLogger(__name__)


def open_store(settings: Settings, clock: Clock = utc_now) -> Store:
    """Open the register that the settings name.

    Its engine keeps a connection for each of the threads.
    """
    seconds = settings.call_seconds
    connections = settings.threads + GROUPS_AT_ONCE
    engine = open_engine(settings.database_url, connections=connections, statement_seconds=seconds, interruptible=False)
    return Store(engine, clock, patience=seconds, rules=Rules.of(settings))


class Gateway:
    """All services of one gateway, as a WSGI application.

    It is safe for threads and, after `forked`, in a child process.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store | None = None,
        *,
        served: Sequence[ServiceRow] | None = None,
        clock: Clock = utc_now,
        chance: Random = SECURE,
        tracer: "Tracer | None" = None,
    ) -> None:
        """Serve a store, by default the one in the settings.

        The gateway closes it. `served` replaces the services that the settings name. The clock is that of faults, and
        the references of calls come from `chance`.
        """
        load_nicknames()
        share_threads(settings.threads)
        seconds = settings.call_seconds
        self._store = store or open_store(settings)
        register = CallServices(
            self._store,
            PasswordCache(),
            known_users_only=settings.known_users_only,
            call_seconds=seconds,
            new_reference=partial(new_reference, chance),
        )
        if served is None:
            served = services(search_first=settings.register_requires_find)
        rows = {path: [row for row in served if row.path == path] for path in [row.path for row in served]}
        public = PublicAddress(settings)
        page = make_page(served, public)
        found = find_tracer() if tracer is None and settings.tracing else None
        self._exports_spans = found is not None
        tracer = tracer or found
        make = make_service if tracer is None else make_traced_service
        endpoints = [Endpoint(sharing, register, settings, public, page, clock, make) for sharing in rows.values()]
        at_paths: dict[str, Application] = {
            one.path: one if tracer is None else TracedEndpoint(one, tracer) for one in endpoints
        }
        self.wsdl_addresses = [public.printed + row.wsdl_location for row in served]
        self._health = health = Health(self._store, settings.bind)
        paths = [endpoint.path for endpoint in endpoints]
        self._no_service = NoService(paths, public, settings.trusted_proxies)
        self._at: dict[str, Application] = {
            **at_paths,
            "/": NoService(paths, public, settings.trusted_proxies, for_reading(page)),
            "/health": for_reading(health.answer),
        }
        self._at_any_case = {path.lower(): endpoint for path, endpoint in at_paths.items()}
        """Services by their paths in lower case.

        The LRS runs on IIS, which ignores case, and a slash at the end.
        """
        self._at_admin = {"/health": for_reading(health.answer_operator), "/metrics": for_reading(self._answer_metrics)}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a caller's HTTP request."""
        return self._application_at(environ)(environ, start_response)

    def _application_at(self, environ: WSGIEnvironment) -> Application:
        """Return the application for a path, in any spelling."""
        path = environ.get("PATH_INFO", "")
        return self._at.get(path) or self._at_any_case.get(path.removesuffix("/").lower()) or self._no_service

    def answer_busy(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer that the service is busy, without reading the request."""
        found = self._application_at(environ)
        if isinstance(found, Endpoint | TracedEndpoint):
            return found.answer_busy(environ, start_response)
        return answer_busy(environ, start_response)

    def answer_operator(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request to the operators' address.

        It serves counts, and the details of health.
        """
        try:
            return self._at_admin.get(environ.get("PATH_INFO", ""), answer_not_found)(environ, start_response)
        except Exception:
            logs.failure(_log, "operator not answered")
            return respond(environ, start_response, "500 Internal Server Error", b"This failed.\n")

    def _answer_metrics(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = prometheus.render_metrics(self._health.measures())
        return respond(environ, start_response, "200 OK", body, content_type=prometheus.CONTENT_TYPE)

    def forked(self) -> None:
        """Begin in a child process.

        Forget the connections that belong to the parent process.
        """
        self._store.engine.dispose(close=False)
        if self._exports_spans:
            export_spans()

    def close(self) -> None:
        """Close all connections."""
        self._store.engine.dispose()
