"""Work that is too slow for a transaction."""

from collections.abc import Callable


class SlowWork(Exception):
    """Something must be done outside the transaction before the call can be answered."""

    def __init__(self, do: Callable[[], None]) -> None:
        super().__init__()
        self.do = do
