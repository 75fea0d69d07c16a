"""Check the clock of this computer, and its limits."""

import ctypes
import resource
from collections.abc import Iterator

from gateway.doctor.finding import Finding, advice, right, wrong
from gateway.serving.open_files import FILES_BESIDE_CONNECTIONS
from gateway.settings import Settings

_NOT_SYNCHRONISED = 5
"""What adjtimex returns (TIME_ERROR)."""
_TIMEX_BYTES = 512
"""More than its structure has on any machine."""


def check_clock() -> Finding:
    """Check whether this computer's clock is kept right."""
    found = _ask_clock()
    if found == _NOT_SYNCHRONISED:
        return advice(
            "clock",
            "this computer does not know that its clock is right",
            "Run chrony or systemd-timesyncd, here or on the host of this container",
        )
    if found is None:
        return advice("clock", "the state of the clock cannot be asked", "Make sure that it is kept right")
    return right("clock", "is kept right")


def _ask_clock() -> int | None:
    """Return the state of the clock, or None if unknown."""
    try:
        state: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))  # it only asks: no mode
    except (AttributeError, OSError):
        return None
    return None if state < 0 else state


def check_open_files(chosen: Settings) -> Iterator[Finding]:
    """Check whether processes may open enough files.

    This is the hard limit of whoever runs the check; `serve` raises the soft limit.
    """
    limit, needed = resource.getrlimit(resource.RLIMIT_NOFILE)[1], chosen.connections + FILES_BESIDE_CONNECTIONS
    fact = f"a process may open {limit} here; GATEWAY_CONNECTIONS={chosen.connections} needs {needed}"
    if limit == resource.RLIM_INFINITY:
        yield right("open files", "a process may open any number here")
    elif limit < needed:
        yield wrong(
            "open files",
            fact,
            f"Start serve with LimitNOFILE={needed} (systemd) or ulimit -Hn {needed}, or lower GATEWAY_CONNECTIONS",
        )
    else:
        yield right("open files", fact)
