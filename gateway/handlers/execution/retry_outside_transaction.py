"""Work that is too slow for a transaction."""

from collections.abc import Callable


class RetryOutsideTransaction(Exception):
    """Something must be done outside the transaction, and then the call is attempted again."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self.work = work
