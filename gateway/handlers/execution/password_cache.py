"""Check passwords of organisations, and cache which were right.

The database holds an argon2 hash of a password, which takes tens of milliseconds to check. A right password is cached
for five minutes at most, as a hash under a random key that exists only in the memory of this server. The entry counts
for one version of the organisation only: any change of the organisation (password, suspension, roles) makes it useless
at once. The processes of a server share the cache, so that a new worker process knows what the others know.
"""

import hmac
import mmap
import secrets
import struct
import threading
import time
from collections.abc import Callable
from hashlib import blake2b

from gateway.domain.errors import Busy, WrongPassword
from gateway.domain.organisation import Organisation
from gateway.handlers.execution.passwords import agrees

LIFETIME = 300.0
"""Seconds for which the cache holds a right password."""


_SECONDS_TO_JOIN = 2.0


_MEMORY = struct.Struct("=32sd")  # the keyed hash, and when it expires (monotonic seconds)
_MEMORIES = 1 << 16
"""Number of entries in the cache.

Two organisations whose ids differ by a multiple of it use the same entry, so their passwords are checked more often.
"""


class _Check:
    """A password check that other threads may wait for.

    `is_right` is None if the check failed to give a result.
    """

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.is_right: bool | None = None

    def join(self) -> None:
        """Wait for the result.

        Raises WrongPassword, or Busy if there is no result.
        """
        self.ended.wait(_SECONDS_TO_JOIN)
        if self.is_right is None:
            raise Busy
        if not self.is_right:
            raise WrongPassword


class PasswordCache:
    """The passwords that were right.

    Threads may use it together, and processes that are forked later share it. It needs no lock: an entry that is read
    while another process writes it matches no password.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._key = secrets.token_bytes(32)
        self._monotonic = monotonic
        self._memories = mmap.mmap(-1, _MEMORIES * _MEMORY.size)
        self._lock = threading.Lock()
        self._checks: dict[bytes, _Check] = {}

    def knows(self, organisation: Organisation, password: str) -> bool:
        """Return whether the cache holds this password as right.

        This takes microseconds. The entry must be for the organisation's present version.
        """
        remembered, until = _MEMORY.unpack_from(self._memories, _place_of(organisation))
        return until >= self._monotonic() and hmac.compare_digest(remembered, self._digest(organisation, password))

    def renew(self, organisation: Organisation, password: str) -> bool:
        """Extend the password's cache entry, even an expired one.

        Returns whether the cache has it for the organisation's present version.
        """
        remembered, _ = _MEMORY.unpack_from(self._memories, _place_of(organisation))
        digest = self._digest(organisation, password)
        if not hmac.compare_digest(remembered, digest):
            return False
        self._remember(organisation, digest)
        return True

    def check(self, organisation: Organisation, password: str, *, wait: bool = True) -> None:
        """Check the password against its hash; cache a right one.

        Threads that check the same password at the same time share one check. Raises WrongPassword, or Busy if nothing
        was checked.
        """
        asked = self._digest(organisation, password)
        with self._lock:
            check = self._checks.get(asked)
            is_first = check is None
            if check is None:
                check = self._checks[asked] = _Check()
        if not is_first:
            check.join()
            return
        try:
            check.is_right = agrees(organisation.password_hash, password, wait=wait)
            if check.is_right:  # cached before the other threads go on
                self._remember(organisation, asked)
        finally:
            with self._lock:
                del self._checks[asked]
            check.ended.set()
        if not check.is_right:
            raise WrongPassword

    def _remember(self, organisation: Organisation, digest: bytes) -> None:
        _MEMORY.pack_into(self._memories, _place_of(organisation), digest, self._monotonic() + LIFETIME)

    def _digest(self, organisation: Organisation, password: str) -> bytes:
        stated = f"{organisation.id} {organisation.version} {password}".encode()
        return blake2b(stated, key=self._key, digest_size=32).digest()  # twice as fast as HMAC, and as safe


def _place_of(organisation: Organisation) -> int:
    return organisation.id % _MEMORIES * _MEMORY.size
