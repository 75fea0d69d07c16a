"""The file of a SQLite register, which must stay the one that was opened.

SQLite goes on with a file that was deleted or replaced: what it acknowledges then is gone at the next start.
"""

import os
from pathlib import Path

from gateway.store.errors import Unavailable

Identity = tuple[int, int]


class SqliteFile:
    """The file at a path, and which file that was when it was opened. Safe for threads."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._ahead = f"{path}-wal"
        self._opened: Identity | None = None

    def identity(self) -> Identity:
        """Return which file is at the path.

        Raises Unavailable where there is none.
        """
        try:
            found = os.stat(self.path)  # noqa: PTH116  (half the time of Path's)
        except OSError as error:
            raise Unavailable("the database file is gone: put it back, or stop") from error
        return found.st_dev, found.st_ino

    def is_still(self, identity: Identity) -> bool:
        """Return whether this file is at the path."""
        try:
            return self.identity() == identity
        except Unavailable:
            return False

    def ahead(self) -> Identity | None:
        """Return which file of what is written ahead is beside it, if any; an open connection keeps it there."""
        try:
            found = os.stat(self._ahead)  # noqa: PTH116
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def require_usable(self) -> Identity:
        """Return which file is at the path, which may be a new one where the operator has put it there whole.

        What was written ahead of another file stands in the way: SQLite would write it into this one.

        Raises Unavailable.
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
