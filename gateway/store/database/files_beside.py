"""Files beside a SQLite database."""

import os
from contextlib import suppress


def open_beside(file: str, suffix: str) -> int:
    """Open a file beside the database.

    A new file gets the owner and the rights of the database, so that whoever may use one may use both. Raises OSError.
    """
    with suppress(FileNotFoundError):
        return os.open(f"{file}{suffix}", os.O_RDWR)
    place = os.open(f"{file}{suffix}", os.O_RDWR | os.O_CREAT, 0o600)
    with suppress(OSError):  # another user has just made it
        own, others = os.fstat(place), os.stat(file)  # noqa: PTH116  (a descriptor has no path)
        if own.st_mode != others.st_mode:
            os.fchmod(place, others.st_mode & 0o777)
        if (own.st_uid, own.st_gid) != (others.st_uid, others.st_gid):
            os.fchown(place, others.st_uid, others.st_gid)
    return place
