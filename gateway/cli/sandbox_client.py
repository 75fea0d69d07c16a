"""Calls of a running sandbox's API."""

import json
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from gateway import settings
from gateway.cli.shared import Failed

_BASE = "/sandbox/api/v1"
_SECONDS = 30.0
_NO_TOKEN = "the token is missing or wrong: state the one that the sandbox printed, by --token or LRS_SANDBOX_TOKEN"  # noqa: S105


class SandboxClient:
    """A client of a sandbox, by its address and token.

    Without them, those that LRS_SANDBOX_URL and LRS_SANDBOX_TOKEN name.
    """

    def __init__(self, address: str | None, token: str | None) -> None:
        stated, stated_token = settings.sandbox_place()
        self.address = (address or stated).rstrip("/")
        self._token = token or stated_token
        place = urlsplit(self.address)
        try:
            self._host, self._port = place.hostname or "", place.port or 80
        except ValueError:
            self._host, self._port = "", 0
        if place.scheme != "http" or not self._host:
            raise Failed("the address of a sandbox is like http://127.0.0.1:8080")

    def call(self, method: str, *path: str, query: dict[str, Any] | None = None, body: Any = None) -> Any:
        """Call the API, and return the JSON value, or None.

        Raises Failed.
        """
        stated = {name: value for name, value in (query or {}).items() if value not in (None, "")}
        waits = float(stated.get("seconds", 0))
        target = _BASE + "".join(f"/{quote(part, safe='')}" for part in path)
        status, answer = self._send(method, f"{target}?{urlencode(stated)}" if stated else target, body, waits)
        value = _value(answer)
        if status == HTTPStatus.UNAUTHORIZED:
            raise Failed(_NO_TOKEN)
        if status >= 400:
            detail = value.get("detail") if isinstance(value, dict) else None
            raise Failed(str(detail or f"the sandbox answers HTTP {status}"))
        return value

    def is_ready(self) -> bool:
        """Return whether the sandbox is ready."""
        try:
            return self._send("GET", "/ready", None, 0.0)[0] == 200
        except Failed:
            return False

    def _send(self, method: str, target: str, body: Any, waits: float) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self._token}"}
        sent = None
        if body is not None:
            headers["Content-Type"], sent = "application/json", json.dumps(body).encode()
        connection = HTTPConnection(self._host, self._port, timeout=_SECONDS + waits)
        try:
            connection.request(method, target, sent, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException, ValueError) as error:
            raise Failed(f"no sandbox answers at {self.address}; start it with `lrs-gateway sandbox`") from error
        finally:
            connection.close()


def _value(answer: bytes) -> Any:
    try:
        return json.loads(answer) if answer else None
    except ValueError:
        return None
