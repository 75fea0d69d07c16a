"""How long-running processes collect garbage."""

import gc


def keep_what_is_loaded() -> None:
    """Leave what is there now out of every collection, and collect seldom: a call makes hardly any cycles.

    What is frozen before a fork stays shared between the processes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
