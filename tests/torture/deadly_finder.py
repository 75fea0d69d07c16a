"""A search for duplicates that kills itself with SIGKILL.

It does so after a number of chunks, or while it writes one.
"""

import os
import signal
from collections.abc import Sequence

from gateway.domain.duplicate import Finding
from gateway.handlers.matching.find_duplicates import find_duplicates
from gateway.store.database.engine import open_engine
from gateway.store.repositories.duplicates import Duplicates, PairCounts
from gateway.store.unit import Store


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def search(url: str, chunks: int, where: str) -> None:
    """Search until killed, after this many chunks.

    `where` is "between" two chunks, or "amid" the writing of one.
    """
    left = [chunks]
    keep = Duplicates.keep

    def keep_and_die(self: Duplicates, findings: Sequence[Finding]) -> PairCounts:
        kept = keep(self, findings)
        if left[0] <= 0:
            _die()
        return kept

    def done(_learners: int) -> None:
        left[0] -= 1
        if left[0] <= 0 and where == "between":
            _die()

    if where == "amid":
        Duplicates.keep = keep_and_die  # type: ignore[method-assign]
    find_duplicates(Store(open_engine(url, connections=1)), at_once=10, done=done)
