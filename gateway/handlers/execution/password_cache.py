"""Checks the passwords of organisations, and caches for five minutes that one was right.

A password is kept as an argon2 hash, which costs tens of milliseconds to check. One that was right is
remembered as a keyed hash under a key that dies with the server, for five minutes at most, and only for the
version of the organisation it was checked against: any change of the organisation (password, suspension,
roles) makes it unknown at once. The memory is shared by a server and its workers, so that a worker that
replaces another knows what that one knew.
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
"""Seconds for which a password that was right is remembered."""


_SECONDS_TO_JOIN = 2.0


_MEMORY = struct.Struct("=32sd")  # the keyed hash, and until when it counts without another check
_MEMORIES = 1 << 16
"""Two organisations whose numbers differ by a multiple of this share a place, and are checked more often."""


class _Check:
    """A check of a password for which others wait.

    `is_right` is None where it did not come about.
    """

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.is_right: bool | None = None

    def join(self) -> None:
        """Wait for the end.

        Raises WrongPassword, or Busy where nothing was checked.
        """
        self.ended.wait(_SECONDS_TO_JOIN)
        if self.is_right is None:
            raise Busy("The service is busy checking passwords. Try again.")
        if not self.is_right:
            raise WrongPassword


class PasswordCache:
    """The passwords that were right.

    Safe for threads, and shared with every process forked later.

    Nobody locks what is remembered: what is read while another process writes it is no keyed hash, so unknown.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._key = secrets.token_bytes(32)
        self._monotonic = monotonic
        self._memories = mmap.mmap(-1, _MEMORIES * _MEMORY.size)
        self._lock = threading.Lock()
        self._checks: dict[bytes, _Check] = {}

    def knows(self, organisation: Organisation, password: str) -> bool:
        """Return, in microseconds, whether the password is remembered as right for the organisation as it is now."""
        kept, until = _MEMORY.unpack_from(self._memories, _place_of(organisation))
        return until >= self._monotonic() and hmac.compare_digest(kept, self._digest(organisation, password))

    def renew(self, organisation: Organisation, password: str) -> bool:
        """Return whether the password was right for the organisation as it is, however long ago; remember it anew."""
        kept, _ = _MEMORY.unpack_from(self._memories, _place_of(organisation))
        digest = self._digest(organisation, password)
        if not hmac.compare_digest(kept, digest):
            return False
        self._remember(organisation, digest)
        return True

    def check(self, organisation: Organisation, password: str, *, wait: bool = True) -> None:
        """Check the password against the hash, and remember it.

        Raises WrongPassword, or Busy without a look.

        Who states the same one at the same time waits for the same check.
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
            if check.is_right:  # remembered before the others go on
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
        return blake2b(stated, key=self._key, digest_size=32).digest()  # half the time of an HMAC, and as safe


def _place_of(organisation: Organisation) -> int:
    return organisation.id % _MEMORIES * _MEMORY.size
