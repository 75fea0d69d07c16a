"""The address of the gateway in WSDLs, pages and faults.

It is the public URL if that is set. Without it, a gateway that listens on every address of a computer (0.0.0.0) cannot
know by which address clients reach it. Then documents hold a placeholder, and each answer replaces it by the Host of
its request.
"""

import re
from wsgiref.types import WSGIEnvironment

from gateway.settings import Settings

_PLACE = "http://host.invalid"
_HOST = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?", re.ASCII)


class PublicAddress:
    """The address of a gateway.

    `base` is the public URL, or the placeholder.
    """

    def __init__(self, settings: Settings) -> None:
        self.base = settings.public_url or _PLACE
        self.printed = settings.public_url or f"http://127.0.0.1:{settings.bind.rpartition(':')[2]}"
        """The address to print for the operator.

        It can be called at least on the gateway's own computer.
        """

    def fill(self, body: bytes, environ: WSGIEnvironment) -> bytes:
        """Return an answer with the address that the client called.

        With a public URL it is returned unchanged.
        """
        if self.base != _PLACE:
            return body
        host = str(environ.get("HTTP_HOST") or "")
        address = f"http://{host}" if _HOST.fullmatch(host) else self.printed
        return body.replace(_PLACE.encode(), address.encode())
