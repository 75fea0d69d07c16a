"""Secrets that callers state beside their password: learners' keys, and PINs.

They are kept as argon2 hashes, like passwords (docs/decisions/042). A hash takes tens of milliseconds, and inside a
transaction would hold the register's write lock for as long. So a handler that needs one gives up its transaction
with RetryOutsideTransaction; `run` does the work, and calls the handler again.
"""

import secrets
from functools import cache, partial

from gateway.handlers.execution.passwords import agrees, hashed
from gateway.handlers.execution.retry_outside_transaction import RetryOutsideTransaction


class Secret:
    """A secret as it was stated.

    It shows itself to nobody.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._hash = ""
        self._compared: dict[str, bool] = {}

    def __repr__(self) -> str:
        return "Secret(...)"  # a traceback or a log must never show it

    def hash(self) -> str:
        """Return a hash to keep. Raises RetryOutsideTransaction."""
        if not self._hash:
            raise RetryOutsideTransaction(self._make_hash)
        return self._hash

    def _make_hash(self) -> None:
        self._hash = hashed(self._text)

    def is_of_any(self, kept: list[str]) -> str | None:
        """Return the hash of this secret among those kept.

        Raises RetryOutsideTransaction.

        Where none was kept it takes as long.
        """
        if unknown := [one for one in kept if one not in self._compared]:
            raise RetryOutsideTransaction(partial(self._compare, unknown))
        if not self._compared:
            raise RetryOutsideTransaction(self._compare_with_nobodys)
        return next((one for one in kept if self._compared[one]), None)

    def _compare(self, kept: list[str]) -> None:
        """Compare with all at once: one by one, a call would be attempted as often as keys are kept."""
        for one in kept:
            self._compared[one] = agrees(one, self._text)

    def _compare_with_nobodys(self) -> None:
        self._compare([_nobodys()])


@cache
def _nobodys() -> str:
    return hashed(secrets.token_hex())
