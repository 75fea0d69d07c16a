"""Which given names stand for one another: Bill and William.

The list is that of the package `nicknames`; a pair counts in both directions.
"""

from collections import defaultdict
from functools import lru_cache

import nicknames


@lru_cache(1)
def _pairs() -> dict[str, frozenset[str]]:
    """Read the list once a process: some thousand pairs, some milliseconds."""
    pairs: defaultdict[str, set[str]] = defaultdict(set)
    for formal, _, familiar in nicknames.name_triplets():
        pairs[formal.upper()].add(familiar.upper())
        pairs[familiar.upper()].add(formal.upper())
    return {name: frozenset(others) for name, others in pairs.items()}


_NONE: frozenset[str] = frozenset()


def nicknames_of(name: str) -> frozenset[str]:
    """Give the names, in upper case, that the name in upper case may stand for, or that may stand for it.

    >>> "BILL" in nicknames_of("WILLIAM"), "WILLIAM" in nicknames_of("BILL"), nicknames_of("XYZ")
    (True, True, frozenset())
    """
    return _pairs().get(name, _NONE)
