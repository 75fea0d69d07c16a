"""Work that takes too long for a transaction."""

from collections.abc import Callable


class RetryOutsideTransaction(Exception):
    """Raised when a call needs work done outside its transaction.

    The call is attempted again afterwards.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self.work = work
