"""What clients call, as WSDLs, pages and faults name it: the public URL, or the host that the client has called.

A gateway that listens on every address of a computer (0.0.0.0) cannot know by which of them clients reach it. Then what
it serves is written with a place-holder, which each answer replaces by the Host of its request.
"""

import re
from collections.abc import Mapping
from typing import Any

from gateway.settings import Settings

_PLACE = "http://host.invalid"
_HOST = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?", re.ASCII)


class PublicAddress:
    """The address of a gateway as its answers name it.

    `base` is what they are written with.
    """

    def __init__(self, settings: Settings) -> None:
        self.base = settings.public_url or _PLACE
        self.printed = settings.public_url or f"http://127.0.0.1:{settings.bind.rpartition(':')[2]}"
        """The address for a screen: on the gateway's own computer it can be called in any case."""

    def fill(self, body: bytes, environ: Mapping[str, Any]) -> bytes:
        """Return an answer with the address that the client of this request can call."""
        if self.base != _PLACE:
            return body
        host = str(environ.get("HTTP_HOST") or "")
        address = f"http://{host}" if _HOST.fullmatch(host) else self.printed
        return body.replace(_PLACE.encode(), address.encode())
