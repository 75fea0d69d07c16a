"""Hash secrets and compare them, on a bounded share of the threads."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gateway.domain.errors import Busy

ROUNDS, MEMORY_KIB = 2, 19 * 1024
"""What a hash costs: the least that OWASP recommends of argon2id."""


_HASHER = PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=1)


_SECONDS_TO_WAIT = 0.05


class _Slots:
    """How many secrets are hashed at once: of a process's threads the others go on answering."""

    def __init__(self, most: int) -> None:
        self.set(most)

    def set(self, most: int) -> None:
        """Let so many be hashed at once."""
        self._free = threading.BoundedSemaphore(most)

    @contextmanager
    def one(self, seconds: float = _SECONDS_TO_WAIT) -> Iterator[None]:
        """Take a slot.

        Raises Busy where none becomes free in time.
        """
        free = self._free
        if not free.acquire(timeout=seconds):
            raise Busy("The service is busy checking passwords. Try again.")
        try:
            yield
        finally:
            free.release()


_SLOTS = _Slots(2)


def share_threads(threads: int) -> None:
    """Let hashing hold no more than half of the threads of this process, and of one thread that one."""
    _SLOTS.set(max(1, threads // 2))


def set_cost(*, rounds: int, memory_kib: int) -> None:
    """Set what a hash costs in this process.

    No setting leads here: tests hash cheaply, a server never does.
    """
    global _HASHER  # noqa: PLW0603
    _HASHER = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)


def hashed(secret: str) -> str:
    """Return the argon2id hash of a password, a learner's key or a PIN. Raises Busy."""
    with _SLOTS.one():
        return _HASHER.hash(secret)


def agrees(kept: str, secret: str, *, wait: bool = True) -> bool:
    """Return whether a hash is that of a secret, in a time that tells nothing of it. Raises Busy."""
    try:
        with _SLOTS.one(_SECONDS_TO_WAIT if wait else 0):
            return _HASHER.verify(kept, secret)
    except (VerificationError, InvalidHashError):
        return False
