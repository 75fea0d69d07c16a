"""Which given names stand for one another: Bill and William.

The list is that of the package `nicknames`; a pair counts in both directions.
"""

from collections import defaultdict
from functools import cache

import nicknames


@cache
def load_nicknames() -> dict[str, frozenset[str]]:
    """Read the list once in a process."""
    pairs: defaultdict[str, set[str]] = defaultdict(set)
    for formal, _, familiar in nicknames.name_triplets():
        pairs[formal.upper()].add(familiar.upper())
        pairs[familiar.upper()].add(formal.upper())
    return {name: frozenset(others) for name, others in pairs.items()}


_NONE: frozenset[str] = frozenset()


def nicknames_of(name: str) -> frozenset[str]:
    """Return the names, in upper case, that the name in upper case may stand for, or that may stand for it.

    >>> "BILL" in nicknames_of("WILLIAM"), "WILLIAM" in nicknames_of("BILL"), nicknames_of("XYZ")
    (True, True, frozenset())
    """
    return load_nicknames().get(name, _NONE)
