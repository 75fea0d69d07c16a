"""The composition root: settings become a database, services, /health and /metrics as one WSGI callable."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gateway import metrics
from gateway.domain.matching.nicknames import load_nicknames
from gateway.handlers.find_first import FIND_FIRST
from gateway.handlers.run import Register
from gateway.handlers.vault import Vault
from gateway.settings import Settings
from gateway.store import schema
from gateway.store.engine import open_engine
from gateway.store.errors import StoreError
from gateway.store.unit import Store
from gateway.wire.endpoint import Endpoint, StartResponse
from gateway.wire.services import SERVICES


class Gateway:
    """All services of one gateway, as a WSGI callable. Safe for threads and, after `forked`, in a child process."""

    def __init__(self, settings: Settings) -> None:
        load_nicknames()
        self._store = Store(open_engine(settings.database_url, connections=settings.threads))
        stand_ins = FIND_FIRST if settings.register_requires_find else {}
        register = Register(self._store, Vault(), known_users_only=settings.known_users_only, stand_ins=stand_ins)
        rows = {path: [row for row in SERVICES if row.path == path] for path in [row.path for row in SERVICES]}
        endpoints = [Endpoint(sharing, register, settings) for sharing in rows.values()]
        self.addresses = [settings.public_url + row.location for row in SERVICES]
        self._at: dict[str, Callable[[Mapping[str, Any], StartResponse], Iterable[bytes]]] = {
            **{endpoint.path: endpoint for endpoint in endpoints},
            "/health": self._health,
            "/metrics": self._metrics,
        }

    def __call__(self, environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one HTTP request."""
        return self._at.get(environ.get("PATH_INFO", ""), _not_found)(environ, start_response)

    def forked(self) -> None:
        """Forget the connections that belong to the parent process."""
        self._store.engine.dispose(close=False)

    def close(self) -> None:
        """Close all connections."""
        self._store.engine.dispose()

    def _health(self, _environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        try:
            schema.require_current(self._store.engine)
        except StoreError as error:
            return _text(start_response, "503 Service Unavailable", f"{error}\n")
        return _text(start_response, "200 OK", "ok\n")

    def _metrics(self, _environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        body = metrics.exposition()
        start_response("200 OK", [("Content-Type", metrics.CONTENT_TYPE), ("Content-Length", str(len(body)))])
        return [body]


def _not_found(_environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    return _text(start_response, "404 Not Found", "There is no service at this address.\n")


def _text(start_response: StartResponse, status: str, text: str) -> Iterable[bytes]:
    body = text.encode()
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
