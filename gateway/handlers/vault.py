"""Hashes secrets, checks organisation passwords, and remembers for a while that one was right.

A password is kept as an argon2 hash, which costs tens of milliseconds to check. One that was right is
remembered in this process as an HMAC under a key that dies with the process, for five minutes at most,
and only for the version of the organisation it was checked against: any change of the organisation
(password, suspension, roles) makes it unknown at once.
"""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gateway.domain.errors import WrongPassword
from gateway.domain.organisation import Organisation

LIFETIME = 300.0
"""Seconds for which a password that was right is remembered."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


_HASHING = threading.BoundedSemaphore(2)  # argon2 takes memory: a storm of guesses must not take it all


def hashed(secret: str) -> str:
    """Give the argon2id hash of a password, a learner's key or a PIN."""
    with _HASHING:
        return _HASHER.hash(secret)


def agrees(kept: str, secret: str) -> bool:
    """Tell whether a hash is that of a secret, in a time that tells nothing of it."""
    try:
        with _HASHING:
            return _HASHER.verify(kept, secret)
    except (VerificationError, InvalidHashError):
        return False


@dataclass(frozen=True, slots=True)
class _Memory:
    version: int
    digest: bytes
    until: float


class Vault:
    """The passwords that were right, in this process. Safe for threads."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._key = secrets.token_bytes(32)
        self._monotonic = monotonic
        self._memories: dict[int, _Memory] = {}

    def knows(self, organisation: Organisation, password: str) -> bool:
        """Tell, in microseconds, whether the password is remembered as right for the organisation as it is now."""
        memory = self._memories.get(organisation.id)
        if memory is None or memory.version != organisation.version or memory.until < self._monotonic():
            return False
        return hmac.compare_digest(memory.digest, self._digest(password))

    def check(self, organisation: Organisation, password: str) -> None:
        """Check the password against the hash, and remember it. Raises WrongPassword."""
        if not agrees(organisation.password_hash, password):
            raise WrongPassword
        until = self._monotonic() + LIFETIME
        self._memories[organisation.id] = _Memory(organisation.version, self._digest(password), until)

    def _digest(self, password: str) -> bytes:
        return hmac.digest(self._key, password.encode(), "sha256")
