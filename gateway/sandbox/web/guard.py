"""Who may steer and inspect a sandbox.

Only this computer may. The Host must be one of the sandbox's own, so that no page of another site reaches it under
another name, and no page of another origin may call.
"""

import secrets
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit
from wsgiref.types import WSGIEnvironment

_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_OTHER_SITES = ("cross-site", "same-site")


class NotAllowed(Exception):
    """The caller may not do this. The message says why."""

    status = "403 Forbidden"


class NoToken(NotAllowed):
    """The caller did not state the token of the sandbox."""

    status = "401 Unauthorized"


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules for one sandbox.

    `address` is its URL, `token` what callers of the API must state.
    """

    address: str
    token: str

    def check_place(self, environ: WSGIEnvironment) -> None:
        """Check where a request comes from, and where it goes.

        Raises NotAllowed.
        """
        hosts = self._hosts()
        if not _is_loopback(str(environ.get("REMOTE_ADDR", ""))):
            raise NotAllowed("Only the computer that runs the sandbox may steer or inspect it.")
        if str(environ.get("HTTP_HOST", "")).lower() not in hosts:
            raise NotAllowed(f"The Host of a request must be {self._own()} or localhost.")
        origin = environ.get("HTTP_ORIGIN")
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            raise NotAllowed("Pages of other sites may not call the sandbox.")
        is_link = environ.get("HTTP_SEC_FETCH_MODE") == "navigate" and environ["REQUEST_METHOD"] == "GET"
        if environ.get("HTTP_SEC_FETCH_SITE") in _OTHER_SITES and not is_link:
            raise NotAllowed("Pages of other sites may not call the sandbox.")

    def check_token(self, environ: WSGIEnvironment) -> None:
        """Check the token of a call. Raises NoToken."""
        kind, _, stated = str(environ.get("HTTP_AUTHORIZATION", "")).partition(" ")
        if kind.lower() != "bearer" or not secrets.compare_digest(stated.strip().encode(), self.token.encode()):
            raise NoToken("State the token that the sandbox printed: Authorization: Bearer TOKEN.")

    def _own(self) -> str:
        return urlsplit(self.address).netloc.lower()

    def _hosts(self) -> frozenset[str]:
        place = urlsplit(self.address)
        named = {self._own(), *(f"{host}:{place.port}" for host in _LOCAL)}
        return frozenset(named | set(_LOCAL) if place.port == _PORT_OF_HTTP else named)


_PORT_OF_HTTP = 80


def _is_loopback(peer: str) -> bool:
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
