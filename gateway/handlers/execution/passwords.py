"""Hash secrets and verify them.

Hashing may use only some of the threads of a process.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gateway.domain.errors import Busy

ROUNDS, MEMORY_KIB = 2, 19 * 1024
"""Cost of a hash: OWASP's minimum for argon2id."""


_HASHER = PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=1)


_SECONDS_TO_WAIT = 0.05


class _Slots:
    """A limit on how many threads hash at once.

    The other threads of the process go on answering.
    """

    def __init__(self, most: int) -> None:
        self.set(most)

    def set(self, most: int) -> None:
        """Set how many threads may hash at once."""
        self._free = threading.BoundedSemaphore(most)

    @contextmanager
    def one(self, seconds: float = _SECONDS_TO_WAIT) -> Iterator[None]:
        """Hold a slot while hashing.

        Raises Busy if none becomes free in time.
        """
        free = self._free
        if not free.acquire(timeout=seconds):
            raise Busy
        try:
            yield
        finally:
            free.release()


_SLOTS = _Slots(2)


def share_threads(threads: int) -> None:
    """Let hashing use at most half of the process's threads.

    A process with one thread may use that one.
    """
    _SLOTS.set(max(1, threads // 2))


def set_cost(*, rounds: int, memory_kib: int) -> None:
    """Set the cost of a hash in this process.

    There is no setting for it: tests make hashes cheap, a server never does.
    """
    global _HASHER  # noqa: PLW0603
    _HASHER = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)


def hashed(secret: str) -> str:
    """Return the argon2id hash of a secret.

    A secret is a password, a learner's key or a PIN. Raises Busy.
    """
    with _SLOTS.one():
        return _HASHER.hash(secret)


def agrees(stored: str, secret: str, *, wait: bool = True) -> bool:
    """Return whether a secret has this hash.

    The time that it takes reveals nothing about the secret. Raises Busy.
    """
    try:
        with _SLOTS.one(_SECONDS_TO_WAIT if wait else 0):
            return _HASHER.verify(stored, secret)
    except (VerificationError, InvalidHashError):
        return False
