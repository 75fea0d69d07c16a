"""How many files a process may have open."""

import resource
from contextlib import suppress

FILES_BESIDE_CONNECTIONS = 256
"""Files that a worker process needs beside its connections."""


def allow_open_files(connections: int) -> None:
    """Let this process have so many connections open.

    The usual soft limit is 1,024 files. A process may raise it up to the hard limit, and not beyond.
    """
    needed = connections + FILES_BESIDE_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
