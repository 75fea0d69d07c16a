"""Names that stand for one another: Kate and Catherine.

Family names too: Hsu and Xu. The lists are our own, `given_names.txt` and `family_names.txt`, and that of the package
`nicknames` for given names. A pair counts in both directions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import nicknames

_NONE: frozenset[str] = frozenset()


@cache
def load_nicknames() -> dict[str, frozenset[str]]:
    """Read the lists of given names once in a process."""
    package = ((formal.upper(), familiar.upper()) for formal, _, familiar in nicknames.name_triplets())
    return _both_ways([*_pairs("given_names.txt"), *package])


@cache
def load_family_names() -> dict[str, frozenset[str]]:
    """Read the list of family names once in a process."""
    return _both_ways(_pairs("family_names.txt"))


def nicknames_of(name: str) -> frozenset[str]:
    """Return the names that a given name stands for.

    Also those that stand for it. All names are in upper case.

    >>> "BILL" in nicknames_of("WILLIAM"), "WILLIAM" in nicknames_of("BILL"), nicknames_of("XYZ")
    (True, True, frozenset())
    """
    return load_nicknames().get(name, _NONE)


def spellings_of(family_name: str) -> frozenset[str]:
    """Return a family name's forms in other languages.

    All names are in upper case; the given one has no prefixes.

    >>> sorted(spellings_of("KELLY"))
    ['CEALLAIGH', 'CHEALLAIGH']
    """
    return load_family_names().get(family_name, _NONE)


def _pairs(file: str) -> Iterator[tuple[str, str]]:
    """Return the pairs of a list.

    Each line has a name, and names that stand for it.
    """
    for line in files(__package__).joinpath(file).read_text("utf-8").upper().splitlines():
        name, *others = line.split() or ("#",)
        if name != "#":
            yield from ((name, other) for other in others)


def _both_ways(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        if one != other:
            found[one].add(other)
            found[other].add(one)
    return {name: frozenset(others) for name, others in found.items()}
