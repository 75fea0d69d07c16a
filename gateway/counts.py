"""Counts that several processes share in memory.

The memory is made before the processes are forked, and nothing is on a disk. Each process adds to a lane of its own and
waits for nobody. When a process has ended, the next one takes its lane and goes on adding: nothing is lost, and nothing
grows. The names of the counts are in the memory too, and are only ever added. The locks are file locks, so a process
that is killed keeps none.
"""

import fcntl
import mmap
import os
import struct
import tempfile
import threading
import time
from array import array
from contextlib import suppress
from typing import Final

Key = tuple[str, ...]
"""Name of a count, and the values of its labels."""

LOST: Final[Key] = ("gateway_counts_lost_total",)
"""Count of what has no count of its own.

There is no room for more names, or the name is too long.
"""

_NAMES: Final = 8192
_NAME_BYTES: Final = 128
_SEPARATOR: Final = "\x1f"
_LENGTH: Final = struct.Struct("<H")
_KNOWN: Final = struct.Struct("<q")
_NAMES_AT: Final = 64
_LANES_AT: Final = _NAMES_AT + _NAMES * _NAME_BYTES
_LANE_BYTES: Final = _NAMES * 8
_ATTEMPTS, _SECONDS_BETWEEN_ATTEMPTS = 100, 0.001


class Counts:
    """Counts of one process, or of several with one file.

    It is safe for threads.
    """

    def __init__(self, file: int | None = None) -> None:
        size = _LANES_AT + _LANE_BYTES if file is None else os.fstat(file).st_size
        self.file = file
        self._memory = mmap.mmap(-1 if file is None else file, size)
        values = memoryview(self._memory)[_LANES_AT:].cast("d")
        self._lanes = [values[start : start + _NAMES] for start in range(0, len(values), _NAMES)]
        self._lane: memoryview[float] | array[float] = self._lanes[0]
        if file is not None:
            self._lane = array("d", bytes(_LANE_BYTES))  # until this process has a lane
        self._lock = threading.Lock()
        self._places: dict[Key, int] = {}
        self._place(LOST)

    def begin(self) -> None:
        """Take a lane for this process.

        Every process that counts must call it, after the fork.
        """
        self._lock = threading.Lock()
        if self.file is None:
            return
        for place, lane in enumerate(self._lanes):
            with suppress(BlockingIOError):
                fcntl.lockf(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 1 + place)
                self._lane = lane
                return

    def add(self, *additions: tuple[Key, float]) -> None:
        """Add to counts.

        What has no room is counted as LOST.
        """
        with self._lock:
            lane = self._lane
            for key, amount in additions:
                place = self._places.get(key)
                if place is None:
                    place = self._place(key)
                lane[place] += amount

    def totals(self) -> dict[Key, float]:
        """Return the totals of all processes, also of ended ones."""
        with self._lock:
            self._learn()
            places = dict(self._places)
        return {key: sum(lane[place] for lane in self._lanes) for key, place in places.items()}

    def _place(self, key: Key) -> int:
        """Return the place of a count in every lane.

        A new count gets the next place.
        """
        text = _SEPARATOR.join(key).encode()
        if len(text) > _NAME_BYTES - _LENGTH.size:
            return self._places[LOST]
        for _ in range(_ATTEMPTS):
            try:
                self._lock_names(fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:  # another process has the lock, for microseconds
                time.sleep(_SECONDS_BETWEEN_ATTEMPTS)
                continue
            try:
                self._learn()
                return self._places[key] if key in self._places else self._append(key, text)
            finally:
                self._lock_names(fcntl.LOCK_UN)
        return self._places[LOST]

    def _lock_names(self, operation: int) -> None:
        if self.file is not None:
            fcntl.lockf(self.file, operation, 1, 0)

    def _learn(self) -> None:
        """Read the names that other processes have added."""
        (known,) = _KNOWN.unpack_from(self._memory)
        for place in range(len(self._places), known):
            at = _NAMES_AT + place * _NAME_BYTES
            (length,) = _LENGTH.unpack_from(self._memory, at)
            start = at + _LENGTH.size
            self._places[tuple(self._memory[start : start + length].decode().split(_SEPARATOR))] = place

    def _append(self, key: Key, text: bytes) -> int:
        place = len(self._places)
        if place == _NAMES:
            return self._places[LOST]
        at = _NAMES_AT + place * _NAME_BYTES
        _LENGTH.pack_into(self._memory, at, len(text))
        self._memory[at + _LENGTH.size : at + _LENGTH.size + len(text)] = text
        _KNOWN.pack_into(self._memory, 0, place + 1)  # last: a process that is killed before this has added nothing
        self._places[key] = place
        return place


def shared_file(processes: int) -> int:
    """Return a new file of counts for so many processes.

    It is in memory, and all its pages are allocated.
    """
    size = _LANES_AT + processes * _LANE_BYTES
    if hasattr(os, "memfd_create"):
        file = os.memfd_create("lrs-gateway-counts")
    else:
        with tempfile.TemporaryFile() as temporary:
            file = os.dup(temporary.fileno())
    os.ftruncate(file, size)
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, 0, size)
    return file
