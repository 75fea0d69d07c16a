"""Addresses to listen on, written as 127.0.0.1:8080 or [::1]:8080."""

import errno
import socket


class CannotListen(Exception):
    """The gateway cannot listen at the address.

    The message says why.
    """


def listen(bind: str) -> socket.socket:
    """Listen on an address.

    Raises CannotListen if it is in use, or is not an address of this machine.
    """
    host, _, port = bind.rpartition(":")
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host.strip("[]"), int(port)))
        listener.listen()
    except OSError as error:
        listener.close()
        reason = "is in use" if error.errno == errno.EADDRINUSE else "cannot be listened on"
        raise CannotListen(f"{bind} {reason}") from error
    return listener


def require_free(bind: str) -> None:
    """Raise CannotListen if the gateway cannot listen there now."""
    listen(bind).close()
