"""Secrets that callers state besides their password: keys and PINs.

They are stored as argon2 hashes, like passwords (docs/decisions/042). Hashing takes tens of milliseconds. Inside a
transaction it would hold the register's write lock for as long. So a handler that needs a hash leaves its transaction
with RetryOutsideTransaction; `run` does the hashing and calls the handler again.
"""

import secrets
from functools import cache, partial

from gateway.handlers.execution.passwords import agrees, hashed
from gateway.handlers.execution.retry_outside_transaction import RetryOutsideTransaction


class Secret:
    """A secret that a caller stated.

    `repr` does not show its text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._hash = ""
        self._compared: dict[str, bool] = {}

    def __repr__(self) -> str:
        return "Secret(...)"  # a traceback or a log must never show it

    def hash(self) -> str:
        """Return a hash to store.

        Raises RetryOutsideTransaction until the hash is made.
        """
        if not self._hash:
            raise RetryOutsideTransaction(self._make_hash)
        return self._hash

    def _make_hash(self) -> None:
        self._hash = hashed(self._text)

    def is_of_any(self, hashes: list[str]) -> str | None:
        """Return which of these hashes is that of this secret.

        It takes as long if there are none. Raises RetryOutsideTransaction until all are compared.
        """
        if unknown := [stored for stored in hashes if stored not in self._compared]:
            raise RetryOutsideTransaction(partial(self._compare, unknown))
        if not self._compared:
            raise RetryOutsideTransaction(self._compare_with_nobodys)
        return next((stored for stored in hashes if self._compared[stored]), None)

    def _compare(self, hashes: list[str]) -> None:
        """Compare the secret with all these hashes.

        One at a time, the call would be attempted once for each key.
        """
        for stored in hashes:
            self._compared[stored] = agrees(stored, self._text)

    def _compare_with_nobodys(self) -> None:
        self._compare([_nobodys()])


@cache
def _nobodys() -> str:
    return hashed(secrets.token_hex())
