"""The file of a SQLite register, and its identity.

SQLite goes on with a file that was deleted or replaced. What it acknowledges then is gone at the next start.
"""

import os
from pathlib import Path

from gateway.store.errors import Unavailable

Identity = tuple[int, int]


class SqliteFile:
    """The file at a path, and its identity when opened.

    It is safe for threads.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._ahead = f"{path}-wal"
        self._opened: Identity | None = None

    def identity(self) -> Identity:
        """Return the identity of the file at the path.

        Raises Unavailable if there is none.
        """
        try:
            found = os.stat(self.path)  # noqa: PTH116  (half the time of Path's)
        except OSError as error:
            raise Unavailable("the database file is gone: put it back, or stop") from error
        return found.st_dev, found.st_ino

    def is_still(self, identity: Identity) -> bool:
        """Return whether the path still has this file."""
        try:
            return self.identity() == identity
        except Unavailable:
            return False

    def ahead(self) -> Identity | None:
        """Return the identity of the -wal file, or None.

        An open connection keeps it there.
        """
        try:
            found = os.stat(self._ahead)  # noqa: PTH116
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def require_usable(self) -> Identity:
        """Return the identity of the file, if it is usable.

        It may be a new file that the operator has put there whole. The -wal file of another database must not be beside
        it: SQLite would write that into this one. Raises Unavailable.
        """
        identity = self.identity()
        if identity != self._opened:
            ahead = Path(self._ahead)
            if self._opened is not None and ahead.exists() and ahead.stat().st_size:
                raise Unavailable(
                    f"the database file was replaced in use: put it back, or stop and remove {ahead.name}"
                )
            self._opened = identity
        return identity
