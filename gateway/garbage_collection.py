"""When processes collect garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collections() -> Iterator[None]:
    """Collect no garbage while modules and contracts are loaded.

    All of it stays, and the collector would look at it again and again.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def keep_what_is_loaded() -> None:
    """Exclude the present objects from collections, and collect seldom.

    A call makes hardly any cycles. What is frozen before a fork stays shared between the processes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
