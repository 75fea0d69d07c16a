"""What the processes of one test run share.

These are files in memory, a folder, and a PostgreSQL server.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgresql import postgresql

_MEMORY = Path("/dev/shm")
_ROOM_NEEDED = 2 * 1024**3

THROW_AWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "256MB",
    "shared_buffers": "64MB",
    "max_connections": "300",
}
"""Settings of a cluster that a power cut may destroy.

What a commit guarantees otherwise is as in production.
"""


def folder_in_memory() -> Path | None:
    """Return a folder in memory for the tests, or None.

    The file system must have enough room.
    """
    if not _MEMORY.is_dir() or not os.access(_MEMORY, os.W_OK):
        return None
    return _MEMORY if shutil.disk_usage(_MEMORY).free > _ROOM_NEEDED else None


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keep other processes out of a block."""
    with file.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def shared_postgresql(locks: Path, name: str) -> Iterator[str]:
    """Yield the URL of a temporary server for all processes.

    The last process that ends stops it. Its files are not below pytest's folder, because each run of pytest closes that
    folder to other users, and if root runs the tests, the server runs as another user.
    """
    folder = (folder_in_memory() or Path(tempfile.gettempdir())) / f"gateway-postgresql-{name}"
    with (locks / "postgresql-users").open("a") as users:
        with locked(locks / "postgresql"):
            server = postgresql(folder, **THROW_AWAY)
            url = server.__enter__().url
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield url
        finally:
            with locked(locks / "postgresql"):
                server.__exit__(None, None, None)
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass
                else:
                    shutil.rmtree(folder, ignore_errors=True)
